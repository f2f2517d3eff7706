"""The law of exactly once, on histories that nobody thought of."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bench import FakeClock, short_lived
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.errors import UsageError
from codetutor_lint.training.artifacts import Payload
from codetutor_lint.training.faults import Missing, NotReady, Rejected, Throttled, Unanswered, Unreachable
from codetutor_lint.training.jobs import Job, JobState, Progress
from codetutor_lint.training.orders import Order, estimate, key_of
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.records import Ledger
from codetutor_lint.training.settings import provider_settings
from codetutor_lint.training.submission import Submission

SETTINGS = provider_settings("openai", {})
TRAIN = Payload("openai/train.jsonl", b"{}\n" * 12, ())
ORDER = Order(
    provider="openai",
    settings=SETTINGS,
    dataset_digest="d",
    limit=None,
    train=TRAIN,
    validation=None,
    estimate=estimate(SETTINGS, 100, True),
    submit_key=key_of("openai", SETTINGS, TRAIN.content, None),
)
MISHAPS = ("unreachable", "throttled", "lost", "undone", "killed before", "killed after", "late", "rejected")


class Killed(BaseException):
    """The process is no more."""


class Memory:
    """A provider in memory, to which ``mishaps`` happen, one a request; then none."""

    today: date | None = None

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.files: set[str] = set()
        self.mishaps: list[str] = []
        self.late: list[tuple[int, int, str]] = []
        self.requests = 0
        self.names = itertools.count(1)

    def _request(self, work, order=None):
        self.requests += 1
        for due, attempt, file in [item for item in self.late if item[0] <= self.requests]:
            self.late.remove((due, attempt, file))
            if file in self.files:
                self._order(attempt, file)
        mishap = self.mishaps.pop(0) if self.mishaps else None
        if mishap == "late":
            if order is not None:
                self.late.append((self.requests + 9, *order))
            raise Unanswered("late")
        self._before(mishap)
        answer = work()
        if mishap == "lost":
            raise Unanswered("lost")
        if mishap == "killed after":
            raise Killed
        return answer

    def _before(self, mishap):
        faults = {
            "unreachable": Unreachable("no route"),
            "throttled": Throttled("slower"),
            "undone": Unanswered("gone"),
            "killed before": Killed(),
            "rejected": Rejected("no", status=403),
        }
        if mishap in faults:
            raise faults[mishap]

    def _order(self, attempt, file):
        job = Job(f"job-{next(self.names)}", JobState.WAITING, "queued", attempt, len(self.jobs), training_file=file)
        self.jobs.append(job)
        return job

    def find(self, order, uploads):
        return self._request(lambda: list(self.jobs))

    def retrieve(self, job_id):
        return self._request(lambda: self._get(job_id))

    def _get(self, job_id):
        for job in self.jobs:
            if job.id == job_id:
                return job
        raise Missing(job_id)

    def progress(self, job):
        return Progress()

    def preflight(self, order):
        return self._request(lambda: None)

    def upload(self, name, content):
        return self._request(self._upload)

    def _upload(self):
        file = f"file-{next(self.names)}"
        self.files.add(file)
        return file

    def file_ready(self, file_id):
        return self._request(lambda: self._ready(file_id))

    def _ready(self, file_id):
        if file_id not in self.files:
            raise Missing(file_id)
        return True

    def create(self, order, attempt, files):
        return self._request(lambda: self._create(attempt, files.train), (attempt, files.train))

    def _create(self, attempt, file):
        if file not in self.files:
            raise Rejected("no such file", status=400)
        return self._order(attempt, file)

    def cancel(self, job_id):
        return self._request(lambda: self._cancel(job_id))

    def _cancel(self, job_id):
        self.jobs = [replace(job, state=JobState.CANCELLED) if job.id == job_id else job for job in self.jobs]
        return self._get(job_id)

    def discard(self, file_id):
        return self._request(lambda: self.files.discard(file_id))

    def close(self):
        pass

    @property
    def live(self):
        return [job for job in self.jobs if job.state.live]


def start(provider, folder, force_new=False):
    clock = FakeClock()
    ledger = Ledger(folder)
    patient = PatientProvider(provider, Pace(clock=clock))
    submission = Submission(ORDER, patient, ledger, Pace(clock=clock), lambda told: None, lambda text: None)
    try:
        return submission.run(force_new)[0].kind
    except Killed:
        return "killed"


@given(st.lists(st.lists(st.sampled_from((None, *MISHAPS)), max_size=14), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_whatever_happens_there_is_never_a_second_job_and_in_the_end_one(starts):
    provider = Memory()
    with short_lived() as name:
        for mishaps in starts:
            provider.mishaps = list(mishaps)
            start(provider, Path(name))
            assert len(provider.live) <= 1
        provider.mishaps = []
        assert start(provider, Path(name)) in ("started", "adopted")
        assert start(provider, Path(name)) == "adopted"
        assert len(provider.live) == 1


@given(st.lists(st.sampled_from((None, *MISHAPS)), max_size=14))
@settings(max_examples=100, deadline=None)
def test_a_forced_start_that_is_repeated_until_it_succeeds_orders_once(mishaps):
    provider = Memory()
    with short_lived() as name:
        start(provider, Path(name))
        provider.jobs = [replace(job, state=JobState.FAILED) for job in provider.jobs]
        provider.mishaps = list(mishaps)
        for _ in range(30):
            if start(provider, Path(name), force_new=True) in ("started", "adopted"):
                break
        assert len(provider.live) == 1


def test_a_record_that_cannot_be_written_after_the_order_names_the_job(tmp_path):
    provider = Memory()
    create = provider._create

    def fill_the_disk(attempt, file):
        job = create(attempt, file)
        path = next(tmp_path.glob("*.json"))
        path.with_suffix(".tmp").mkdir()
        return job

    provider._create = fill_the_disk
    with pytest.raises(UsageError, match="job job-2 is ordered, and the next start will adopt it"):
        start(provider, tmp_path)


def test_a_file_that_is_not_ready_is_waited_for_without_a_second_order(tmp_path):
    provider = Memory()
    answers = iter([NotReady("still being processed", status=400)] * 3)
    create = provider._create

    def reluctant(attempt, file):
        fault = next(answers, None)
        if fault:
            raise fault
        return create(attempt, file)

    provider._create = reluctant
    assert start(provider, tmp_path) == "started"
    assert len(provider.jobs) == 1
