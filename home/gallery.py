"""
The gallery of components, and each kind of page put together from them.

Served only where a developer or a demo's guest looks (config/urls.py). The
samples are plain data: whoever writes a page copies its markup from
`templates/home/gallery/`.
"""

from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from home.block_gallery import every_block
from home.blocks.hosts import allowed
from home.chart_gallery import chart_samples
from home.languages import language_by_query, links_by_query
from home.tokens import measured, scales

DRAWINGS = Path(__file__).resolve().parent.parent / "templates" / "drawings"

COMPOSITIONS = {
    "blocks": "Sisältölohkot",
    "front": "Etusivu",
    "catalogue": "Koulutukset",
    "course": "Opintojakson sivu",
    "lesson": "Oppitunti",
    "quiz_start": "Koe: aloitus",
    "quiz": "Koe: kysymys",
    "result": "Koe: tulos",
    "review": "Koe: vastaukset",
    "studies": "Omat opinnot",
    "sign_in": "Kirjautuminen",
    "certificate": "Todistus",
    "verification": "Todistuksen tarkistus",
    "charts": "Kuvaajat",
    "learner": "Oppijan muut osat",
    "tokens": "Värit, kirjaimet, välit",
}

MODULE_TITLES = [
    "Asiakasosallisuus",
    "Palvelutarpeen tunnistaminen ja arviointi",
    "Työkyvyn tuen suunnitelma",
    "Työkyvyn tuen keinot",
    "Palvelujärjestelmä ja yhteistyö",
    "Palvelujen koordinointi",
    "Hyvät käytännöt ja toimintamallit",
]
STEP_TITLES = [
    ("Mitä asiakasosallisuus tarkoittaa", "lesson", 8),
    ("Osallisuus työkyvyn tuen eri vaiheissa", "lesson", 10),
    ("Kun luottamus on vähissä", "lesson", 7),
    ("Osion kysymykset", "quiz", 5),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Nimi todistukseen", help_text="Etunimi ja sukunimi, kuten virallisissa papereissa."
    )
    email = forms.EmailField(label="Sähköposti")
    county = forms.ChoiceField(
        label="Hyvinvointialue",
        required=False,
        choices=[
            ("", "–"),
            ("pi", "Pirkanmaan hyvinvointialue"),
            ("lu", "Länsi-Uudenmaan hyvinvointialue"),
        ],
    )
    role = forms.ChoiceField(
        label="Millä perusteella osallistut?",
        widget=forms.RadioSelect,
        choices=[("work", "Työn vuoksi"), ("degree", "Osana tutkintoa")],
    )
    born = forms.DateField(
        label="Syntymäaika",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Tarvitaan vain, jos ammattikorkeakoulu vie suorituksen opintorekisteriin.",
    )
    diary = forms.CharField(
        label="Oppimispäiväkirja", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label="Liite", required=False)
    consent = forms.BooleanField(label="Suoritustietoni saa välittää oppilaitokselle")


@language_by_query
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component, or one composition as the page that it will be (`?view=`)."""
    view = request.GET.get("view", "")
    if view and view not in COMPOSITIONS:
        raise Http404
    template = f"home/gallery/{view}.html" if view else "home/gallery.html"
    blocks = every_block(request) if view == "blocks" else []
    if blocks:
        request.frame_sources = {host.origin for host in allowed() if host.origin}
    links = {
        "language_links": [
            {**link, "href": f"?view={view}&{link['href'][1:]}"} for link in links_by_query()
        ],
        "blocks": blocks,
        "charts": chart_samples() if view == "charts" else [],
        "measured": measured() if view == "tokens" else [],
        "scales": scales() if view == "tokens" else {},
        "drawings": sorted(path.stem for path in DRAWINGS.glob("*.html")),
    }
    return render(request, template, samples(request) | links)


def samples(request: HttpRequest) -> dict[str, Any]:
    """Return what the sample pages speak about."""
    form = (
        SampleForm({"email": "aino.example"})
        if "errors" in request.GET or not request.GET
        else SampleForm()
    )
    return {
        "compositions": COMPOSITIONS,
        "markers": [
            {
                "label": module["title"],
                "state": module["state"],
                "note": f"{module['done']} / {module['total']}, {note}",
                "steps": module["steps"],
            }
            for module, note in zip(
                sample_outline(),
                [
                    "30 min",
                    "30 min",
                    "35 min",
                    "jäljellä noin 25 min",
                    "30 min",
                    "25 min",
                    "20 min",
                ],
                strict=True,
            )
        ],
        "fresh_markers": [
            {"label": title, "state": "ahead", "href": ""} for title in MODULE_TITLES
        ],
        "short_markers": [{"label": title, "state": "ahead"} for title in MODULE_TITLES[:3]],
        "done_markers": [{"label": title, "state": "done"} for title in MODULE_TITLES],
        "modules": sample_outline(),
        "form": form,
        "page_obj": Paginator(range(120), 12).page(4),
        "crumbs": [
            {"title": "Koulutukset", "href": "#"},
            {"title": "Työkyvyn tuki", "href": "#"},
            {"title": "Työkyvyn tuen keinot", "href": "#"},
        ],
        "facts": [
            ("Laajuus", "2 op, noin 54 tuntia"),
            ("Kenelle", "Sosiaali- ja terveysalan, työllisyyspalvelujen ja Kelan ammattilaisille"),
            ("Suoritustapa", "Verkossa, omaan tahtiin"),
            ("Kieli", "suomi, svenska"),
            ("Todistus", "Kun loppukoe on hyväksytty"),
        ],
        "answers": [
            "Asiakasvastaava kulkee asiakkaan rinnalla, kunnes työ on löytynyt.",
            "Asiakasvastaava vaihtuu, kun asiakas siirtyy palvelusta toiseen.",
            "Asiakasvastaava tekee kuntoutuspäätökset asiakkaan puolesta.",
        ],
        "questions": [
            {"number": number, "state": "vastattu" if number < 4 else "avoin"}
            for number in range(1, 11)
        ],
    }


def sample_outline() -> list[dict[str, Any]]:
    """Return an outline with its fourth module under way."""
    modules = []
    for index, title in enumerate(MODULE_TITLES):
        reached = 4 if index < 3 else 1 if index == 3 else 0
        steps = [
            {
                "title": step_title,
                "href": "#",
                "language": "fi",
                "kind": kind,
                "minutes": minutes,
                "state": "done"
                if number < reached
                else "current"
                if index == 3 and number == 1
                else "ahead",
                "is_current": index == 3 and number == 1,
            }
            for number, (step_title, kind, minutes) in enumerate(STEP_TITLES)
        ]
        modules.append(
            {
                "title": title,
                "is_current": index == 3,
                "state": "done" if index < 3 else "current" if index == 3 else "ahead",
                "done": reached,
                "total": len(steps),
                "steps": steps,
            }
        )
    return modules
