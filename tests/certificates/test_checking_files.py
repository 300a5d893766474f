"""Every kept file is compared with what was issued; the operator is told what is wrong."""

import datetime
import os
import shutil
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.checking_files import Fault, Finding, check_files, sum_up
from certificates.models import Certificate, private_storage
from certificates.pdf import _keep
from tests.factories.certificates import certificate_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def empty_folder():
    """Other tests' files lie in the same storage."""
    shutil.rmtree(path_of("certificates"), ignore_errors=True)


def kept(content=b"%PDF-1.7 todistus"):
    """A certificate whose file is small and quick to make."""

    certificate = certificate_for()
    _keep(certificate, content)
    return certificate


def path_of(name):
    return private_storage().path(name)


def aged(name):
    """Make a file two hours old."""
    long_ago = time.time() - 7200
    os.utime(path_of(name), (long_ago, long_ago))


def test_files_that_are_as_issued_have_no_fault(capsys):
    numbers = [kept().number, kept().number]
    assert list(check_files()) == [Finding(number, None) for number in numbers]
    call_command("check_certificates")
    assert "2 certificates are as they were issued." in capsys.readouterr().out


def _remove(name):
    private_storage().delete(name)


def _flip_a_bit(name):
    with open(path_of(name), "r+b") as file:
        file.seek(5)
        file.write(b"8")


def _add(name):
    with open(path_of(name), "ab") as file:
        file.write(b"\n")


def _empty(name):
    with open(path_of(name), "wb"):
        pass


def _make_a_folder(name):
    _remove(name)
    os.mkdir(path_of(name))


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        pytest.param(_remove, Fault.MISSING, id="removed"),
        pytest.param(_flip_a_bit, Fault.CHANGED, id="one letter"),
        pytest.param(_add, Fault.CHANGED, id="a line's end more"),
        pytest.param(_empty, Fault.CHANGED, id="emptied"),
        pytest.param(_make_a_folder, Fault.UNREADABLE, id="unreadable"),
    ],
)
def test_what_was_harmed_is_found(harm, fault, capsys):
    good, harmed = kept(), kept()
    harm(harmed.pdf.name)
    assert sum_up(check_files()) == (1, 0, [(harmed.number, fault)])
    with pytest.raises(CommandError, match="1 files are not"):
        call_command("check_certificates")
    said = capsys.readouterr().out
    assert "1 certificates are as they were issued." in said
    assert harmed.number in said
    assert good.number not in said


def test_a_file_that_is_not_made_within_an_hour_is_told(capsys):
    young, old = certificate_for(), certificate_for()
    Certificate.objects.filter(pk=old.pk).update(
        issued_at=timezone.now() - datetime.timedelta(hours=2)
    )
    assert sum_up(check_files()) == (0, 1, [(old.number, Fault.NOT_MADE)])
    assert Finding(young.number, None, is_made=False) in list(check_files())
    with pytest.raises(CommandError):
        call_command("check_certificates")
    said = capsys.readouterr().out
    assert "1 files are on their way" in said
    assert "0 certificates are as they were issued." in said


def test_a_file_of_no_certificate_is_told_unless_it_is_just_being_made():
    certificate = kept()
    storage = private_storage()
    year = certificate.number[4:8]
    stray = storage.save(f"certificates/{year}/TKP-{year}-999999.pdf", ContentFile(b"%PDF"))
    assert sum_up(check_files()).faults == []
    aged(stray)
    aged(certificate.pdf.name)
    assert sum_up(check_files()).faults == [(stray, Fault.STRAY)]


def test_nothing_issued_is_no_fault(capsys):
    call_command("check_certificates")
    assert "0 certificates" in capsys.readouterr().out
