"""An IMS Common Cartridge as a course of ours."""

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.packages.archive import Archive
from courses.packages.contents import Contents, Json
from courses.packages.drafting import Draft, key_of, tidy_title
from courses.packages.passages import Block, block_of, passages, plain_words
from courses.packages.report import UnreadablePackageError
from home.blocks.hosts import thing_at
from home.words import SOURCE_LANGUAGE
from quizzes.exchange.decoding import decode
from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.xml_tree import Element
from quizzes.packages.cartridge.addresses import PAGES, Addresses
from quizzes.packages.cartridge.assessments import bank_of, quiz_of
from quizzes.packages.cartridge.manifest import MANIFEST, Item, Manifest, Resource, read_manifest
from quizzes.packages.cartridge.order import TEXT, all_of, leaves, modules_of
from quizzes.packages.cartridge.qti import deep
from quizzes.packages.trees import each, inside, said, tree

FORMAT = "imscc"
# Resources by the beginning of their type, and what they are called when they are refused.
DISCUSSION, TOOL, LINK = "imsdt", "imsbasiclti", "imswl"
SCORM = re.compile(r"adl|scorm", re.IGNORECASE)
LARGEST_PAGE = 4 * 1024 * 1024


@dataclass
class Desk:
    """What is at hand while a cartridge is read."""

    archive: Archive
    manifest: Manifest
    draft: Draft
    pages: dict[str, str] = field(default_factory=dict)
    quizzes: list[Json] = field(default_factory=list)
    banks: list[Json] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def key(self, *names: str) -> str:
        """Return the key of a thing, the same each time the cartridge comes."""
        return key_of("imscc", self.manifest.identifier or self.manifest.title, *names)

    def addresses(self, where: str) -> Addresses:
        """Return what finds the addresses of a text."""
        return Addresses(self.archive, self.draft.contents, where, self.pages)

    def blocks(self, html: str, where: str, title: str) -> list[Block]:
        """Return a text as blocks."""
        return passages(
            html,
            self.addresses(where),
            lambda told: self.draft.report.change(title, where, told),
            title=title,
        )

    def refuse(self, item: Item, where: str, why: str) -> None:
        """Say that something is not taken."""
        self.draft.report.refuse(item.title or item.identifier or where, where, why)


def read_cartridge(archive: Archive) -> Contents:
    """Return the course of a cartridge; raises UnreadablePackageError for another package."""
    manifest = read_manifest(archive)
    if SCORM.search(manifest.version) or not manifest.resources:
        raise UnreadablePackageError(
            _("This is a package of IMS, but no Common Cartridge: SCORM is not read here.")
        )
    title = tidy_title(plain_words(manifest.title), _("Course"))
    key = key_of("imscc", manifest.identifier or manifest.title, "course")
    draft = Draft(
        FORMAT,
        key=key,
        code=title,
        title=title,
        summary=plain_words(manifest.description) or title,
        language=manifest.language,
    )
    desk = Desk(archive, manifest, draft)
    modules = list(modules_of(manifest, title))
    for module in modules:
        _note_pages(module, desk)
    _tell_of_order(manifest, modules, desk)
    for module in modules:
        draft.module(
            desk.key("module", module.identifier),
            tidy_title(module.title, title),
            "",
            f"imsmanifest.xml: {module.identifier}",
        )
        _write(module.items, tidy_title(module.title, title), desk)
    _unplaced(desk)
    draft.contents.parts["quizzes"] = {"quizzes": desk.quizzes, "banks": desk.banks}
    return draft.finished()


def _tell_of_order(manifest: Manifest, modules: list[Item], desk: Desk) -> None:
    """Say what of the order is not kept."""
    say = desk.draft.report.change
    for double in manifest.doubled_items:
        why = _("Another has its identifier, too; each was taken by itself.")
        say(double.title or double.identifier, MANIFEST, why)
    for resource in manifest.doubled_resources:
        name = resource.href or next(iter(resource.files), resource.identifier)
        why = _("Two things of the package have its identifier; the first was taken.")
        desk.draft.report.refuse(name, MANIFEST, why)
    for module in modules:
        for item in all_of(module.items):
            if item.items and item.title:
                why = _("What stands in this folder stands in the module “%(module)s”.")
                say(item.title, MANIFEST, why % {"module": module.title})
            elif not item.resource and item.title:
                say(item.title, MANIFEST, _("Nothing stands in it; it was left out."))
    if any("course_settings/" in name for name in desk.archive.names):
        why = _("Settings of the other system, such as its rubrics and calendar, were left out.")
        say("course_settings", "course_settings", why)


def _file_title(path: str) -> str:
    name = path.rpartition("/")[2].rpartition(".")[0]
    return name.replace("-", " ").replace("_", " ").capitalize()


def _note_pages(module: Item, desk: Desk) -> None:
    for item in leaves(module.items):
        resource = desk.manifest.resources.get(item.resource)
        if resource and not _is_loose(resource):
            key = desk.key("item", item.identifier)
            # By its file, as most point at it, and by its name, as Canvas does.
            desk.pages.setdefault(resource.href or resource.identifier, key)
            desk.pages.setdefault(resource.identifier, key)


