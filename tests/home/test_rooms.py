"""Fields in rooms of the administration."""

import lxml.html
import pytest
from django import forms
from django.template import engines


class Tried(forms.Form):
    mark = forms.CharField(help_text="0–3")
    plain = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, help_text="Yksi tai useampi"
    )


@pytest.fixture
def shown():
    template = engines["django"].from_string(
        "{% load rooms %}{% for field in form %}{% room_field field %}{% endfor %}"
    )
    return lxml.html.fromstring(f"<div>{template.render({'form': Tried({})})}</div>")


@pytest.mark.parametrize("name", ["mark", "kind", "several"])
def test_errors_and_help_are_tied_to_their_field(shown, name):
    [holder] = [
        found
        for found in shown.xpath("//*[@aria-describedby]")
        if f"id_{name}_error" in found.get("aria-describedby").split()
    ]
    for tied in holder.get("aria-describedby").split():
        [words] = shown.xpath(f"//*[@id='{tied}']")
        assert words.text_content().strip()


def test_a_field_without_fault_points_at_nothing(shown):
    [field] = shown.xpath("//input[@name='plain']")
    assert field.get("aria-describedby") is None
    assert field.get("aria-invalid") is None


@pytest.mark.parametrize(("name", "role"), [("kind", "radiogroup"), ("several", "group")])
def test_a_group_has_the_name_of_its_label(shown, name, role):
    [group] = shown.xpath(f"//*[@role='{role}']")
    [label] = shown.xpath(f"//*[@id='{group.get('aria-labelledby')}']")
    assert label.text_content().strip().startswith(name.capitalize())
