"""Say in the admin why something was not published, on whichever path it was tried."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, TranslatableMixin, WorkflowState
from wagtail_localize.views.update_translations import UpdateTranslationsView

from accounts.admin_language import admin_language
from home.checks import PublishGate, PublishingRefusedError, find_advice, find_problems
from home.findings import Finding, listed
from home.translating import translation_of, translation_problems

# Buttons after which the editor is told in another way, or has nothing to mend.
TELLING_THEMSELVES = ("action-publish", "action-workflow-action", "action-cancel-workflow")


class PublishingRefusedMiddleware:
    """
    Turn PublishingRefusedError into a message and lead back to where the person was.

    Approval, bulk actions and snippets have no place for a validation error; they would
    answer 500. Their own transaction has rolled back by then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a redirect for a refused publishing; leave all else alone."""
        if not isinstance(exception, PublishingRefusedError):
            return None
        # By now Wagtail has left the language in which this person reads the admin.
        with override(admin_language(request.user)):
            tell_refusal(request, exception.subject, exception.findings)
            if request.resolver_match and request.resolver_match.url_name == "wagtail_bulk_action":
                messages.warning(
                    request, _("The other pages that you chose were not published either.")
                )
        back = _way_back(request, exception)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # The approval dialog follows this address; a redirect it would read as a failure.
            return JsonResponse({"step": "success", "redirect": back})
        return HttpResponseRedirect(back)


def tell_refusal(request: HttpRequest, subject: Any, problems: Iterable[Finding]) -> None:
    """Add one message that lists what to mend, each leading to its field."""
    name = _name_of(subject)
    messages.error(
        request,
        format_html(
            "{} {}",
            _("“%(name)s” was not published; the draft is kept. Mend this first:") % {"name": name},
            listed(problems, subject, request.user),
        ),
    )


def keep_unfit_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stop the Publish button of the page editor; its draft has been saved by then."""
    problems = list(find_problems(page)) if isinstance(page, PublishGate) else []
    if not problems:
        return None
    tell_refusal(request, page, problems)
    return redirect("wagtailadmin_pages:edit", page.pk)


def give_advice(request: HttpRequest, page: Any) -> None:
    """Tell what the editor may want to mend in what goes live."""
    if isinstance(page, PublishGate) and (found := list(find_advice(page))):
        _tell(request, page, _("“%(name)s”: worth a look, though it may stay so."), found)


def look_at_draft(request: HttpRequest, page: Any) -> None:
    """
    Tell the editor who has saved a draft what would stop its publishing, and what is advice.

    Who sends it to be approved hears it too, before others read it in vain. Not on what the
    editor's script saves by itself every few seconds.
    """
    if not isinstance(page, PublishGate) or not request.accepts("text/html"):
        return
    if any(request.POST.get(name) for name in TELLING_THEMSELVES) and not passes_on(request, page):
        return
    draft = _latest_draft(page)
    if problems := list(find_problems(draft)):
        _tell(request, draft, _("“%(name)s” is saved. Before it can be published:"), problems)
    if found := list(find_advice(draft)):
        _tell(request, draft, _("“%(name)s”: worth a look, though it may stay so."), found)


def passes_on(request: HttpRequest, page: Any) -> bool:
    """Whether a reviewer has just approved what goes to the next one, who would be stopped."""
    approves = request.POST.get("workflow-action-name") == "approve"
    return bool(approves and getattr(page, "workflow_in_progress", False))


def tell_who_sent_it_back(request: HttpRequest, page: Page) -> None:
    """Say above the form of a draft that came back from review what its reviewer wrote."""
    state = page.current_workflow_state if request.method == "GET" else None
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    said = {"name": task.finished_by or "", "comment": task.get_comment()}
    words = _("%(name)s asks for changes: “%(comment)s”") if said["comment"] else ""
    messages.warning(request, (words or _("%(name)s asks for changes.")) % said)


def look_at_snippet(request: HttpRequest, thing: Any) -> None:
    """Tell the same of terms, service cards and questions; other snippets are no texts to read."""
    if not isinstance(thing, TranslatableMixin) or not request.accepts("text/html"):
        return
    if request.POST.get("action-publish"):
        give_advice(request, thing)
    else:
        look_at_draft(request, thing)


def _latest_draft(page: Any) -> Any:
    return page.get_latest_revision_as_object()


def _tell(request: HttpRequest, subject: Any, heading: str, found: Iterable[Finding]) -> None:
    said = heading % {"name": _name_of(subject)}
    messages.warning(request, format_html("{} {}", said, listed(found, subject, request.user)))


def _name_of(subject: Any) -> str:
    return subject.get_admin_display_title() if isinstance(subject, Page) else str(subject)


def keep_unfit_translation(request: HttpRequest, thing: Any) -> HttpResponse | None:
    """
    Stop the Publish button of the translation editor, and say why.

    wagtail-localize would say that errors were found, and to publish again to ignore them.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = translation_of(thing)
    if translation is None or not isinstance(thing, PublishGate):
        return None
    draft = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    problems = list(find_problems(draft))
    if not problems:
        give_advice(request, draft)
        return None
    tell_refusal(request, draft, problems)
    return redirect(request.path)


class SyncTranslationsView(UpdateTranslationsView):
    """wagtail-localize's view, which passes over a refused publishing without a word."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Bring the new words to the translators; say which translations stay as they were."""
        response = super().form_valid(form)
        if form.cleaned_data["publish_translations"]:
            for translation in self.object.translations.filter(enabled=True):
                thing = translation.get_target_instance()
                if problems := translation_problems(thing):
                    tell_refusal(self.request, thing, problems)
        return response


def _way_back(request: HttpRequest, refusal: PublishingRefusedError) -> str:
    if asked := get_valid_next_url_from_request(request):
        return asked
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return AdminURLFinder(request.user).get_edit_url(refusal.subject) or "/"
