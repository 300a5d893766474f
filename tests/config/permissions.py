"""
Who may open which address: the table that test_permissions.py walks.

Every address of the site has a row here, by its name or, for Wagtail's hundreds, by the
beginning of its name (the longest that fits counts). An address without a row fails the
test: whoever adds one says here who it is for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from certificates.badges.contents import pictures_of
from certificates.digest import token_of as token_of_changes
from certificates.models import Badge
from courses.following.reminder_mail import token_of
from home.h5p.frames import token_of_files, token_of_frame
from tests.config.world import ROLES, World
from tests.factories.lessons import identity

# What happened: shown (or led on), sent to sign in, not there, or not allowed.
OPEN, SIGN_IN, HIDDEN, CLOSED = "open", "sign in", "hidden", "closed"

EVERYBODY = dict.fromkeys(ROLES, OPEN)
# A page on whoever is signed in, and on nobody else.
ONESELF = EVERYBODY | {"anonymous": SIGN_IN}
# A thing of the learner's: for everybody else, staff too, it is not there.
OWNER = dict.fromkeys(ROLES, HIDDEN) | {"anonymous": SIGN_IN, "learner": OPEN}
# Its learner's and its graders', once it is submitted.
GRADED = OWNER | {"editor": OPEN, "staff": OPEN, "administrator": OPEN}
# Its learner's, and the run's staff's once it is handed in.
HANDED_IN = OWNER | {"staff": OPEN, "administrator": OPEN}
# The gate says why, and how to get in.
ENROLLED = dict.fromkeys(ROLES, CLOSED) | {"learner": OPEN}
ENROLLED_AND_STAFF = EVERYBODY | {"anonymous": CLOSED, "other learner": CLOSED}
# Whoever may read the lesson may keep it; for anybody else there is nothing to keep.
SAVED = EVERYBODY | {"anonymous": SIGN_IN, "other learner": HIDDEN}
STARTS = dict.fromkeys(ROLES, CLOSED) | {"anonymous": SIGN_IN, "learner": OPEN}
NOWHERE = dict.fromkeys(ROLES, HIDDEN)


@dataclass(frozen=True)
class Row:
    """One way to ask for an address, and what each role gets."""

    name: str
    expected: dict[str, str]
    values: Callable[[dict[str, Any]], list[Any]] = lambda things: []
    methods: tuple[str, ...] = ("get",)


def of(*names: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Take the primary keys of things as the address's values."""
    return lambda things: [things[name].pk for name in names]


