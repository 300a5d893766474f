"""What readers and writers of files remark, in the language of whoever reads it."""

from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy

from quizzes.exchange.parsed import Remark

# The file as a whole cannot be read.
UNREADABLE = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than %(most)s MB. Divide it into several files."),
    "not_text": gettext_lazy(
        "This is not a text file. Export the questions as GIFT, Aiken or Moodle XML, and send that."
    ),
    "unknown_encoding": gettext_lazy(
        "The file says that it is in the encoding “%(encoding)s”, which is not read here. "
        "Save it as UTF-8."
    ),
    "broken_encoding": gettext_lazy(
        "The file says that it is in the encoding %(encoding)s, but line %(line)s is not. "
        "Save it as UTF-8."
    ),
    "unknown_format": gettext_lazy(
        "The file looks like none of GIFT, Aiken and Moodle XML. If it is one of them, "
        "choose which."
    ),
    "not_questions": gettext_lazy(
        "The file holds %(kind)s, not questions. GIFT, Aiken and Moodle XML are read."
    ),
    "not_xml": gettext_lazy(
        "The file is not complete XML: line %(line)s, %(problem)s. Export it again."
    ),
    "xml_too_deep": gettext_lazy(
        "On line %(line)s more than %(most)s elements stand inside one another. "
        "Moodle writes no such files."
    ),
    "document_type": gettext_lazy(
        "Line %(line)s declares a document type or an entity. Such files are not read, because "
        "they can fetch or multiply what is not in them. Remove the declaration."
    ),
    "not_a_quiz": gettext_lazy(
        "The file is XML, but not Moodle's questions: it begins with <%(name)s> and not <quiz>."
    ),
    "too_many_questions": gettext_lazy(
        "The file has more than %(most)s questions. Divide it into several files."
    ),
}

# A question is refused.
REFUSED = {
    "unknown_type": gettext_lazy("There is no question type “%(type)s” here."),
    "fraction": gettext_lazy(
        "%(percent)s %% is not a share that an answer may have. Correct it (such as 100, 50, "
        "33.33333, 25), or choose that the nearest share is taken."
    ),
    "best_not_full": gettext_lazy(
        "The best answer is worth %(percent)s %%; one must be worth 100 %%."
    ),
    "sum_not_full": gettext_lazy(
        "The right options add up to %(percent)s %%; they must add up to 100 %%."
    ),
    "too_few_options": gettext_lazy("It has %(count)s options; there must be at least two."),
    "too_few_pairs": gettext_lazy("It has too few pairs to match."),
    "too_few_items": gettext_lazy("It has %(count)s items to order; there must be at least two."),
    "too_many_parts": gettext_lazy(
        "It has %(count)s answers, options, pairs or hints; at most %(most)s are possible."
    ),
    "pair_without_answer": gettext_lazy("A question to be matched has no answer."),
    "pair_without_arrow": gettext_lazy("In a pair to be matched, “->” is missing."),
    "no_answers": gettext_lazy("It has no answer."),
    "nothing_right": gettext_lazy("Neither true nor false is said to be right."),
    "no_number": gettext_lazy("“%(given)s” is not a number. Write it like 3.14."),
    "range_backwards": gettext_lazy("The range “%(given)s” ends before it begins."),
    "brace_not_closed": gettext_lazy(
        "A “{” has no “}”. Is there a blank line between them? A brace that is part of the text "
        "is written \\{."
    ),
    "brace_not_opened": gettext_lazy(
        "A “}” has no “{”. Is there a blank line between them? A brace that is part of the text "
        "is written \\}."
    ),
    "answers_outside": gettext_lazy(
        "A line begins with “=” or “~”, but no “{” stands before it. Is there a blank line among "
        "the answers?"
    ),
    "gift_ordering": gettext_lazy(
        "Ordering is not part of GIFT as it is read here. Use Moodle XML for it."
    ),
    "aiken_no_question": gettext_lazy("There are answers, but no line that asks."),
    "aiken_no_options": gettext_lazy(
        "There are no options. They begin with a capital letter and a point or bracket, such as "
        "“A. ”, and the question stands on one line."
    ),
    "aiken_no_answer": gettext_lazy(
        "There is no line such as “ANSWER: B” after the options. Each option stands on one line."
    ),
    "aiken_nearly_answer": gettext_lazy("The line of the answer must begin with “ANSWER:”."),
    "aiken_option_lines": gettext_lazy(
        "An option goes on over several lines. Each option stands on one line."
    ),
    "aiken_answer_letter": gettext_lazy(
        "“%(given)s” after ANSWER: is not one capital letter of an option."
    ),
    "aiken_answer_option": gettext_lazy("There is not exactly one option %(given)s."),
    "aiken_several_answers": gettext_lazy(
        "ANSWER: names several options (%(given)s); in Aiken only one can be right."
    ),
    "no_gaps": gettext_lazy("The text has no gap."),
    "too_many_gaps": gettext_lazy("The text has more than %(most)s gaps."),
    "gap_type": gettext_lazy("There is no gap of the type “%(given)s” here."),
    "gap_not_closed": gettext_lazy("The gap that begins with “%(given)s” has no “}” at its end."),
    "gap_weight": gettext_lazy("A gap weighs %(given)s; at most %(most)s is possible."),
    "gap_without_choice": gettext_lazy("The gap [[%(number)s]] has no choice of that number."),
    "gap_in_markup": gettext_lazy("A gap stands inside an HTML tag, where nobody can fill it."),
    "text_too_long": gettext_lazy(
        "A text is longer than %(most)s characters or has more than %(tags)s HTML tags."
    ),
}

