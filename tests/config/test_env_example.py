"""The example of the settings stays true to the settings."""

import re

from tests.environment import ROOT, names_in

# Set by the tests' own environment only.
OF_TESTS = {"TESTING"}


def test_the_example_names_each_variable_that_the_settings_read():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', settings))

    assert set(names_in(ROOT / ".env.example")) == read - OF_TESTS
