"""Writing a ``.env`` file touches nothing but the variable."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.errors import UsageError
from codetutor_lint.training.dotenv import read_variables, write_variables

CASES = [
    ("", "M=new\n"),
    ("A=1\n", "A=1\nM=new\n"),
    ("A=1", "A=1\nM=new\n"),
    ("M=old\n", "M=new\n"),
    ("M=old", "M=new"),
    ("A=1\nexport M = old # why\nB=2\n", "A=1\nexport M=new\nB=2\n"),
    ("# M=old\n\nA='x\nM=inside\n'\n", "# M=old\n\nA='x\nM=inside\n'\nM=new\n"),
    ("M=1\nM=2\n", "M=1\nM=new\n"),
    ("A=1\r\nM=old\r\nB=2\r\n", "A=1\r\nM=new\r\nB=2\r\n"),
    ("\ufeffM=old\n", "\ufeffM=new\n"),
    ("this is no binding\nM=old\n", "this is no binding\nM=new\n"),
    ("MM=1\nM_=2\n", "MM=1\nM_=2\nM=new\n"),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_every_other_byte_stays(tmp_path, before, after):
    path = tmp_path / ".env"
    path.write_bytes(before.encode())
    write_variables(path, {"M": "new"})
    assert path.read_bytes() == after.encode()


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\x85")))
def test_what_is_written_is_read(value):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ".env"
        path.write_text("A=1\n")
        write_variables(path, {"M": value})
        assert read_variables(path) == {"A": "1", "M": value}


def test_writing_twice_changes_nothing(tmp_path):
    path = tmp_path / ".env"
    for _ in range(2):
        write_variables(path, {"OPENAI_MODEL": "ft:gpt-4.1:org:ct:1", "OPENAI_BASE_URL": "http://127.0.0.1:8000/v1"})
    assert path.read_text() == "OPENAI_MODEL=ft:gpt-4.1:org:ct:1\nOPENAI_BASE_URL=http://127.0.0.1:8000/v1\n"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_permissions_are_kept_and_a_new_file_is_private(tmp_path):
    path = tmp_path / ".env"
    write_variables(path, {"M": "1"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    write_variables(path, {"M": "2"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path):
    target = tmp_path / "real.env"
    target.write_text("M=old\n")
    link = tmp_path / ".env"
    link.symlink_to(target)
    write_variables(link, {"M": "new"})
    assert link.is_symlink()
    assert target.read_text() == "M=new\n"


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path):
    (tmp_path / "latin.env").write_bytes(b"M=\xe9\n")
    with pytest.raises(UsageError, match=r"latin\.env can't be read"):
        write_variables(tmp_path / "latin.env", {"M": "1"})
    with pytest.raises(UsageError, match="cannot write"):
        write_variables(tmp_path / "missing" / ".env", {"M": "1"})
