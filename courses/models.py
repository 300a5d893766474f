"""Where Django finds the models of this app; each lives in the room of its noun."""

from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.programmes import Programme, ProgrammeCourse
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.pages.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.progress.models import Completion, StepProgress

__all__ = [
    "CataloguePage",
    "Completion",
    "Course",
    "CoursePage",
    "CourseRun",
    "CourseStep",
    "Enrolment",
    "Invitation",
    "LessonPage",
    "ModulePage",
    "Programme",
    "ProgrammeCourse",
    "StepProgress",
]
