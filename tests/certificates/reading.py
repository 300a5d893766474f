"""Reading a certificate's file back, with programs that are not ours."""

import html
import io
import re
import shutil
import subprocess
from pathlib import Path

import pypdf

WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


def run(program: str, *words: str, content: bytes, tmp_path: Path) -> str:
    """Return what a program says of a file; FILE among its words stands for the file."""
    assert shutil.which(program), f"{program} is missing; `make test` and `make quick` install it"
    file = tmp_path / "certificate.pdf"
    file.write_bytes(content)
    command = [word if word != "FILE" else str(file) for word in (program, *words)]
    # Finnish letters in a label are UTF-16 in a PDF, and pdfinfo prints them as they are.
    return subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=True
    ).stdout


def text_of(content: bytes) -> str:
    """Return the words of all pages."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def words_of(content: bytes, tmp_path: Path) -> list[tuple[str, tuple[float, ...]]]:
    """Return each word in its order with where it stands: left, top, right, bottom, in points."""
    said = run("pdftotext", "-raw", "-bbox", "FILE", "-", content=content, tmp_path=tmp_path)
    return [(html.unescape(word), tuple(map(float, box))) for *box, word in WORD.findall(said)]


def boxes_of(content: bytes, tmp_path: Path) -> list[tuple[float, ...]]:
    """Return where each word stands: left, top, right, bottom, in points."""
    return [box for _, box in words_of(content, tmp_path)]
