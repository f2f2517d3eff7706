"""The table of faults in ``docs/training-faults.md``, made by causing each of them.

``python tests/training/faults_page.py`` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench import KEY, Bench, make_project, short_lived
from loopback import Garbage, Late, Lost, MistralService, OpenAIService, Reply, Service, Silent
from processes import Starter, killed

from codetutor_lint.errors import UsageError

PAGE = Path(__file__).parents[2] / "docs" / "training-faults.md"
SERVICES = {"openai": OpenAIService, "mistral": MistralService}
HEAD = """# What `train start` does when something goes wrong

A test causes each of these faults, with the providers' own SDKs against a server on loopback that speaks
their HTTP, and writes down what happened. *Jobs* is how many jobs there are at the provider afterwards.
The last columns are a second `train start`, when the fault has passed (or for ever, where it says so): how
many jobs there are then, and how it ends. `python tests/training/faults_page.py` makes this page anew.

| fault | jobs | exit | what it says | jobs then | ends then |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Scenario:
    """One fault: how to arrange it, and what the command line says."""

    name: str
    arrange: Callable[[Bench], object] = lambda bench: None
    provider: str = "openai"
    settings: str = ""
    options: dict[str, object] = field(default_factory=dict)
    request: float = 20.0
    lasts: bool = False


def said(status: int, message: str, code: str | None = None, param: str | None = None) -> Reply:
    """An error of OpenAI's."""
    return Reply(status, {"error": {"message": message, "type": "error", "param": param, "code": code}})


def at(operation: str, fault: object) -> Callable[[Bench], object]:
    """The fault once, at the first request of its kind."""
    return lambda bench: bench.service.at(operation, fault)


def always(operation: str, fault: object) -> Callable[[Bench], object]:
    """The fault at every request of its kind."""
    return lambda bench: bench.service.always(operation, fault)


def service(**values: object) -> Callable[[Bench], object]:
    """The service in another state."""
    return lambda bench: [setattr(bench.service, name, value) for name, value in values.items()]


def course(*steps: dict[str, object]) -> Callable[[Bench], object]:
    """What becomes of the job, from one look to the next."""
    return lambda bench: bench.service.course.extend(steps)


def _unreachable(bench: Bench) -> None:
    bench.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"


def _vanished(bench: Bench) -> None:
    bench.start()
    bench.service.jobs.clear()


def _tampered(bench: Bench) -> None:
    path = bench.root / "datasets" / "openai" / "train.jsonl"
    path.write_bytes(path.read_bytes().replace(b"lesson-03", b"lesson-99"))


def _moved(bench: Bench) -> None:
    (bench.root / "datasets" / "openai" / "train.jsonl").rename(bench.root / "train.jsonl")


def _stale(bench: Bench) -> None:
    path = bench.root / "sources" / "train.jsonl"
    path.write_bytes(path.read_bytes().replace(b"lesson-03", b"lesson-99"))


def _key(value: str) -> Callable[[Bench], object]:
    return lambda bench: bench.environment.__setitem__("OPENAI_API_KEY", value)


def _clock(days: int) -> Callable[[Bench], object]:
    return lambda bench: setattr(bench.clock, "today", bench.clock.today + timedelta(days=days))


def _server_clock(days: int) -> Callable[[Bench], object]:
    return lambda bench: setattr(bench.service, "now", bench.service.now + timedelta(days=days))


FAILED = {
    "status": "failed",
    "error": {"code": "invalid_training_file", "message": "Line 5: unexpected role", "param": "training_file"},
}
TUNED = {"status": "succeeded", "fine_tuned_model": "ft:gpt-4.1-mini-2025-04-14:org:codetutor:1"}
UNSUITABLE = Reply(422, {"detail": "Model not available for this type of fine-tuning"})
NOT_READY = said(400, "The file is still being processed and is not ready to be used.")
BROKE = said(500, "The server had an error while processing your request.")
DAILY = said(429, "You have reached your daily limit of fine-tuning jobs.", "daily_rate_limit_exceeded")
FAST = Reply(429, {"error": {"message": "Rate limit reached.", "code": "rate_limit_exceeded"}}, {"Retry-After": "7"})

