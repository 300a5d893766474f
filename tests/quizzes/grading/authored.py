"""Questions as editors write them down, and what an answer to one is worth."""

from hypothesis import strategies as st

from quizzes.grading.marks import State
from quizzes.grading.registry import question_type

anything = st.text(max_size=200)


def raw_list(*values):
    """A list block's raw data; ids are i0, i1 …"""
    return [{"type": "item", "id": f"i{n}", "value": value} for n, value in enumerate(values)]


def patterns(*pairs, **more):
    """The raw data of a short answer."""
    answers = [{"pattern": text, "fraction": share, "feedback": ""} for text, share in pairs]
    return {"answers": raw_list(*answers)} | more


def numbers_raw(*answers, **more):
    """The raw data of a numerical question: (value, tolerance, fraction[, type])."""
    found = [
        {
            "value": answer[0],
            "tolerance": answer[1],
            "fraction": answer[2],
            "tolerance_type": (*answer, "nominal")[3],
        }
        for answer in answers
    ]
    return {"answers": raw_list(*found)} | more


def fraction_of(kind, raw, sent, stem=""):
    """What somebody gets who sends this; None for no answer."""
    module = question_type(kind)
    structure, words = module.structure(raw, stem), module.words(raw)
    answer = module.answer(structure, {key: [text] for key, text in sent.items()}, words)
    mark = module.mark(structure, answer, words)
    return None if mark.state == State.UNANSWERED else mark.fraction


METRES = {
    "units": raw_list({"unit": "m", "multiplier": "1"}, {"unit": "cm", "multiplier": "100"}),
    "unit_penalty": "0.1",
}


def gap(kind, *answers, weight=1):
    """The raw data of a gap; answers are (text, fraction[, tolerance])."""
    found = [
        {"type": "item", "id": f"{kind}-{n}", "value": dict(
            zip(("text", "fraction", "tolerance"), answer, strict=False)
        )}
        for n, answer in enumerate(answers)
    ]  # fmt: skip
    return {"kind": kind, "weight": weight, "answers": found}


CLOZE = {
    "gaps": raw_list(
        gap("short_answer", ("Kela", "1"), ("*", "0.2")),
        gap("short_answer_case", ("Kela", "1")),
        gap("numerical", ("60", "1", "2"), ("*", "-0.5", ""), weight=2),
        gap("choice_menu", ("a", "1"), ("b", "-1"), weight=3),
        gap("many_row", ("a", "0.5"), ("b", "0.5"), ("c", "-0.5")),
    )
}


GAP_SELECT = {
    "choices": raw_list(
        {"text": "Kela", "group": 1}, {"text": "kunta", "group": 1}, {"text": "ma", "group": 2}
    )
}
