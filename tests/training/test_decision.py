"""What a start does about an order, case by case and for every history."""

from __future__ import annotations

import pytest
from bench import record
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.training.decision import Adopt, Create, Refuse, Search, best, decide, usable
from codetutor_lint.training.jobs import Job, JobState
from codetutor_lint.training.records import Stage

LIVE, DONE, FAILED = JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED


def job(number, state, attempt=1):
    return Job(f"job-{number}", state, state.value, attempt, created_at=number)


def ordered(attempt=1, stage=Stage.ORDERED):
    return record(sequence=attempt, attempt=attempt, stage=stage)


CASES = [
    ("nothing known", [], [], Create(1), Create(1)),
    ("running", [job(1, LIVE)], [], Adopt(job(1, LIVE)), Refuse(job(1, LIVE))),
    ("succeeded", [job(1, DONE)], [], Adopt(job(1, DONE)), Create(2)),
    ("failed", [job(1, FAILED)], [], Refuse(job(1, FAILED)), Create(2)),
    ("failed, then succeeded", [job(1, FAILED), job(2, DONE, 2)], [], Adopt(job(2, DONE, 2)), Create(3)),
    ("succeeded, then failed", [job(1, DONE), job(2, FAILED, 2)], [], Adopt(job(1, DONE)), Create(3)),
    ("intended, never sent", [], [ordered(stage=Stage.INTENDED)], Create(1), Create(1)),
    ("rejected", [], [ordered(stage=Stage.REJECTED)], Create(1), Create(1)),
    ("sent, no job seen", [], [ordered()], Search(ordered()), Search(ordered())),
    ("sent, job seen", [job(1, LIVE)], [ordered()], Adopt(job(1, LIVE)), Adopt(job(1, LIVE))),
    ("sent, failed meanwhile", [job(1, FAILED)], [ordered()], Refuse(job(1, FAILED)), Create(2)),
    ("forced one sent, not seen", [job(1, DONE)], [ordered(2)], Search(ordered(2)), Search(ordered(2))),
    (
        "vanished",
        [],
        [ordered(stage=Stage.CREATED)],
        Refuse(None, ordered(stage=Stage.CREATED)),
        Create(2),
    ),
]


@pytest.mark.parametrize(
    ("jobs", "records", "plain", "forced"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_case(jobs, records, plain, forced):
    assert decide(jobs, records, force_new=False) == plain
    assert decide(jobs, records, force_new=True) == forced


jobs = st.builds(
    Job,
    id=st.text(min_size=1, max_size=3),
    state=st.sampled_from(JobState),
    status=st.just("x"),
    attempt=st.integers(1, 3),
    created_at=st.integers(0, 5),
)
records = st.builds(lambda attempt, stage: ordered(attempt, stage), st.integers(1, 3), st.sampled_from(Stage))


@settings(deadline=None)
@given(st.lists(jobs, max_size=4), st.lists(records, max_size=3), st.booleans())
def test_nothing_is_ordered_beside_a_live_job_or_an_open_order(known, history, force_new):
    decision = decide(known, history, force_new)
    if isinstance(decision, Create):
        assert not any(item.state.live for item in known)
        assert all(decision.attempt > item.attempt for item in known)
        assert not any(item.stage is Stage.ORDERED and item.attempt == decision.attempt for item in history)


@settings(deadline=None)
@given(st.lists(jobs, min_size=1, max_size=4))
def test_the_best_job_does_not_depend_on_the_order_of_the_list(known):
    assert best(known) == best(known[::-1]) or len({item.id for item in known}) < len(known)
    assert usable(best(known)) == any(usable(item) for item in known)
