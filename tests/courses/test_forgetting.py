"""What is written on a run is erased two years after it; the study record stays."""

import datetime
import io

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from courses import forgetting
from courses.activities.statements import SelfRating
from courses.activities.submissions import (
    Assessment,
    Submission,
    SubmissionFile,
    private_storage,
)
from courses.activities.webinars import Attendance
from courses.catalogue.runs import CourseRun
from courses.following.messages import send
from courses.following.models import Message, MessageCopy, Note
from courses.following.notes import write_note
from courses.progress.models import Completion, StepProgress
from courses.training.choosing import Choice
from courses.training.gathering import effects_of
from courses.training.kept_blocks import KeptBlock
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    AssessmentFactory,
    AttendanceFactory,
    DraftFactory,
    SelfRatingFactory,
    StatementSetFactory,
    SubmissionFactory,
    file_of,
)
from tests.factories.courses import CompletionFactory, CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
LONG_AGO = datetime.date(2024, 11, 20)
NOT_YET = datetime.date(2024, 11, 24)
THEN = datetime.datetime(2024, 11, 20, 12, tzinfo=datetime.UTC)
WORDS = "Oma tekstini"


def written_by(enrolment):
    """Everything that is written on an enrolment."""
    submission = SubmissionFactory(enrolment=enrolment, state="passed", text=WORDS)
    file_of(submission, name="oma.pdf")
    AssessmentFactory(
        submission=submission,
        grade="4",
        comment="Hyvin kirjoitit",
        criteria=[{"id": "a", "name": "Perustelu", "points": "2", "of": "3", "comment": "Hyvä"}],
    )
    draft = DraftFactory(enrolment=enrolment, text="Kesken")
    file_of(draft, name="kesken.pdf")
    SelfRatingFactory(enrolment=enrolment, answers={"1": 3})
    AttendanceFactory(enrolment=enrolment)
    write_note(enrolment=enrolment, author=UserFactory(), text="Soitettu")
    send(
        run=enrolment.run,
        sender=UserFactory(),
        subject="Hei",
        body="Miten menee?",
        enrolments=[enrolment],
    )
    StepProgress.objects.create(
        enrolment=enrolment, step=submission.step, opened_at=THEN, completed_at=THEN
    )
    return submission


def on_run(**terms):
    ended = {name: terms.pop(name) for name in ("completed_at", "withdrawn_at") if name in terms}
    return EnrolmentFactory(run=CourseRunFactory(**{"starts_on": None} | terms), **ended)


class TestWhatGoes:
    @pytest.fixture
    def erased(self, django_capture_on_commit_callbacks):
        enrolment = on_run(ends_on=LONG_AGO, completed_at=THEN)
        CompletionFactory(enrolment=enrolment)
        submission = written_by(enrolment)
        paths = list(SubmissionFile.objects.values_list("file", flat=True))
        assert all(private_storage().exists(path) for path in paths)
        with django_capture_on_commit_callbacks(execute=True):
            assert forgetting.erase_old_work(NOW) == 1
        submission.refresh_from_db()
        return submission, paths

    def test_words_and_files_go(self, erased):
        submission, paths = erased
        assert (submission.text, submission.erased_at) == ("", NOW)
        assert not SubmissionFile.objects.exists()
        assert not any(private_storage().exists(path) for path in paths)
        assert list(Submission.objects.all()) == [submission]

    def test_notes_messages_and_self_ratings_go(self, erased):
        for model in (Note, MessageCopy, Message, SelfRating):
            assert not model.objects.exists(), model

    def test_the_record_stays(self, erased):
        submission, _paths = erased
        said = Assessment.objects.get()
        assert (submission.state, said.verdict, said.grade) == ("passed", "passed", "4")
        assert said.comment == ""
        [criterion] = said.criteria
        assert (criterion["points"], criterion["of"], criterion["comment"]) == ("2", "3", "")
        assert Completion.objects.valid().exists()
        assert StepProgress.objects.get().completed_at
        assert Attendance.objects.exists()

    def test_nothing_is_due_a_second_time(self, erased):
        assert forgetting.report(NOW) == []
        assert forgetting.erase_old_work(NOW) == 0

    def test_its_staff_are_told_what_became_of_it(self, erased, client, finnish):
        submission, _paths = erased
        client.force_login(MembershipFactory(organisation=submission.enrolment.run.organiser).user)
        url = reverse("run:submission", args=[submission.enrolment.run_id, submission.pk])
        assert "palaute poistettiin 22.11.2026" in client.get(url).text


