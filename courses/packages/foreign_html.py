"""HTML of other systems as a tree that can be walked, whatever was done to it; headed as ours."""

from collections.abc import Callable
from html import escape

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from home.html import untangled

# Elements within elements; people who write nest a dozen.
DEEPEST = 100
# Their text is no words for readers.
NEVER = {"script", "style", "noscript", "template", "link", "meta", "head", "title", "svg", "math"}
RUNNING = {"script", "svg", "math", "applet"}
ASKING = {"form", "input", "button", "select", "textarea"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What stands by itself, not in a line.
APART = {"img", "iframe", "video", "audio", "object", "embed", "table"}


def soup_of(html: str, say: Callable[[str], None]) -> BeautifulSoup:
    """Return the tree of a text; of one whose elements nest without end, only its words."""
    soup = BeautifulSoup(untangled(html), "html.parser")
    if not _is_deep(soup):
        return soup
    say(_("Elements stood within one another without end; only the words were taken."))
    for element in soup(list(NEVER)):
        element.decompose()
    words = "".join(f"<p>{escape(line, quote=False)}</p>" for line in soup.stripped_strings)
    return BeautifulSoup(words, "html.parser")


def _is_deep(soup: BeautifulSoup) -> bool:
    level: list[Tag] = [soup]
    for _depth in range(DEEPEST):
        level = [child for each in level for child in each.children if isinstance(child, Tag)]
        if not level:
            return False
    return True


def prepare(soup: BeautifulSoup, say: Callable[[str], None], title: str) -> None:
    """Say what is lost, leave out a first heading that is the title, and set the levels right."""
    _tell_of_lost(soup, say)
    _untitle(soup, title)
    _level(soup)


def _tell_of_lost(soup: BeautifulSoup, say: Callable[[str], None]) -> None:
    """Programs and forms go wherever they stand, also inside a paragraph or on a picture."""
    runs = any(name.startswith("on") for found in soup(True) for name in found.attrs)
    if runs or soup.find(list(RUNNING)):
        say(_("Programs and drawings inside the text were left out."))
    if soup.find(list(ASKING)):
        say(_("A form was left out."))


def _untitle(soup: BeautifulSoup, title: str) -> None:
    first = soup.find(list(HEADINGS))
    if not isinstance(first, Tag) or " ".join(first.get_text().split()) != title:
        return
    before = (
        str(one)
        for one in first.find_all_previous(string=True)
        if one.parent and one.parent.name not in NEVER
    )
    if not "".join(before).strip() and not first.find(list(APART)):
        first.decompose()


def _level(soup: BeautifulSoup) -> None:
    """The headings of a lesson begin at the second level, and none is jumped."""
    levels = sorted({found.name for found in soup(list(HEADINGS))})
    for found in soup(list(HEADINGS)):
        found.name = "h2" if found.name == levels[0] else "h3"
        for bold in found(["b", "strong"]):
            bold.unwrap()
