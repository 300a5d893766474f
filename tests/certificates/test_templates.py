"""Certificate templates in the editor's hands."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certificates.models import CertificateTemplate, version_of
from certificates.previewing import preview
from home.checks import PublishingRefusedError
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import CourseFactory

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


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_preview_draws_the_page(rf, language):
    answer = preview(rf.get("/"), CertificateTemplate(), language)
    assert b"data:image/png;base64," in answer.content


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
