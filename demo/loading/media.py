"""Figures, recordings and exercises from the files of the demo, each added once."""

import io
import json
import zipfile
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile

from demo.loading.texts import EXERCISES, FIGURES, RECORDINGS, Text, read
from home.h5p.checking import check
from home.h5p.models import H5PPackage
from home.h5p.unpacking import keep_package
from home.models import CustomDocument, CustomImage

LIBRARY_FILE = "library.json"
WORDS_FILE = "words.toml"


def figure(name: str, language: str) -> CustomImage:
    """Return a drawn figure, in the language where it is drawn in it."""
    file = _in_language(FIGURES / name, language)
    found = CustomImage.objects.filter(title=file.stem).first()
    if found:
        return found
    with file.open("rb") as content:
        return CustomImage.objects.create(title=file.stem, file=File(content, name=file.name))


def recording(name: str, language: str) -> CustomDocument:
    """Return a recording, in the language where it is spoken in it."""
    file = _in_language(RECORDINGS / name, language)
    found = CustomDocument.objects.filter(title=file.stem).first()
    if found:
        return found
    with file.open("rb") as content:
        return CustomDocument.objects.create(title=file.stem, file=File(content, name=file.name))


def exercise(name: str, language: str) -> H5PPackage:
    """Return an exercise in a language, packed as H5P packs it and checked as an upload is."""
    folder = EXERCISES / name
    words = read(folder / WORDS_FILE)[language]
    found = H5PPackage.objects.filter(title=words["title"]).first()
    if found:
        return found
    packed = ContentFile(_packed(folder, words, language), name=f"{name}.{language}.h5p")
    package = H5PPackage(title=words["title"], text_alternative=words["alternative"], file=packed)
    return keep_package(package, upload=packed, checked=check(packed), user=None)


def _in_language(file: Path, language: str) -> Path:
    twin = file.with_suffix(f".{language}{file.suffix}")
    return twin if twin.is_file() else file


def _packed(folder: Path, words: Text, language: str) -> bytes:
    library = json.loads((folder / LIBRARY_FILE).read_bytes())
    names = ("machineName", "majorVersion", "minorVersion")
    about = {
        "title": words["title"],
        "language": language,
        "mainLibrary": library["machineName"],
        "embedTypes": ["iframe"],
        "license": library["license"],
        "preloadedDependencies": [{name: library[name] for name in names}],
    }
    place = "{machineName}-{majorVersion}.{minorVersion}".format_map(library)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("h5p.json", json.dumps(about))
        zipped.writestr("content/content.json", json.dumps(words["content"]))
        for file in sorted(folder.iterdir()):
            if file.name != WORDS_FILE:
                zipped.write(file, f"{place}/{file.name}")
    return archive.getvalue()
