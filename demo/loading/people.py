"""Sixty invented people: their names, professions and organisations."""

import datetime
import random

from accounts.learner_id import PREFIX, check_digit
from accounts.models import Membership, Organisation, User

# Given names (all official ones) and surname; none is a real person's record.
NAMES = """
Aada Helena|Aaltonen
Eino Juhani|Ahonen
Maija-Liisa|Anttila
Kristiina|Björklund
Hanna Kaarina|Eskelinen
Mikko Antero|Forsström
Outi Marjatta|Granqvist
Jukka-Pekka|Haapasalo
Elsa Sofia|Hakala
Åsa Margareta|Hellström
Timo Kalevi|Hiltunen
Päivi Anneli|Huuskonen
Inga Biret Márjá|Jomppanen
Ville Johannes|Juntunen
Sirpa Tuulikki|Järvelä
Leila Annikki|Kangas
Jan-Erik|Karlsson
Riikka Johanna|Karvonen
Pekka Olavi|Kemppainen
Saara Elina|Keränen
Anne-Mari|Koivuniemi
Juho Matias|Korhola
Katja Susanna|Kuusela
Heikki Tapio|Laaksonen
Nilla Ánte|Lánsman
Tiina Maaria|Lehtovaara
Oskar Emil|Lindroos
Merja Hannele|Lukkari
Antti Ilmari|Luoma-aho
Susanna Katariina|Mäenpää
Kaisa Orvokki|Mäntylä
Fredrik Axel|Nordman
Ulla-Maija|Nurmela
Sami Petteri|Ojanen
Emmi Aurora|Palokangas
Žanna|Petrova-Salmi
Risto Uolevi|Pitkänen
Johanna Maria|Pohjola
Tuomas Aleksi|Raatikainen
Niina Pauliina|Rantakokko
Lars Mikael|Rosenqvist
Mari Hillevi|Ruotsalainen
Arto Sakari|Räisänen
Eeva Kyllikki|Saarenpää
Hugo Viljami|Salonen
Milla Matilda|Seppä
Teemu Oskari|Siltala
Ritva Irene|Suhonen
Anna-Stina|Söderblom
Markku Tapani|Tahvanainen
Jenni Amanda|Tiainen
Kalle Eemeli|Tuominen-Koski
Veera Linnea|Törmänen
Pirkko Helmi|Utriainen
Ahmed Hassan|Warsame
Laura Ilona|Vainikka
Santeri Aatos|Vesala
Minna Eveliina|Virkkula
Olli-Pekka|Ylikangas
Reetta Adele|Österberg
""".strip().splitlines()

PROFESSIONS = (
    "sosiaalityöntekijä",
    "sairaanhoitaja",
    "työkykykoordinaattori",
    "sosiaaliohjaaja",
    "työhönvalmentaja",
    "fysioterapeutti",
    "lääkäri",
    "asiantuntija, työllisyysalue",
    "kuntoutuksen asiantuntija",
    "palveluohjaaja",
)


# Where more people live, more are trained: so many times as in the others.
LARGER = {
    "helsinki": 6,
    "hva-pirkanmaa": 5,
    "hva-varsinais-suomi": 5,
    "hva-pohjois-pohjanmaa": 4,
    "hva-lansi-uusimaa": 4,
    "hva-keski-suomi": 3,
    "hva-pohjois-savo": 3,
    "hva-vantaa-kerava": 3,
    "hva-pohjois-karjala": 2,
    "hva-lappi": 2,
}
COUNTIES = ("county", "city", "region")


def load_people() -> list[User]:
    """Make the people where they are missing; return them in the order of the names."""
    counties = [
        found
        for found in Organisation.objects.exclude(kind__in=["polytechnic", "project"])
        for _time in range(LARGER.get(found.key, 1))
    ]
    projects = list(Organisation.objects.filter(kind="project"))
    dice = random.Random(2026)
    return [
        _load_person(number, line, counties, projects, dice)
        for number, line in enumerate(NAMES, start=1)
    ]


def _load_person(
    number: int,
    line: str,
    counties: list[Organisation],
    projects: list[Organisation],
    dice: random.Random,
) -> User:
    given_names, surname = line.split("|")
    # Every sixth is staff of a project: those were invited first.
    home = projects[number % len(projects)] if number % 6 == 0 else dice.choice(counties)
    born = datetime.date(dice.randint(1962, 1998), dice.randint(1, 12), dice.randint(1, 28))
    person, made = User.objects.get_or_create(
        email=f"oppija{number:02}@demo.example",
        defaults={
            "first_name": given_names,
            "last_name": surname,
            "language": "sv" if number % 10 == 0 else "fi",
            "profession": dice.choice(PROFESSIONS),
            "home_organisation": home,
            "county": _county(home, number, counties),
            "birth_date": born,
            "learner_id": _learner_id(1_000_000_000 + number * 7919),
        },
    )
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        if home in projects:
            Membership.objects.create(user=person, organisation=home, role=Membership.Role.MEMBER)
    return person


def _county(
    home: Organisation, number: int, organisations: list[Organisation]
) -> Organisation | None:
    """Return where somebody works whose employer is no county; every fourth does not tell."""
    if home.kind in COUNTIES or home.county or number % 4 == 0:
        return None
    known = [found for found in organisations if found.kind in COUNTIES]
    return random.Random(number).choice(known)


def _learner_id(number: int) -> str:
    return f"{PREFIX}{number}{check_digit(str(number))}"
