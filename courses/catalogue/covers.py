"""Which drawing stands over a course in lists: it says where the course stands among others."""

from courses.catalogue.models import Audience, Course


def cover_of(course: Course, number: int = 0, total: int = 0) -> str:
    """
    Return the drawing's name; `number` and `total` are the course's place in its programme.

    A programme sets out on duckboards, crosses bridges and ends at a wide view; those who teach
    others sit by a fire; a course that stands alone is a boat with two at the oars.

    >>> [cover_of(Course(), number, 3) for number in (1, 2, 3)]
    ['cover-duckboards', 'cover-bridge', 'cover-lookout']
    >>> cover_of(Course(audiences=["education"])), cover_of(Course())
    ('cover-campfire', 'cover-rowing')
    """
    if total > 1:
        between = "cover-bridge" if number < total else "cover-lookout"
        return "cover-duckboards" if number == 1 else between
    return "cover-campfire" if course.audiences == [Audience.EDUCATION] else "cover-rowing"
