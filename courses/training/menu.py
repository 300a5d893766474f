"""Ways to the pictures of trained people: addresses, and the menu of reports."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.keeping import is_study_staff
from courses.training.pages import StudyData, TrainedPeople

training_urls = (
    [
        path("", TrainedPeople.as_view(), name="figures"),
        path("aineisto/", StudyData.as_view(), name="study"),
    ],
    "training",
)


@hooks.register("register_admin_urls")
def register_training() -> list[Any]:
    """The pictures, and the data for the evaluation study."""
    return [path("koulutetut/", include(training_urls))]


class TrainingMenuItem(MenuItem):
    """Shown to those who may open what it leads to."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees who was trained."""
        return is_study_staff(request.user)


@hooks.register("register_reports_menu_item")
def register_training_menu_item() -> TrainingMenuItem:
    """Put the pictures between the completion list and the item analysis."""
    return TrainingMenuItem(
        _("Trained people"),
        reverse("training:figures"),
        name="trained-people",
        icon_name="group",
        order=15,
    )
