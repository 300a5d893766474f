"""What an import does to a bank: adds, updates, leaves; all or nothing."""

import io
import json
import random
from dataclasses import replace

import pytest
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision

from quizzes.banks.blocks import AnswerBlock
from quizzes.banks.models import Question, QuestionBank
from quizzes.exchange.committing import commit_import
from quizzes.exchange.exporting import export_bank
from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.planning import Deed
from quizzes.exchange.reading import read
from quizzes.exchange.stored import with_ids
from tests.factories.quizzes import QuestionBankFactory, question
from tests.quizzes.exchange.moodle import answer, picture, quiz, with_file
from tests.quizzes.exchange.moodle import question as xml
from tests.quizzes.exchange.test_untrusted import AIKEN, DANGEROUS, GIFT, XML

pytestmark = pytest.mark.django_db

CODED = "// [id:TT-1] [tag:koe]\n::Nimi::Kumpi?{=tämä ~tuo}"
ALL_TYPES = quiz(
    xml("multichoice", answer(100, "a") + answer(0, "b"), name="yksi"),
    xml("multichoice", "<single>0</single>" + answer(100, "a") + answer(0, "b"), name="monta"),
    xml("truefalse", answer(100, "true") + answer(0, "false"), name="tosi"),
    xml("shortanswer", answer(100, "a*"), name="lyhyt"),
    xml(
        "numerical",
        answer(100, "3", "<tolerance>1</tolerance>")
        + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
        + "<unitgradingtype>1</unitgradingtype><showunits>0</showunits>",
        name="luku",
    ),
    xml(
        "matching",
        "".join(
            f"<subquestion><text>{n}</text><answer><text>v{n}</text></answer></subquestion>"
            for n in range(3)
        ),
        name="yhdistä",
    ),
    xml("ordering", answer(1, "a") + answer(2, "b"), name="järjestä"),
    xml("cloze", stem="<p>{1:MC:=a#x~b} {1:NM:=3:1} {1:MRS:=a~b}</p>", name="aukot"),
    xml(
        "gapselect",
        "<selectoption><text>a</text><group>1</group></selectoption>"
        "<selectoption><text>b</text><group>1</group></selectoption>",
        stem="<p>[[1]] ja [[2]]</p>",
        name="valitse",
    ),
    xml("essay", "<graderinfo><text>ohje</text></graderinfo>", name="essee"),
    xml("description", name="teksti"),
)


def imported(data, bank="Pankki", **fields):
    data = data if isinstance(data, bytes) else data.encode()
    return commit_import(reading=read(data), bank_name=bank, **fields)


def deeds(planned):
    return [one.deed for one in planned]


def test_every_type_can_be_published_as_it_is_read():
    bank, planned = imported(ALL_TYPES, publish=True)

    assert [one.remarks for one in planned] == [[]] * 11
    assert bank.questions.filter(live=True).count() == 11
    assert set(bank.questions.values_list("kind", flat=True)) == set(Question.Kind.values)


def test_values_have_every_child_of_their_blocks():
    blocks = AnswerBlock().child_blocks
    missing = {}
    for found in read(ALL_TYPES.encode()).accepted:
        wanted = set(blocks[found.kind].child_blocks)
        if wanted != set(found.value):
            missing[found.kind] = wanted ^ set(found.value)

    assert missing == {}


def test_what_comes_in_goes_out_the_same():
    first, _planned = imported(ALL_TYPES)
    for form in ("moodle-xml", "gift"):
        text, _lost = export_bank(first, form)
        second, _planned = imported(text, bank=form, publish=True)
        assert export_bank(second, form) == (text, [])


@pytest.mark.parametrize("data", [CODED, "Kumpi?{=a ~b}", ALL_TYPES])
def test_the_same_file_again_adds_nothing(data):
    bank, first = imported(data)
    revisions = Revision.objects.count()
    _bank, second = imported(data)

    assert set(deeds(first)) == {Deed.ADD}
    assert set(deeds(second)) == {Deed.LEAVE}
    assert bank.questions.count() == len(first)
    assert Revision.objects.count() == revisions


