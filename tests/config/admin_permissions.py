"""
Who may open which address of the administration: the table that test_permissions.py walks.

Wagtail's hundreds are told by the beginning of their names; the longest that fits counts.
"""

from tests.config.world import ROLES, World

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