class TestWhen:
    @pytest.mark.parametrize(
        "terms",
        [
            pytest.param({"ends_on": LONG_AGO}, id="the run ended"),
            pytest.param({"ends_on": LONG_AGO, "withdrawn_at": NOW}, id="withdrawn since"),
            pytest.param({"completed_at": THEN}, id="completed on a run without an end"),
            pytest.param({"withdrawn_at": THEN}, id="withdrawn from a run without an end"),
            pytest.param({"archived_at": THEN}, id="a run without an end was archived"),
        ],
    )
    def test_goes(self, terms):
        write_note(enrolment=on_run(**terms), author=UserFactory(), text="Soitettu")
        assert forgetting.erase_old_work(NOW) == 1
        assert not Note.objects.exists()

    @pytest.mark.parametrize(
        "terms",
        [
            pytest.param({"ends_on": NOT_YET}, id="the run ended less than two years ago"),
            pytest.param({"ends_on": LONG_AGO, "completed_at": NOW}, id="completed late"),
            pytest.param({}, id="still studying on a run without an end"),
            pytest.param({"completed_at": NOW}, id="completed on a run without an end"),
            pytest.param({"archived_at": THEN, "completed_at": NOW}, id="completed since archived"),
            pytest.param({"ends_on": NOT_YET, "archived_at": THEN}, id="archived before its end"),
        ],
    )
    def test_stays(self, terms):
        write_note(enrolment=on_run(**terms), author=UserFactory(), text="Soitettu")
        assert forgetting.erase_old_work(NOW) == 0
        assert Note.objects.exists()

    def test_the_time_is_a_setting(self, settings):
        write_note(enrolment=on_run(ends_on=NOT_YET), author=UserFactory(), text="Soitettu")
        settings.WORK_KEPT_DAYS = 365
        assert forgetting.erase_old_work(NOW) == 1

    def test_zero_keeps_it(self, settings):
        write_note(enrolment=on_run(ends_on=LONG_AGO), author=UserFactory(), text="Soitettu")
        settings.WORK_KEPT_DAYS = 0
        assert (forgetting.erase_old_work(NOW), forgetting.report(NOW)) == (0, [])

    def test_the_clock_looks_once_a_day(self):
        cache.delete(forgetting.LOOKED)
        write_note(enrolment=on_run(ends_on=LONG_AGO), author=UserFactory(), text="Soitettu")
        assert forgetting.erase_daily(NOW) == 1
        write_note(enrolment=on_run(ends_on=LONG_AGO), author=UserFactory(), text="Soitettu")
        assert forgetting.erase_daily(NOW) == 0
        cache.delete(forgetting.LOOKED)


def test_others_keep_theirs():
    gone, kept = on_run(ends_on=LONG_AGO), on_run(ends_on=NOT_YET)
    written_by(gone)
    theirs = written_by(kept)
    forgetting.erase_old_work(NOW)
    theirs.refresh_from_db()
    assert (theirs.text, theirs.erased_at) == (WORDS, None)
    assert set(SubmissionFile.objects.values_list("name", flat=True)) == {"oma.pdf", "kesken.pdf"}
    assert set(Note.objects.values_list("enrolment", flat=True)) == {kept.pk}
    assert set(SelfRating.objects.values_list("enrolment", flat=True)) == {kept.pk}


def test_a_message_stays_for_those_who_may_still_read_it():
    early = on_run(completed_at=THEN)
    late = EnrolmentFactory(run=early.run)
    message = send(
        run=early.run, sender=UserFactory(), subject="Hei", body="!", enrolments=[early, late]
    )
    forgetting.erase_old_work(NOW)
    assert [copy.enrolment for copy in message.copies.all()] == [late]


def test_bytes_that_a_later_round_names_too_stay_for_it():
    """A work that is moved brings its files along: two rows may name the same bytes."""
    file = file_of(SubmissionFactory(enrolment=on_run(ends_on=LONG_AGO)))
    other = SubmissionFactory(enrolment=on_run(ends_on=NOT_YET))
    SubmissionFile.objects.create(
        submission=other,
        file=file.file.name,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        sha256=file.sha256,
        uploaded_at=NOW,
    )
    forgetting.erase_old_work(NOW)
    assert private_storage().exists(file.file.name)