def test_another_text_under_the_same_code_is_a_new_version():
    bank, _planned = imported(CODED, publish=True)
    before = bank.questions.get()
    ids = [item["id"] for item in before.answer.raw_data[0]["value"]["options"]]

    _bank, planned = imported(CODED.replace("tuo", "se"), publish=True)

    after = bank.questions.get()
    assert deeds(planned) == [Deed.UPDATE]
    assert (after.pk, after.live, after.translation_key) == (
        before.pk,
        True,
        before.translation_key,
    )
    options = after.answer.raw_data[0]["value"]["options"]
    assert [item["id"] for item in options] == ids
    assert options[1]["value"]["text"] == "<p>se</p>"


def test_as_a_draft_a_new_version_leaves_what_is_live():
    bank, _planned = imported(CODED, publish=True)
    imported(CODED.replace("Kumpi", "Mikä"))
    asked = bank.questions.get()

    assert (asked.live, asked.stem, asked.has_unpublished_changes) == (True, "<p>Kumpi?</p>", True)
    assert asked.get_latest_revision_as_object().stem == "<p>Mikä?</p>"


def test_what_was_edited_since_is_not_overwritten():
    bank, _planned = imported("Kumpi?{=a ~b}", publish=True)
    asked = bank.questions.get()
    asked.stem = "<p>Kumpi on parempi?</p>"
    asked.save_revision().publish()
    _bank, planned = imported("Kumpi?{=a ~b}", publish=True)

    assert deeds(planned) == [Deed.LEAVE]
    assert [remark.code for remark in planned[0].remarks] == ["edited_since"]
    assert bank.questions.get().stem == "<p>Kumpi on parempi?</p>"


def test_twice_in_one_file():
    bank, planned = imported("Kumpi?{=a ~b}\n\nKumpi?{=a ~b}\n\n// [id:X]\nA{T}\n\n// [id:X]\nB{T}")

    assert deeds(planned) == [Deed.ADD, Deed.LEAVE, Deed.ADD, Deed.ADD]
    assert bank.questions.count() == 3
    assert len(set(bank.questions.values_list("code", flat=True))) == 3


def test_a_question_that_is_not_fit_stays_a_draft_and_says_why():
    bank, planned = imported("Yhdistä{=a -> 1 =b -> 2}\n\nKumpi?{=a ~b}", publish=True)

    assert set(bank.questions.values_list("kind", "live")) == {
        ("matching", False),
        ("single_choice", True),
    }
    assert [remark.code for remark in planned[0].remarks] == ["stays_draft"]


def test_a_question_that_lost_its_picture_stays_a_draft():
    bank, _planned = imported(quiz(with_file(b"<svg/>")), publish=True)

    assert not bank.questions.get().live


def test_equal_pictures_are_kept_once():
    data = quiz(*(with_file(picture()).replace("Katso", f"Katso {n}") for n in range(3)))
    bank, _planned = imported(data)
    imported(data.replace("Katso", "Katsele"))

    image = get_image_model().objects.get()
    assert image.collection.name == bank.name
    assert (image.width, image.height, image.file_size) == (2, 2, len(picture()))
    assert ReferenceIndex.get_references_to(image).count() == 6


def test_pictures_go_out_with_their_questions():
    bank, _planned = imported(quiz(with_file(picture())))
    text, lost = export_bank(bank, "moodle-xml")

    assert lost == []
    assert read(text.encode()).accepted[0].pictures.popitem()[1].content == picture()


def files():
    storage = get_image_model()._meta.get_field("file").storage
    folder = "original_images"
    return sorted(storage.listdir(folder)[1]) if storage.exists(folder) else []


def test_nothing_is_left_of_an_import_that_fails(monkeypatch):
    before = files()

    def fail(*args):
        assert files() != before
        raise OSError("full")

    monkeypatch.setattr("quizzes.exchange.committing._keep_revisions", fail)
    with pytest.raises(OSError, match="full"):
        imported(quiz(with_file(picture())))

    assert not QuestionBank.objects.exists()
    assert not get_image_model().objects.exists()
    assert files() == before


