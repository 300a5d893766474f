"""Taking a list out: the sheet of what was asked for, each time written into the log."""

from typing import Any

from django.http import QueryDict

from accounts.models import Organisation, User
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.columns import Codes
from courses.registrar.export_log import log_export
from courses.registrar.exporting import sheet_of
from courses.registrar.filters import Asker, CompletionFilters
from courses.registrar.identity_codes_kept import read_codes
from courses.registrar.layouts import layout_of
from courses.registrar.listing import Choice
from courses.registrar.models import ListProfile
from home.spreadsheets import Sheet

PURPOSE = "completion list"


def completions_for(person: User, choice: Choice) -> CompletionQuerySet:
    """Return what a person may see of a choice."""
    return choice.of(Completion.objects.visible_to(person))


def asked_in(person: User, query: QueryDict) -> CompletionFilters | None:
    """Return the filters of an address as this person may use them; None where they do not fit."""
    completions = Completion.objects.visible_to(person)
    filters = CompletionFilters(query, queryset=completions, request=Asker(person))
    return filters if filters.is_valid() else None


def sheet_for(*, person: User, choice: Choice, profile: ListProfile | None, kind: str) -> Sheet:
    """Return the sheet of a choice for a person, and write down that they take it."""
    layout = layout_of(profile)
    finish = log_export(
        kind=kind,
        person=person,
        choice_words=choice.in_words(),
        organisations=organisations_in(person, choice),
        with_identity_codes=layout.wants_codes,
    )
    codes = codes_for_list(profile, person) if profile and layout.wants_codes else None
    return sheet_of(completions_for(person, choice), choice, layout, codes, finish)


def codes_for_list(profile: ListProfile, reader: User | None) -> Codes:
    """Return how the codes of a list in an organisation's profile are read."""

    def read(people: list[int]) -> Any:
        return read_codes(
            organisation=profile.organisation, people=people, reader=reader, purpose=PURPOSE
        )

    return read


def organisations_in(person: User, choice: Choice) -> list[Organisation | None]:
    """Return whose rows a choice may hold, for the log; [None]: everybody's."""
    if choice.organiser:
        return [choice.organiser]
    if choice.run:
        return [choice.run.organiser]
    if person.is_superuser:
        return [None]
    runs = CourseRun.objects.visible_to(person)
    return list(Organisation.objects.filter(pk__in=runs.values("organiser")))
