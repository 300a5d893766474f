"""Moodle XML, written piece by piece."""

import base64
import io

from PIL import Image

from quizzes.exchange.moodle_xml import read_moodle_xml


def quiz(*questions):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}</quiz>'


def question(kind, inside="", *, name="Nimi", stem="<p>Kysymys?</p>"):
    return (
        f'<question type="{kind}">\n<name><text>{name}</text></name>\n'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>\n'
        f"{inside}</question>\n"
    )


def one(kind, inside="", **fields):
    reading = read_moodle_xml(quiz(question(kind, inside, **fields)))
    assert reading.refused == []
    return reading.accepted[0]


def answer(fraction, text, more=""):
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def picture(form="PNG", size=(2, 2)):
    content = io.BytesIO()
    Image.new("RGB", size, "blue").save(content, form)
    return content.getvalue()


def with_file(content, name="kuva 1.png", source="kuva%201.png", encoding="base64"):
    encoded = base64.b64encode(content).decode() if isinstance(content, bytes) else content
    return (
        '<question type="essay"><name><text>N</text></name><questiontext format="html"><text>'
        f'<![CDATA[<p>Katso <img src="@@PLUGINFILE@@/{source}" alt="kuvio"></p>]]></text>'
        f'<file name="{name}" path="/" encoding="{encoding}">{encoded}</file></questiontext>'
        "</question>"
    )
