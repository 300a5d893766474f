"""Every model of this app; each lives in the room of its noun."""

from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage
from courses.activities.statements import SelfRating, Statement, StatementSet
from courses.activities.submissions import Assessment, Submission, SubmissionFile
from courses.activities.webinars import Attendance, WebinarSession
from courses.catalogue.changes import CurriculumChange
from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course, CourseStep, StudyField
from courses.catalogue.programmes import Programme, ProgrammeCourse, ProgrammeRun
from courses.catalogue.requirements import StepDate, StepGroup, StepRule
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.rosters import Roster
from courses.enrolling.waiting_places import WaitingPlace
from courses.following.models import (
    Message,
    MessageCopy,
    MessageTemplate,
    Note,
    ReminderRule,
    ReminderSent,
)
from courses.health.models import CourseHealth
from courses.lessons.models import BlockDeed, ExerciseResult, Marking, ReadingPlace
from courses.packages.models import ImportedPart, PackageImport
from courses.pages.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.planning.models import StudyPlan
from courses.progress.models import Completion, StepDecision, StepProgress
from courses.registrar.identity_codes import IdentityCode, IdentityCodeReading
from courses.registrar.models import Delivery, DeliveryRow, ExportLog, ListProfile
from courses.registrar.prepared import PreparedList
from courses.searching.models import SearchEntry, SearchHit, SearchKey, SearchMark
from courses.training.frozen import StudyQuarter
from courses.training.kept_blocks import KeptBlock

__all__ = [
    "Assessment",
    "AssignmentPage",
    "Attendance",
    "BlockDeed",
    "CataloguePage",
    "Completion",
    "Course",
    "CourseHealth",
    "CoursePage",
    "CourseRun",
    "CourseStep",
    "CurriculumChange",
    "Delivery",
    "DeliveryRow",
    "Enrolment",
    "ExerciseResult",
    "ExportLog",
    "IdentityCode",
    "IdentityCodeReading",
    "ImportedPart",
    "Invitation",
    "KeptBlock",
    "LessonPage",
    "ListProfile",
    "Marking",
    "Message",
    "MessageCopy",
    "MessageTemplate",
    "ModulePage",
    "Note",
    "PackageImport",
    "PreparedList",
    "Programme",
    "ProgrammeCourse",
    "ProgrammeEnrolment",
    "ProgrammeRun",
    "ReadingPlace",
    "ReminderRule",
    "ReminderSent",
    "Roster",
    "SearchEntry",
    "SearchHit",
    "SearchKey",
    "SearchMark",
    "SelfAssessmentPage",
    "SelfRating",
    "Statement",
    "StatementSet",
    "StepDate",
    "StepDecision",
    "StepGroup",
    "StepProgress",
    "StepRule",
    "StudyField",
    "StudyPlan",
    "StudyQuarter",
    "Submission",
    "SubmissionFile",
    "WaitingPlace",
    "WebinarPage",
    "WebinarSession",
]
