"""What CONTRIBUTING.md and the docs claim about commands, flags and mistakes is true."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest

from codetutor_lint.cli import COMMANDS, main
from codetutor_lint.model.fences import outside_fences
from codetutor_lint.rules.fences import CODE_FLAGS, NEEDS, OUTPUT_FLAGS

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"))}
PROSE = {name: "".join(part for _, part in outside_fences(page)) for name, page in PAGES.items()}
MISTAKE = re.compile(
    r"^\*\*\d\. .*\((?P<code>CT\d+)\).*\n\n(?P<fence>`{3,})yaml\n"
    r"# wrong\n(?P<wrong>(?:.*\n)*?)\n# right\n(?P<right>(?:.*\n)*?)(?P=fence)$",
    re.MULTILINE,
)
MISTAKES = [
    pytest.param(match["code"], match["wrong"], match["right"], id=match["code"])
    for match in MISTAKE.finditer(CONTRIBUTING)
]


def found(snippet: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The codes that ``check`` reports for a file with nothing but the snippet."""
    if snippet.startswith("visual_explanation"):
        snippet = "answer:\n" + textwrap.indent(snippet, "  ")
    file = folder / "examples" / "topic" / "slug.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(snippet, encoding="utf-8")
    main(["check", "--output-format", "json", str(file)])
    return {diagnostic["code"] for diagnostic in json.loads(capsys.readouterr().out)}


def test_there_are_five_mistakes() -> None:
    assert len(MISTAKES) == 5


@pytest.mark.parametrize(("code", "wrong", "right"), MISTAKES)
def test_the_mistake_is_found(
    code: str,
    wrong: str,
    right: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code in found(wrong, tmp_path, capsys)


@pytest.mark.parametrize(("code", "wrong", "right"), MISTAKES)
def test_the_repaired_text_has_no_syntax_error(
    code: str,
    wrong: str,
    right: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [found for found in found(right, tmp_path, capsys) if found.startswith("CT11")] == []


@pytest.mark.parametrize("page", PAGES)
def test_only_commands_that_exist_are_named(page: str) -> None:
    named = re.findall(r"codetutor-lint (?!--)([a-z-]+)", PAGES[page])
    assert set(named) <= set(COMMANDS)


def test_the_table_of_flags_is_whole() -> None:
    shown = re.findall(r"^\|[^|]+\| ```` ```\w+ ([a-z]+)", CONTRIBUTING, re.MULTILINE)
    assert sorted(shown) == sorted((*CODE_FLAGS, *OUTPUT_FLAGS))
    row = next(line for line in CONTRIBUTING.split("\n") if "needs=" in line)
    assert [need for need in NEEDS if need not in row] == []


@pytest.mark.parametrize("page", PAGES)
def test_local_links_lead_somewhere(page: str) -> None:
    folder = ROOT if page == "CONTRIBUTING.md" else ROOT / "docs"
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", PROSE[page]):
        assert (folder / link).exists(), link


def test_the_table_of_contents_names_every_section() -> None:
    sections = re.findall(r"^## (.+)$", PROSE["CONTRIBUTING.md"], re.MULTILINE)
    assert re.findall(r"^- \[(.+)\]\(#", CONTRIBUTING, re.MULTILINE) == sections
