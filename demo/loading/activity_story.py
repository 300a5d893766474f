"""
What people of the demo did on activities: self-assessments, a webinar, texts to assess.

Like the rest of the year it is done by the functions of a person's click, on its day.
"""

import datetime
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from courses.activities.assessing import Given, assess
from courses.activities.attending import mark_from_list
from courses.activities.rating import rate
from courses.activities.sessions import keep_session
from courses.activities.terms import wanted
from courses.activities.writing import Place, hand_in, save_draft
from courses.models import (
    Course,
    CourseRun,
    CourseStep,
    Enrolment,
    SelfRating,
    Statement,
    StepDate,
    Submission,
    WebinarSession,
)
from demo.accounts import account
from demo.loading.past import days_ago, on

COURSE = "TKK1"
HELD, GOES_ON = "TKK1-2026K", "TKK1-2026S"
POINTS = (("4", "3", "4"), ("2", "2", "1"))
PATHS = (
    "Asiakas, tässä Leena, on 48-vuotias keittiötyöntekijä. Olkapää kipeytyi kaksi vuotta sitten, "
    "ja työterveyshuolto ohjasi hänet fysioterapiaan. Kun työsuhde päättyi, työterveyshuolto "
    "päättyi samana päivänä. Kukaan ei sopinut, kuka jatkaa.\n\nVastuu vaihtui työterveyshuollosta "
    "työllisyyspalveluihin. Tieto olkapäästä siirtyi Leenan omana kertomuksena, mutta "
    "fysioterapeutin arvio siitä, mitä Leena voi nostaa, jäi siirtymättä. Kolmen kuukauden ajan "
    "hänelle ehdotettiin siivoustyötä.\n\nEhdotan, että sovin jokaisen päättyvän työsuhteen "
    "kohdalla saattaen vaihdon: puhelu, jossa asiakas, työterveyshuolto ja seuraava vastuuhenkilö "
    "ovat yhtä aikaa mukana. Se vie puoli tuntia. Aineiston mukaan tieto siirtyy parhaiten, kun "
    "asiakas on itse paikalla, ja silloin hän myös tietää, kenelle soittaa.",
    "Kuvaan nuoren miehen polun. Hän oli ensin työpajassa, sitten Kelan ammatillisessa "
    "kuntoutuksessa ja nyt työkokeilussa. Työpajan ohjaaja tunsi hänet parhaiten, mutta ohjaaja ei "
    "ollut mukana, kun kuntoutusta suunniteltiin.\n\nVastuu vaihtui työpajalta Kelalle. Työpajassa "
    "oli huomattu, että hän jaksaa hyvin aamupäivät ja väsyy iltapäivisin. Tätä ei kirjattu "
    "mihinkään, ja kuntoutus järjestettiin iltapäivisin. Poissaoloja kertyi.\n\nEhdotan, että "
    "pyydän työpajalta yhden sivun: mitä asiakas jaksaa, milloin ja mikä auttaa. Asiakas lukee sen "
    "ensin ja päättää, kenelle se annetaan.",
    "Asiakkaani on palannut töihin osa-aikaisena pitkän sairausloman jälkeen. Mukana ovat olleet "
    "terveysasema, työterveyshuolto, työnantaja ja Kela. Jokaisella on oma suunnitelmansa.\n\n"
    "Vastuu vaihtui kahdesti, eikä kukaan koonnut suunnitelmia yhteen. Asiakas kertoi asiansa "
    "alusta neljä kertaa.\n\nEhdotan yhtä suunnitelmaa, jota asiakas itse säilyttää.",
)
SERVICE = (
    "Valitsin ammatillisen kuntoutusselvityksen, koska ohjaan siihen harvoin. Alueellani sen "
    "järjestää Kela, ja siihen haetaan hakemuksella, johon tarvitaan lääkärin lausunto B. "
    "Yllätyin siitä, että myös työllisyyspalvelut voivat ohjata selvitykseen, kun työkyky "
    "epäilyttää. Asiakas pääsee alkuun nopeimmin, kun hakemus täytetään yhdessä vastaanotolla."
)
BACK = (
    "Polku on kuvattu selvästi. Täydennä vielä, mitä tietoa jäi siirtymättä, ja perustele "
    "ehdotuksesi opintojakson aineistolla."
)
GOOD = "Erittelet vastuun vaihtumisen tarkasti, ja ehdotuksen voi ottaa käyttöön huomenna."


def tell() -> None:
    """Do the deeds, all or none; nothing where they are done already."""
    if Submission.objects.exists() or WebinarSession.objects.exists():
        return
    steps = {
        (step.kind, step.terms.get("moment", "")): step
        for step in CourseStep.objects.current().filter(course=Course.objects.get(code=COURSE))
    }
    with transaction.atomic(), translation.override("fi"):
        _set_times(steps["webinar", ""], steps["assignment", ""])
        _rate(steps["self_assessment", "before"], steps["self_assessment", "after"])
        _attend(steps["webinar", ""])
        _hand_in(steps["assignment", ""])


