"""The charts of the gallery: each kind with ordinary values, none, one, many, and long words."""

from dataclasses import dataclass

from home import charts

LONG = "Päijät-Hämeen työkykykoordinaattorikoulutuksen monimuotototeutus syksyllä 2027"
STATES = ["Suorittaneet", "Aikataulussa", "Myöhässä", "Ei aloittaneet"]
DAYS = ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"]
HOURS = ["0–6", "6–9", "9–12", "12–15", "15–18", "18–24"]

Drawn = charts.Bars | charts.Histogram | charts.Strips | charts.Grid


@dataclass(frozen=True)
class Sample:
    """A chart with its name and its description."""

    title: str
    drawn: Drawn
    description: str


def chart_samples() -> list[Sample]:
    """Return the charts of the gallery."""
    runs = [("TK-3001 Työkyvyn tuki", [12, 9, 3, 1], "25"), (LONG, [1, 0, 0, 4], "5")]
    tenths = [str(number * 10) for number in range(10)]
    shares = [("Työterveyshuolto", 0.8, "24 (80 %)", True), (LONG, 0.1, "3 (10 %)", False)]
    many = [40 - number // 2 for number in range(48)]
    evening = [[0, 0, 2, 1, 3, 9 - day % 3] for day in range(7)]
    return [
        Sample("Nauhat: osuudet", charts.strips(runs, STATES, each_whole=True), "Kaksi nauhaa."),
        Sample("Nauhat: yhteinen asteikko", charts.strips(runs, STATES), "Kaksi nauhaa."),
        Sample("Nauhat ilman mitään", charts.strips([("HUS", [0, 0], "0")], STATES[:2]), "Tyhjä."),
        Sample("Pylväät ja raja", charts.histogram(range(10), tenths, 0.6), "Kymmenen pylvästä."),
        Sample("Yksi pylväs", charts.histogram([7], ["11/2026"], None), "Yksi pylväs."),
        Sample("Monta pylvästä", charts.histogram(many, [""] * 48, None), "48 pylvästä."),
        Sample("Palkit", charts.bars(shares), "Kaksi palkkia."),
        Sample("Ruudukko", charts.grid(evening, DAYS, HOURS), "Viikko kellonajoittain."),
    ]
