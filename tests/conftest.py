"""
What every test stands on: the environment, the database, the language.

The environment is settled before Django reads its settings, so that comes first.
"""

# ruff: noqa: E402

import gc
import os

from tests import environment

environment.settle()

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
# xdist's workers would inherit it, and pytest-django would then read the settings of a
# worker before this file has settled the worker's own environment.
del os.environ["DJANGO_SETTINGS_MODULE"]

from functools import cache

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from certificates.badges import keys
from tests.databases import databases

# A busy machine draws and answers slowly; that says nothing of what is tested.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")
# For `make quick`: enough to see a slip; `make test` looks for the rare cases.
hypothesis.settings.register_profile(
    "quick", hypothesis.settings.get_profile("patient"), max_examples=15
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look no more for garbage among what lasts to the end: modules, templates, the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the migrated template for this process (in place of Django's own creation)."""
    store = databases()
    store.make()

    def use_fresh_copy() -> None:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
        name = store.copy(environment.WORKER)
        settings.DATABASES["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name

    def restore(_test_case: TransactionTestCase) -> None:
        use_fresh_copy()

    with django_db_blocker.unblock():
        use_fresh_copy()
    # Flush would also empty what migrations filled.
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = restore
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
        store.drop(connection.settings_dict["NAME"])


@pytest.fixture(scope="session", autouse=True)
def _one_rsa_key_is_made():
    """Making one takes up to a second; all tests sign with the same, under names of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_new_rsa", cache(keys._new_rsa))
        yield


@pytest.fixture(autouse=True)
def _no_trace_of_the_last_test():
    """A request leaves its language on the thread, and the in-process cache outlives a rollback."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    caches["versioned"].clear()


@pytest.fixture
def finnish():
    """Finnish, said aloud by the tests that read words on a page."""
    with translation.override("fi"):
        yield


@pytest.fixture
def swedish():
    with translation.override("sv"):
        yield
