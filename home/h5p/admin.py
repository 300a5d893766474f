"""H5P exercises in Wagtail's menu: uploaded, replaced, and where they are used."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from home.guide.panels import GuidePanel
from home.h5p.checking import Checked, UnfitPackageError, check
from home.h5p.models import H5PPackage
from home.h5p.unpacking import keep_package, remove

LARGEST_UPLOAD = 100 * 1024**2


class PackageForm(WagtailAdminModelForm):
    """An upload is checked as a whole before anything of it is kept."""

    checked: Checked | None = None

    def clean_file(self) -> Any:
        """Refuse in words what is no exercise that the frame can show."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."),
                code="too_large",
                params={"most": LARGEST_UPLOAD // 1024**2},
            )
        try:
            self.checked = check(file)
        except UnfitPackageError as unfit:
            raise forms.ValidationError(str(unfit), code="unfit") from unfit
        return file

    def save(self, commit: bool = True) -> Any:
        """Keep the files with the row; without a new upload they stay as they are."""
        if self.checked is None or not commit:
            return super().save(commit)
        package = super().save(commit=False)
        keep_package(
            package,
            upload=self.cleaned_data["file"],
            checked=self.checked,
            user=self.for_user,
        )
        self.save_m2m()
        return package


class PackageViewSet(SnippetViewSet):
    """Exercises belong to all editors."""

    model = H5PPackage
    icon = "tasks"
    menu_label = _("H5P exercises")
    menu_order = 270
    add_to_admin_menu = True
    # A copy would have its files in common with its model.
    copy_view_enabled = False
    list_display = [
        "title",
        Column("main_library", label=_("Type"), sort_key="main_library"),
        DateColumn("uploaded_at", label=_("Uploaded"), sort_key="uploaded_at"),
    ]
    search_fields = ["title", "main_library"]
    search_backend_name = None
    ordering = ["title"]
    edit_handler = ObjectList(
        [
            GuidePanel("exercise"),
            FieldPanel("title"),
            FieldPanel(
                "file",
                widget=forms.FileInput(attrs={"accept": ".h5p"}),
                help_text=_(
                    "An .h5p file with its libraries. A new file takes the place of the one "
                    "before in every lesson that uses it."
                ),
            ),
            FieldPanel("text_alternative"),
        ],
        base_form_class=PackageForm,
    )


@receiver(post_delete, sender=H5PPackage, dispatch_uid="home_h5p_files")
def remove_files(instance: H5PPackage, **kwargs: Any) -> None:
    """Take the files of a deleted package away, when the transaction has succeeded."""
    transaction.on_commit(lambda: remove(instance.folder, instance.files, instance.file.name))
