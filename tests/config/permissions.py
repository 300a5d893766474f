"""
Who may open which address: the table that test_permissions.py walks.

Every address of the site has a row here, by its name, those of the administration in
admin_permissions.py. An address without a row fails the test: whoever adds one says here who it
is for.
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
from tests.config.world import ROLES
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