def test_references_are_those_that_saving_would_note():
    bank, _planned = imported(f"{CODED}\n\nToinen{{T}}")
    for asked in bank.questions.all():
        fields = ("to_content_type", "to_object_id", "model_path", "content_path")
        noted = set(ReferenceIndex.get_references_for_object(asked).values_list(*fields))
        ReferenceIndex.create_or_update_for_object(asked)
        again = set(ReferenceIndex.get_references_for_object(asked).values_list(*fields))

        assert noted == again
        assert noted


def test_a_revision_holds_what_the_row_holds():
    bank, _planned = imported(CODED)
    asked = bank.questions.get()
    draft = asked.get_latest_revision_as_object()

    assert (draft.stem, draft.code, draft.kind) == (asked.stem, "TT-1", "single_choice")
    assert list(draft.tags.names()) == ["koe"]
    assert list(draft.answer.raw_data) == list(asked.answer.raw_data)


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_cost_queries(django_assert_max_num_queries, count):
    data = "\n\n".join(f"// [tag:koe]\nKysymys {number}{{T}}" for number in range(count))
    imported("Alku{T}")

    with django_assert_max_num_queries(24):
        imported(data)


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_asks_as_often_however_many_questions(django_assert_num_queries, count):
    bank, _planned = imported(
        "\n\n".join(f"// [tag:koe]\nKysymys {number}{{T}}" for number in range(count))
    )

    with django_assert_num_queries(4):
        export_bank(bank, "moodle-xml")


def test_editors_own_questions_go_out_and_come_back():
    bank = QuestionBankFactory(name="Oma")
    for kind in ("single_choice", "multiple_choice", "true_false"):
        question(bank, kind)
    text, lost = export_bank(bank, "moodle-xml")
    other, _planned = imported(text, bank="Toinen", publish=True)

    assert lost == []
    assert export_bank(other, "moodle-xml")[0] == text
    assert other.questions.filter(live=True).count() == 3


def test_damaged_files_are_stored_whole_or_not_at_all():
    dice = random.Random(7)
    for whole in (GIFT, AIKEN, XML, ALL_TYPES.encode()):
        for turn in range(15):
            data = bytearray(whole)
            for _change in range(3):
                place = dice.randrange(len(data))
                data[place : place + dice.randint(0, 9)] = dice.randbytes(dice.randint(0, 4))
            try:
                reading = read(bytes(data))
            except UnreadableError:
                continue
            bank, planned = commit_import(
                reading=reading, bank_name=f"{turn} {len(whole)}", publish=bool(turn % 2)
            )
            added = sum(one.deed is Deed.ADD for one in planned)
            assert bank.questions.count() == added


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_is_stored_harmless(text):
    clean = text.replace("]]>", "").replace("\0", "")
    bank, _planned = imported(quiz(xml("essay", stem=clean)))
    stored = bank.questions.get()
    raw = (stored.stem + json.dumps(list(stored.answer.raw_data))).lower()

    for sign in ("<script", "onerror=", "onload=", 'href="javascript', "<iframe", "<svg", "style="):
        assert sign not in raw.replace("&lt;", "")


def test_ids_stay_with_what_stays():
    old = with_ids({"items": ["a", "b", "c"]})
    new = with_ids({"items": ["c", "a", "d", "e"]}, old)
    by_value = {item["value"]: item["id"] for item in old["items"]}

    assert [item["id"] for item in new["items"]][:2] == [by_value["c"], by_value["a"]]
    assert len({item["id"] for item in new["items"]}) == 4


def test_a_wide_picture_is_no_bomb():
    content = io.BytesIO()
    Image.new("1", (7000, 7000)).save(content, "PNG")
    (found,) = read(quiz(with_file(content.getvalue())).encode()).accepted

    assert replace(found).pictures == {}
