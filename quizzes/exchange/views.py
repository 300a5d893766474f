"""Wagtail's rooms for files of questions: upload, dry run, result, export."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import User
from quizzes.assessing.rooms import Room
from quizzes.banks.models import QuestionBank
from quizzes.exchange.exporting import ENDINGS, TYPES, WRITERS, export_bank
from quizzes.exchange.forms import QuestionFileForm
from quizzes.exchange.looking import drawn, entries_of, on_the_file
from quizzes.exchange.messages import sentence
from quizzes.exchange.models import QuestionImport
from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.planning import Deed, Planned, check_fitness
from quizzes.exchange.uploading import (
    ask_for_import,
    failure_of,
    keep_upload,
    may_publish,
    reading_of,
    rehearse,
)

PER_PAGE = 20
# A result names this many; the rest was on the pages of the dry run.
MOST_TOLD = 500


def brings_questions(user: User) -> bool:
    """Whether this person may bring questions in and carry them away."""
    return bool(user.has_perm("quizzes.add_question"))


class ExchangeRoom(Room):
    """A room of those who may add questions."""

    page_title = _("Import questions")
    header_icon = "upload"

    def admits(self, user: User) -> bool:
        """Editors and administrators."""
        return brings_questions(user)

    @cached_property
    def kept(self) -> QuestionImport:
        """The file; nobody but who uploaded it finds it."""
        kept = QuestionImport.objects.defer("content")
        return get_object_or_404(kept, pk=self.kwargs["pk"], created_by=self.request.user)

    def way(self) -> list[dict[str, Any]]:
        """From the form."""
        if "pk" not in self.kwargs:
            return []
        return [{"url": reverse("question_files:upload"), "label": _("Import questions")}]


class UploadView(ExchangeRoom):
    """Where a file comes in."""

    template_name = "quizzes/exchange/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form, for the bank that the address names."""
        number = self.request.GET.get("bank", "")
        bank = number if number.isdecimal() and len(number) < 10 else None
        form = QuestionFileForm(initial={"bank": bank}, may_publish=may_publish(self.request.user))
        return {"form": form} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the file and lead to its dry run, or say why it cannot be read."""
        form = QuestionFileForm(request.POST, request.FILES, may_publish=may_publish(request.user))
        if form.is_valid():
            data = form.cleaned_data
            try:
                kept = keep_upload(
                    person=request.user,
                    filename=data["file"].name,
                    content=data["file"].read(),
                    form=data["format"],
                    bank_name=data["bank_name"],
                    nearest=bool(data["nearest"]),
                    publish=bool(data.get("publish")),
                )
            except UnreadableError as error:
                form.add_error("file", sentence(error.remark))
            else:
                return redirect("question_files:dry_run", kept.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DryRunView(ExchangeRoom):
    """What an import would do, question by question; its button does it."""

    template_name = "quizzes/exchange/dry_run.html"

    def get_page_title(self) -> str:
        """Name the file."""
        return self.kept.filename

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once its import is asked for, lead to the result."""
        if self.kept.asked_at or self.kept.committed_at:
            return redirect("question_files:result", self.kept.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of the questions, refused ones first."""
        reading, planned = rehearse(self.kept)
        bank = QuestionBank.objects.filter(name=self.kept.bank_name).first()
        rows = [*reading.refused, *planned]
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        if self.kept.options.get("publish"):
            check_fitness([row for row in page if isinstance(row, Planned)], bank)
        deeds = [one.deed for one in planned]
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "bank": bank,
            "page": page,
            "entries": [
                drawn(entry, number, self._picture)
                for number, entry in enumerate(entries_of(page, reading.changed), start=1)
            ],
            "on_the_file": on_the_file(reading),
            "count": reading.count,
            "added": deeds.count(Deed.ADD),
            "updated": deeds.count(Deed.UPDATE),
            "left": deeds.count(Deed.LEAVE),
            "refused": len(reading.refused),
        }

    def _picture(self, digest: str) -> str:
        return reverse("question_files:picture", args=[self.kept.pk, digest])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import it, a large one by a task; a second click finds it done or asked for."""
        ask_for_import(upload=self.kept.pk, person=request.user)
        return redirect("question_files:result", self.kept.pk)


class ResultView(ExchangeRoom):
    """What became of a file."""

    template_name = "quizzes/exchange/result.html"

    def get_page_title(self) -> str:
        """Name the file."""
        return self.kept.filename

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what was kept when it was imported; until then, how it stands."""
        context = super().get_context_data(**kwargs) | {"kept": self.kept}
        if self.kept.committed_at is None:
            if self.kept.asked_at is None:
                raise Http404(_("This file has not been imported."))
            return context | {"failure": failure_of(self.kept)}
        told = self.kept.options["told"]
        return context | {
            "bank": QuestionBank.objects.filter(pk=self.kept.options["bank"]).first(),
            "counts": self.kept.options["counts"],
            "refused": told["refused"][:MOST_TOLD],
            "changed": told["changed"][:MOST_TOLD],
        }


class PictureView(ExchangeRoom):
    """A picture of a file that is not imported yet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find it by its content; its type is what is in it."""
        for question in reading_of(self.kept).accepted:
            for picture in question.pictures.values():
                if hashlib.sha256(picture.content).hexdigest() == self.kwargs["digest"]:
                    return HttpResponse(picture.content, content_type=picture.kind)
        raise Http404(_("There is no such picture in the file."))


class ExportView(ExchangeRoom):
    """What a bank looks like to each format, and the files."""

    template_name = "quizzes/exchange/export.html"
    page_title = _("Export questions")
    header_icon = "download"

    def way(self) -> list[dict[str, Any]]:
        """From the banks."""
        return [
            {
                "url": reverse("wagtailsnippets_quizzes_questionbank:list"),
                "label": _("Question banks"),
            }
        ]

    @cached_property
    def bank(self) -> QuestionBank:
        """The bank."""
        return get_object_or_404(QuestionBank, pk=self.kwargs["bank_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each format with what it cannot hold."""
        formats = [
            {
                "name": form,
                "label": label,
                "lost": [
                    f"{change.name}: {sentence(change.what)}"
                    for change in export_bank(self.bank, form)[1]
                ],
            }
            for form, label in (("moodle-xml", "Moodle XML"), ("gift", "GIFT"))
        ]
        return super().get_context_data(**kwargs) | {"bank": self.bank, "formats": formats}


class DownloadView(View):
    """A bank as a file."""

    def get(self, request: HttpRequest, bank_id: int, form: str) -> HttpResponse:
        """Write it; who may not add questions is led away as by every room."""
        if not brings_questions(request.user):
            raise PermissionDenied
        bank = get_object_or_404(QuestionBank, pk=bank_id)
        if form not in WRITERS:
            raise Http404(_("There is no such format."))
        text, _lost = export_bank(bank, form)
        response = HttpResponse(text, content_type=TYPES[form])
        name = slugify(bank.name) or "questions"
        response["Content-Disposition"] = f'attachment; filename="{name}{ENDINGS[form]}"'
        return response