# Something is not kept as it stood.
CHANGED = {
    "windows_1252": gettext_lazy("The file was read as Windows-1252, as it is not UTF-8."),
    "mixed_encoding": gettext_lazy(
        "The file is not all UTF-8; what is not, from line %(line)s on, was read as Windows-1252."
    ),
    "declared_encoding": gettext_lazy("The file was read as %(encoding)s, as it says it is."),
    "utf_16": gettext_lazy("The file was read as UTF-16."),
    "bom": gettext_lazy("A byte order mark at the beginning of the file was passed over."),
    "category_not_alone": gettext_lazy(
        "No blank line parts it from the category; it was read as a question of that category."
    ),
    "category_shortened": gettext_lazy("The category was shortened to %(most)s characters."),
    "category_description": gettext_lazy("The description of the category is not kept."),
    "aiken_stem_lines": gettext_lazy(
        "%(count)s lines ask; they were put together. Moodle keeps only the last of them."
    ),
    "aiken_aside": gettext_lazy("After the answer, “%(given)s” was left out."),
    "characters_removed": gettext_lazy("Invisible control characters were removed."),
    "name_made": gettext_lazy("It had no name; the beginning of the question is its name."),
    "name_shortened": gettext_lazy("The name was shortened to %(most)s characters."),
    "code_too_long": gettext_lazy(
        "The ID number is longer than %(most)s characters; the question gets a code of its own."
    ),
    "tags_too_many": gettext_lazy("Only %(most)s of its tags are kept; %(count)s are not."),
    "tags_too_long": gettext_lazy("%(count)s tags longer than %(most)s characters were left out."),
    "elements_removed": gettext_lazy(
        "HTML that is not kept was removed, its words stay: %(names)s."
    ),
    "elements_dropped": gettext_lazy("HTML was removed with all that stood in it: %(names)s."),
    "styles_removed": gettext_lazy("Styles and other attributes of HTML were removed."),
    "unsafe_removed": gettext_lazy("HTML that could run a program or load something was removed."),
    "markup_removed": gettext_lazy("HTML was removed from a text that can only be plain."),
    "markdown": gettext_lazy("Markdown was turned into HTML."),
    "wiki_format": gettext_lazy("A text in Moodle's old wiki format was read as plain text."),
    "text_not_quoted": gettext_lazy("HTML stood in the file as XML; it was read as HTML."),
    "picture_missing": gettext_lazy("The picture “%(name)s” is not in the file."),
    "picture_elsewhere": gettext_lazy(
        "The picture “%(name)s” is on another site, and nothing is fetched from there."
    ),
    "picture_encoding": gettext_lazy("The picture or file “%(name)s” is not proper Base64."),
    "picture_kind": gettext_lazy(
        "“%(name)s” is not a PNG, JPEG, GIF or WebP picture that can be drawn, or it is too large."
    ),
    "file_link": gettext_lazy("A link to a file that came with the question leads nowhere now."),
    "files_dropped": gettext_lazy(
        "Files that no text shows as a picture were left out: %(names)s."
    ),
    "element_dropped": gettext_lazy("Not kept: %(names)s."),
    "was_hidden": gettext_lazy("It was hidden where it comes from."),
    "points_usual": gettext_lazy("“%(given)s” cannot be its points; it gets 1."),
    "points_rounded": gettext_lazy("Its points (%(given)s) were rounded to two decimals."),
    "penalty_usual": gettext_lazy("“%(given)s” cannot be its penalty; it gets a third."),
    "fraction_nearest": gettext_lazy(
        "An answer worth %(percent)s %% is now worth %(nearest)s %%, the nearest that there is."
    ),
    "empty_answers": gettext_lazy("Empty answers were left out: %(count)s."),
    "numbering": gettext_lazy("“%(given)s” is no numbering of options here; it is abc."),
    "decimal_comma": gettext_lazy("“%(given)s” was read as a number with a decimal comma."),
    "several_right": gettext_lazy(
        "No option is worth all, but the right ones together are; it was read as multiple choice."
    ),
    "braces_in_answers": gettext_lazy(
        "Braces among its answers were read as text; they are better written \\{ and \\}."
    ),
    "more_braces": gettext_lazy(
        "Only the first braces hold its answers; the later ones were read as text."
    ),
    "wrong_number_dropped": gettext_lazy(
        "The wrong number “%(given)s” is not kept; any other number gets its feedback."
    ),
    "true_by_place": gettext_lazy(
        "“%(given)s” is neither true nor false; the first answer was read as true."
    ),
    "units_unused": gettext_lazy("Units that the question does not use were left out: %(names)s."),
    "unit_penalty_usual": gettext_lazy("“%(given)s” cannot be the penalty for a unit; it is 0.1."),
    "ordering_marking": gettext_lazy(
        "Its way of marking (%(given)s) is not there; items count by their distance."
    ),
    "ordering_all": gettext_lazy(
        "All items are asked; where it comes from, some were chosen (%(given)s)."
    ),
    "drag_many_times": gettext_lazy(
        "A choice may be used in several gaps here, whether or not it was said so."
    ),
    "essay_editor": gettext_lazy("Its editor (%(given)s) is not there; the nearest one is used."),
    "number_usual": gettext_lazy("“%(given)s” cannot be its %(name)s; the usual value is used."),
    "markers_in_text": gettext_lazy(
        "Double brackets in the text, which mark gaps here, were made single."
    ),
    # What happens in the bank.
    "same_code": gettext_lazy("The bank has this question already; it stays as it is."),
    "same_content": gettext_lazy(
        "The bank has the same question already, with the code %(code)s; it is not added again."
    ),
    "twice_in_file": gettext_lazy(
        "It is the same question as the one on line %(line)s; it is added once."
    ),
    "code_twice_in_file": gettext_lazy(
        "The question on line %(line)s has the same code; this one gets the code %(code)s."
    ),
    "updated": gettext_lazy(
        "The bank has a question with the code %(code)s that says something else; it gets a new "
        "version."
    ),
    "edited_since": gettext_lazy(
        "It was imported before as %(code)s and has been edited since; it stays as edited."
    ),
    "stays_draft": gettext_lazy("It stays a draft: %(problems)s"),
    "incomplete": gettext_lazy("A picture is missing from it. Look at it, then publish it."),
}

