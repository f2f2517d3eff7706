"""What the README claims is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from codetutor_lint.cli import COMMANDS, main
from codetutor_lint.training.lifecycle import offers_table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CALLS = sorted(set(re.findall(r"`(codetutor-lint [^`]+)`", README)))


def test_the_table_of_offers_is_the_catalog_s() -> None:
    between = README.split("a test compares -->\n")[1].split("\n<!-- /offers -->")[0]
    assert between == "\n".join(offers_table())


def test_every_command_is_listed_or_internal() -> None:
    named = {call.split()[1] for call in CALLS}
    assert set(COMMANDS) - named <= {"schema", "config", "github"}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_one_that_its_parser_takes(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(call)[1:]
    if words[0] == "COMMAND":
        words[0] = "check"
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])
    assert stopped.value.code == 0
    assert "usage: codetutor-lint" in capsys.readouterr().out


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https://)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_main_job_does_what_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [command] = re.findall(r"codetutor-lint (build)$", README, re.MULTILINE)
    monkeypatch.chdir(ROOT)
    assert main([command, "--out", str(tmp_path / "datasets")]) == 0
    for name in ("openai/train.jsonl", "mistral/train.jsonl", "test.jsonl", "SHA256SUMS"):
        assert (tmp_path / "datasets" / name).stat().st_size > 0
