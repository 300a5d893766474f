"""Certificate templates in the editor's hands."""

import base64
import io
import re

import pypdf
import pytest
import typst
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certificates import facts, pdf
from certificates.models import CertificateTemplate, version_of
from certificates.previewing import preview, sample
from home.checks import PublishingRefusedError
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import CourseFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_an_editor_lists_and_opens_templates(client):
    template = CertificateTemplateFactory()
    client.force_login(AdministratorFactory())
    name = f"wagtailsnippets_certificates_{template._meta.model_name}"
    assert template.name in client.get(reverse(f"{name}:list")).content.decode()
    assert client.get(reverse(f"{name}:edit", args=[template.pk])).status_code == 200


def test_editors_of_the_site_may_write_them(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    address = reverse("wagtailsnippets_certificates_certificatetemplate:add")
    assert client.get(address).status_code == 200


def test_one_with_an_unfit_signatory_does_not_go_live():
    template = CertificateTemplateFactory(live=False)
    template.signatories = [("signatory", {"name": ""})]
    with pytest.raises(PublishingRefusedError):
        template.save_revision().publish()
    template.refresh_from_db()
    assert not template.live


@pytest.fixture
def asked(rf):
    """What Wagtail asks for a preview with, for an editor who reads Swedish."""
    asked = rf.get("/")
    asked.user = AdministratorFactory(language="sv")
    return asked


@pytest.mark.parametrize("mode", ["fi", "sv", "en", "fi-landscape", "sv-landscape", "en-landscape"])
def test_the_preview_draws_the_page_and_hands_out_the_file(asked, mode):
    template = CertificateTemplate()
    assert mode in dict(template.preview_modes)
    answer = preview(asked, template, mode).content.decode()
    assert "data:image/png;base64," in answer
    (file,) = re.findall(r"data:application/pdf;base64,([^\"]+)", answer)
    page = pypdf.PdfReader(io.BytesIO(base64.b64decode(file))).pages[0]
    assert (page.mediabox.width > page.mediabox.height) is mode.endswith("landscape")


def cannot_set(*words, **named):
    error = typst.TypstError("no such font")
    error.message = "no such font"
    raise error


def test_the_preview_says_what_stops_the_page_in_the_editors_language(asked, monkeypatch):
    monkeypatch.setattr(pdf, "as_pictures", cannot_set)
    answer = preview(asked, CertificateTemplate(), "fi").content.decode()
    with translation.override("sv"):
        said = gettext("The certificate cannot be set as a PDF: %(reason)s")
    assert said % {"reason": "no such font"} in answer
    assert '<html lang="sv">' in answer


def test_a_page_that_cannot_be_set_does_not_go_live(monkeypatch):
    template = CertificateTemplateFactory(live=False)

    monkeypatch.setattr(pdf, "render", cannot_set)
    with pytest.raises(PublishingRefusedError, match="no such font"):
        template.save_revision().publish()


def test_the_preview_of_a_programmes_template_lists_its_courses():
    course = CourseFactory()
    template = CertificateTemplate(programme=ProgrammeFactory(of=[course]))
    with translation.override("fi"):
        (part,) = facts.parts(sample(template, "fi"), "fi")
    assert part.code == course.code


def test_a_programme_without_a_template_takes_the_common_one_with_words_of_its_own():
    CertificateTemplateFactory(closing_fi="Onnea!", statement_fi="on läpäissyt kurssin")
    programme = ProgrammeFactory()
    words = CertificateTemplate.objects.for_programme(programme.pk).design()["words"]["fi"]
    assert words["closing"] == "Onnea!"
    assert words["statement"] == "on suorittanut koulutuskokonaisuuden"
    CertificateTemplateFactory(programme=programme, statement_fi="on käynyt läpi")
    words = CertificateTemplate.objects.for_programme(programme.pk).design()["words"]["fi"]
    assert words["statement"] == "on käynyt läpi"


def test_a_draft_changes_no_certificate_before_it_is_published():
    template = CertificateTemplateFactory()
    template.heading_fi = "Luonnos"
    revision = template.save_revision()
    assert certificate_for().design["words"]["fi"]["heading"] == "Todistus"
    revision.publish()
    assert certificate_for().design["words"]["fi"]["heading"] == "Luonnos"


def test_the_version_tells_designs_apart():
    first, second = CertificateTemplate(), CertificateTemplate(closing_sv="Slut")
    assert version_of(first.design()) == version_of(CertificateTemplate().design())
    assert version_of(first.design()) != version_of(second.design())


@pytest.mark.parametrize("pressed", [{}, {"action-publish": "1"}], ids=["draft", "publish"])
def test_a_second_template_for_a_course_is_refused_in_words(client, pressed):
    first, second = CertificateTemplateFactory(), CertificateTemplateFactory(course=CourseFactory())
    client.force_login(AdministratorFactory(language="en"))
    name = "wagtailsnippets_certificates_certificatetemplate:edit"
    words = {
        f"{part}_{language}": getattr(second, f"{part}_{language}")
        for part in ("heading", "statement", "closing", "criteria")
        for language in ("fi", "sv", "en")
    }
    form = {"name": "Toinen", "course": first.course_id or "", "palette": "ink"} | words
    form |= {"layout": "portrait", "logos": streamfield([]), "alignments": streamfield([])}
    sent = nested_form_data(form | {"signatories": streamfield([])} | pressed)

    response = client.post(reverse(name, args=[second.pk]), sent)

    assert response.status_code == 200
    assert "There is a template for this course" in response.text
