"""
The national format: what the specification says of it, always; the schema itself where it is.

The schema is others' data and no part of the project: the folder that VIRTA_XSD names, or
`../shared/virta` beside it.
"""

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from courses.registrar.virta import (
    CLASSES,
    GRADES,
    NAMESPACE,
    STUDY_FIELDS,
    Learner,
    NothingToWriteError,
    Study,
    UnwritableError,
    can_be_written,
    learners_xml,
    studies_xml,
)
from tests.schema import schema_folder

STUDY = Study(
    key="TKP-S-1",
    learner_key="TKP-O-7",
    course_code="TKK1",
    completed_on=datetime.date(2026, 5, 20),
    credits=Decimal("5.00"),
    scale="pass_fail",
    grade="HYV",
    issuer="02535",
    names={"fi": "Työkyky", "sv": "Arbetsförmåga", "en": "Work ability"},
    language="fi",
    study_field=11,
    recognised_on=datetime.date(2026, 5, 21),
    registrar_class=13,
    study_right="OO-1",
)
FULL = [
    "SuoritusPvm", "Laajuus", "Arvosana", "Myontaja", "Laji", "Nimi", "Nimi", "Nimi", "Kieli",
    "Koulutusala", "HyvaksilukuPvm", "Luokittelu",
]  # fmt: skip
BARE = replace(
    STUDY,
    names={},
    language="",
    study_field=None,
    recognised_on=None,
    registrar_class=None,
    study_right="",
)
NAMES = ["Márjá Ánná Ŋuorra Ŧ", "محمد الأحمد", "王小明 👩‍⚕️", 'O\'Brien "X" <b> & Co', "a\tb\nc"]


def parsed(pieces):
    return etree.fromstring("".join(pieces).encode())


def written(*studies):
    return parsed(studies_xml(studies))


def tags(element):
    return [etree.QName(child).localname for child in element]


def test_elements_stand_in_the_order_of_the_schema():
    root = written(STUDY, BARE)
    assert root.tag == f"{{{NAMESPACE}}}Opintosuoritukset"
    full, bare = root
    assert tags(full) == FULL
    assert tags(bare) == FULL[:5]
    assert tags(full[1]) == ["Opintopiste"]


def test_obligatory_attributes_and_values():
    [study] = written(STUDY)
    assert dict(study.attrib) == {
        "avain": "TKP-S-1",
        "opiskelijaAvain": "TKP-O-7",
        "koulutusmoduulitunniste": "TKK1",
        "opiskeluoikeusAvain": "OO-1",
    }
    texts = [element.text for element in study.iter() if element.text]
    assert texts == [
        "2026-05-20", "5", "HYV", "02535", "2", "Työkyky", "Arbetsförmåga", "Work ability", "fi",
        "11", "2026-05-21", "13",
    ]  # fmt: skip
    assert [name.get("kieli") for name in study if name.get("kieli")] == ["fi", "sv", "en"]
    [field] = study.iter(f"{{{NAMESPACE}}}Koodi")
    assert dict(field.attrib) == {"versio": "ohjausala"}


@pytest.mark.parametrize(
    ("scale", "grade", "element"),
    [
        ("pass_fail", "HYV", "Hyvaksytty"),
        *[("zero_to_five", grade, "Viisiportainen") for grade in GRADES["zero_to_five"]],
    ],
)
def test_grades_stand_on_one_scale(scale, grade, element):
    [study] = written(replace(STUDY, scale=scale, grade=grade))
    assert tags(study[2]) == [element]
    assert study[2][0].text == grade


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"grade": "HYL"}, id="a failing grade"),
        pytest.param({"grade": "0", "scale": "zero_to_five"}, id="zero"),
        pytest.param({"grade": "3"}, id="a number on passed / failed"),
        pytest.param({"scale": "letters"}, id="another scale"),
        pytest.param({"issuer": ""}, id="no institution code"),
        pytest.param({"issuer": "2535"}, id="four digits"),
        pytest.param({"registrar_class": 99}, id="an unknown class"),
        pytest.param({"study_field": 13}, id="an unknown field of study"),
        pytest.param({"credits": Decimal(0)}, id="no credits"),
        pytest.param({"credits": Decimal("0.0000001")}, id="seven decimals"),
        pytest.param({"course_code": ""}, id="no course code"),
        pytest.param({"completed_on": datetime.date(1899, 12, 31)}, id="before 1900"),
        pytest.param({"names": {"fi": "Työ\x0bkyky"}}, id="a control character"),
        pytest.param({"course_code": "TK\x00"}, id="a control character in an attribute"),
    ],
)
def test_what_the_schema_would_refuse_is_not_written(changes):
    with pytest.raises(UnwritableError, match="TKP-S-1"):
        list(studies_xml([replace(STUDY, **changes)]))


