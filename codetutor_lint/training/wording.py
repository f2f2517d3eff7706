"""The outcomes that have a job, or may have one, and their sentences."""

from __future__ import annotations

from codetutor_lint.training.faults import ProviderFault
from codetutor_lint.training.jobs import Job, JobState
from codetutor_lint.training.loss_curve import draw
from codetutor_lint.training.orders import Order
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.records import Estimate, JobRecord, RunRecord

FORCE = "to train once more, add --force-new"
NEWEST = 5


def started(order: Order, job: Job, record: RunRecord) -> Outcome:
    """A job of ours has begun."""
    message = f"job {job.id}, {order.train.rows:,} rows of {order.model}, {cost(order.estimate)}"
    follow = f"follow it: codetutor-lint train status --provider {order.provider}"
    return Outcome(
        Kind.STARTED,
        order.provider,
        message,
        hint=f"recorded in runs/{record.file_name}; {follow}",
        job_id=job.id,
        model=job.model,
    )


def adopted(order: Order, job: Job) -> Outcome:
    """The order had been carried out before."""
    message = f"job {job.id} for exactly this {_now(job)}; nothing new was ordered"
    return Outcome(Kind.ADOPTED, order.provider, message, job_id=job.id, model=job.model)


def still_open(order: Order, fault: ProviderFault | None = None) -> Outcome:
    """An order was sent; whether there is a job is not known yet."""
    cause = f" ({fault.words})" if fault and not fault.quotation else ""
    return Outcome(
        Kind.PENDING,
        order.provider,
        f"the order was sent, its answer is lost{cause} and no job has appeared; nothing was ordered again",
        words=fault.quotation if fault else None,
        hint=f"look again: codetutor-lint train start --provider {order.provider}",
    )


def doubled(order: Order, job: Job, rival: Job, words: str) -> Outcome:
    """Two machines ordered at the same moment, and ours could not be withdrawn."""
    return Outcome(
        Kind.STARTED,
        order.provider,
        f"job {job.id}; another machine ordered the same as job {rival.id}, and {job.id} could not be cancelled",
        words=words,
        hint=f"cancel one of them: codetutor-lint train cancel --provider {order.provider}",
        job_id=job.id,
    )


def vanished(kind: Kind, provider: str, record: RunRecord | None) -> Outcome:
    """A recorded job is not there any more."""
    gone = record.job.id if record and record.job else "of the record"
    return Outcome(
        kind,
        provider,
        f"job {gone} has vanished: this account knows no such job any more",
        hint=f"check the account and the project of the key; {FORCE}",
        job_id=gone,
    )


def refused(order: Order, job: Job) -> Outcome:
    """There is a job, and ordering another is a person's decision."""
    if job.state.live:
        message = f"job {job.id} is {job.status}, and a second one beside it would cost twice"
        hint = f"cancel it first: codetutor-lint train cancel --provider {order.provider}"
        return Outcome(Kind.REFUSED, order.provider, message, hint=hint, job_id=job.id)
    return Outcome(
        Kind.REFUSED,
        order.provider,
        f"job {job.id} was for exactly this and {_ended(job)}; ordering it again is a decision of yours",
        words=job.error,
        blamed=job.error_file,
        hint=FORCE,
        job_id=job.id,
    )


def told(record: RunRecord, timed_out: bool = False) -> Outcome:
    """What a record says of its job; ``timed_out`` when its end was waited for in vain."""
    job = record.job
    assert job is not None
    kind, message, hint = _told(record.provider, job, timed_out)
    return Outcome(
        kind,
        record.provider,
        message,
        words=job.error,
        blamed=job.error_file,
        hint=hint,
        job_id=job.id,
        model=job.model,
        details=(*_course(job), *draw(job.loss)),
    )


def unknown(record: RunRecord, fault: ProviderFault) -> Outcome:
    """Nothing could be learned about a job."""
    gone = record.job.id if record.job else "of the record"
    return Outcome(
        Kind.TIMED_OUT, record.provider, f"job {gone}: it can't be asked now", words=fault.quotation, job_id=gone
    )


def _told(provider: str, job: JobRecord, timed_out: bool) -> tuple[Kind, str, str | None]:
    if job.state is JobState.SUCCEEDED:
        return Kind.SUCCEEDED, f"model {job.model} is ready (job {job.id})", None
    if job.state is JobState.FAILED:
        hint = "repair what it names, build and start again; with the same data, add --force-new"
        return Kind.FAILED, f"job {job.id} {_ended(job)}", hint
    if job.state is JobState.CANCELLED:
        return Kind.CANCELLED, f"job {job.id} {_ended(job)}", FORCE
    if timed_out:
        hint = f"it goes on; look again: codetutor-lint train status --provider {provider}"
        return Kind.TIMED_OUT, f"job {job.id} is {_state(job)} when the time is over", hint
    return Kind.PENDING, f"job {job.id} is {_state(job)}", None


def _now(job: Job) -> str:
    return f"has brought {job.model}" if job.state is JobState.SUCCEEDED else f"is {_state(job)}"


def _state(job: Job | JobRecord) -> str:
    if job.state is JobState.UNKNOWN:
        return f"in the state {job.status!r}, which is not known here, so it counts as going on,"
    return job.status


def _ended(job: Job | JobRecord) -> str:
    verb = "failed" if job.state is JobState.FAILED else "was cancelled"
    return verb if job.status.lower() in verb else f"{verb} ({job.status})"


def _course(job: JobRecord) -> list[str]:
    """The newest events and the checkpoints, a line each."""
    events = [f"{event.level}: {event.message}" for event in job.events[-NEWEST:]]
    checkpoints = [
        f"checkpoint at step {item.step:,}"
        + (f": {item.model}" if item.model else "")
        + (f" (validation loss {item.validation_loss:.3f})" if item.validation_loss is not None else "")
        for item in job.checkpoints
    ]
    return [*events, *checkpoints]


def cost(estimate: Estimate) -> str:
    """The expected cost, in words."""
    tokens = f"{'' if estimate.exact else 'at most '}{estimate.tokens:,} tokens × {estimate.epochs} epochs"
    if estimate.usd is None:
        return f"{tokens}, price not known"
    if estimate.usd == 0:
        return f"{tokens}, free of charge"
    usd = f"{estimate.usd:.2f}" if estimate.usd >= 0.01 else "0.01"
    dated = f" (price known {estimate.priced_on})" if estimate.priced_on else ""
    return f"{tokens}, {'about' if estimate.exact else 'at most'} {usd} USD{dated}"
