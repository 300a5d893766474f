"""What a form of a quiz holds, in words: for its learner, before it is sent once more."""

import re
from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes import content
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.sent import SentAnswer, sent_answers
from quizzes.attempts.showing import answer_in_words
from quizzes.attempts.unsent import OURS
from quizzes.grading.marks import UnfitAnswerError
from quizzes.grading.typed import Sent

# Which options were chosen says nothing to a reader who may not see the question.
KEY = re.compile(r"[0-9a-f-]{32,36}|true|false")


def held_in_words(request: HttpRequest, attempt_id: int, position: int) -> list[tuple[str, str]]:
    """
    Return the questions that a form answers, and the answers in words; three queries at most.

    The question's own words are for the learner of the attempt alone. Whoever is not signed in
    sees what was typed, which came with the request.
    """
    answers = sent_answers(request, position)
    responses: dict[int, Response] = {}
    numbers: Mapping[int, int] = {}
    if request.user.is_authenticated:
        mine = Response.objects.filter(attempt__in=Attempt.objects.of_learner(request.user))
        here = mine.filter(attempt=attempt_id).select_related("attempt", "question_version")
        responses = {
            response.position: response
            for response in here.filter(position__in=[sent.position for sent in answers])
        }
        if responses:
            attempt = next(iter(responses.values())).attempt
            layout = Layout(attempt.copied, attempt.responses.count())
            numbers = layout.numbers
            if attempt.copied.is_sequential:
                # The words of a question that is not on the page are not shown.
                on_page = layout.pages[layout.page_of(attempt.reached)]
                responses = {place: responses[place] for place in responses if place in on_page}
    return [
        (_heading(numbers.get(sent.position)), _words(sent, responses.get(sent.position)))
        for sent in answers
    ]


def _heading(number: int | None) -> str:
    return _("Question %(number)s") % {"number": number} if number else _("Your answer")


def _words(sent: SentAnswer, response: Response | None) -> str:
    fields = {name: values for name, values in sent.fields.items() if name not in OURS}
    words = _as_answered(fields, response) if response else _as_typed(fields)
    return words or _("Nothing is chosen or written.")


def _as_answered(fields: Sent, response: Response) -> str:
    frozen = response.question_version.content
    language = (get_language() or "fi")[:2]
    try:
        answer = content.read_answer(frozen, fields, language)
    except UnfitAnswerError:
        # It will be refused in words when it is sent; until then it is what was typed.
        return _as_typed(fields)
    return answer_in_words(frozen, answer, language)


def _as_typed(fields: Mapping[str, Sequence[str]]) -> str:
    values = [value for sent in fields.values() for value in sent if value]
    typed = [value for value in values if not KEY.fullmatch(value)]
    if len(typed) < len(values):
        typed.append(_("What you chose is kept, too."))
    return "\n".join(typed)
