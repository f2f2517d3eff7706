"""Asking: concurrent, resumable, within a budget, patient with what passes."""

from __future__ import annotations

import json
from pathlib import Path

from loopback_model import GOOD, application, chat_model, completion, questions

from codetutor_lint.evaluation.asking import Budget, Price, ask_all
from codetutor_lint.evaluation.replies import ReplyStore, read_replies


def test_each_question_is_asked_once_with_its_system_message(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion(GOOD))
    asked = ask_all(chat_model(server.url), questions(), ReplyStore(tmp_path / "r.jsonl"))
    sent = sorted(
        (path, body["messages"][0]["content"], body["messages"][1]["content"]) for path, body in server.requests
    )
    assert sent == [("/v1/chat/completions", q.system, q.user) for q in questions()]
    assert [reply.id for reply in asked.replies] == [q.id for q in questions()]


def test_a_second_run_asks_nothing(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion(GOOD))
    for _ in range(2):
        asked = ask_all(chat_model(server.url), questions(), ReplyStore(tmp_path / "r.jsonl"))
    assert (len(server.requests), asked.new, len(asked.replies)) == (3, 0, 3)


def test_a_run_cut_in_the_middle_of_a_line_goes_on(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion(GOOD))
    file = tmp_path / "r.jsonl"
    ask_all(chat_model(server.url), questions(), ReplyStore(file))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[1][:20])
    asked = ask_all(chat_model(server.url), questions(), ReplyStore(file))
    assert (asked.new, len(server.requests)) == (2, 5)
    assert {json.loads(line)["id"] for line in file.read_bytes().splitlines()} == {q.id for q in questions()}


def test_another_model_is_asked_again(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion(GOOD))
    for name in ("base", "tuned"):
        ask_all(chat_model(server.url, name), questions(), ReplyStore(tmp_path / "r.jsonl"))
    assert len(server.requests) == 6


def test_a_storm_of_429_is_waited_out(serve, tmp_path: Path) -> None:
    limited = (429, {"Retry-After": "0", "Content-Type": "application/json"}, b'{"error": {"message": "slow down"}}')
    server = serve(lambda body, number: limited if number <= 3 else completion(GOOD))
    asked = ask_all(chat_model(server.url, retries=4), questions(), ReplyStore(tmp_path / "r.jsonl"), workers=1)
    assert (len(asked.replies), asked.failures) == (3, [])


def test_a_wrong_key_stops_all_questions_with_one_reason(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: (401, {}, b'{"error": {"message": "no such key"}}'))
    asked = ask_all(chat_model(server.url), questions(), ReplyStore(tmp_path / "r.jsonl"), workers=1)
    assert ([reason for _, reason in asked.failures], asked.skipped) == (["HTTP 401: no such key"], 2)


def test_no_more_is_asked_than_the_budget_allows(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion(GOOD))
    budget = Budget(cap=0.002, price=Price(1.0, 10.0), max_tokens=100)  # at most 0.0011 a question, 0.0006 paid
    asked = ask_all(chat_model(server.url), questions(3), ReplyStore(tmp_path / "r.jsonl"), workers=1, budget=budget)
    assert (len(server.requests), asked.skipped) == (2, 1)
    assert budget.spent <= 0.002


def test_answers_that_are_none_are_failures(serve, tmp_path: Path) -> None:
    replies = [
        (200, {"Content-Type": "application/json"}, b"{not json"),
        (200, {"Content-Type": "application/json"}, b'{"choices": []}'),
        (500, {}, b"oops"),
    ]
    server = serve(lambda body, number: replies[number - 1])
    model = chat_model(server.url, retries=0)
    asked = ask_all(model, questions(), ReplyStore(tmp_path / "r.jsonl"), workers=1)
    assert (len(asked.failures), asked.replies) == (3, [])


def test_a_cut_connection_is_tried_again(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: (0, {}, b"") if number == 1 else completion(GOOD))
    asked = ask_all(chat_model(server.url), questions(1), ReplyStore(tmp_path / "r.jsonl"))
    assert len(asked.replies) == 1


def test_an_application_gets_the_question_untagged(serve, tmp_path: Path) -> None:
    answer = json.dumps({"explanation": GOOD}).encode()
    server = serve(lambda body, number: (200, {"Content-Type": "application/json"}, answer))
    asked = ask_all(application(server.url), questions(), ReplyStore(tmp_path / "r.jsonl"))
    expected = [{"question": q.bare, "language": "python", "provider": "openai", "mode": q.mode} for q in questions()]
    assert sorted((body for _, body in server.requests), key=str) == sorted(expected, key=str)
    assert {reply.reply for reply in asked.replies} == {GOOD}


def test_an_application_that_says_no_explanation_is_a_failure(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: (200, {}, b'{"answer": "x"}'))
    asked = ask_all(application(server.url), questions(1), ReplyStore(tmp_path / "r.jsonl"))
    assert [reason for _, reason in asked.failures] == ["the answer has no 'explanation'"]


def test_stored_replies_are_read_back_whole(serve, tmp_path: Path) -> None:
    server = serve(lambda body, number: completion("emoji 1️⃣ \u2028 \x00 and lines\r\n", "length"))
    asked = ask_all(chat_model(server.url), questions(1), ReplyStore(tmp_path / "r.jsonl"))
    assert read_replies(tmp_path / "r.jsonl") == asked.replies
    assert asked.replies[0].truncated
