"""A new page is published in the moment in which its form saves it by itself."""

import pytest
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView

from courses.pages.models import LessonPage
from tests.editing import page_form
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import ModulePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def editor(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def lesson(words: str, **fields) -> LessonPage:
    fields = {"title": "Uusi", "slug": "uusi", "minutes": 5} | fields
    return LessonPage(body=[("text", f"<p>{words}</p>")], **fields)


def add_while_it_is_saved(monkeypatch, client, module, by):
    """Press Publish: somebody's form has made the page since its address was found free."""
    goes_on = CreateView.form_valid

    def saved_beside(view, form):
        other = lesson("Ensin", owner=by, live=False)
        module.add_child(instance=other)
        other.save_revision(user=by)
        return goes_on(view, form)

    monkeypatch.setattr(CreateView, "form_valid", saved_beside)
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    return client.post(address, page_form(lesson("Sitten"), **{"action-publish": "1"}))


def test_the_words_of_the_button_win_and_one_page_is_there(monkeypatch, client, editor):
    module = ModulePageFactory()

    response = add_while_it_is_saved(monkeypatch, client, module, editor)

    assert response.status_code == 302
    page = LessonPage.objects.child_of(module).get()
    assert page.live
    assert "Sitten" in page.body[0].value.source


def test_another_editors_page_is_not_written_over(monkeypatch, client, editor):
    module = ModulePageFactory()

    response = add_while_it_is_saved(monkeypatch, client, module, AdministratorFactory())

    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    page = LessonPage.objects.child_of(module).get()
    assert "Ensin" in page.body[0].value.source
    assert not page.live
