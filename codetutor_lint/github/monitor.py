"""The drafts' trainings, looked after: polled, evaluated, written into the notes, published."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.reports import render_evaluation
from codetutor_lint.github.api import GitHubError
from codetutor_lint.github.evaluating import evaluate_model
from codetutor_lint.github.journal import Journal, OutcomeEvent, outcome_event
from codetutor_lint.github.notes import notes
from codetutor_lint.github.plan import NAME as PLAN
from codetutor_lint.github.release import read_plan
from codetutor_lint.github.releases import Release, Releases
from codetutor_lint.github.trouble import report_trouble
from codetutor_lint.training.outcomes import Kind
from codetutor_lint.training.session import RUNS, Surroundings
from codetutor_lint.training.status import status

if TYPE_CHECKING:
    from codetutor_lint.config import Config
    from codetutor_lint.github.context import Context
    from codetutor_lint.training.pace import Pace

QUESTIONS = "test.jsonl"


def list_drafts(context: Context) -> list[str]:
    """The providers that a draft still waits for, as the step's output."""
    names = sorted({name for release in open_drafts(context) for name in _waiting(release)})
    context.output("providers", json.dumps(names))
    return names


def open_drafts(context: Context) -> list[Release]:
    """The drafts of ours: those that have a plan."""
    releases = Releases(context.client, context.clock)
    found = [Release(releases, item) for item in releases.drafts()]
    return [release for release in found if PLAN in release.names()]


def poll(context: Context, config: Config, provider: str, pace: Pace) -> list[OutcomeEvent]:
    """Ask once for the provider's job of each draft; evaluate the model of one that has succeeded."""
    events = []
    for release in open_drafts(context):
        if provider in _waiting(release):
            event = _poll_one(context, config, release, provider, pace)
            events += [event] if event else []
    return events


def publish(context: Context) -> list[str]:
    """Renew each draft's notes, publish the finished ones, keep issues current; what was done, in lines."""
    done = []
    for release in open_drafts(context):
        plan, outcomes = read_plan(release), Journal(release).outcomes()
        evaluations = {name: release.read(asset).decode() for name, asset in _reports(release).items()}
        release.write(notes(release.body, plan, outcomes, evaluations))
        for event in outcomes.values():
            report_trouble(context, release.tag, event)
        if _is_done(release, outcomes):
            release.publish()
            done.append(f"{release.tag}: published")
        else:
            states = [f"{one.provider} {_state(outcomes.get(one.provider))}" for one in plan.providers]
            done.append(f"{release.tag}: still a draft ({', '.join(states)})")
    return done


def _is_done(release: Release, outcomes: dict[str, OutcomeEvent]) -> bool:
    """Whether every provider is final, one succeeded, and each that succeeded is evaluated."""
    names = [one.provider for one in read_plan(release).providers]
    succeeded = [name for name in names if name in outcomes and outcomes[name].kind is Kind.SUCCEEDED]
    final = all(name in outcomes and outcomes[name].is_final for name in names)
    return final and bool(succeeded) and set(succeeded) <= set(_reports(release))


def _waiting(release: Release) -> list[str]:
    """The providers whose job goes on, or whose model is not evaluated yet."""
    outcomes, reports = Journal(release).outcomes(), _reports(release)
    return [
        name
        for name, event in outcomes.items()
        if not event.is_final or (event.kind is Kind.SUCCEEDED and name not in reports)
    ]


def _reports(release: Release) -> dict[str, str]:
    """The evaluations' assets, by provider."""
    found = [name for name in release.names() if name.startswith("evaluation.") and name.endswith(".md")]
    return {name.removeprefix("evaluation.").removesuffix(".md"): name for name in found}


def _poll_one(context: Context, config: Config, release: Release, provider: str, pace: Pace) -> OutcomeEvent | None:
    """Ask with the draft's own records, in a folder of their own."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        own = config._replace(root_path=folder, out_path=str(root / "datasets"))
        journal = Journal(release)
        if not journal.restore(root / RUNS, provider):
            context.say(f"{release.tag}: no run of {provider} is recorded; run its job of the release again")
            return None
        around = Surroundings(context.environment, pace, context.say, journal.keep_record)
        event = outcome_event(status(own, [provider], None, None, around)[-1])
        journal.keep_outcome(event)
        if event.kind is Kind.SUCCEEDED and event.model:
            _evaluate(context, config, release, event, root)
        return event


def _evaluate(context: Context, config: Config, release: Release, event: OutcomeEvent, folder: Path) -> None:
    """Ask the release's held-out questions; the report is added last, so that it stands for all."""
    assert event.model is not None
    if event.provider in _reports(release):
        return
    if QUESTIONS not in release.names():
        raise GitHubError(0, f"the draft of {release.tag} has no {QUESTIONS}")
    questions, replies = folder / QUESTIONS, folder / "replies.jsonl"
    questions.write_bytes(release.read(QUESTIONS))
    if questions.read_bytes().strip():
        try:
            found = evaluate_model(config, event.provider, event.model, questions, replies, context.environment)
        except UsageError as error:
            raise GitHubError(0, f"{event.provider}: the model can't be asked: {error}") from None
        report = render_evaluation("markdown", found)
        release.add(f"evaluation.{event.provider}.json", render_evaluation("json", found).encode())
    else:
        report = "No example is held out, so nothing was asked.\n"
    release.add(f"evaluation.{event.provider}.md", report.encode())


def _state(event: OutcomeEvent | None) -> str:
    return event.kind.value if event else "not started"