def _write(items: list[Item], module: str, desk: Desk) -> None:
    """Write the steps of a module; links and files become lessons with what is beside them."""
    loose: list[tuple[Item, Resource]] = []
    for item in leaves(items):
        resource = desk.manifest.resources.get(item.resource)
        if resource is None:
            desk.refuse(item, "imsmanifest.xml", _("The package does not hold it."))
            continue
        desk.used.add(resource.identifier)
        if _is_loose(resource):
            loose.append((item, resource))
            continue
        _write_loose(loose, module, desk)
        loose = []
        _step(item, resource, desk)
    _write_loose(loose, module, desk)


def _is_loose(resource: Resource) -> bool:
    if resource.type.startswith(LINK):
        return True
    is_file = resource.type.startswith((TEXT, "associatedcontent"))
    return is_file and not resource.href.lower().endswith((*PAGES, ".xml"))


def _step(item: Item, resource: Resource, desk: Desk) -> None:
    where = resource.href or resource.xml or resource.identifier
    if resource.type.startswith(DISCUSSION):
        desk.refuse(item, where, _("There are no discussions here."))
    elif resource.type.startswith(TOOL):
        desk.refuse(item, where, _("Tools of other services (LTI) are not taken."))
    elif "question-bank" in resource.type:
        _bank(item.title, resource, desk)
    elif resource.type.startswith("imsqti"):
        _quiz(item, resource, desk)
    elif resource.type.startswith("assignment"):
        _assignment(item, resource, desk)
    elif resource.settings in desk.archive and resource.href.lower().endswith(PAGES):
        _canvas_assignment(item, resource, desk)
    elif resource.href.lower().endswith(PAGES):
        _page(item, resource, desk)
    else:
        kind = resource.type[:60] or "?"
        desk.refuse(item, where, _("There is nothing here for “%(kind)s”.") % {"kind": kind})


def _page(item: Item, resource: Resource, desk: Desk) -> None:
    written = _written(item, resource, desk)
    if written is None:
        return
    title, body = written
    if not body:
        desk.refuse(item, resource.href, _("It is empty."))
        return
    desk.draft.lesson(desk.key("item", item.identifier), title, body, resource.href)


def _written(item: Item, resource: Resource, desk: Desk) -> tuple[str, list[Block]] | None:
    """Return the title and the text of an HTML file; None, with the reason said, where it fails."""
    try:
        html, _remarks = decode(desk.archive.read(resource.href, most=LARGEST_PAGE))
    except UnreadablePackageError as error:
        desk.refuse(item, resource.href, str(error))
        return None
    except UnreadableError as error:
        desk.refuse(item, resource.href, sentence(error.remark))
        return None
    named = re.search(r"<title[^>]*>(.*?)</title>", html, re.IGNORECASE | re.DOTALL)
    title = item.title or plain_words(named[1] if named else "") or _file_title(resource.href)
    return title, desk.blocks(html, resource.href, title)


def _write_loose(loose: list[tuple[Item, Resource]], module: str, desk: Desk) -> None:
    body: list[Block] = []
    titles = []
    for item, resource in loose:
        found = (
            _link(item, resource, desk)
            if resource.type.startswith(LINK)
            else _file(item, resource, desk)
        )
        if found:
            body += found
            titles.append((item.title, resource.href or resource.xml))
    if not body:
        return
    with override(SOURCE_LANGUAGE):
        many = _("%(section)s: materials") % {"section": module}
    title = titles[0][0] if len(titles) == 1 and titles[0][0] else many
    first = loose[0][0]
    key = desk.key("loose", first.identifier)
    desk.draft.lesson(key, title, body, titles[0][1])
    for named, where in titles[1:]:
        desk.draft.report.accept(
            named or where, where, _("In the lesson “%(title)s”.") % {"title": title}
        )


def _link(item: Item, resource: Resource, desk: Desk) -> list[Block]:
    link = _tree(item, resource, desk)
    url = inside(link, "url") if link else None
    address = url.attributes.get("href", "").strip() if url else ""
    if not re.match(r"https?://", address):
        if link:
            desk.refuse(item, resource.xml, _("Its address is none of the web."))
        return []
    title = item.title or said(link, "title") or address
    if thing_at(address) is not None:
        told = _("What stands on another service needs the same in words.")
        desk.draft.report.change(title, resource.xml, told)
        value = {"title": title[:150], "url": address, "alternative": ""}
        return [{"type": "embed", "value": value}]
    html = f'<p><a href="{escape(address)}">{escape(title)}</a></p>'
    return desk.blocks(html, resource.xml, title)


