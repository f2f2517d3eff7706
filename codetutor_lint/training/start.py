"""``train start``: upload, order exactly once, record; then wait for the end if asked to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.training.artifacts import REBUILD, Build
from codetutor_lint.training.faults import Missing
from codetutor_lint.training.following import Watch
from codetutor_lint.training.jobs import Job, Progress
from codetutor_lint.training.lock import LockHeld, exclusively
from codetutor_lint.training.orders import Order, estimate, key_of
from codetutor_lint.training.outcomes import Kind, Outcome, Refusal
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.providers.protocol import WorksHere
from codetutor_lint.training.records import RunRecord
from codetutor_lint.training.session import Session, Surroundings
from codetutor_lint.training.sources import Sources
from codetutor_lint.training.submission import Submission
from codetutor_lint.training.terms import check_terms, today
from codetutor_lint.training.wording import told, vanished

if TYPE_CHECKING:
    from codetutor_lint.config import Config


@dataclass(frozen=True)
class StartOptions:
    """What the command line of ``train start`` says. ``timeout`` is in seconds."""

    limit: int | None = None
    force_new: bool = False
    accept_retirement: bool = False
    wait: bool = False
    timeout: float = 6 * 3600
    write_env: Path | None = None


def start(config: Config, name: str, options: StartOptions, around: Surroundings, sources: Sources) -> Outcome:
    """Make sure that the provider ``name`` trains the current build, with exactly one job.

    Raises ``UsageError`` for configuration, key or run records that don't do.
    """
    session = Session(config, name, around)
    try:
        order = order_of(session, options.limit, sources)
    except Refusal as refusal:
        return session.finish(_refused(session, refusal), {})
    outcome = session.finish(_start(session, order, options), order.payloads)
    if options.write_env is not None:
        session.write_environment(options.write_env, outcome)
    return outcome


def order_of(session: Session, limit: int | None, sources: Sources) -> Order:
    """The order for the build as it stands. Raises ``Refusal`` if it is missing, changed or stale."""
    config, target = session.config, session.module.TARGET
    build = Build(config.out)
    if build.manifest.dataset_digest != sources.dataset_digest(config):
        raise Refusal(f"the build in {config.out.name}/ is older than the examples", hint=REBUILD)
    train = build.payload(f"{target}/train.jsonl")
    if train is None:
        raise Refusal(f"{target}/train.jsonl has no lines", hint="codetutor-lint stats shows where they are")
    train = train.first(limit)
    validation = build.payload(f"{target}/validation.jsonl")
    validation = validation.first(limit) if validation else None
    inputs = sources.plan_inputs(config, target, limit)
    if (inputs.train_bytes, inputs.validation_bytes) != (train.content, validation.content if validation else b""):
        raise Refusal(f"{config.out.name}/{target}/ is not what these examples build to", hint=REBUILD)
    return Order(
        provider=session.name,
        settings=session.settings,
        dataset_digest=build.manifest.dataset_digest,
        limit=limit,
        train=train,
        validation=validation,
        estimate=estimate(session.settings, inputs.tokens_train, inputs.tokens_exact),
        submit_key=key_of(session.name, session.settings, train.content, validation.content if validation else None),
    )


def _start(session: Session, order: Order, options: StartOptions) -> Outcome:
    try:
        with session.connected() as provider:
            return _carry_out(session, order, provider, options)
    except LockHeld:
        return Outcome(
            Kind.PENDING,
            session.name,
            "another start is at work here and has not finished",
            hint=f"look again: codetutor-lint train status --provider {session.name}",
        )
    except Refusal as refusal:
        return _refused(session, refusal)


def _carry_out(session: Session, order: Order, provider: PatientProvider, options: StartOptions) -> Outcome:
    def waiting() -> None:
        session.say("another start is at work here; waiting for it")

    with exclusively(session.ledger.folder, session.pace.lock, waiting):
        submission = _submission(session, order, provider, options)
        outcome, job = submission.run(options.force_new)
    if job is None or not (options.wait or isinstance(provider.inner, WorksHere)):
        return outcome
    return _follow(session, order, provider, job, options.timeout)


def _submission(session: Session, order: Order, provider: PatientProvider, options: StartOptions) -> Submission:
    def terms(ends: date | None) -> None:
        day = today(provider.today, session.pace.clock.now().date())
        check_terms(order, session.module, day, ends, options.accept_retirement)

    return Submission(order, provider, session.ledger, session.pace, terms, session.say)


def _follow(session: Session, order: Order, provider: PatientProvider, job: Job, timeout: float) -> Outcome:
    watch = Watch(provider, session.ledger, session.pace, session.say)
    record = next(
        item
        for item in reversed(session.ledger.orders(order.submit_key))
        if item.job is not None and item.job.id == job.id
    )
    try:
        if isinstance(provider.inner, WorksHere):
            return told(_work(provider.inner, watch, record, job))
        return told(watch.until_end(record, timeout), timed_out=True)
    except Missing:
        return vanished(Kind.FAILED, session.name, record)


def _work(provider: WorksHere, watch: Watch, record: RunRecord, job: Job) -> RunRecord:
    latest = record
    if not job.state.live:
        return latest

    def report(job: Job, progress: Progress) -> None:
        nonlocal latest
        latest = watch.note(latest, job, progress)

    ended = provider.work(job, report)
    return watch.note(latest, ended, _progress_of(latest))


def _progress_of(record: RunRecord) -> Progress:
    assert record.job is not None
    seen = record.job
    return Progress(tuple(seen.events), tuple(seen.loss), tuple(seen.checkpoints))


def _refused(session: Session, refusal: Refusal) -> Outcome:
    return Outcome(Kind.REFUSED, session.name, refusal.message, words=refusal.words, hint=refusal.hint)
