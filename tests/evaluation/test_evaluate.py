"""``codetutor-lint evaluate`` from the command line, against loopback models."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from loopback_model import BASE, GOOD, ROOT, completion

from codetutor_lint.cli import main

QUESTIONS = """
- {question: "How do I loop over a string?", topic: loops, language: python, level: beginner, mode: default}
- {question: "How do I loop over a dict?", topic: loops, language: python, level: beginner, mode: default}
- {question: "What does while do?", topic: while, language: python, level: beginner, mode: default}
"""
SLOPPY = GOOD.replace("1️⃣ ANALOGY", "## 1. Analogy")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset with one example, built, and three bare questions; the working directory."""
    (tmp_path / "pyproject.toml").write_text("[tool.codetutor-lint]\n[tool.codetutor-lint.split]\ntest = 0\n")
    for path, text in {"examples/loops/repeat.yaml": BASE, "evals/questions.yaml": QUESTIONS}.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert main(["build"]) == 0
    return tmp_path


def tuned_is_better(body: dict, number: int):
    good = body["model"] == "tuned" or "dict" in body["messages"][1]["content"]
    return completion(GOOD if good else SLOPPY)


def evaluate(url: str, *options: str) -> int:
    return main(["evaluate", "--base-url", f"{url}/v1", *options])


def test_a_perfect_model_passes(project, serve, capsys) -> None:
    server = serve(lambda body, number: completion(GOOD))
    assert evaluate(server.url, "--model", "tuned", "--fail-under", "100") == 0
    assert "tuned: 3/3 = 100%" in capsys.readouterr().out


def test_a_sloppy_model_is_under_the_bar(project, serve, capsys) -> None:
    server = serve(lambda body, number: completion(SLOPPY))
    assert evaluate(server.url, "--model", "base", "--fail-under", "50") == 1
    captured = capsys.readouterr()
    assert "heading-misspelled" in captured.out
    assert "0.0% pass, which is under 50 %" in captured.err


def test_base_and_tuned_are_compared_in_pairs(project, serve, capsys) -> None:
    server = serve(tuned_is_better)
    assert evaluate(server.url, "--model", "tuned", "--baseline", "base", "--output-format", "json") == 0
    found = json.loads(capsys.readouterr().out)["comparison"]
    assert {key: found[key] for key in ("pairs", "both", "only_model", "only_baseline", "neither")} == {
        "pairs": 3,
        "both": 1,
        "only_model": 2,
        "only_baseline": 0,
        "neither": 0,
    }
    assert found["p"] == 0.5


def test_the_json_report_keeps_its_schema(project, serve, capsys) -> None:
    server = serve(tuned_is_better)
    evaluate(server.url, "--model", "base", "--output-format", "json")
    schema = json.loads((ROOT / "schema" / "evaluation.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


def test_running_again_asks_nothing_and_says_the_same(project, serve, capsys) -> None:
    server = serve(tuned_is_better)
    evaluate(server.url, "--model", "base")
    first = capsys.readouterr().out
    evaluate(server.url, "--model", "base")
    assert capsys.readouterr().out == first
    assert len(server.requests) == 3


def test_kept_replies_are_graded_offline(project, serve, capsys) -> None:
    server = serve(tuned_is_better)
    evaluate(server.url, "--model", "base", "--replies", "kept.jsonl")
    online = capsys.readouterr().out
    server.stop()
    main(["evaluate", "--replies", "kept.jsonl"])
    assert capsys.readouterr().out == online


def test_unanswered_questions_are_told_and_exit_1(project, serve, capsys) -> None:
    server = serve(lambda body, number: (404, {}, b'{"error": {"message": "no such model"}}'))
    assert evaluate(server.url, "--model", "gone") == 1
    assert "HTTP 404: no such model" in capsys.readouterr().err


def test_a_weak_cell_becomes_a_draft_that_new_would_write(project, serve) -> None:
    server = serve(tuned_is_better)
    evaluate(server.url, "--model", "base", "--suggest", "drafts")
    written = sorted(str(path) for path in Path("drafts").rglob("*.yaml"))
    assert written == ["drafts/loops/how-do-i-loop-over-a.yaml", "drafts/while/what-does-while-do.yaml"]
    assert "What does while do?" in Path(written[1]).read_text(encoding="utf-8")


def test_feedback_is_graded_and_masked(project, capsys) -> None:
    log = [
        {"question": "How do I loop? mail ada.k@corp-mail.org", "answer": GOOD, "language": "python", "topic": "loops"},
        {"question": "And now?", "answer": "Just do it.", "mode": "strict"},
    ]
    Path("log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in log), encoding="utf-8")
    assert main(["evaluate", "feedback", "log.jsonl", "--output-format", "json", "--suggest", "drafts"]) == 0
    report = capsys.readouterr().out
    assert [reply["passed"] for reply in json.loads(report)["replies"]] == [True, False]
    assert "corp-mail" not in report


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "x"}', '{"question": 1, "answer": "x"}'])
def test_a_bad_line_of_feedback_is_named(project, capsys, line: str) -> None:
    Path("log.jsonl").write_text(f'{{"question": "q", "answer": "a"}}\n{line}\n', encoding="utf-8")
    assert main(["evaluate", "feedback", "log.jsonl"]) == 2
    assert "log.jsonl: line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name a --model to ask, or --replies to grade"),
        (["--model", "m"], "OPENAI_API_KEY is not set"),
        (["--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "1"], "no price is known for m"),
        (["--model", "m", "--provider", "other"], "ask openai or mistral"),
        (["--replies", "none.jsonl"], "none.jsonl: no such file"),
        (["--endpoint", "ftp://x", "--model", "m"], "expected an address"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(project, capsys, options: list[str], words: str) -> None:
    assert main(["evaluate", *options]) == 2
    captured = capsys.readouterr().err
    assert words in captured
    assert captured.count("\n") == 1


def test_a_hostile_reply_is_only_text_in_every_report(project, serve, capsys) -> None:
    hostile = "<script>alert(1)</script> ![x](https://evil.test/a.png) @everyone \x1b[2J | `</td>` ::error::x"
    server = serve(lambda body, number: completion(hostile))
    reports = {}
    for name in ("text", "json", "markdown", "html"):
        evaluate(server.url, "--model", "bad", "--output-format", name)
        reports[name] = capsys.readouterr().out
    assert "\x1b" not in reports["text"] + reports["markdown"]
    assert "<script>alert" not in reports["html"]
    assert not re.search(r"<img[^>]*evil", reports["html"])
    assert json.loads(reports["json"])["replies"][0]["reply"] == hostile


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_run_asks_only_what_has_no_answer_yet(project, serve) -> None:
    running: list[subprocess.Popen] = []

    def kill_at_the_second(body: dict, number: int):
        if number == 2:
            running[0].kill()
        return completion(GOOD)

    server = serve(kill_at_the_second)
    options = ["--base-url", f"{server.url}/v1", "--model", "m", "--concurrency", "1"]
    command = [sys.executable, "-m", "codetutor_lint", "evaluate", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        running.append(first)
    assert first.returncode == -signal.SIGKILL
    assert main(["evaluate", *options]) == 0
    asked = [body["messages"][1]["content"] for _, body in server.requests]
    assert [asked.count(question) for question in dict.fromkeys(asked)] == [1, 2, 1]
