"""Whatever lies among the examples: a list of findings, the right exit code, in bounded time, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.cli import main
from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import fix_document
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
CONFIG = load_config(ROOT / "tests")
# Far more than any file takes, and far less than what an unguarded reader would need.
SECONDS = 20

BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(5000))
HOSTILE = {
    "empty": (b"", "CT107"),
    "only a byte order mark": ("\ufeff".encode(), "CT107"),
    "only line feeds": (b"\n" * 100_000, "CT107"),
    "binary": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 100, "CT103"),
    "zeros": (b"\0" * 1000, "CT105"),
    "NUL": (BASE.replace("music", "mu\0sic").encode(), "CT105"),
    "line separator": (BASE.replace("music", "mu\u2028sic").encode(), "CT105"),
    "invalid UTF-8": (BASE.encode().replace(b"music", b"mu\xffsic"), "CT103"),
    "Latin-1": (b"question: |\n  f\xfcr\n", "CT103"),
    "UTF-16": (BASE.encode("utf-16"), "CT103"),
    "surrogates in UTF-8": (BASE.replace("music", "mu\ud800sic").encode(errors="surrogatepass"), "CT103"),
    "lone surrogate escape": (b'question: "a\\ud800b"\n', "CT119"),
    "brackets": (b"question: " + b"[" * 20_000, "CT106"),
    "braces": (b"question: " + b"{a: " * 20_000, "CT106"),
    "dashes": (b"question:\n  " + b"- " * 30_000, "CT106"),
    "alias bomb": (BOMB.encode(), "CT108"),
    "tabs": (BASE.replace("  ", "\t").encode(), "CT115"),
    "many unknown keys": ("".join(f"key-{n}: x\n" for n in range(5000)).encode(), "CT120"),
    "one key again and again": (b"level: beginner\n" * 5000, "CT122"),
    "many wrong tags": (f"tags: [{', '.join(f'T{n}' for n in range(6000))}]\n".encode(), "CT124"),
    "many texts on the line of the bar": (b"question: | x\n" * 5000, "CT110"),
    "many texts at the left edge": ("".join(f"question: |\nno key {n}: x\n" for n in range(3000)).encode(), "CT111"),
    "many steps in the wrong place": (b"answer:\n" + b"analogy: |\n  x\n   analogy: |\n" * 3000, "CT122"),
    "many drawings": (b"question: |\n   -->\n  x\n" * 3000, "CT114"),
    "many fences": (b"question: |\n" + b"```\n" * 20_000, "CT111"),
    "many comments": (BASE.encode() + b"# codetutor: ignore[CT125]\n" * 2000, "CT193"),
    "one long line": (b"question: |\n" + b"x " * 100_000, "CT111"),
    "only spaces": (b" " * 200_000 + b"x: y\n: z", "CT119"),
}


@pytest.fixture
def topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A topic's folder in a dataset with one clean example."""
    (tmp_path / "pyproject.toml").write_text('[tool.codetutor-lint]\nselect = ["CT1", "CT2", "CT40"]\n')
    folder = tmp_path / "examples" / "loops"
    folder.mkdir(parents=True)
    (folder / "repeat.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    """The exit code and what is said, as (file, code); nothing may go wrong on the way."""
    started = time.perf_counter()
    code = main(["check", "--output-format", "json", *arguments])
    assert time.perf_counter() - started < SECONDS
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, [(row["filename"], row["code"]) for row in json.loads(said.out)]


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_finding_and_hides_no_other(
    content: bytes, code: str, topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (topic / "hostile.yaml").write_bytes(content)
    (topic / "typo.yaml").write_text(BASE.replace("level:", "levle:"), encoding="utf-8")
    exit_code, found = findings(capsys)
    assert exit_code == 1
    assert ("examples/loops/hostile.yaml", code) in found
    assert [row for row in found if "hostile" not in row[0]] == [("examples/loops/typo.yaml", "CT120")]


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_can_be_fixed_or_is_left_as_it_is(
    content: bytes, code: str, topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = topic / "hostile.yaml"
    path.write_bytes(content)
    exit_code, found = findings(capsys, "--fix", "--unsafe-fixes")
    assert exit_code == (1 if found else 0)
    if code not in ("CT110", "CT111", "CT112", "CT114", "CT115", "CT120", "CT124"):
        assert path.read_bytes() == content


def test_a_file_of_100_mb_is_not_read(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = topic / "huge.yaml"
    path.write_bytes(b"question: |\n")
    os.truncate(path, 100 * 1024 * 1024)
    assert findings(capsys) == (1, [("examples/loops/huge.yaml", "CT104")])


def test_links_pipes_and_folders_are_not_opened(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(topic / "pipe.yaml")
    (topic / "link.yaml").symlink_to("repeat.yaml")
    (topic / "endless.yaml").symlink_to("endless.yaml")
    (topic / "folder.yaml").mkdir()
    (topic / "deep").symlink_to("..")
    assert findings(capsys) == (
        1,
        [
            (f"examples/loops/{name}", "CT101")
            for name in ("deep", "endless.yaml", "folder.yaml", "link.yaml", "pipe.yaml")
        ],
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline", r"new\nline"),
        (b"\x1b[2J\x07", r"\x1b[2J\x07"),
        (b"\xff\xfe", r"\udcff\udcfe"),
        ("\u202egnol".encode(), r"\u202egnol"),
        (b"-rf", "-rf"),
        (b"a b", "a b"),
        (b"$(reboot)", "$(reboot)"),
        (b"X" * 200, "X" * 200),
    ],
)
@pytest.mark.parametrize("form", ["concise", "full", "json", "github", "sarif"])
def test_hostile_names_are_shown_harmlessly_in_every_format(
    name: bytes, shown: str, form: str, topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (topic / "repeat.yaml").rename(topic / os.fsdecode(name + b".yaml"))
    assert main(["check", "--output-format", form, "--output", "report"]) == 1
    report = Path("report").read_text(encoding="utf-8")
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", report) is None
    unescaped = report.replace("\\\\", "\\") if form in ("json", "sarif") else report
    assert shown in unescaped or form in ("github", "sarif")
    assert "Traceback" not in capsys.readouterr().err


def test_hostile_extensions_and_contents_are_shown_harmlessly(topic: Path) -> None:
    (topic / "repeat.yaml").write_text(BASE.replace("level: beginner", 'level: "\\u202eeasy\\u200b"'), encoding="utf-8")
    (topic / os.fsdecode(b"x.\x1b\xff")).touch()
    for form in ("concise", "full", "github"):
        assert main(["check", "--output-format", form, "--output", form]) == 1
        report = Path(form).read_text(encoding="utf-8")
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]", report) is None


def test_no_examples_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "no examples yet" in said.err


def test_no_folder_of_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert capsys.readouterr().err.startswith("error: examples: no such folder")


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Without the rights of root, which can read everything."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A dataset in a folder that everybody may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        (folder / "pyproject.toml").write_text('[tool.codetutor-lint]\nselect = ["CT1"]\n')
        for topic in ("loops", "lists"):
            (folder / "examples" / topic).mkdir(parents=True)
            (folder / "examples" / topic / "repeat.yaml").write_text(BASE, encoding="utf-8")
        monkeypatch.chdir(folder)
        yield folder


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("examples/loops/repeat.yaml", [("examples/loops/repeat.yaml", "CT103")]),
        ("examples/loops", [("examples/loops", "CT103")]),
    ],
)
def test_what_may_not_be_read_is_a_finding(
    closed: str, expected: list[tuple[str, str]], open_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings(capsys)  # imports what must not be imported as nobody
    path = open_folder / closed
    path.chmod(0)
    try:
        with _as_nobody():
            assert findings(capsys) == (1, expected)
    finally:
        path.chmod(0o755)


def test_a_file_that_may_not_be_written_is_an_error_of_the_environment(
    open_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = open_folder / "examples" / "loops" / "repeat.yaml"
    path.write_text(BASE.replace("question: |", "question: >"), encoding="utf-8")
    findings(capsys)
    with _as_nobody():
        path.parent.chmod(0o555) if os.geteuid() == path.stat().st_uid else None
        assert main(["check", "--fix"]) == 2
    path.parent.chmod(0o755)
    assert "examples/loops/repeat.yaml: can't be written: permission denied" in capsys.readouterr().err.lower()
    assert path.read_text(encoding="utf-8").startswith("question: >")


def test_windows_line_ends_and_a_byte_order_mark_change_no_place(
    topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = BASE.replace("level:", "levle:")
    for name, content in (("a", text), ("b", "\ufeff" + text.replace("\n", "\r\n"))):
        (topic / f"{name}.yaml").write_bytes(content.encode())
    main(["check", "--output-format", "concise"])
    first, second = capsys.readouterr().out.splitlines()
    assert first.replace("/a.yaml", "/b.yaml") == second


def run(*arguments: str, data: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "codetutor_lint", *arguments]
    return subprocess.run(command, input=data, capture_output=True, cwd=cwd, timeout=SECONDS * 2, check=False)


@pytest.mark.parametrize("name", ["empty", "binary", "NUL", "UTF-16", "brackets", "alias bomb", "zeros"])
def test_hostile_text_from_stdin(name: str) -> None:
    content, code = HOSTILE[name]
    done = run("check", "-", "--stdin-filename", "examples/loops/x.yaml", "--output-format", "concise", data=content)
    assert done.returncode == 1
    assert code.encode() in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["binary", "UTF-16", "surrogates in UTF-8", "NUL"])
def test_text_from_stdin_that_cannot_be_fixed_comes_back_byte_for_byte(name: str) -> None:
    content, _ = HOSTILE[name]
    assert run("check", "-", "--fix", "--stdin-filename", "examples/loops/x.yaml", data=content).stdout == content


def test_text_from_stdin_is_fixed_with_its_line_ends() -> None:
    text = "\ufeff" + BASE.replace("question: |", "question: >").replace("\n", "\r\n")
    done = run(
        "check", "-", "--fix", "--select", "CT1", "--stdin-filename", "examples/loops/x.yaml", data=text.encode()
    )
    assert done.stdout.decode() == text.replace("question: >", "question: |")


def test_more_than_the_limit_from_stdin_is_refused() -> None:
    done = run("check", "-", "--stdin-filename", "x.yaml", "--output-format", "concise", data=b"#" * 3_000_000)
    assert b"CT104 3000000 bytes" in done.stdout


def test_a_report_that_nobody_reads_to_its_end_is_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "codetutor_lint", "rule"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() in (0, 1)
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_of_the_environment() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "codetutor_lint", "rule"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (2, b"error: No space left on device\n")


@pytest.mark.parametrize("output", [".", "/", "missing/report", "x" * 300])
def test_a_report_that_cannot_be_written(output: str, topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output", output]) == 2
    assert "can't be written" in capsys.readouterr().err


def test_a_report_may_go_to_a_device(topic: Path) -> None:
    assert main(["check", "--output", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


LINES = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(
            ["", "```", "```python", "~~~ x y", "❌", "## 1. Analogy", "- - -", "```txet fail", "| a", "x\u00a0y", "1️⃣"]
        ),
        st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(EXAMPLES[::9]), LINES)
def test_no_rule_ever_fails_on_an_example_with_other_lines(path: Path, changes: list[tuple[int, str, bool]]) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, text, instead in changes:
        at = number % len(lines)
        margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        lines[at : at + instead] = [margin + text]
    linter = Linter(CONFIG, select_rules(CONFIG))
    document = Document(Source("x.yaml", "\n".join(lines)), "loops/x")
    checked = linter.check_document(document)
    assert checked.example is not None or checked.diagnostics
    for diagnostic in fix_document(linter, document, unsafe=True).checked.diagnostics:
        assert "\n" not in diagnostic.message
        assert diagnostic.location <= diagnostic.end_location
