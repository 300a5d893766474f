"""
Where the markers of a drawn path stand, and the curve between them.

The drawing is the product's sign for progress, so it is worked out here once,
without Django, and the templates only print the numbers. Units are those of
the SVG's viewBox.
"""

from dataclasses import dataclass
from itertools import cycle, islice

# How far down each marker stands, as a share of the height: a walked path,
# not a wave. It repeats after eight markers.
MEANDER = (0.58, 0.22, 0.66, 0.86, 0.4, 0.12, 0.5, 0.8)


@dataclass(frozen=True)
class Point:
    """A place in the drawing."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:g} {self.y:g}"


def points(count: int, *, width: float, height: float, margin: float) -> list[Point]:
    """
    Spread markers over the width, `margin` kept free on every side.

    >>> [str(point) for point in points(3, width=100, height=40, margin=10)]
    ['10 21.6', '50 14.4', '90 23.2']
    >>> [str(point) for point in points(1, width=100, height=40, margin=10)]
    ['50 21.6']
    """
    depths = islice(cycle(MEANDER), count)
    step = (width - 2 * margin) / (count - 1) if count > 1 else 0
    first = margin if count > 1 else width / 2
    return [
        Point(round(first + index * step, 1), round(margin + depth * (height - 2 * margin), 1))
        for index, depth in enumerate(depths)
    ]


def curve(through: list[Point]) -> str:
    """
    The SVG path that passes smoothly through the points (Catmull-Rom).

    >>> curve([Point(0, 0), Point(6, 6)])
    'M0 0C1 1 5 5 6 6'
    >>> curve([Point(0, 0)])
    ''
    """
    if len(through) < 2:
        return ""
    path = f"M{through[0]}"
    padded = [through[0], *through, through[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        leave = Point(
            round(start.x + (end.x - before.x) / 6, 1), round(start.y + (end.y - before.y) / 6, 1)
        )
        arrive = Point(
            round(end.x - (after.x - start.x) / 6, 1), round(end.y - (after.y - start.y) / 6, 1)
        )
        path += f"C{leave} {arrive} {end}"
    return path


def reached(states: list[str]) -> int:
    """
    The index of the last marker that the walked line reaches, or -1.

    >>> reached(["done", "done", "current", "ahead"])
    2
    >>> reached(["ahead", "ahead"])
    -1
    >>> reached(["current", "ahead", "done"])
    0
    """
    index = -1
    for index, state in enumerate(states):
        if state != "done":
            return index if state == "current" else index - 1
    return index


# One gentle bend, the sign of progress where the markers are not known: two cubics.
BEND = (
    (Point(7, 12), Point(23, 1), Point(40, 1), Point(56, 12)),
    (Point(56, 12), Point(72, 23), Point(89, 23), Point(105, 12)),
)


def walked(percent: float) -> tuple[str, Point]:
    """
    The part of the bend that is behind the reader, and where it ends.

    >>> walked(0)[0], str(walked(0)[1])
    ('', '7 12')
    >>> walked(50)[0], str(walked(50)[1])
    ('M7 12C23 1 40 1 56 12', '56 12')
    >>> str(walked(100)[1])
    '105 12'
    """
    share = min(max(percent, 0), 100) / 50
    path = ""
    end = BEND[0][0]
    for start, leave, arrive, stop in BEND:
        part = min(share, 1)
        if part <= 0:
            break
        # De Casteljau: the same curve, cut where the reader stands.
        leave_now = _between(start, leave, part)
        second = _between(leave, arrive, part)
        arrive_now = _between(leave_now, second, part)
        beyond = _between(second, _between(arrive, stop, part), part)
        end = _between(arrive_now, beyond, part)
        path += (
            f"{'' if path else f'M{start}'}C{_round(leave_now)} {_round(arrive_now)} {_round(end)}"
        )
        share -= 1
    return path, _round(end)


def _between(here: Point, there: Point, share: float) -> Point:
    return Point(here.x + (there.x - here.x) * share, here.y + (there.y - here.y) * share)


def _round(place: Point) -> Point:
    return Point(round(place.x, 1), round(place.y, 1))