def in_its_place(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Take the place of a submission: its enrolment, step and part."""
    return lambda things: [things[name].enrolment_id, things[name].step.key, "tyo"]


def in_block(kind: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Take a block of the lesson in which its learner does something."""
    return lambda things: [
        things["enrolment"].pk,
        things["lesson"].translation_key,
        identity(kind),
    ]


def picture_of(badge: Badge) -> list[Any]:
    """Take the digest and the kind of a badge's picture."""
    return [pictures_of(badge.certificate).png, "png"]


def number_of_certificate(things: dict[str, Any]) -> list[Any]:
    """The certificate in its learner's own addresses."""
    return [things["certificate"].number]


SITE = [
    # --- Open to all -------------------------------------------------------------------
    Row("health", EVERYBODY),
    # Whoever has the address was given it on a page that they may read; it ends by itself.
    Row("h5p:frame", EVERYBODY, lambda things: [token_of_frame(things["h5p"].pk, "fi")]),
    Row("h5p:file", EVERYBODY, lambda things: [token_of_files(things["h5p"].folder), "h5p.json"]),
    Row("robots", EVERYBODY),
    Row("favicon", EVERYBODY),
    Row("service_worker", EVERYBODY),
    Row("offline", EVERYBODY),
    # Listed by the browser itself: nothing of anybody comes from the server.
    Row("saved_lessons", EVERYBODY),
    Row("set_language", EVERYBODY, methods=("post",)),
    Row("gallery", EVERYBODY),
    Row("demo_mail:list", EVERYBODY),
    Row("demo_mail:letter", NOWHERE, lambda things: ["x.log", 0]),
    Row("media", EVERYBODY, lambda things: [things["image"].file.name]),
    Row("shared_draft", NOWHERE, lambda things: ["ei-tallaista"]),
    Row("searching:results", EVERYBODY),
    Row("searching:suggestions", EVERYBODY),
    Row("feedback:form", EVERYBODY),
    Row("feedback:sent", EVERYBODY),
    Row("glossary:list", EVERYBODY),
    Row("glossary:term", EVERYBODY, lambda things: [things["term"].slug]),
    Row("reading_settings", EVERYBODY, methods=("get", "post")),
    Row("cards:list", EVERYBODY),
    Row("cards:card", EVERYBODY, lambda things: [things["card"].slug]),
    Row("certificates:check", EVERYBODY, methods=("get", "post")),
    Row(
        "certificates:verify",
        EVERYBODY,
        lambda things: [things["certificate"].code],
        ("get", "post"),
    ),
    Row("certificates:badge_json", EVERYBODY, lambda things: [things["badge"].certificate.code]),
    Row("certificates:badge_token", EVERYBODY, lambda things: [things["badge"].certificate.code]),
    Row("certificates:issuer", EVERYBODY),
    Row("certificates:key", EVERYBODY, lambda things: [things["badge"].token_key.name]),
    Row("certificates:status", EVERYBODY, lambda things: [things["badge"].status_list.number]),
    Row("certificates:picture", EVERYBODY, lambda things: picture_of(things["badge"])),
    # --- Sign-in -----------------------------------------------------------------------
    Row("account_login", EVERYBODY),
    Row("account_signup", EVERYBODY),
    Row("account_inactive", EVERYBODY),
    Row("account_logout", EVERYBODY),
    Row("account_reset_password", EVERYBODY),
    Row("account_email_verification_sent", EVERYBODY),  # led on: nothing to confirm
    Row("account_confirm_password_reset_code", EVERYBODY),  # led on likewise
    Row("account_complete_password_reset", EVERYBODY),
    Row("account_reauthenticate", ONESELF),
    Row("account_email", ONESELF, methods=("get", "post")),
    Row("account_change_password", ONESELF, methods=("get", "post")),
    Row("account_set_password", ONESELF, methods=("get", "post")),
    # --- One's own account -------------------------------------------------------------
    Row("accounts:profile", ONESELF, methods=("get", "post")),
    Row("accounts:my_data", ONESELF),
    Row("accounts:download", ONESELF),
    Row("accounts:erase", ONESELF, methods=("get", "post")),
    # --- Studies -----------------------------------------------------------------------
    Row("notice_choices", ONESELF, methods=("get", "post")),
    Row("notices:list", ONESELF),
    Row("notices:read_all", ONESELF, methods=("post",)),
    Row("notices:open", OWNER, of("notice")),
    Row("courses:my_studies", ONESELF),
    Row("courses:enrol", ONESELF, of("run"), ("get", "post")),
    Row("courses:join_waiting_list", ONESELF, of("run"), ("get", "post")),
    Row("courses:enrol_programme", ONESELF, of("programme_run"), ("get", "post")),
    Row("courses:withdraw_programme", OWNER, of("programme_enrolment"), ("get", "post")),
    Row("courses:waiting_place", OWNER, of("place"), ("get", "post")),
    Row("courses:leave_waiting_list", OWNER, of("place"), ("post",)),
    # Whoever holds the link; it names nobody.
    Row("courses:invitation", EVERYBODY, lambda things: [things["personal_link"].token]),
    Row("courses:consent", OWNER, of("enrolment"), ("get", "post")),
    Row("courses:continue", OWNER, of("enrolment")),
    Row("courses:save_room", SAVED, of("lesson")),
    Row("courses:messages", OWNER, of("enrolment")),
    Row("courses:plan", OWNER, of("enrolment"), ("get", "post")),
    # Whoever has the address was given it by its learner, for a calendar that cannot sign in.
    Row("courses:plan_calendar", NOWHERE, lambda things: [UUID(int=0)]),
    Row("courses:reminders", OWNER, of("enrolment"), ("get", "post")),
    # Whoever holds the link of a reminder; it turns reminders off, and shows only the course.
    Row(
        "courses:reminders_off",
        EVERYBODY,
        lambda things: [token_of(things["enrolment"].pk)],
        ("get", "post"),
    ),
    Row("courses:completed", OWNER, of("completed")),
    Row("courses:withdraw", OWNER, of("enrolment"), ("get", "post")),
    Row(
        "courses:complete_step",
        OWNER,
        lambda things: [things["enrolment"].pk, things["lesson"].translation_key],
        ("post",),
    ),
    Row("courses:save_checklist", OWNER, in_block("checklist"), ("get", "post")),
    Row("courses:save_reflection", OWNER, in_block("reflection"), ("get", "post")),
    Row("courses:save_watched", OWNER, in_block("video"), ("get", "post")),
    Row("courses:save_result", OWNER, in_block("exercise"), ("get", "post")),
    Row("courses:block", OWNER, in_block("branching_case")),
    Row("courses:notes", ONESELF),
    Row("courses:notes_file", ONESELF, lambda things: ["csv"]),
    Row("courses:erase_note", ONESELF, lambda things: [1], ("get", "post")),
    Row("courses:erase_marking", ONESELF, lambda things: [1], ("get", "post")),
    Row(
        "courses:save_marking",
        OWNER,
        lambda things: in_block("branching_case")(things)[:2],
        ("get", "post"),
    ),
    Row(
        "courses:save_place",
        OWNER,
        lambda things: in_block("branching_case")(things)[:2],
        ("get", "post"),
    ),
    Row("courses:write", OWNER, in_its_place("submission"), ("get", "post")),
    Row("courses:hand_in", OWNER, in_its_place("submission"), ("get", "post")),
    Row(
        "courses:attend",
        OWNER,
        lambda things: [things["enrolment"].pk, things["session"].step.key],
    ),
    Row(
        "courses:session_calendar",
        OWNER,
        lambda things: [things["enrolment"].pk, things["session"].uid],
    ),
    Row("courses:run_calendar", OWNER, of("enrolment")),
    Row(
        "courses:rate",
        OWNER,
        lambda things: [things["enrolment"].pk, things["self_assessment"].key],
    ),
    Row("courses:growth", NOWHERE | {"anonymous": SIGN_IN, "learner": OPEN}, of("enrolment")),
    Row("courses:submission_file", HANDED_IN, of("submission_file")),
    Row("my_certificates:list", ONESELF),
    Row("my_certificates:download", OWNER, number_of_certificate),
    Row("my_certificates:one", OWNER, number_of_certificate),
    Row("my_certificates:badge", OWNER, lambda things: [things["certificate"].number, "png"]),
    Row("my_certificates:refresher", OWNER, number_of_certificate, ("get", "post")),
    Row("my_certificates:name", OWNER, number_of_certificate, ("get", "post")),
    Row("my_certificates:changes", OWNER, number_of_certificate, ("get", "post")),
    # Whoever holds the link of a mail on changes; it stops the mails, and names nobody.
    Row(
        "my_certificates:changes_off",
        EVERYBODY,
        lambda things: [token_of_changes(things["enrolment"].learner_id)],
        ("get", "post"),
    ),
    # --- Quizzes -----------------------------------------------------------------------
    Row("quizzes:start", ONESELF, lambda things: [things["page"].translation_key]),
    Row("quizzes:start", STARTS, lambda things: [things["page"].translation_key], ("post",)),
    Row("quizzes:summary", OWNER, of("attempt")),
    Row(
        "quizzes:question",
        OWNER,
        lambda things: [things["attempt"].pk, things["position"]],
        ("get", "post"),
    ),
    Row(
        "quizzes:trial",
        NOWHERE | {"anonymous": SIGN_IN, "editor": OPEN, "administrator": OPEN},
        lambda things: [things["page"].quiz_id],
        ("get", "post"),
    ),
    Row("quizzes:standing", OWNER, of("attempt")),
    Row(
        "quizzes:settle",
        OWNER,
        lambda things: [things["attempt"].pk, things["position"], things["proposal"].pk],
        ("get", "post"),
    ),
    Row("quizzes:submit", OWNER, of("attempt"), ("get", "post")),
    Row("quizzes:result", OWNER, of("attempt")),
    Row("quizzes:review", OWNER, of("attempt")),
    Row("quizzes:answer_file", GRADED, of("answer_file")),
    # --- Pages and documents -----------------------------------------------------------
    Row("wagtail_serve", EVERYBODY, lambda things: [""]),
    Row("wagtail_serve", EVERYBODY, lambda things: [things["below"](things["course_page"])]),
    Row("wagtail_serve", ENROLLED_AND_STAFF, lambda things: [things["below"](things["lesson"])]),
    Row("wagtail_serve", ENROLLED, lambda things: [things["below"](things["page"])]),
    Row("wagtail_serve", NOWHERE, lambda things: ["ei-ole/"]),
    # No page or document here has Wagtail's own view restrictions.
    Row("wagtaildocs_authenticate_with_password", NOWHERE, lambda things: [1]),
    Row(
        "wagtaildocs_serve",
        ENROLLED_AND_STAFF,
        lambda things: [things["document"].pk, things["document"].filename],
    ),
]

# --- The administration ----------------------------------------------------------------

ALL_INSIDE = frozenset({"editor", "staff", "other staff", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
STAFF = frozenset({"staff", "other staff", "administrator"})
ITS_STAFF = frozenset({"staff", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
NOBODY: frozenset[str] = frozenset()
# Needs nobody signed in: no secrets in a sprite.
PUBLIC = frozenset(ROLES)

ADMIN: dict[str, frozenset[str]] = {
    "admin_sign_in": PUBLIC,
    "admin_reset": PUBLIC,
    "wagtailadmin_login": PUBLIC,
    "wagtailadmin_password_reset": PUBLIC,
    "wagtailadmin_password_reset_": NOBODY,
    "wagtailadmin_sprite": PUBLIC,
    "wagtailadmin_javascript_catalog": PUBLIC,
    "wagtailadmin_home": ALL_INSIDE,
    "wagtailadmin_account": ALL_INSIDE,
    "wagtailadmin_logout": ALL_INSIDE,
    "wagtailadmin_dismissibles": ALL_INSIDE,
    "wagtailadmin_editing_sessions:": ALL_INSIDE,
    "wagtail_localize:javascript_catalog": ALL_INSIDE,
    # Study staff.
    "completion_list": STAFF,
    # Deliveries and what goes with them; teachers read the list alone.
    "register:": STAFF,
    "register:delivery": ITS_STAFF,
    "register:comparison": ITS_STAFF,
    "register:file": ITS_STAFF,
    "register:prepared_file": NOBODY,
    # Certificates of one's own organisations; teachers have none of these rooms.
    "certificate:": ITS_STAFF,
    "certificate:list": STAFF,
    "certificate:bulk": STAFF,
    "certificate:troubles": STAFF,
    "listprofile:": STAFF,
    "listprofile:edit": ITS_STAFF,
    "listprofile:history": ITS_STAFF,
    "courserun:": STAFF,
    "courserun:edit": ITS_STAFF,
    # The rooms of one run, and what waits on all of one's runs.
    "run:": ITS_STAFF,
    # A file of people is its uploader's alone.
    "run:roster_preview": frozenset({"staff"}),
    "submissions:": STAFF,
    "training:": STAFF,
    "training:study": ADMINISTRATORS,
    "dashboard:teaching": STAFF,
    "dashboard:content": EDITORS,
    # Graders; whose answers they see is tested with the views.
    "grading:": ALL_INSIDE,
    "flaws:": EDITORS,
    "feedback_tasks:": EDITORS,
    "accessibility_findings:": EDITORS,
    "question_files:": EDITORS,
    "course_files:": EDITORS,
    "flaws:flag": ALL_INSIDE,
    # Of all attempts for editors, of those of their own runs for staff: a quiz that these
    # have not is not there.
    "item_analysis": ALL_INSIDE,
    "courserun:history": ITS_STAFF,
    "programmerun:": STAFF,
    "programmerun:edit": ITS_STAFF,
    "programmerun:history": ITS_STAFF,
    # Extra time and the like; editors for all, staff for their own runs.
    "quiz_exceptions:": ALL_INSIDE,
    "quiz_exceptions:edit": EDITORS | ITS_STAFF,
    "quiz_exceptions:delete": EDITORS | ITS_STAFF,
    # Editors: pages, pictures, documents, questions, quizzes, courses.
    "wagtailadmin_api:": EDITORS,
    "wagtailadmin_explore": EDITORS,
    "wagtailadmin_pages:": EDITORS,
    "wagtailadmin_choose_page": EDITORS,
    "wagtailadmin_tag_": EDITORS,
    "wagtailadmin_block_preview": EDITORS,
    "wagtailadmin_reports:": EDITORS,
    "wagtail_bulk_action": EDITORS,
    "wagtail_localize:": EDITORS,
    "wagtaildocs:": EDITORS,
    "wagtaildocs_chooser:": EDITORS,
    "wagtailimages:": EDITORS,
    "wagtailimages_chooser:": EDITORS,
    "wagtailembeds:": EDITORS,
    "wagtailsnippets:": EDITORS,
    "wagtailsnippets_quizzes_question:": EDITORS,
    "wagtailsnippets_quizzes_questionbank:": EDITORS,
    "wagtailsnippets_quizzes_questionbank:delete": ADMINISTRATORS,
    "wagtailsnippets_quizzes_quiz:": EDITORS,
    "wagtailsnippets_quizzes_quiz:delete": ADMINISTRATORS,
    "wagtailsnippets_home_glossaryterm:": EDITORS,
    "wagtailsnippets_home_servicecard:": EDITORS,
    "wagtailsnippets_home_h5ppackage:": EDITORS,
    "wagtailsnippets_certificates_certificatetemplate:": EDITORS,
    "wagtailsnippets_certificates_certificatetemplate:delete": ADMINISTRATORS,
    "wagtailsnippetchoosers_": EDITORS,
    "course:": EDITORS,
    "course_rules": EDITORS,
    "courses_health": EDITORS,
    "course_health": EDITORS,
    "look_over": EDITORS,
    "course_copy": EDITORS,
    "course_archive": EDITORS,
    "guide": EDITORS,
    "draft_links": EDITORS,
    "programme:": EDITORS,
    "curriculumchange:": EDITORS,
    "statementset:": EDITORS,
    "invitation:": EDITORS,
    # Workflows are set up by administrators; the chooser of a task lists their names.
    "wagtailadmin_workflows:": ADMINISTRATORS,
    "wagtailadmin_workflows:task_cho": EDITORS,
    # Administrators.
    "organisation:": ADMINISTRATORS,
    "membership:": ADMINISTRATORS,
    "wagtailadmin_collections:": ADMINISTRATORS,
    "wagtailsettings:": ADMINISTRATORS,
    "wagtaillocales:": ADMINISTRATORS,
    "wagtailsites:": ADMINISTRATORS,
    "wagtailusers_users:": ADMINISTRATORS,
    "wagtailusers_groups:": ADMINISTRATORS,
}

# Addresses without a name, by their route.
ADMIN_UNNAMED = {
    "test404/": EDITORS,
    "localize/update/<int:translation_source_id>/": EDITORS,
    "localize/translate/<int:translation_id>/pofile/upload/": EDITORS,
    "^.*/$": NOBODY,
}
# Raises an exception on purpose, for whoever sets up the reporting of errors.
ADMIN_LEFT_OUT = {"wagtailadmin_error_test"}

# What they show needs a parameter, or a state that the world of these tests has not.
ADMIN_NOT_MADE = {
    "register:comparison",
    "register:prepared_file",
    "wagtailadmin_api:documents:find",
    "wagtailadmin_api:images:find",
    "wagtailadmin_api:pages:find",
    "wagtailadmin_block_preview",
    "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:workflow_preview",
    "wagtailsnippets_home_glossaryterm:workflow_preview",
    "wagtailsnippets_home_servicecard:workflow_preview",
    "wagtailsnippets_quizzes_question:workflow_preview",
}


def admin_rule(name: str, route: str) -> frozenset[str] | None:
    """Return who an address of the administration is for; None where the table is silent."""
    if not name:
        return ADMIN_UNNAMED.get(route)
    fitting = [start for start in ADMIN if name.startswith(start)]
    return ADMIN[max(fitting, key=len)] if fitting else None


def admin_value(world: World, name: str, part: str) -> str:
    """Return what to put for a part of an address of the administration."""
    things = world.things
    if part in {"pk", "object_id"}:
        fitting = [start for start in things["by_name"] if start in name]
        return str(things["by_name"][max(fitting, key=len)]) if fitting else "1"
    return str(things["by_part"].get(part, 1))