def _enrolled(code: str) -> list[Enrolment]:
    found = Enrolment.objects.standing_ones().filter(run__code=code)
    return list(found.select_related("run__course", "learner").order_by("pk"))


def _set_times(webinar: CourseStep, assignment: CourseStep) -> None:
    """Two sessions of the webinar on the runs of this term, and a day for the assignment."""
    for run in CourseRun.objects.filter(course__code=COURSE, code__startswith=GOES_ON):
        for days, place in ((-20, "1"), (9, "2")):
            day = timezone.localdate() + datetime.timedelta(days=days)
            start = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
            keep_session(
                WebinarSession(
                    run=run,
                    step=webinar,
                    starts_at=start,
                    ends_at=start + datetime.timedelta(hours=4),
                    link=f"https://kokous.esimerkki.fi/{run.code.lower()}-{place}",
                )
            )
        due = timezone.localdate() + datetime.timedelta(days=20)
        StepDate.objects.get_or_create(run=run, step=assignment, defaults={"due_on": due})


def _rate(before: CourseStep, after: CourseStep) -> None:
    """Everybody of the held run before, those who finished after too; half of this term's."""
    dice = random.Random(381)
    for enrolment in _enrolled(HELD):
        levels = [dice.choice((1, 2, 2, 3)) for _each in range(6)]
        with on(days_ago(286)):
            _say(enrolment, before, levels)
        if enrolment.completed_at:
            later = [min(level + dice.choice((0, 1, 1, 2)), 5) for level in levels]
            with on(days_ago(205)):
                _say(enrolment, after, later)
    for enrolment in _enrolled(GOES_ON)[::2]:
        with on(days_ago(55)):
            _say(enrolment, before, [dice.choice((1, 2, 2, 3, 4)) for _each in range(6)])


def _say(enrolment: Enrolment, step: CourseStep, levels: list[int]) -> SelfRating:
    keys = _keys(step)
    return rate(
        enrolment=enrolment,
        step=step,
        levels={key: str(level) for key, level in zip(keys, levels, strict=True)},
    )


def _keys(step: CourseStep) -> Iterator[str]:
    rows = Statement.objects.filter(statement_set=step.terms["set"]).values_list("pk", flat=True)
    return (str(pk) for pk in rows)


def _attend(webinar: CourseStep) -> None:
    """The first session was held: some were there, and some had written before it."""
    session = WebinarSession.objects.filter(run__code=GOES_ON).order_by("starts_at").first()
    if session is None:
        return
    learners = _enrolled(GOES_ON)
    for enrolment in learners[:3]:
        with on(days_ago(23, 17)):
            _write(enrolment, webinar, "before", SERVICE)
    with on(days_ago(20, 17)):
        addresses = "\n".join(enrolment.learner.email for enrolment in learners[:11])
        mark_from_list(session=session, text=addresses, by=_staff())
    for enrolment in learners[:1]:
        with on(days_ago(18, 15)):
            _write(
                enrolment,
                webinar,
                "diary",
                "Luulin tuntevani alueeni palvelut. Kartalla näin, että kuntoutuksen ja "
                "työllisyyspalvelujen välissä ei ole ketään. Ensi viikolla soitan kunnan "
                "työkykykoordinaattorille ja kysyn, miten hän saa tiedon asiakkaistamme.",
            )


def _hand_in(assignment: CourseStep) -> None:
    """One passed, one sent back and handed in again, one new: two wait for the staff."""
    first, second, third = _enrolled(GOES_ON)[:3]
    with on(days_ago(12, 20)):
        passed = _write(first, assignment, "", PATHS[0])
    with on(days_ago(11, 19)):
        short = _write(second, assignment, "", PATHS[2])
    with on(days_ago(8, 10)):
        _judge(passed, "passed", POINTS[0], GOOD)
        _judge(short, "returned", POINTS[1], BACK)
    with on(days_ago(4, 21)):
        _write(second, assignment, "", f"{PATHS[2]} {PATHS[1]}")
    with on(days_ago(2, 18)):
        _write(third, assignment, "", PATHS[1])


def _write(enrolment: Enrolment, step: CourseStep, part: str, text: str) -> Submission:
    asked = wanted(step, part)
    if asked is None:
        raise ValueError(f"{step} has no part {part!r}.")
    place = Place(enrolment, step, part, asked)
    saved = save_draft(place=place, text=text, based_on=0, language="fi")
    done = hand_in(place=place, based_on=saved.version)
    if done.last is None:
        raise ValueError("Nothing was handed in.")
    return done.last


def _judge(submission: Submission, verdict: str, points: tuple[str, ...], comment: str) -> None:
    criteria = wanted(submission.step, "").criteria  # type: ignore[union-attr]
    given = Given(
        verdict=verdict,
        comment=comment,
        criteria=[
            {
                "id": criterion.id,
                "name": criterion.name,
                "points": found,
                "of": f"{criterion.points:f}",
                "comment": "",
            }
            for criterion, found in zip(criteria, points, strict=True)
        ],
    )
    assess(assessor=_staff(), submission_id=submission.pk, given=given, based_on=0)


def _staff() -> User:
    return User.objects.get(email=account("staff").email)
