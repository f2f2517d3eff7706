"""Hostile snippets: each contained, reported on the right line, and nothing of it left behind."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from codetutor_lint.config import load_config
from codetutor_lint.lint.checking import check
from codetutor_lint.lint.running import RunLinter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.sandbox.choose import probe_bubblewrap, probe_landlock
from codetutor_lint.snippets.sandbox.command import MIB, Limits
from codetutor_lint.snippets.tools import find_c, find_python

_spec = importlib.util.spec_from_file_location("hostile_snippets", Path(__file__).with_name("hostile_snippets.py"))
assert _spec is not None
assert _spec.loader is not None
hostile = importlib.util.module_from_spec(_spec)
sys.modules["hostile_snippets"] = hostile
_spec.loader.exec_module(hostile)

SECRET = "secret-5f1c"
EXAMPLE = """\
question: |
  What does this do?
language: {language}
level: beginner
kind: concept
answer:
  analogy: |
    A key ring.
  simple_explanation: |
    It does something.
  beginner_example: |
    See:

    ```{language}
{code}    ```
{output}  advanced_example: |
    ```{language} fragment
    ```
  visual_explanation: |
    None.
  common_mistakes: |
    ❌ This.

    ✅ That.
  practice_task: |
    Try it.
"""
OPENING_ROW = 14


@pytest.fixture(params=["bubblewrap", "landlock"])
def sandbox(request: pytest.FixtureRequest):
    made = {"bubblewrap": probe_bubblewrap, "landlock": probe_landlock}[request.param]()
    if isinstance(made, str):
        pytest.skip(f"no {request.param} here: {made}")
    return made


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="home") as folder:
        (Path(folder) / "secret").write_text(SECRET, encoding="utf-8")
        yield Path(folder)


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    find_python()  # its own directory lasts as long as this process
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("one", hostile.HOSTILE, ids=lambda one: one.attempt)
def test_hostile_snippet(one, sandbox, home: Path, port: int, temporary: Path, tmp_path: Path, monkeypatch) -> None:
    if one.language == "c" and find_c() is None:
        pytest.skip("no C compiler here")
    monkeypatch.setenv("CODETUTOR_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)
    mode = (home / "secret").stat().st_mode
    nap = f"1000.{os.getpid()}{hostile.HOSTILE.index(one)}"
    found = _findings(one, sandbox, tmp_path, home=str(home), port=str(port), secret=SECRET, nap=nap)
    said = one.bubblewrap if sandbox.name == "bubblewrap" else one.landlock
    assert found == ([(OPENING_ROW + one.line, said.replace("{home}", str(home)))] if said else [])
    assert (home / "secret").read_text(encoding="utf-8") == SECRET
    assert (home / "secret").stat().st_mode == mode
    assert list(home.iterdir()) == [home / "secret"]
    assert list(temporary.iterdir()) == []
    assert _processes_with(nap) == []


def test_table_in_the_documentation_is_current() -> None:
    document = hostile.DOCUMENT.read_text(encoding="utf-8")
    assert document == hostile.with_table(document), "run: python tests/snippets/hostile_snippets.py"


def _findings(one, sandbox, folder: Path, **words: str) -> list[tuple[int, str]]:
    """What ``run`` finds in an example with the snippet: rows and messages."""
    code = one.code
    for word, value in words.items():
        code = code.replace(f"{{{word}}}", value)
    path = folder / "examples" / "safety" / "hostile.yaml"
    path.parent.mkdir(parents=True)
    output = f"    ```output\n{_indented(one.output)}    ```\n" if one.output else ""
    path.write_text(EXAMPLE.format(language=one.language, code=_indented(code), output=output), encoding="utf-8")
    config = load_config(folder)
    limits = Limits(wall=one.wall, cpu=one.cpu, memory=1024 * MIB, disk=64 * MIB)
    with Executor(sandbox, folder, limits=limits) as executor:
        linter = RunLinter(config, select_rules(config), executor)
        outcome = check(config, linter.selection, linter=linter)
    return [(finding.location.row, finding.message) for finding in outcome.diagnostics]


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip(" ") for line in text.splitlines(keepends=True))


def _processes_with(word: str) -> list[str]:
    """Command lines of living processes that name ``word``."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in line and entry.name != str(os.getpid()):
            found.append(line)
    return found
