"""
A process laid out for a drawing: boxes in rows, arrows between them.

Each step stands in the row after the last of those that lead to it. An arrow that passes a
row gets a narrow place in it, so that it runs beside boxes and never through them; one that
leads back does the same upwards. Measures are in sixteenths of the text's size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from home.lettering import width_of, wrapped

BOX = 190
PASSAGE = 20
BESIDE = 32
TEXT = 15
LINE = 20
PADDING = 12
LABEL_TEXT = 14
LABEL_LINE = 17
LABEL_WIDTH = 128
GAP = 44
TIP = 7
MARGIN = 6
# A question's box ends in points, so its words have less room.
POINT = 14


@dataclass(frozen=True)
class Node:
    """A step: its words, its kind (step, question, end), and where it leads with which words."""

    words: str
    kind: str = "step"
    arrows: Sequence[tuple[int, str]] = ()


@dataclass
class _Place:
    """A place in a row: a box, or a passage for an arrow."""

    row: int
    box: int | None
    x: float = 0

    @property
    def width(self) -> float:
        return PASSAGE if self.box is None else BOX


@dataclass(frozen=True)
class Text:
    """A line of text by its middle and its base line."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Box:
    """A step as it is drawn."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: list[Text]

    @property
    def radius(self) -> float:
        """An end is round."""
        return self.height / 2 if self.kind == "end" else 6

    @property
    def outline(self) -> str:
        """The corners of a question, which ends in points."""
        left, right, middle = self.x, self.x + self.width, self.y + self.height / 2
        top, foot = self.y, self.y + self.height
        return (
            f"{left:g},{middle:g} {left + POINT:g},{top:g} {right - POINT:g},{top:g} "
            f"{right:g},{middle:g} {right - POINT:g},{foot:g} {left + POINT:g},{foot:g}"
        )


@dataclass(frozen=True)
class Arrow:
    """A line with its tip, and the lines of its words."""

    path: str
    tip: str
    lines: list[Text]


@dataclass(frozen=True)
class Drawing:
    """What a template draws; `columns` is the most boxes beside each other."""

    width: float
    height: float
    columns: int
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    @property
    def ems(self) -> str:
        """The width in sizes of the text, so that it grows with it."""
        return f"{self.width / 16:g}em"


@dataclass
class _Way:
    """An arrow on its way down: its places from the upper box to the lower one."""

    places: list[_Place]
    words: list[str]
    is_back: bool


def drawn(nodes: Sequence[Node], language: str = "fi") -> Drawing:
    """
    Lay out the steps, the first one on top; arrows to nowhere are left out.

    >>> found = drawn([Node("Alku", arrows=[(1, "")]), Node("Loppu", "end")])
    >>> len(found.boxes), len(found.arrows), found.columns
    (2, 1, 1)
    """
    edges = [
        (number, target, words)
        for number, node in enumerate(nodes)
        for target, words in node.arrows
        if 0 <= target < len(nodes) and target != number
    ]
    backward = _backward(len(nodes), edges)
    rows = _rows(len(nodes), edges, backward)
    boxes = [_Place(row, number) for number, row in enumerate(rows)]
    table: list[list[_Place]] = [[] for _row in range(max(rows, default=-1) + 1)]
    for box in boxes:
        table[box.row].append(box)
    ways = [_way(edge, boxes, table, edge in backward, language) for edge in edges]
    _order(table, ways)
    width = _spread(table, ways)
    return _picture(nodes, table, ways, width, language)


def _backward(count: int, edges: Sequence[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """The arrows that lead back to a step from which one came."""
    found: set[tuple[int, int, str]] = set()
    state = [0] * count

    def visit(number: int) -> None:
        state[number] = 1
        for edge in edges:
            if edge[0] == number:
                if state[edge[1]] == 1:
                    found.add(edge)
                elif state[edge[1]] == 0:
                    visit(edge[1])
        state[number] = 2

    for number in range(count):
        if state[number] == 0:
            visit(number)
    return found


def _rows(
    count: int, edges: Sequence[tuple[int, int, str]], backward: set[tuple[int, int, str]]
) -> list[int]:
    """The row of each step: one below the lowest of those that lead to it."""
    rows = [0] * count
    for _round in range(count):
        for edge in edges:
            if edge not in backward:
                rows[edge[1]] = max(rows[edge[1]], rows[edge[0]] + 1)
    return rows


def _way(
    edge: tuple[int, int, str],
    boxes: list[_Place],
    table: list[list[_Place]],
    is_back: bool,
    language: str,
) -> _Way:
    upper, lower = (edge[1], edge[0]) if is_back else (edge[0], edge[1])
    passages = [_Place(row, None) for row in range(boxes[upper].row + 1, boxes[lower].row)]
    for passage in passages:
        table[passage.row].append(passage)
    words = wrapped(edge[2], LABEL_WIDTH, LABEL_TEXT, language) if edge[2] else []
    return _Way([boxes[upper], *passages, boxes[lower]], words, is_back)


def _neighbours(ways: Sequence[_Way], step: int) -> dict[int, list[_Place]]:
    """Each place's neighbours in the row above (-1) or below (1), by the place's id."""
    found: dict[int, list[_Place]] = {}
    for way in ways:
        for upper, lower in pairwise(way.places):
            near, far = (lower, upper) if step < 0 else (upper, lower)
            found.setdefault(id(near), []).append(far)
    return found


def _order(table: list[list[_Place]], ways: Sequence[_Way]) -> None:
    """Order each row by where its neighbours stand, so that few arrows cross."""
    for step in (-1, 1, -1, 1):
        near = _neighbours(ways, step)
        for row in table if step < 0 else reversed(table):
            place = {id(item): at for line in table for at, item in enumerate(line)}
            middle = {
                id(item): sum(place[id(other)] for other in others) / len(others)
                if (others := near.get(id(item)))
                else place[id(item)]
                for item in row
            }
            row.sort(key=lambda item, middle=middle: middle[id(item)])  # type: ignore[misc]


def _spread(table: list[list[_Place]], ways: Sequence[_Way]) -> float:
    """Give each place its middle, near its neighbours' and clear of its row; return the width."""
    for row in table:
        _settle(row, [0.0] * len(row))
    for step in (-1, 1, -1):
        near = _neighbours(ways, step)
        for row in table if step < 0 else reversed(table):
            wishes = [
                sum(other.x for other in others) / len(others)
                if (others := near.get(id(item)))
                else item.x
                for item in row
            ]
            _settle(row, wishes)
    left = min((item.x - item.width / 2 for row in table for item in row), default=0)
    for row in table:
        for item in row:
            item.x = round(item.x - left + MARGIN, 1)
    right = max((item.x + item.width / 2 for row in table for item in row), default=0)
    return round(right + MARGIN, 1)


