"""What a certificate copies at its issue: from one completion, or from a whole programme."""

import calendar
import datetime
from collections.abc import Sequence
from typing import Any

from accounts.models import Organisation
from certificates.models import LANGUAGES
from courses.models import Completion, Course, ProgrammeEnrolment


def facts_of_completion(completion: Completion) -> dict[str, Any]:
    """Return the facts of one course's completion, as it was frozen."""
    return {
        "language": completion.language,
        "holder_name": holder_name(completion),
        "course_names": completion.course_names,
        "course_code": completion.course_code,
        "run_code": completion.run_code,
        "organiser_names": _names_of(completion.run.organiser),
        "credits": completion.credits,
        "hours": completion.hours,
        "outcomes": completion.outcomes,
        "scale": completion.scale,
        "grade": completion.grade,
        "completed_on": completion.completed_on,
    }


def facts_of_programme(enrolment: ProgrammeEnrolment) -> dict[str, Any]:
    """
    Return the facts of a completed programme: sums over its courses, and each as a part.

    The name and the language are those of the newest completion; the programme has no grade
    of its own, and its day is that of the last course.
    """
    programme_run = enrolment.programme_run
    programme = programme_run.programme
    parts = parts_of(enrolment)
    newest = max(parts, key=lambda part: (part.created_at, part.pk))
    return {
        "language": newest.language,
        "holder_name": holder_name(newest),
        "course_names": programme.names or {"fi": programme.code},
        "course_code": programme.code,
        "run_code": programme_run.code,
        "organiser_names": _names_of(programme_run.organiser),
        "credits": sum(part.credits for part in parts),
        "hours": sum(part.hours for part in parts),
        "outcomes": _outcomes_together([part.outcomes for part in parts]),
        "scale": Course.Scale.PASS_FAIL,
        "grade": "HYV",
        "completed_on": max(part.completed_on for part in parts),
        "parts": [_part(part) for part in parts],
    }


def parts_of(enrolment: ProgrammeEnrolment) -> list[Completion]:
    """
    Return the learner's newest valid completion of each of the programme's courses, in order.

    A course completed on whichever run counts, as it does for the programme.
    """
    places = enrolment.programme_run.programme.places
    found = {
        completion.course_id: completion
        for completion in Completion.objects.valid()
        .filter(learner=enrolment.learner_id, course__in=places.values("course"))
        .select_related("learner")
        .order_by("completed_on", "pk")
    }
    order = places.values_list("course", flat=True)
    return [found[course] for course in order if course in found]


def holder_name(completion: Completion) -> str:
    """Return the registered name; who has told none is called by what the account shows."""
    registered = f"{completion.given_names} {completion.surname}".strip()
    return registered or completion.learner.display_name


def last_valid_day(since: datetime.date, months: int | None) -> datetime.date | None:
    """
    Return the same day so many months later, or the last one of a shorter month.

    >>> last_valid_day(datetime.date(2028, 2, 29), 12)
    datetime.date(2029, 2, 28)
    >>> last_valid_day(datetime.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    >>> last_valid_day(datetime.date(2026, 8, 31), None)
    """
    if months is None:
        return None
    years, month = divmod(since.month - 1 + months, 12)
    year = since.year + years
    day = min(since.day, calendar.monthrange(year, month + 1)[1])
    return datetime.date(year, month + 1, day)


def _names_of(organiser: Organisation) -> dict[str, str]:
    said = {language: getattr(organiser, f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in said.items() if name}


def _part(completion: Completion) -> dict[str, Any]:
    """One course of a programme, in words that JSON can hold."""
    return {
        "code": completion.course_code,
        "names": completion.course_names,
        "credits": str(completion.credits),
        "hours": completion.hours,
        "scale": completion.scale,
        "grade": completion.grade,
        "completed_on": completion.completed_on.isoformat(),
    }


def _outcomes_together(outcomes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """
    Return the courses' outcomes one after the other, in each language that all of them have.

    >>> _outcomes_together([{"fi": ["a"], "sv": ["x"]}, {"fi": ["b"]}, {}])
    {'fi': ['a', 'b']}
    """
    told = [each for each in outcomes if any(each.values())]
    return {
        language: [line for each in told for line in each[language]]
        for language in LANGUAGES
        if told and all(each.get(language) for each in told)
    }
