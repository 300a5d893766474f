"""How pages and their files are sent: put together, small, compressed."""

import gzip
import json

import pytest
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from home.static_files import HashedStaticFilesStorage


@pytest.mark.slow
def test_style_sheets_are_put_together_and_named_by_their_content(settings, tmp_path):
    ours = FileSystemStorage(location=settings.BASE_DIR / "static")
    # Not by the settings: every storage would be made anew, for the tests to come too.
    storage = HashedStaticFilesStorage(location=tmp_path, base_url="/static/")
    names = list(get_files(ours))
    for name in names:
        with ours.open(name) as file:
            storage.save(name, file)
    processed = list(storage.post_process({name: (ours, name) for name in names}))

    assert not [name for name, _hashed, done in processed if isinstance(done, Exception)]
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    sheet = (tmp_path / names["css/site.css"]).read_text()
    assert "@import" not in sheet
    assert "/*" not in sheet
    assert "@media print{" in sheet
    # Spaces that mean something are still there.
    assert "min(100% - 2 * var(--gutter)" in sheet
    assert f"../{names['fonts/source-sans-3-latin-wght-normal.woff2']}" in sheet
    for ending in (".gz", ".br"):
        assert (tmp_path / f"{names['css/site.css']}{ending}").stat().st_size < 12_000


@pytest.mark.django_db
@pytest.mark.one_engine
def test_pages_are_compressed_for_who_asks_for_it(client):
    plain = client.get("/fi/haku/")
    assert "Content-Encoding" not in plain.headers
    packed = client.get("/fi/haku/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert b"<h1>" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.django_db
@pytest.mark.one_engine
def test_files_are_sent_as_they_are(client):
    robots = client.get(reverse("robots"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in robots.headers
