"""Run records: written for good, read back exactly, never with a key."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from bench import record

from codetutor_lint.errors import UsageError
from codetutor_lint.training.jobs import Checkpoint, Event, Job, JobState, LossPoint, Progress
from codetutor_lint.training.records import (
    LONGEST_CURVE,
    Ledger,
    RunRecord,
    thinned,
)
from codetutor_lint.training.redaction import Redactor

JOB = Job("ftjob-1", JobState.RUNNING, "running", model=None)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path)


def test_a_record_is_read_back_as_it_was_written(ledger):
    progress = Progress((Event(1, "info", "hi"),), (LossPoint(1, 0.5, None),), (Checkpoint(1, "m", 0.4),))
    written = ledger.write(record().with_job(JOB, progress))
    assert ledger.records() == [written]
    assert ledger.again(written) == written


def test_records_are_in_the_order_of_their_numbers_whatever_the_clock_said(ledger):
    later = record(sequence=2, submit_key="b" * 64, started_at=datetime(2020, 1, 1, tzinfo=UTC))
    ledger.write(later)
    ledger.write(record())
    assert [item.sequence for item in ledger.records()] == [1, 2]
    assert ledger.next_sequence() == 3
    assert ledger.orders("b" * 64) == [later]
    assert ledger.records("mistral") == []


def test_a_half_written_record_is_never_seen(ledger, tmp_path):
    ledger.write(record())
    (tmp_path / "0002-openai-bbbbbbbbbbbb.tmp").write_text('{"version"')
    assert len(ledger.records()) == 1


@pytest.mark.parametrize("content", ["", "{", "{}", '{"version": 2}'])
def test_a_record_that_cannot_be_read_stops_the_command(ledger, tmp_path, content):
    (tmp_path / "0001-openai-x.json").write_text(content)
    with pytest.raises(UsageError, match="not a run record that can be read"):
        ledger.records()


def test_a_record_that_cannot_be_written_stops_the_command(tmp_path):
    with pytest.raises(UsageError, match="cannot write the run record"):
        Ledger(tmp_path / "missing").write(record())


def test_a_key_never_reaches_a_record_even_where_json_escapes_it(tmp_path):
    secret = 'sk-"quoted"\\1234'
    written = Ledger(tmp_path, Redactor([secret])).write(record(words=f"bad {secret}"))
    text = (tmp_path / written.file_name).read_text()
    assert json.dumps(secret)[1:-1] not in text
    assert json.loads(text)["words"] == "bad [key]"


def test_what_is_known_of_a_jobs_course_survives_a_look_without_it():
    seen = record().with_job(JOB, Progress(loss=(LossPoint(1, 0.5),)))
    assert seen.with_job(JOB).job.loss == [LossPoint(1, 0.5)]
    assert seen.with_job(Job("other", JobState.RUNNING, "running")).job.loss == []


def test_a_long_curve_is_thinned_and_keeps_its_ends():
    points = tuple(LossPoint(step, 1.0) for step in range(5_000))
    kept = thinned(points)
    assert len(kept) == LONGEST_CURVE
    assert (kept[0], kept[-1]) == (points[0], points[-1])


def test_the_schema_says_what_a_record_is(ledger, tmp_path):
    from jsonschema import Draft202012Validator

    written = ledger.write(record().with_job(JOB))
    schema = RunRecord.model_json_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((tmp_path / written.file_name).read_text()))
