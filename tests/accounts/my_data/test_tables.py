"""Every table on people is exported and erased, or says why not."""

import pytest

from accounts.models import Organisation, User

pytestmark = pytest.mark.django_db


# Where people are pointed at, and who answers for it. A new table on people fails this test
# until its app exports and erases it, or it is told here why not.
ANSWERED_FOR = {
    "certificates.BulkIssue.by": "certificates",
    "certificates.CertificateEvent.by": "certificates",
    "courses.CurriculumChange.noted_by": "courses",
    "account.EmailAddress.user": "account",
    "accounts.Membership.user": "account",
    "accounts.User_groups.user": "account",
    "accounts.User_user_permissions.user": "account",
    "wagtailusers.UserProfile.user": "account",
    "wagtailcore.APIToken.user": "account",
    "wagtailadmin.EditingSession.user": "account",
    "wagtailadmin.FormState.user": "account",
    "wagtailcore.PageSubscription.user": "account",
    "courses.Enrolment.learner": "courses",
    "courses.Completion.learner": "courses",
    "courses.CourseRun.teachers": "courses",
    "courses.CourseRun_teachers.user": "courses",
    "courses.IdentityCode.person": "courses",
    "courses.IdentityCodeReading.person": "courses",
    "courses.PreparedList.person": "courses",
    "courses.ProgrammeEnrolment.learner": "courses",
    "courses.Roster.created_by": "courses",
    "courses.WaitingPlace.learner": "courses",
    "courses.BlockDeed.learner": "courses",
    "courses.ExerciseResult.learner": "courses",
    "courses.Marking.learner": "courses",
    "courses.ReadingPlace.learner": "courses",
    "home.Notice.person": "notices",
    "home.NoticeChoice.person": "notices",
    "home.QuietHours.person": "notices",
    # Staff's own deeds stay, under the name of an erased account: who edited, who graded.
    "courses.Completion.recorded_by": "deed",
    "courses.Completion.annulled_by": "deed",
    "courses.StepDecision.by": "deed",
    "courses.Enrolment.recorded_by": "deed",
    "courses.Invitation.invited_by": "deed",
    "courses.Assessment.assessor": "deed",
    "courses.Attendance.marked_by": "deed",
    "courses.Attendance.revoked_by": "deed",
    "courses.Note.author": "deed",
    "courses.Message.sender": "deed",
    "courses.Delivery.created_by": "deed",
    "courses.DeliveryRow.entered_by": "deed",
    "courses.ExportLog.person": "deed",
    "courses.IdentityCodeReading.reader": "deed",
    "quizzes.GradeEvent.graded_by": "deed",
    "quizzes.Regrade.applied_by": "deed",
    "quizzes.Regrade.lowered_by": "deed",
    "quizzes.QuestionFlaw.flagged_by": "deed",
    "quizzes.QuestionFlaw.settled_by": "deed",
    "quizzes.QuizOverride.made_by": "deed",
    # Goes with the account, and a day after it was uploaded in any case.
    "quizzes.QuestionImport.created_by": "deed",
    "courses.PackageImport.created_by": "deed",
    "home.DraftShare.created_by": "deed",
    "home.Feedback.answered_by": "deed",
    "home.H5PPackage.uploaded_by": "deed",
    # Who answers for a content's facts.
    "courses.AssignmentPage.responsible": "deed",
    "courses.CoursePage.responsible": "deed",
    "courses.LessonPage.responsible": "deed",
    "courses.SelfAssessmentPage.responsible": "deed",
    "courses.WebinarPage.responsible": "deed",
    "quizzes.QuizPage.responsible": "deed",
    "home.GlossaryTerm.responsible": "deed",
    "home.ServiceCard.responsible": "deed",
    "home.HelpPage.responsible": "deed",
    "home.StandardPage.responsible": "deed",
    "home.CustomImage.uploaded_by_user": "deed",
    "home.CustomDocument.uploaded_by_user": "deed",
    "wagtailimages.Image.uploaded_by_user": "deed",
    "wagtaildocs.Document.uploaded_by_user": "deed",
    "wagtail_localize.StringTranslation.last_translated_by": "deed",
    "wagtail_localize.SegmentOverride.last_translated_by": "deed",
    "wagtailcore.Comment.user": "deed",
    "wagtailcore.Comment.resolved_by": "deed",
    "wagtailcore.CommentReply.user": "deed",
    "wagtailcore.ModelLogEntry.user": "deed",
    "wagtailcore.PageLogEntry.user": "deed",
    "wagtailcore.Page.owner": "deed",
    "wagtailcore.Revision.user": "deed",
    "wagtailcore.TaskState.finished_by": "deed",
    "wagtailcore.WorkflowState.requested_by": "deed",
    "wagtailcore.UploadedFile.uploaded_by_user": "deed",
}


def test_every_table_on_people_is_answered_for():
    pointing = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    # A lock is let go by whoever takes over.
    pointing = {name for name in pointing if not name.endswith(".locked_by")}

    assert pointing == set(ANSWERED_FOR)


def test_organisations_are_not_people():
    assert {
        field.name for field in Organisation._meta.concrete_fields if field.related_model is User
    } == set()
