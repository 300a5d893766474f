"""Ways to the rooms for files of questions: addresses, the menu, buttons at the banks."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from accounts.models import User
from quizzes.banks.models import QuestionBank
from quizzes.exchange import views
from quizzes.exchange.views import brings_questions

addresses = (
    [
        path("", views.UploadView.as_view(), name="upload"),
        path("<int:pk>/", views.DryRunView.as_view(), name="dry_run"),
        path("<int:pk>/tulos/", views.ResultView.as_view(), name="result"),
        path("<int:pk>/kuva/<str:digest>/", views.PictureView.as_view(), name="picture"),
        path("pankki/<int:bank_id>/", views.ExportView.as_view(), name="export"),
        path("pankki/<int:bank_id>/<str:form>/", views.DownloadView.as_view(), name="download"),
    ],
    "question_files",
)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the rooms below the administration's address."""
    return [path("kysymystiedostot/", include(addresses))]


class ImportMenuItem(MenuItem):
    """Shown to those who may add questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return brings_questions(request.user)


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> ImportMenuItem:
    """Put it below quizzes."""
    return ImportMenuItem(
        _("Import questions"),
        reverse("question_files:upload"),
        name="import-questions",
        icon_name="upload",
        order=253,
    )


@hooks.register("register_snippet_listing_buttons")
def offer_files(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Offer import and export at each bank of the list."""
    if isinstance(snippet, QuestionBank) and brings_questions(user):
        yield Button(
            _("Import questions"),
            f"{reverse('question_files:upload')}?bank={snippet.pk}",
            icon_name="upload",
            priority=70,
        )
        yield Button(
            _("Export questions"),
            reverse("question_files:export", args=[snippet.pk]),
            icon_name="download",
            priority=71,
        )
