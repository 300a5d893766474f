"""
A lesson's body as it can be read without a connection: its words and pictures, no more.

What would need the service is taken out, and what a reader would miss is said in its place.
"""

from bs4 import BeautifulSoup, Tag
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# In the address of a lesson: the browser asks for a copy to keep.
COPY = "kopio"
# They do something only with the service behind them.
_USELESS = (
    "script, template, button:not([popovertarget]), textarea, input[type=hidden], .receipt, "
    ".doing__note, [data-score], .reflection__lines"
)
_FETCHED = {"video": "video", "audio": "audio", "iframe": "exercise", "[data-embed-place]": "other"}


def offline_body(html: str) -> SafeString:
    """
    Return a body without forms, scripts, films, sounds and things of other services.

    >>> offline_body('<form action="/x"><p>Kysy.</p><button>Tallenna</button></form>')
    '<div><p>Kysy.</p></div>'
    """
    soup = BeautifulSoup(html, "html.parser")
    for selector, what in _FETCHED.items():
        for element in soup.select(selector):
            element.replace_with(_missing(soup, what))
    for element in soup.select(_USELESS):
        element.decompose()
    for form in soup.select("form"):
        form.name, form.attrs = "div", {}
    for paragraph in soup.select("p.actions"):
        if not paragraph.get_text(strip=True):
            paragraph.decompose()
    return mark_safe(str(soup))


def _missing(soup: BeautifulSoup, what: str) -> Tag:
    """What stands in the place of something that is not in the copy."""
    words = {
        "video": _("The film is not in the saved copy. Its text is, where there is one."),
        "audio": _("The recording is not in the saved copy."),
        "exercise": _("The exercise needs a connection."),
        "other": _("This is on another service and needs a connection."),
    }[what]
    paragraph = soup.new_tag("p", attrs={"class": "copy__missing"})
    paragraph.string = words
    return paragraph
