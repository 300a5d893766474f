"""
Who may fetch a document: whoever may read a page that refers to it.

Wagtail serves a document to anybody who has its number. Here it goes by the same policy as
the lessons that it hangs on; a document on no live page is for those who edit.
"""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from courses.pages.gate import closed_because
from courses.pages.models import StepPage
from courses.pages.outline import course_page_of, outline
from courses.pages.reading import standing_enrolment
from courses.progress.judging import standing
from home.pictures import CustomDocument


def may_fetch(document: CustomDocument, user: User | AnonymousUser) -> bool:
    """Whether this person may have the document."""
    if user.is_active and user.has_perm("wagtailadmin.access_admin"):
        return True
    return any(_opens(page, user) for page in pages_with(document))


def pages_with(document: CustomDocument) -> list[Page]:
    """Return the live pages that refer to a document, as their own types."""
    references = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    keys = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    return list(Page.objects.live().filter(pk__in=keys).select_related("locale").specific())


def _opens(page: Page, user: User | AnonymousUser) -> bool:
    """A page outside the courses' steps is open; a step opens as its page does."""
    if not isinstance(page, StepPage):
        return True
    course = course_page_of(page).course
    step = outline(course, page.locale.language_code).by_key.get(page.translation_key)
    if step is None:
        return False
    enrolment = standing_enrolment(course, user)
    reason = closed_because(
        course=course,
        kind=step.kind,
        enrolment=enrolment,
        user=user,
        today=timezone.localdate(),
        waits=enrolment is not None and step.id in standing(enrolment).closed,
    )
    return reason is None
