"""
Reading GIFT.

The type follows from the first that fits: no braces, a description; empty ones, an essay; `#`
first, numerical; `~`, choice (without any `=`, multiple choice); `=` and `->`, matching; T or
F, true or false; else a short answer. Text after the braces makes a gap in the sentence.
"""

import re
from decimal import Decimal

from quizzes.exchange import kinds
from quizzes.exchange.categories import tidy_category
from quizzes.exchange.fractions import allowed, number_of, percent, plain
from quizzes.exchange.gift_lexer import Block, blocks, category_of, code_of, shown, tags_of
from quizzes.exchange.kinds import FULL, Weighed
from quizzes.exchange.naming import name_of, tidy_code, tidy_name, tidy_tags
from quizzes.exchange.parsed import (
    USUAL_PENALTY,
    Json,
    Notes,
    ParsedQuestion,
    Reading,
    RefusedError,
)
from quizzes.exchange.texts import Texts

GAP = "_____"
GENERAL_FEEDBACK = "####"
FORMATS = ("html", "moodle", "plain", "markdown")
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")

_WEIGHT = re.compile(r"%(-?[0-9]{1,3}\.?[0-9]*)%")
_BRACE = re.compile("[{}]")
_ANSWERS_OUTSIDE = re.compile(r"^[=~]", re.MULTILINE)


def read_gift(text: str, *, nearest: bool = False) -> Reading:
    """Read every question of a text; what cannot be read is refused, and reading goes on."""
    reading = Reading("gift")
    category = ""
    for block in blocks(text):
        rest: Block | None = block
        if named := category_of(block):
            path, rest = named
            category = tidy_category(path, block.line, reading)
        if rest is None:
            continue
        with reading.question(rest.line) as notes:
            if rest is not block:
                notes.say("category_not_alone")
            reading.accept(_GiftQuestion(rest, notes, nearest).parsed(category))
    return reading


def matched(answer: str, texts: Texts) -> str:
    """
    Return an answer to be matched without markup; tags alone are its words.

    >>> matched("<p>R &amp; D</p>", Texts(Notes(1))), matched("<b>", Texts(Notes(1)))
    ('R & D', '<b>')
    """
    return texts.label(answer) if Texts(Notes(0)).label(answer) else texts.line(answer)


def _in_parts(options: list[Weighed]) -> bool:
    """Whether no option is worth all, but the right ones together are: `=%50%a =%50%b ~c`."""
    shares = [option.fraction for option in options if option.fraction > 0]
    return FULL not in shares and round(sum(shares), 2) == FULL


def _end_of(text: str, start: int) -> int:
    """Return the place of the brace that closes the one at `start`; -1 where there is none."""
    depth = 0
    for found in _BRACE.finditer(text, start):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return -1