def test_what_was_never_assessed_waits_no_more():
    SubmissionFactory(enrolment=on_run(ends_on=LONG_AGO))
    waiting = SubmissionFactory()
    forgetting.erase_old_work(NOW)
    assert list(Submission.objects.waiting()) == [waiting]


class TestFigures:
    @pytest.fixture
    def statements(self):
        return StatementSetFactory(of=1)

    def pairs(self, run, statements, *, of, at, levels=(2, 4)):
        statement = str(statements.statements.get().pk)
        for number in range(of):
            enrolment = EnrolmentFactory(run=run)
            step = None
            for moment, level in zip(("before", "after"), levels, strict=True):
                rating = SelfRatingFactory(
                    enrolment=enrolment,
                    statement_set=statements,
                    moment=moment,
                    answers={statement: level},
                    rated_at=at + datetime.timedelta(minutes=number),
                    **{"step": step} if step else {},
                )
                step = rating.step

    def effects(self):
        return effects_of(Choice(CourseRun.objects.all()))

    def test_no_figure_changes_by_an_erasure(self, statements):
        old = CourseRunFactory(ends_on=LONG_AGO, starts_on=None)
        new = CourseRunFactory(
            course=old.course, organiser=old.organiser, ends_on=NOT_YET, starts_on=None
        )
        self.pairs(old, statements, of=13, at=THEN)
        self.pairs(new, statements, of=9, at=THEN + datetime.timedelta(days=1), levels=(1, 5))
        before = self.effects()
        assert [effect.pairs for effect in before.values()] == [20]

        forgetting.erase_old_work(NOW)

        assert self.effects() == before
        assert KeptBlock.objects.count() == 2
        assert SelfRating.objects.count() == 18

    def test_new_pairs_make_the_blocks_that_they_would_have_made(self, statements):
        old = CourseRunFactory(ends_on=LONG_AGO, starts_on=None)
        new = CourseRunFactory(
            course=old.course, organiser=old.organiser, ends_on=NOT_YET, starts_on=None
        )
        self.pairs(old, statements, of=10, at=THEN)
        forgetting.erase_old_work(NOW)
        self.pairs(new, statements, of=9, at=THEN + datetime.timedelta(days=1))
        assert [effect.pairs for effect in self.effects().values()] == [10]
        self.pairs(new, statements, of=1, at=THEN + datetime.timedelta(days=2))
        assert [effect.pairs for effect in self.effects().values()] == [20]

    def test_a_few_pairs_that_were_told_nowhere_leave_nothing(self, statements):
        self.pairs(CourseRunFactory(ends_on=LONG_AGO, starts_on=None), statements, of=9, at=THEN)
        forgetting.erase_old_work(NOW)
        assert not KeptBlock.objects.exists()
        assert not SelfRating.objects.exists()

    def test_kept_blocks_are_of_the_organisers_whom_one_may_see(self, statements):
        ours, theirs = CourseRunFactory.create_batch(2, ends_on=LONG_AGO, starts_on=None)
        for run in (ours, theirs):
            self.pairs(run, statements, of=10, at=THEN)
        forgetting.erase_old_work(NOW)
        assert KeptBlock.objects.count() == 2
        seen = effects_of(Choice(CourseRun.objects.filter(organiser=ours.organiser)))
        assert [effect.pairs for effect in seen.values()] == [10]


class TestReport:
    def test_says_what_is_due_and_changes_nothing(self):
        due = on_run(ends_on=LONG_AGO, code="VANHA-1")
        written_by(due)
        written_by(on_run(ends_on=NOT_YET, code="UUSI-1"))
        out = io.StringIO()
        call_command("erase_old_work", stdout=out)
        assert "VANHA-1: 1 people, 2 works, 1 self-assessments, 1 notes, 1 messages" in (
            out.getvalue()
        )
        assert "UUSI-1" not in out.getvalue()
        assert "nothing was changed" in out.getvalue()
        assert Submission.objects.filter(text=WORDS).count() == 2

    def test_erases_at_once_where_it_is_asked_to(self):
        written_by(on_run(ends_on=LONG_AGO))
        out = io.StringIO()
        call_command("erase_old_work", "--now", stdout=out)
        assert "Erased: 1 enrolments on 1 runs." in out.getvalue()
        assert not Submission.objects.filter(text=WORDS).exists()

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_any_number(self, count, django_assert_num_queries):
        for _number in range(count):
            written_by(on_run(ends_on=LONG_AGO))
        with django_assert_num_queries(5):
            assert len(forgetting.report(NOW)) == count
