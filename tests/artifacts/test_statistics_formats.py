"""The report in its formats, compared with the files in ``golden/statistics``, and the command.

When a change is meant: ``python tests/artifacts/test_statistics_formats.py`` writes them anew.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from codetutor_lint.artifacts.prices import Rate
from codetutor_lint.artifacts.statistics.figures import Blocks, Code, Repeated, Repetition
from codetutor_lint.artifacts.statistics.formats import FORMATS, render_statistics
from codetutor_lint.artifacts.statistics.gather import Gathered, gather
from codetutor_lint.artifacts.statistics.text import WIDTH
from codetutor_lint.config import load_config

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = GOLDEN / "statistics"
NAMES = {"text": "report.txt", "json": "report.json", "markdown": "report.md"}
COVERAGE = {"examples": 50, "topics": {"loops": 6, "recursion": 4}, "levels": {"beginner": 6, "advanced": 4}}
RATES = [
    Rate(
        "openai", "tutor-1", "openai", 3, True, 5.0, 0.8, 3.2, date(2026, 11, 22), "a page", "a list", date(2027, 1, 14)
    ),
    Rate("openai", "tutor-2", "openai", 3, configured=False),
    Rate("google", "tutor-3", "vertex", 2, True, 1.0, 0.5, 1.0, date(2026, 11, 22), "a page", "a list"),
    Rate("local", "open/tutor", "trl", 3, True, 0.0, 0.0, 0.0),
]
# What was run, and where which tool is missing, differs from machine to machine.
CODE = Code(
    Blocks("all", 20, 12, 1, 3, 4),
    (Blocks("python", 14, 10, 1, 3, 0), Blocks("bash", 2, 2, 0, 0, 0), Blocks("csharp", 4, 0, 0, 0, 4)),
    {"needs=unity": 3, "not installed: the .NET SDK (dotnet)": 1},
)


def gathered() -> Gathered:
    config = load_config(file=GOLDEN / "project" / "pyproject.toml")._replace(coverage=COVERAGE)
    figures, conversations = gather(config, RATES)
    return Gathered(replace(figures, code=CODE), conversations)


@pytest.fixture(scope="module")
def report() -> Gathered:
    pytest.importorskip("tiktoken", reason="needs the extra 'tokens' (tiktoken)")
    pytest.importorskip("mistral_common", reason="needs the extra 'tokens' (mistral-common)")
    return gathered()


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str, report: Gathered) -> None:
    assert render_statistics(name, report) == (EXPECTED / NAMES[name]).read_text(encoding="utf-8")


def with_long_names(report: Gathered) -> Gathered:
    """The figures with names and numbers as long as they come."""
    figures = report.statistics
    tokens = tuple(
        replace(one, longest="a-topic-with-a-long-name/" + "a-long-slug-" * 8, tokens=replace(one.tokens, total=10**12))
        for one in figures.tokens
    )
    prices = tuple(
        replace(one, training=1e6, use=1e6, rate=replace(one.rate, provider="a-provider-of-ours", model="m" * 70))
        for one in figures.prices
    )
    phrase = Repeated("in the very long run of words that somebody has repeated " * 3, 1000, "advanced example")
    counts = {**figures.counts, "topics": {f"a-topic-number-{number}": 1000 for number in range(60)}}
    changed = replace(
        figures,
        tokens=tokens,
        prices=prices,
        counts=counts,
        repetition=Repetition((phrase,), (phrase,), 0.5),
        broken=("examples/" + "x" * 120,),
    )
    return report._replace(statistics=changed)


def test_text_fits_a_terminal(report: Gathered) -> None:
    for one in (report, with_long_names(report)):
        assert max(map(len, render_statistics("text", one).split("\n"))) <= WIDTH


def test_markdown_takes_nothing_for_markup(report: Gathered) -> None:
    figures = replace(report.statistics, broken=("a|b`<img src=x>`.yaml",))
    text = render_statistics("markdown", report._replace(statistics=figures))
    assert r"a\|b\`\<img src=x\>\`.yaml" in text


def test_json_has_dates_as_text(report: Gathered) -> None:
    told = json.loads(render_statistics("json", report))
    assert told["prices"][0]["rate"]["known"] == "2026-11-22"


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_each_format(name: str, small, capsys) -> None:
    assert small.run("stats", "--output-format", name) == 0
    captured = capsys.readouterr()
    assert "loops" in captured.out
    assert captured.err == ""


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_dataset_says_so(name: str, dataset, capsys) -> None:
    (dataset.root / "examples").mkdir()
    assert dataset.run("stats", "--output-format", name) == 0
    captured = capsys.readouterr()
    assert captured.err == "no examples yet; write one with 'codetutor-lint new TOPIC/SLUG'\n"
    assert captured.out


def test_the_report_goes_to_a_file(small, tmp_path, capsys) -> None:
    assert small.run("stats", "--output", str(tmp_path / "report.txt")) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("Size\n")


def test_broken_files_are_named_beside_the_report(small, capsys) -> None:
    small.add("loops/broken").write_text("question: 5\n", encoding="utf-8")
    assert small.run("stats") == 0
    captured = capsys.readouterr()
    assert "1 file not counted" in captured.err
    assert "broken.yaml" in captured.out


def test_a_missing_folder_is_a_usage_error(dataset, capsys) -> None:
    assert dataset.run("stats") == 2
    assert "no such folder" in capsys.readouterr().err


def test_the_page_says_what_it_lacks(small, monkeypatch, capsys) -> None:
    for name in [name for name in sys.modules if name.startswith(("codetutor_lint.artifacts.page", "jinja2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "codetutor_lint.artifacts.statistics.html", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert small.run("stats", "--output-format", "html") == 2
    assert "pip install 'codetutor-lint[html]'" in capsys.readouterr().err


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    for name, file in NAMES.items():
        (EXPECTED / file).write_text(render_statistics(name, gathered()), encoding="utf-8")