class _GiftQuestion:
    """One block as a question."""

    def __init__(self, block: Block, notes: Notes, nearest: bool) -> None:
        self.block, self.notes, self.nearest = block, notes, nearest
        self.texts = Texts(notes)
        self.form = "moodle"

    def parsed(self, category: str) -> ParsedQuestion:
        """Return the question; raises RefusedError."""
        named, text = self._name_and_text()
        self.notes.name = named or name_of(self.texts.line(shown(text)))
        outside, answers = self._parts(text)
        form, stem = self._formed(outside, "moodle")
        self.form = form
        general = ""
        if answers is not None and GENERAL_FEEDBACK in answers:
            answers, _mark, general = answers.rpartition(GENERAL_FEEDBACK)
            answers = answers.strip()
        stem = self.texts.rich(stem, form)
        self.notes.kind, value = self._value(answers)
        if not named:
            self.notes.name = name_of(stem)
        return ParsedQuestion(
            line=self.block.line,
            name=self.notes.name,
            kind=self.notes.kind,
            stem=stem,
            value=value,
            general_feedback=self._rich(general),
            category=category,
            code=tidy_code(self.texts.line(code_of(self.block)), self.notes),
            tags=tidy_tags([self.texts.line(tag) for tag in tags_of(self.block)], self.notes),
            penalty=FULL if self.notes.kind == "true_false" else USUAL_PENALTY,
            points=Decimal(0) if self.notes.kind == "description" else Decimal(1),
            pictures=self.texts.pictures.found,
            incomplete=self.texts.pictures.lost,
        )

    def _name_and_text(self) -> tuple[str, str]:
        text = self.block.text
        if not text.startswith("::"):
            return "", text
        name, end, rest = text[2:].partition("::")
        if not end:
            return "", text[2:]
        return tidy_name(self.texts.label(shown(name)), self.notes), rest.strip()

    def _parts(self, text: str) -> tuple[str, str | None]:
        """Return the text with its gap, and what is in the braces; None where there are none."""
        start, end = text.find("{"), text.find("}")
        if start < 0 and end < 0:
            if _ANSWERS_OUTSIDE.search(text):
                raise RefusedError("answers_outside")
            self.notes.kind = "description"
            return text, None
        if start < 0 or 0 <= end < start:
            raise RefusedError("brace_not_opened")
        end = _end_of(text, start)
        if end < 0:
            raise RefusedError("brace_not_closed")
        inside, after = text[start + 1 : end].strip(), text[end + 1 :]
        if "{" in inside:
            self.notes.say("braces_in_answers")
        if after.count("{") != after.count("}"):
            raise RefusedError("brace_not_opened" if "}" in after else "brace_not_closed")
        if "{" in after:
            self.notes.say("more_braces")
        # Braces at the very end ask after the sentence, all others inside it.
        gap = "" if text.endswith("}") else GAP
        return text[:start] + gap + after, inside

    def _formed(self, piece: str, form: str) -> tuple[str, str]:
        """Split `[html]` and its like from a text."""
        piece = piece.strip()
        if piece.startswith("["):
            name, end, rest = piece[1:].partition("]")
            if end and name in FORMATS:
                return name, shown(rest)
        return form, shown(piece)

    def _rich(self, piece: str) -> str:
        form, text = self._formed(piece, self.form)
        return self.texts.rich(text, form)

    def _line(self, piece: str) -> str:
        return self.texts.line(self._formed(piece, self.form)[1])

    def _value(self, answers: str | None) -> tuple[str, Json]:
        if answers is None:
            return "description", {}
        if not answers:
            return "essay", kinds.essay()
        if answers.startswith("#"):
            self.notes.kind = "numerical"
            return "numerical", kinds.numerical(self._numbers(answers[1:]))
        if "~" in answers:
            single = "=" in answers
            self.notes.kind = "single_choice" if single else "multiple_choice"
            options = self._options(answers)
            if single and _in_parts(options):
                self.notes.say("several_right")
                self.notes.kind, single = "multiple_choice", False
            return self.notes.kind, kinds.choice(options, self.notes, single=single)
        if "=" in answers and "->" in answers:
            self.notes.kind = "matching"
            return "matching", kinds.matching(self._pairs(answers), self.notes)
        if answers.partition("#")[0].strip() in (*TRUE, *FALSE):
            self.notes.kind = "true_false"
            return "true_false", self._statement(answers)
        if answers.startswith(">"):
            self.notes.kind = "ordering"
            raise RefusedError("gift_ordering")
        self.notes.kind = "short_answer"
        patterns = [self._weighed(one, FULL, self._line) for one in self._split(answers)]
        return "short_answer", kinds.short_answer(patterns, self.notes)

    @staticmethod
    def _split(answers: str) -> list[str]:
        """Part at each `=`; what stands before the first counts when it is anything."""
        first, *rest = answers.split("=")
        return [first.strip(), *rest] if first.strip() else rest

    def _options(self, answers: str) -> list[Weighed]:
        first, *rest = answers.replace("=", "~=").split("~")
        options = []
        for piece in [first.strip(), *rest] if first.strip() else rest:
            piece = piece.strip()
            right = piece.startswith("=")
            piece = piece.removeprefix("=").strip()
            options.append(self._weighed(piece, FULL if right else Decimal(0), self._rich))
        return options

    def _weighed(self, piece: str, usual: Decimal, read: object) -> Weighed:
        share, piece = self._share(piece.strip(), usual)
        text, _mark, feedback = piece.partition("#")
        assert callable(read)  # noqa: S101 - one of the two readers above
        return Weighed(read(text), share, self._rich(feedback))

    def _share(self, piece: str, usual: Decimal) -> tuple[Decimal, str]:
        if not (weight := _WEIGHT.match(piece)):
            return usual, piece
        share = percent(weight[1])
        if share is None:
            raise RefusedError("fraction", percent=weight[1])
        return allowed(share, self.notes, nearest=self.nearest), piece[weight.end() :].strip()

    def _pairs(self, answers: str) -> list[tuple[str, str]]:
        pairs = []
        for piece in self._split(answers):
            question, arrow, answer = piece.partition("->")
            if not arrow:
                raise RefusedError("pair_without_arrow")
            pairs.append((self._rich(question), matched(shown(answer), self.texts)))
        if len(pairs) < 2:
            raise RefusedError("too_few_pairs")
        return pairs

    def _statement(self, answers: str) -> Json:
        letter, *said = answers.split("#", 2)
        wrong, right = [*(self._rich(piece) for piece in said), "", ""][:2]
        if letter.strip() in TRUE:
            return kinds.true_false(True, when_true=right, when_false=wrong)
        return kinds.true_false(False, when_true=wrong, when_false=right)

    def _numbers(self, answers: str) -> list[Json]:
        answers, tilde, wrong = answers.partition("~")
        numbers = [self._number(piece.strip()) for piece in self._split(answers)]
        if numbers and tilde:
            dropped, _mark, feedback = wrong.partition("#")
            if dropped.strip():
                self.notes.say("wrong_number_dropped", given=shown(dropped)[:60])
            numbers.append(
                kinds.numerical_answer(
                    "*", "", Decimal(0), self.notes, feedback=self._rich(feedback)
                )
            )
        return numbers

    def _number(self, piece: str) -> Json:
        share, piece = self._share(piece, FULL)
        text, _mark, feedback = piece.partition("#")
        text = shown(text)
        value, tolerance = text, ""
        if text.find("..") > 0:
            value, tolerance = self._range(text)
        elif text.find(":") > 0:
            value, _colon, tolerance = text.partition(":")
            tolerance = kinds.number(tolerance, self.notes)
        return kinds.numerical_answer(
            value, tolerance, share, self.notes, feedback=self._rich(feedback)
        )

    def _range(self, text: str) -> tuple[str, str]:
        ends = [kinds.number(end, self.notes) for end in text.split("..", 1)]
        low, high = (number_of(end) or Decimal(0) for end in ends)
        if high < low:
            raise RefusedError("range_backwards", given=text[:60])
        middle = (low + high) / 2
        return plain(middle), plain(high - middle)
