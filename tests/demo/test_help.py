"""The demo's help: said in three languages, and its links lead somewhere."""

import re

from django.urls import Resolver404, resolve
from django.utils.translation import override

from demo.loading.site import LANGUAGES
from demo.loading.texts import CONTENT, read

HELP = read(CONTENT / "help.toml")
QUESTIONS = [question for topic in HELP["topic"] for question in topic["question"]]


def test_every_question_is_asked_and_answered_in_each_language():
    for words in [*HELP["topic"], *QUESTIONS]:
        for name, said in words.items():
            if name != "question" or isinstance(said, dict):
                assert set(said) == set(LANGUAGES)
                assert all(said.values())
    assert len({question["question"]["fi"] for question in QUESTIONS}) == len(QUESTIONS) >= 20


def test_its_links_lead_to_addresses_of_the_site():
    broken = []
    for question in QUESTIONS:
        for language in LANGUAGES:
            for href in re.findall(r'href="([^"]*)"', question["answer"][language]):
                with override(language):
                    try:
                        resolved = resolve(href).url_name
                    except Resolver404:
                        resolved = ""
                # What no view answers falls to the pages, which the demo may not have.
                lost = resolved in ("", "wagtail_serve")
                if lost or href.split("/")[1] not in (language, "todistus"):
                    broken.append(href)
    assert broken == []
