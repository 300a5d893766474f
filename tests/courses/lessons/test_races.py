"""A learner with places on two runs of a course, at the same block in the same moment."""

import threading
import time

import pytest
from django.db import connection

from courses.catalogue.models import CourseStep
from courses.lessons.deeds import keep_marks
from courses.lessons.models import BlockDeed
from courses.lessons.places import Place, doing_blocks
from tests.factories.courses import EnrolmentFactory
from tests.factories.lessons import block, checklist, identity, lesson_with

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_deed_is_the_learners_by_whichever_run_it_is_kept(monkeypatch):
    lesson = lesson_with(block("checklist", checklist()))
    step = CourseStep.objects.get(key=lesson.translation_key)
    first = EnrolmentFactory(run__course=step.course)
    second = EnrolmentFactory(run__course=step.course, learner=first.learner)
    [desk] = doing_blocks(lesson)
    kept, gate, faults = Place.deed, threading.Barrier(2), []

    def seen_slowly(place):
        found = kept.fget(place)
        time.sleep(0.3)  # the other comes in meanwhile, unless it waits
        return found

    monkeypatch.setattr(Place, "deed", property(seen_slowly))

    def mark(enrolment, points):
        place = Place(enrolment, step, lesson, "", desk)
        gate.wait()
        try:
            keep_marks(place=place, marks={identity("c11"): points})
        except Exception as fault:  # looked at below
            faults.append(fault)
        finally:
            connection.close()

    works = [(first, 1), (second, 2)]
    threads = [threading.Thread(target=mark, args=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert faults == []
    assert BlockDeed.objects.get().data["points"] in (1, 2)