@pytest.mark.parametrize("make", [studies_xml, learners_xml])
def test_nothing_is_no_file(make):
    with pytest.raises(NothingToWriteError):
        make([])


@pytest.mark.parametrize("credits", ["0.000001", "5", "2.50", "299.999999"])
def test_credits_keep_six_decimals(credits):
    [study] = written(replace(STUDY, credits=Decimal(credits)))
    assert Decimal(study[1][0].text) == Decimal(credits)
    assert "E" not in study[1][0].text


def test_a_name_too_long_for_the_schema_is_cut_with_a_sign():
    [study] = written(replace(STUDY, names={"fi": "ä" * 250}))
    assert study[5].text == "ä" * 199 + "…"


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_byte_for_byte(name):
    [learner] = parsed(learners_xml([Learner(key=name, surname=name, given_names=name)]))
    assert [learner.get("avain"), *(part.text for part in learner)] == [name] * 3


@given(st.text(min_size=1, max_size=60).filter(can_be_written))
def test_any_text_comes_back(text):
    [study] = written(replace(STUDY, course_code=text, names={"fi": text}))
    assert (study.get("koulutusmoduulitunniste"), study[5].text) == (text, text)


@given(st.text(max_size=60))
def test_what_can_be_written_is_what_xml_takes(text):
    """lxml's own opinion; it also refuses what UTF-8 cannot say."""
    try:
        etree.Element("a").text = text
        takes = True
    except ValueError:
        takes = False
    assert can_be_written(text) == takes


def test_learners_have_the_schemas_order_and_hide_their_code():
    learner = Learner("TKP-O-7", "Aalto", "Aino", "1.2.246.562.24.12345678907", "131052-308T")
    [element] = parsed(learners_xml([learner]))
    assert tags(element) == ["Henkilotunnus", "Sukunimi", "Etunimet", "KansallinenOppijanumero"]
    assert "131052" not in repr(learner)


# --- With the schema -------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema():
    folder = schema_folder()
    if folder is None:
        pytest.skip("not run: national schema")

    def load(name: str) -> etree.XMLSchema:
        return etree.XMLSchema(etree.parse(str(Path(folder) / name)))

    return load


def test_every_kind_of_record_fits_the_national_schema(schema):
    kinds = [STUDY, BARE]
    kinds += [
        replace(STUDY, scale=scale, grade=grade)
        for scale, grades in GRADES.items()
        for grade in grades
    ]
    kinds += [replace(STUDY, registrar_class=number) for number in CLASSES]
    kinds += [replace(STUDY, study_field=number) for number in STUDY_FIELDS]
    kinds += [replace(STUDY, language=language) for language in ("fi", "sv", "en")]
    kinds += [replace(STUDY, names={"fi": name}, course_code=name) for name in NAMES]
    kinds += [replace(STUDY, credits=Decimal("0.000001")), replace(STUDY, names={"fi": "ä" * 900})]
    schema("Opintosuoritukset.xsd").assertValid(written(*kinds))


def test_learners_fit_the_national_schema(schema):
    people = [Learner(f"TKP-O-{n}", name, name) for n, name in enumerate(NAMES)]
    people.append(Learner("a", "Aalto", "A", "1.2.246.562.24.12345678907", "131052A308T"))
    schema("Opiskelijat.xsd").assertValid(parsed(learners_xml(people)))


@given(
    st.text(min_size=1, max_size=200).filter(can_be_written),
    st.decimals("0.000001", 300, places=6),
    st.dates(datetime.date(1900, 1, 1)),
)
def test_whatever_is_written_fits_the_national_schema(schema, text, credits, day):
    study = replace(STUDY, course_code=text, names={"sv": text}, credits=credits, completed_on=day)
    schema("Opintosuoritukset.xsd").assertValid(written(study))
