"""Ten thousand forged and edited files, made from real ones by every means at hand: all refused."""

import base64
import json
import random
import struct
import zlib
from collections import Counter

import pytest

from certificates.badges.checking import State, check
from certificates.badges.files import Kind, badge_file
from certificates.credential.baking import KEYWORD, bake_png, bake_svg
from tests.factories.badges import badge_for

pytestmark = pytest.mark.django_db

MANY, FEW = 10_000, 100
WORDS = [
    "Joku Toinen",
    "5",
    "2099-01-01T00:00:00Z",
    "Lääketieteen tohtori",
    "",
    "\u202e",
    "a" * 999,
]


class Forger:
    """Makes files that are not as issued, the same ones for the same seed."""

    def __init__(self, badges, seed):
        self.dice = random.Random(seed)
        self.badges = badges
        self.files = {
            (badge.pk, kind): badge_file(badge, kind).content for badge in badges for kind in Kind
        }

    def forge(self):
        """A file, and by what means."""
        means = self.dice.choice(
            [self.bytes_changed, self.words_changed, self.parts_moved, self.token_made,
             self.picture_made, self.cut, self.grown]
        )  # fmt: skip
        return means(), means.__name__

    def badge(self):
        return self.dice.choice(self.badges)

    def some_file(self):
        return self.dice.choice(list(self.files.values()))

    def bytes_changed(self):
        content = bytearray(self.some_file())
        for _ in range(self.dice.randint(1, 4)):
            place = self.dice.randrange(len(content))
            content[place] ^= self.dice.randint(1, 255)
        return bytes(content)

    def words_changed(self):
        document = json.loads(self.badge().document)
        self.change(document)
        return json.dumps(document, indent=self.dice.choice([None, 2])).encode()

    def change(self, document):
        holder, key = self.dice.choice(list(places(document)))
        holder[key] = self.dice.choice(
            [*WORDS, None, True, 1e9, [], {}, [holder[key]], {"id": holder[key]}]
        )

    def parts_moved(self):
        """What one badge says, under another's name or proof."""
        one, other = self.dice.sample(self.badges, 2)
        one, other = json.loads(one.document), json.loads(other.document)
        for part in self.dice.sample(["id", "proof", "credentialSubject", "credentialStatus"], 2):
            one[part] = other[part]
        return json.dumps(one).encode()

    def token_made(self):
        header, payload, signature = self.badge().token.split(".")
        said = json.loads(base64.urlsafe_b64decode(payload + "=="))
        self.change(said)
        payload = self.dice.choice([payload, text_of(said)])
        head = self.dice.choice([{"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256", "kid": "x"}])
        header = self.dice.choice([header, text_of(head)])
        signature = self.dice.choice([signature[:-5] + "AAAAA", self.badge().token[-200:], "AA"])
        return f"{header}.{payload}.{signature}".encode()

    def picture_made(self):
        """A changed badge baked anew, or a genuine one baked into something else."""
        one, other = self.dice.sample(self.badges, 2)
        document = json.loads(one.document)
        self.change(document)
        text = self.dice.choice([json.dumps(document), one.token, one.document])
        if self.dice.random() < 0.5:
            return bake_svg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', text).encode()
        return bake_png(self.files[other.pk, Kind.PNG], text)

    def cut(self):
        content = self.some_file()
        return content[: self.dice.randrange(len(content))]

    def grown(self):
        content = self.some_file()
        if content.startswith(b"\x89PNG"):
            more = b"tEXt" + KEYWORD + b"\0x"
            return content[:-12] + chunk(more) + content[-12:]
        return self.dice.choice([content + content, b"x" + content, content + b"x"])


def chunk(body):
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def text_of(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def places(value):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(FEW, id="some", marks=pytest.mark.slow),
        pytest.param(MANY, id="ten thousand", marks=pytest.mark.long),
    ],
)
def test_every_forged_file_is_refused(count):
    badges = [badge_for() for _ in range(3)]
    genuine = {meaning(badge_file(badge, kind).content) for badge in badges for kind in Kind}
    forger = Forger(badges, seed=count)
    found, tried = Counter(), 0
    while tried < count:
        forged, means = forger.forge()
        if meaning(forged) in genuine:
            continue
        found[check(forged).state, means] += 1
        tried += 1

    assert {state for state, _means in found} == {State.CHANGED, State.NOT_OURS}
    assert {means for _state, means in found} >= {"bytes_changed", "words_changed", "token_made"}


def meaning(content):
    """What a file says, but for spaces between the names of its JSON and round it."""
    text = content.strip()
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text