def _file(item: Item, resource: Resource, desk: Desk) -> list[Block]:
    path = resource.href or next(iter(resource.files), "")
    if path not in desk.archive:
        desk.refuse(item, path or resource.identifier, _("The package does not hold it."))
        return []
    medium = desk.addresses("").kept(path, item.title)
    if medium is None:
        return []
    if medium.name.startswith("image:"):
        told = _("A picture has no text alternative: %(name)s.") % {"name": medium.filename}
        desk.draft.report.change(item.title or medium.filename, path, told)
    return [block_of(medium, item.title or medium.title)]


def _tree(item: Item, resource: Resource, desk: Desk) -> Element | None:
    try:
        return tree(desk.archive, resource.xml)
    except UnreadablePackageError as error:
        desk.refuse(item, resource.xml or resource.identifier, str(error))
        return None


def _quiz(item: Item, resource: Resource, desk: Desk) -> None:
    key, where = desk.key("item", item.identifier), resource.xml
    root = _tree(item, resource, desk) if where in desk.archive else None
    # Beside the common kinds of questions, Canvas writes all that it knows.
    fuller = f"non_cc_assessments/{resource.identifier}.xml.qti"
    if fuller in desk.archive:
        other = tree(desk.archive, fuller)
        if root is None or len(list(deep(other, "item"))) > len(list(deep(root, "item"))):
            root, where = other, fuller
    if root is None:
        desk.refuse(item, where or resource.identifier, _("The package does not hold it."))
        return
    beside = f"{resource.xml.rpartition('/')[0] or resource.identifier}/assessment_meta.xml"
    meta = tree(desk.archive, beside) if beside in desk.archive else None
    quiz = quiz_of(root, key, item.title, desk.addresses(where), where, meta)
    if quiz is None:
        desk.refuse(item, where, _("It is empty."))
        return
    told = desk.blocks(said(meta, "description"), beside, quiz.title)
    quiz.words["introduction"] = "".join(one["value"] for one in told if one["type"] == "text")
    if any(one["type"] != "text" for one in told):
        why = _("Only the text of its description was taken to its page.")
        desk.draft.report.change(quiz.title, beside, why)
    desk.quizzes.append(quiz.item)
    desk.banks += quiz.banks
    desk.draft.step("quizzes.QuizPage", key, quiz.title, quiz.words, where)


def _bank(title: str, resource: Resource, desk: Desk) -> None:
    root = _tree(Item(resource.identifier, title, ""), resource, desk)
    if root is not None:
        found = bank_of(
            root, desk.key("bank", resource.identifier), title, desk.addresses(resource.xml),
            resource.xml,
        )  # fmt: skip
        desk.banks += [found] if found["questions"] else []


def _assignment(item: Item, resource: Resource, desk: Desk) -> None:
    root = _tree(item, resource, desk)
    if root is None:
        return
    title = item.title or said(root, "title")
    body = desk.blocks(said(root, "text") or said(root, "instructor_text"), resource.xml, title)
    formats = {one.attributes.get("type", "") for one in each(root, "submission_formats", "format")}
    _asked(item, title, body, resource.xml, desk, files="file" in formats, text=formats != {"file"})


def _canvas_assignment(item: Item, resource: Resource, desk: Desk) -> None:
    """Canvas writes an assignment as a page, and beside it how it is returned."""
    settings = tree(desk.archive, resource.settings)
    returned = set(said(settings, "submission_types").split(","))
    if not returned - {"", "none", "not_graded", "on_paper"}:
        _page(item, resource, desk)
        return
    written = _written(item, resource, desk)
    if written is None:
        return
    title = item.title or said(settings, "title") or written[0]
    files, text = "online_upload" in returned, bool(returned - {"online_upload"})
    _asked(item, title, written[1], resource.href, desk, files=files, text=text)


def _asked(
    item: Item, title: str, body: list[Block], where: str, desk: Desk, *, files: bool, text: bool
) -> None:
    words = {
        "body": body,
        "text_wanted": "none" if not text else "optional" if files else "required",
        "files_most": 1 if files else 0,
        "minutes": 60,
        "required": False,
    }
    key = desk.key("item", item.identifier)
    desk.draft.step("courses.AssignmentPage", key, title, words, where)


def _unplaced(desk: Desk) -> None:
    """Question banks stand in no order; whatever else nothing leads to is named too."""
    told: dict[str, str] = {
        DISCUSSION: _("There are no discussions here."),
        TOOL: _("Tools of other services (LTI) are not taken."),
        LINK: _("Nothing in the package points at it."),
        TEXT: _("Nothing in the package points at it."),
    }
    shown = {medium.where for medium in desk.draft.contents.media.values()}
    needed = {name for one in desk.manifest.resources.values() for name in one.needs}
    for resource in desk.manifest.resources.values():
        if resource.identifier in desk.used | needed or resource.is_variant:
            continue
        if "question-bank" in resource.type or resource.xml.lower().endswith(".qti"):
            _bank("", resource, desk)
            continue
        for kind, why in told.items():
            name = resource.href or resource.xml or resource.identifier
            if resource.type.startswith(kind) and name not in shown:
                desk.draft.report.refuse(name, name, why)
