"""The admin's front page leads study staff to their lists, and editors past them."""

import pytest
from django.urls import reverse

from tests.factories.accounts import EditorFactory

PANEL = 'id="register-section"'


def dashboard(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).text


def test_study_staff_find_their_lists(client, ours):
    html = dashboard(client, ours.staff)

    assert PANEL in html
    assert f'<a href="{reverse("completion_list")}">' in html
    assert f'<a href="{reverse("courserun:index")}">' in html
    assert f'<a href="{reverse("item_analysis")}">' in html


@pytest.mark.django_db
def test_editors_are_not_led_to_them(client):
    editor = EditorFactory()

    assert PANEL not in dashboard(client, editor)