SCENARIOS = [
    Scenario("none"),
    Scenario("none, and waited for the end", course(TUNED), options={"wait": True}),
    Scenario("the answer to the order is lost", at("jobs.create", Lost())),
    Scenario("the same at Mistral", at("jobs.create", Lost()), "mistral"),
    Scenario("the order itself is lost", at("jobs.create", Lost(done=False))),
    Scenario("the order arrives long after it was given up", at("jobs.create", Late(14))),
    Scenario("no answer in time, the job exists", at("jobs.create", Silent()), request=0.5),
    Scenario("no answer in time, there is no job", at("jobs.create", Silent(done=False)), request=0.5),
    Scenario("an answer that is no JSON", at("jobs.create", Garbage())),
    Scenario("500 once, at the first look", at("jobs.list", BROKE)),
    Scenario("500 once, at the order", at("jobs.create", BROKE)),
    Scenario("500 for ever, at every look", always("jobs.list", BROKE), lasts=True),
    Scenario("500 for ever, at the order", always("jobs.create", BROKE), lasts=True),
    Scenario("connection refused", _unreachable, lasts=True),
    Scenario("401", always("jobs.list", said(401, f"Incorrect API key provided: {KEY}.", "invalid_api_key"))),
    Scenario(
        "403, fine-tuning closed to the account",
        always(
            "jobs.create", said(403, "Fine-tuning is not available for this organization.", "training_not_available")
        ),
        lasts=True,
    ),
    Scenario(
        "403, no permission", always("files.create", said(403, "You have insufficient permissions for this operation."))
    ),
    Scenario("404, no such model", service(models=set()), lasts=True),
    Scenario("409", always("jobs.create", said(409, "A job with these files exists already."))),
    Scenario("422, at Mistral", always("jobs.create", UNSUITABLE), "mistral", lasts=True),
    Scenario("no capability, at Mistral", service(fine_tuning=False), "mistral", lasts=True),
    Scenario(
        "the job API is gone, at Mistral",
        always("jobs.list", Reply(404, {"detail": "Not Found"})),
        "mistral",
        lasts=True,
    ),
    Scenario("429, too fast", at("jobs.create", FAST)),
    Scenario("429, too fast for ever", always("jobs.create", FAST), lasts=True),
    Scenario("429, daily quota", always("jobs.create", DAILY)),
    Scenario("file not ready, then ready", at("jobs.create", NOT_READY)),
    Scenario("file never ready", always("jobs.create", NOT_READY)),
    Scenario(
        "file rejected with a line",
        service(file_status="error", file_details="Invalid file format. Line 7: missing role."),
        lasts=True,
    ),
    Scenario(
        "order rejected with a line",
        always(
            "jobs.create", said(400, "Line 2 has no assistant message.", "invalid_training_file", "validation_file")
        ),
        lasts=True,
    ),
    Scenario("the job fails over an example", course(FAILED), options={"wait": True}),
    Scenario("the job stays queued", course({"status": "queued"}), options={"wait": True, "timeout": 3600.0}),
    Scenario("an unknown state", course({"status": "pondering"}), options={"wait": True, "timeout": 3600.0}),
    Scenario("the recorded job has vanished", _vanished),
    Scenario("a file of the build was changed", _tampered, lasts=True),
    Scenario("a file of the build was moved", _moved, lasts=True),
    Scenario("the examples changed after the build", _stale, lasts=True),
    Scenario(
        "over max-cost",
        settings="[tool.codetutor-lint.providers.openai]\nprice-per-million-tokens = 10000\nmax-cost = 5\n",
        lasts=True,
    ),
    Scenario(
        "max-cost, price not known",
        settings='[tool.codetutor-lint.providers.openai]\nmodel = "gpt-5-nano"\nmax-cost = 5\n',
        lasts=True,
    ),
    Scenario("fewer rows than the provider takes", options={"limit": 5}, lasts=True),
    Scenario("the provider announces an early end", service(shutdown_date="2026-12-01"), lasts=True),
    Scenario("this machine's clock is 60 days ahead", _clock(60)),
    Scenario(
        "this machine's clock is 60 days behind, the provider's date is past the end",
        lambda bench: [_clock(-60)(bench), _server_clock(60)(bench)],
        lasts=True,
    ),
    Scenario("a newline after the key", _key(f"{KEY}\n")),
    Scenario("a newline inside the key", _key(f"{KEY[:9]}\n{KEY[9:]}"), lasts=True),
    Scenario("no key", _key(""), lasts=True),
]


