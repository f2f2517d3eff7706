"""The comment: one, current, written from data that nobody trusts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from github_double import BOT, Cut, Reply
from hostile_texts import HOSTILE
from markdown_it import MarkdownIt

from codetutor_lint.errors import UsageError
from codetutor_lint.github.api import GitHubError
from codetutor_lint.github.comment import MARK, comment
from codetutor_lint.github.preview import LONGEST_FILE, Preview
from codetutor_lint.github.rendering import COMMENT, render

HEAD = "b" * 40
CHANGE = {
    "id": "loops/for",
    "what": "added",
    "status": None,
    "split": "train",
    "language": "python",
    "level": "beginner",
    "kind": "concept",
    "mode": "default",
    "user": "How?",
    "assistant": "So.",
    "neighbor": {"id": "loops/while", "split": "test", "similarity": 0.25},
}


def preview(**values):
    data = {
        "head": HEAD,
        "base": "a" * 40,
        "errors": 0,
        "warnings": 1,
        "prompts_changed": False,
        "rows": {"train": {"before": 1, "after": 2}},
        "changes": [CHANGE],
        "more_changes": 0,
        "bills": [],
        "cells": [],
        "repairs": [],
        "not_run": None,
    }
    return {**data, **values}


def run_event(context, **values):
    run = {"id": 7, "head_sha": HEAD, "head_repository": {"id": 3}, **values}
    Path(context.environment["GITHUB_EVENT_PATH"]).write_text(json.dumps({"workflow_run": run}), encoding="utf-8")


@pytest.fixture
def ready(context, github):
    """Three open pull requests, one of which is the run's, and its artifact."""
    github.pulls = [
        {"number": 11, "head": {"sha": "c" * 40, "repo": {"id": 3}}},
        {"number": 12, "head": {"sha": HEAD, "repo": {"id": 4}}},
        {"number": 13, "head": {"sha": HEAD, "repo": {"id": 3}}},
    ]
    run_event(context)
    return context


def only(github):
    assert list(github.comments) == [13]
    [item] = github.comments[13]
    return item["body"]


def test_a_comment_is_written_once_and_then_edited_in_place(ready, github):
    github.add_artifact(7, json.dumps(preview()).encode())
    assert comment(ready) == 0
    first = only(github)
    assert first.startswith(MARK)
    assert "added: `loops/for`" in first
    comment(ready)
    assert only(github) == first
    github.add_artifact(7, json.dumps(preview(errors=4)).encode())
    comment(ready)
    assert "4 errors" in only(github)


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(502), Reply(403, {"message": "secondary rate limit"})])
def test_whatever_happens_to_a_request_there_is_one_comment(ready, github, fault):
    github.add_artifact(7, json.dumps(preview()).encode())
    comment(ready)
    count = len(github.requests)
    github.comments.clear()
    for nth in range(1, count + 1):
        github.faults = {}
        github.comments.clear()
        github.fail(fault, nth)
        assert comment(ready) == 0
        only(github)


@pytest.mark.parametrize("status", [403, 404])
def test_what_github_refuses_is_told(ready, github, status):
    github.fail(Reply(status, {"message": "no"}))
    with pytest.raises(GitHubError, match="GITHUB_TOKEN may not"):
        comment(ready)
    assert github.comments == {}


def test_a_comment_of_somebody_else_with_our_mark_is_left_alone(ready, github):
    github.comments[13] = [{"id": 500, "user": {"login": "mallory"}, "body": f"{MARK}\nmine"}]
    github.add_artifact(7, json.dumps(preview()).encode())
    comment(ready)
    assert [item["user"]["login"] for item in github.comments[13]] == ["mallory", BOT]
    assert github.comments[13][0]["body"] == f"{MARK}\nmine"


def test_a_head_that_has_moved_on_gets_no_comment(ready, github, said):
    github.pulls.pop()
    assert comment(ready) == 0
    assert github.writes == []
    assert "nothing to say" in said[-1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        json.dumps(preview(extra=1)).encode(),
        json.dumps(preview(errors="1")).encode(),
        json.dumps(preview(errors=-1)).encode(),
        json.dumps(preview(head="c" * 40)).encode(),
        json.dumps(preview(head="$(id)")).encode(),
        json.dumps(preview(changes=[CHANGE] * 1000)).encode(),
        json.dumps(preview(changes=[{**CHANGE, "id": "x" * 1000}])).encode(),
        json.dumps(preview(changes=[{**CHANGE, "what": "@everyone"}])).encode(),
        b" " * (LONGEST_FILE + 1),
    ],
)
def test_an_artifact_that_is_none_of_ours_is_not_used(ready, github, said, content):
    github.add_artifact(7, content)
    assert comment(ready) == 1
    assert github.writes == []
    assert said[-1].startswith("the artifact is not used: ")


def test_an_archive_without_the_file_and_one_that_is_none_are_not_used(ready, github, said):
    github.add_artifact(7, b"{}", file="../../preview.json")
    assert comment(ready) == 1
    item = github.add_artifact(7, b"{}")
    github.contents[item["id"]] = b"PK no archive"
    assert comment(ready) == 1
    item["size_in_bytes"] = LONGEST_FILE + 1
    assert comment(ready) == 1
    assert github.writes == []


def test_a_run_without_a_preview_is_no_fault(ready, github):
    assert comment(ready) == 0
    assert github.writes == []


def test_another_event_is_a_mistake(context):
    Path(context.environment["GITHUB_EVENT_PATH"]).write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="answers a workflow_run event"):
        comment(context)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(text):
    change = {**CHANGE, "id": text, "language": text, "user": text, "assistant": text}
    near = {"id": text, "split": "train", "similarity": 1.0}
    bill = {"provider": text, "model": text, "exact": True, "tokens": {"before": 1, "after": 2}}
    data = preview(
        changes=[{**change, "neighbor": near}, {**change, "what": "removed"}],
        bills=[{**bill, "usd_before": 1.0, "usd_after": None}],
        cells=[{"dimension": text, "value": text, "count": {"before": 0, "after": 1}, "wanted": None}],
        repairs=[{"command": "check --fix", "patch": text}],
        not_run=text,
    )
    shown = render(Preview.model_validate_json(json.dumps(data)), COMMENT)
    harmless = render(Preview.model_validate_json(json.dumps(data).replace(json.dumps(text), '"plain"')), COMMENT)
    assert skeleton(shown) == skeleton(harmless)
    assert not any(ord(character) in range(0x202A, 0x202F) or character == "\u2066" for character in shown)


def skeleton(markdown):
    """What a renderer makes of it besides the code that it shows."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [
        (part.type, "" if part.type in ("code_inline", "fence") else part.content)
        for token in tokens
        for part in ([token] if token.type != "inline" else token.children)
    ]


def test_what_does_not_fit_is_counted():
    many = preview(changes=[{**CHANGE, "assistant": "x" * 20_000}] * 60)
    shown = render(Preview.model_validate_json(json.dumps(many)), COMMENT)
    assert len(shown) < 65_536
    assert "and 58 more that do not fit here" in shown