# A file cannot hold something.
LOST = {
    "lost_in_file": gettext_lazy("The file cannot hold all of it. Not in the file: %(names)s."),
    "not_in_file": gettext_lazy("It is not in the file: the format has no questions of its type."),
    "other_kind_in_file": gettext_lazy(
        "It is not in the file: signs in its answers, such as “->”, mean something else to the "
        "format, and it would come back as another type of question."
    ),
    "unreadable_in_file": gettext_lazy("It is not complete; reading it back would say: %(reason)s"),
    "internal_link": gettext_lazy("A link to a page or document of this site leads nowhere."),
    "picture_gone": gettext_lazy("A picture that it shows is not in the library any more."),
    "no_answer_block": gettext_lazy("It is not in the file: it has no answer yet."),
    "translations": gettext_lazy("Its translations are not in the file."),
}

SENTENCES = UNREADABLE | REFUSED | CHANGED | LOST

FIELDS = {
    "name": gettext_lazy("name"),
    "stem": gettext_lazy("pictures or layout of the text"),
    "general_feedback": gettext_lazy("general feedback"),
    "code": gettext_lazy("code"),
    "tags": gettext_lazy("tags"),
    "hints": gettext_lazy("hints"),
    "penalty": gettext_lazy("penalty"),
    "points": gettext_lazy("points"),
    "options": gettext_lazy("some of the options"),
    "answers": gettext_lazy("some of the answers"),
    "pairs": gettext_lazy("some of the pairs"),
    "extra_answers": gettext_lazy("some of the pairs"),
    "shuffle": gettext_lazy("that the order is fixed"),
    "numbering": gettext_lazy("numbering of the options"),
    "all_or_nothing": gettext_lazy("all or nothing"),
    "match_case": gettext_lazy("that capital letters matter"),
    "units": gettext_lazy("units"),
    "feedback_right": gettext_lazy("feedback on a right answer"),
    "feedback_partly": gettext_lazy("feedback on a partly right answer"),
    "feedback_wrong": gettext_lazy("feedback on a wrong answer"),
    "editor": gettext_lazy("editor"),
    "lines": gettext_lazy("size of the field"),
    "min_words": gettext_lazy("fewest words"),
    "max_words": gettext_lazy("most words"),
    "files_allowed": gettext_lazy("files allowed"),
    "files_required": gettext_lazy("files required"),
    "file_types": gettext_lazy("file types"),
    "template": gettext_lazy("template of the answer"),
    "model_answer": gettext_lazy("model answer"),
    "grader_info": gettext_lazy("instructions for grading"),
    "criteria": gettext_lazy("grading criteria"),
}


def sentence(remark: Remark) -> str:
    """Say a remark in the active language."""
    values = {name: _value(found) for name, found in remark.values.items()}
    return force_str(SENTENCES[remark.code]) % values


def _value(found: Any) -> str:
    if isinstance(found, Remark):
        return sentence(found)
    if isinstance(found, list | tuple):
        # Several fields may have the same name to a reader.
        words = dict.fromkeys(force_str(FIELDS.get(one, one)) for one in found)
        return ", ".join(words)
    return str(found)