def page(starter: Starter | None) -> str:
    """The whole page; the rows about killed processes need a ``starter``."""
    rows = [row(scenario) for scenario in SCENARIOS]
    if starter is not None:
        rows += [killed_row(starter, name) for name in SERVICES]
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def row(scenario: Scenario) -> list[str]:
    """Cause the fault and describe what came of it."""
    with SERVICES[scenario.provider]() as server, short_lived() as folder:
        bench = Bench(
            make_project(Path(folder), scenario.settings), server, scenario.provider, request=scenario.request
        )
        scenario.arrange(bench)
        exit_code, lines = _start(bench, scenario.options)
        jobs = len(server.jobs)
        if not scenario.lasts:
            for operation in ("jobs.list", "jobs.create", "files.create"):
                server.always(operation, None)
            bench.environment["OPENAI_API_KEY"] = KEY
        _, again = _start(bench, scenario.options)
        _check(bench, server, lines + again)
        text = "<br>".join(line.strip() for line in lines).replace(server.address, "ADDRESS").replace("|", "\\|")
        name = scenario.name + (" (lasts)" if scenario.lasts else "")
        return [name, str(jobs), str(exit_code), text, str(len(server.jobs)), _end(again)]


def killed_row(starter: Starter, provider: str) -> list[str]:
    """Kill a start at every boundary between its steps, and start again."""
    ends, boundary = set(), 0
    while (end := killed_at(starter, provider, 1 + boundary // 2, bool(boundary % 2))) is not None:
        ends.add(end)
        boundary += 1
    name = f"SIGKILL at each of {boundary} boundaries ({provider})"
    return [name, "0 or 1", "-9", "—", "1", " or ".join(sorted(ends))]


def killed_at(starter: Starter, provider: str, request: int, done: bool) -> str | None:
    """How a second start ends after one that was killed at a request; None if it made fewer."""
    with SERVICES[provider]() as server, short_lived() as folder:
        bench = Bench(make_project(Path(folder)), server, provider)
        if killed(starter, bench, request, done) is None:
            return None
        assert len(server.jobs) <= 1
        exit_code, lines = _start(bench, {})
        _check(bench, server, lines)
        assert (exit_code, len(server.jobs)) == (0, 1), (request, done, lines)
        return _end(lines)


def _start(bench: Bench, options: dict[str, object]) -> tuple[int, list[str]]:
    try:
        outcome = bench.start(**options)
    except UsageError as error:
        return 2, [f"error: {error}"]
    return outcome.exit_code, outcome.lines()


def _check(bench: Bench, server: Service, lines: list[str]) -> None:
    everything = "\n".join([*lines, bench.everything_written()])
    assert KEY not in everything
    assert KEY[9:] not in everything
    assert len(server.jobs) <= 1


def _end(lines: list[str]) -> str:
    first = lines[0]
    return "error" if first.startswith("error:") else first.split(": ")[1]


if __name__ == "__main__":
    with Starter() as starter:
        PAGE.write_text(page(starter), encoding="utf-8")