def _settle(row: list[_Place], wishes: list[float]) -> None:
    """Place a row as near to its wishes as it can stand without touching."""
    from_left, from_right = list(wishes), list(wishes)
    for at in range(1, len(row)):
        apart = (row[at - 1].width + row[at].width) / 2 + BESIDE
        from_left[at] = max(wishes[at], from_left[at - 1] + apart)
        from_right[-at - 1] = min(
            wishes[-at - 1],
            from_right[-at] - (row[-at].width + row[-at - 1].width) / 2 - BESIDE,
        )
    for item, one, other in zip(row, from_left, from_right, strict=True):
        item.x = (one + other) / 2


def _picture(
    nodes: Sequence[Node],
    table: list[list[_Place]],
    ways: Sequence[_Way],
    width: float,
    language: str,
) -> Drawing:
    lines = [
        wrapped(
            node.words,
            BOX - 2 * PADDING - (2 * POINT if node.kind != "step" else 0),
            TEXT,
            language,
        )
        for node in nodes
    ]
    tops: list[float] = []
    heights: list[float] = []
    y: float = MARGIN
    for number, row in enumerate(table):
        most = max((len(lines[item.box]) for item in row if item.box is not None), default=1)
        tops.append(y)
        heights.append(most * LINE + 2 * PADDING)
        labels = [len(way.words) for way in ways if _label_row(way) == number]
        y += heights[-1] + GAP + max(labels, default=0) * LABEL_LINE
    height = y - GAP + MARGIN if table else 0
    boxes = [
        Box(
            kind=nodes[item.box].kind,
            x=item.x - BOX / 2,
            y=tops[item.row],
            width=BOX,
            height=heights[item.row],
            lines=_lines(
                lines[item.box],
                item.x,
                tops[item.row] + heights[item.row] / 2,
                LINE,
                TEXT,
            ),
        )
        for row in table
        for item in row
        if item.box is not None
    ]
    columns = max((sum(item.box is not None for item in row) for row in table), default=0)
    arrows = _arrows(ways, tops, heights)
    right = [
        line.x + width_of(line.words, LABEL_TEXT) / 2 for arrow in arrows for line in arrow.lines
    ]
    return Drawing(max(width, *right, 0), height, columns, boxes, arrows)


