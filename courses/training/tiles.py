"""The map: one tile for each wellbeing services county, for Helsinki and for Åland."""

from dataclasses import dataclass

# By the organisation's key: column, row, and its name on two lines in Finnish and Swedish.
# Laid out as the country lies, north at the top.
PLACES: dict[str, tuple[int, int, str, str]] = {
    "hva-lappi": (3, 0, "Lappi", "Lappland"),
    "hva-pohjois-pohjanmaa": (3, 1, "Pohjois-|Pohjanmaa", "Norra|Österbotten"),
    "hva-kainuu": (4, 1, "Kainuu", "Kajanaland"),
    "hva-pohjanmaa": (1, 2, "Pohjanmaa", "Österbotten"),
    "hva-keski-pohjanmaa": (2, 2, "Keski-|Pohjanmaa", "Mellersta|Österbotten"),
    "hva-keski-suomi": (3, 2, "Keski-|Suomi", "Mellersta|Finland"),
    "hva-pohjois-savo": (4, 2, "Pohjois-|Savo", "Norra|Savolax"),
    "hva-pohjois-karjala": (5, 2, "Pohjois-|Karjala", "Norra|Karelen"),
    "hva-etela-pohjanmaa": (1, 3, "Etelä-|Pohjanmaa", "Södra|Österbotten"),
    "hva-pirkanmaa": (2, 3, "Pirkanmaa", "Birkaland"),
    "hva-paijat-hame": (3, 3, "Päijät-|Häme", "Päijänne-|Tavastland"),
    "hva-etela-savo": (4, 3, "Etelä-|Savo", "Södra|Savolax"),
    "hva-etela-karjala": (5, 3, "Etelä-|Karjala", "Södra|Karelen"),
    "hva-satakunta": (1, 4, "Satakunta", "Satakunta"),
    "hva-kanta-hame": (2, 4, "Kanta-|Häme", "Egentliga|Tavastland"),
    "hva-keski-uusimaa": (3, 4, "Keski-|Uusimaa", "Mellersta|Nyland"),
    "hva-ita-uusimaa": (4, 4, "Itä-|Uusimaa", "Östra|Nyland"),
    "hva-kymenlaakso": (5, 4, "Kymen-|laakso", "Kymmene-|dalen"),
    "ahvenanmaa": (0, 5, "Ahvenan-|maa", "Åland"),
    "hva-varsinais-suomi": (1, 5, "Varsinais-|Suomi", "Egentliga|Finland"),
    "hva-lansi-uusimaa": (2, 5, "Länsi-|Uusimaa", "Västra|Nyland"),
    "helsinki": (3, 5, "Helsinki", "Helsingfors"),
    "hva-vantaa-kerava": (4, 5, "Vantaa ja|Kerava", "Vanda och|Kervo"),
}
# Units of the drawing.
STEP, SIDE = 76, 72
WIDTH, HEIGHT = 6 * STEP, 6 * STEP
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """A square with a name on one or two lines, a number, and a shade from 0 to 4."""

    x: int
    y: int
    lines: tuple[str, ...]
    name: str
    count: int
    shade: int

    @property
    def middle(self) -> int:
        """Where its texts stand, from the left."""
        return self.x + SIDE // 2

    @property
    def baselines(self) -> list[tuple[int, str]]:
        """The lines of the name with their heights."""
        return [(self.y + 18 + 13 * number, line) for number, line in enumerate(self.lines)]

    @property
    def foot(self) -> int:
        """Where the number stands, from above."""
        return self.y + SIDE - 10


def shade(count: int, most: int) -> int:
    """
    Return how dark a tile is: 0 for nobody, else by quarters of the largest number.

    >>> [shade(count, 20) for count in (0, 1, 5, 6, 20)]
    [0, 1, 1, 2, 4]
    """
    return -(-SHADES * count // most) if count else 0


def tiles(counts: dict[str, int], names: dict[str, str], language: str) -> list[Tile]:
    """
    Return the tiles of the counties whose keys the map knows, north to south.

    >>> drawn = tiles({"hva-lappi": 3}, {"hva-lappi": "Lapin hyvinvointialue"}, "fi")
    >>> drawn[0].lines, drawn[0].count, drawn[0].shade
    (('Lappi',), 3, 4)
    """
    most = max(counts.values(), default=0)
    return [
        Tile(
            x=column * STEP + 2,
            y=row * STEP + 2,
            lines=tuple((in_swedish if language == "sv" else in_finnish).split("|")),
            name=names[key],
            count=counts.get(key, 0),
            shade=shade(counts.get(key, 0), most),
        )
        for key, (column, row, in_finnish, in_swedish) in PLACES.items()
        if key in names
    ]