def _label_row(way: _Way) -> int:
    """The row below which an arrow's words stand: where the reader leaves the box."""
    return way.places[-2].row if way.is_back else way.places[0].row


def _lines(lines: list[str], x: float, middle: float, line: float, size: float) -> list[Text]:
    first = middle - (len(lines) - 1) * line / 2 + size * 0.34
    return [Text(x, round(first + at * line, 1), words) for at, words in enumerate(lines)]


def _ports(ways: Sequence[_Way], *, upper: bool) -> dict[int, float]:
    """Where each arrow meets its upper or lower box: side by side, as its other end lies."""
    end, other = (0, 1) if upper else (-1, -2)
    by_box: dict[int, list[_Way]] = {}
    for way in ways:
        by_box.setdefault(id(way.places[end]), []).append(way)
    found = {}
    for group in by_box.values():
        group.sort(key=lambda way: way.places[other].x)
        box = group[0].places[end]
        between = min(64.0, (BOX - 2 * POINT) / len(group))
        for at, way in enumerate(group):
            found[id(way)] = box.x + (at - (len(group) - 1) / 2) * between
    return found


def _arrows(ways: Sequence[_Way], tops: list[float], heights: list[float]) -> list[Arrow]:
    leaving, coming = _ports(ways, upper=True), _ports(ways, upper=False)
    across = {
        id(way): [leaving[id(way)], *(place.x for place in way.places[1:-1]), coming[id(way)]]
        for way in ways
    }
    middles = _middles(ways, across)
    arrows = []
    for way in ways:
        xs = across[id(way)]
        rows = [place.row for place in way.places]
        start = tops[rows[0]] + heights[rows[0]] + (TIP if way.is_back else 0)
        path = f"M{xs[0]:g} {start:g}"
        for at in range(1, len(xs)):
            above = tops[rows[at - 1]] + heights[rows[at - 1]] if at > 1 else start
            below = tops[rows[at]] - (TIP if at == len(xs) - 1 and not way.is_back else 0)
            middle = (above + below) / 2
            path += f"C{xs[at - 1]:g} {middle:g} {xs[at]:g} {middle:g} {xs[at]:g} {below:g}"
            if at < len(xs) - 1:
                path += f"V{tops[rows[at]] + heights[rows[at]]:g}"
        row = _label_row(way)
        y = (tops[row] + heights[row] + tops[row + 1]) / 2
        lines = _lines(way.words, middles.get(id(way), 0), y, LABEL_LINE, LABEL_TEXT)
        arrows.append(Arrow(path, _tip(way, xs, tops, heights), lines))
    return arrows


def _middles(ways: Sequence[_Way], across: dict[int, list[float]]) -> dict[int, float]:
    """The middle of each arrow's words: on the arrow, and clear of the words beside them."""
    found: dict[int, float] = {}
    by_row: dict[int, list[_Way]] = {}
    for way in ways:
        if way.words:
            xs = across[id(way)]
            near, far = (xs[-1], xs[-2]) if way.is_back else (xs[0], xs[1])
            # Nearer to the other end, where arrows of one box have parted.
            found[id(way)] = near + (far - near) * 0.6
            by_row.setdefault(_label_row(way), []).append(way)
    for group in by_row.values():
        group.sort(key=lambda way: found[id(way)])
        # Each round moves neighbours that touch apart; a row holds but a few.
        for _round in range(len(group) * 4):
            for one, other in pairwise(group):
                room = (_widest(one) + _widest(other)) / 2 + LABEL_TEXT
                short = room - (found[id(other)] - found[id(one)])
                if short > 0:
                    found[id(one)] -= short / 2
                    found[id(other)] += short / 2
        beyond = max((_widest(way) / 2 - found[id(way)] for way in group[:1]), default=0)
        for way in group if beyond > 0 else []:
            found[id(way)] += beyond
    return {key: round(x, 1) for key, x in found.items()}


def _widest(way: _Way) -> float:
    return max(width_of(line, LABEL_TEXT) for line in way.words)


def _tip(way: _Way, xs: list[float], tops: list[float], heights: list[float]) -> str:
    at, towards = (0, 1) if way.is_back else (-1, -1)
    row, x = way.places[at].row, xs[at]
    y = tops[row] + heights[row] if way.is_back else tops[row]
    base = y + towards * (TIP + 2)
    return f"{x:g},{y:g} {x - TIP + 1:g},{base:g} {x + TIP - 1:g},{base:g}"
