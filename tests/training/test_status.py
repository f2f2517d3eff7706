"""``train status``: how far a job is, its loss, its end, and what it leaves in ``.env``."""

from __future__ import annotations

import base64

import pytest
from bench import KEY, Bench, make_project
from loopback import Lost, Reply

CSV = b"""step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy
1,2.5,0.1,2.6,0.1
2,1.5,0.4,,
3,0.5,0.8,0.9,0.7
"""
DONE = {"status": "succeeded", "fine_tuned_model": "ft:gpt-4.1-mini-2025-04-14:org:ct:1", "result_files": ["file-9"]}


@pytest.fixture
def bench(tmp_path, openai_service):
    bench = Bench(make_project(tmp_path), openai_service)
    bench.start()
    return bench


def metrics(step, loss):
    return {
        "id": f"ftevent-{step}",
        "object": "fine_tuning.job.event",
        "created_at": step,
        "level": "info",
        "message": f"Step {step}: training loss={loss}",
        "type": "metrics",
        "data": {"step": step, "train_loss": loss},
    }


def test_a_running_job_is_pending(bench):
    bench.service.course.append({"status": "running"})
    (outcome,) = bench.status()
    assert (outcome.kind, outcome.exit_code, outcome.message) == ("pending", 0, "job ftjob-1 is running")


def test_events_checkpoints_and_loss_are_shown_and_kept(bench):
    bench.service.events = [metrics(step, 3.0 - step / 10) for step in range(1, 21)]
    bench.service.events.append(
        {"id": "e", "object": "fine_tuning.job.event", "created_at": 99, "level": "warn", "message": "slow today"}
    )
    bench.service.checkpoints = [
        {
            "id": "c",
            "object": "fine_tuning.job.checkpoint",
            "created_at": 5,
            "step_number": 10,
            "fine_tuned_model_checkpoint": "ft:ckpt-step-10",
            "fine_tuning_job_id": "ftjob-1",
            "metrics": {"step": 10, "full_valid_loss": 1.25},
        }
    ]
    (outcome,) = bench.status()
    assert outcome.details[:2] == ("warn: slow today", "checkpoint at step 10: ft:ckpt-step-10 (validation loss 1.250)")
    assert "training loss" in outcome.details
    assert [point.train for point in bench.records()[0].job.loss] == [3.0 - step / 10 for step in range(1, 21)]
    assert bench.service.violations == []


@pytest.mark.parametrize("encode", [bytes, base64.b64encode], ids=["plain", "base64"])
def test_a_finished_jobs_curve_comes_from_its_result_file(bench, encode):
    bench.service.course.append(DONE)
    bench.service.results = encode(CSV)
    (outcome,) = bench.status()
    assert (outcome.kind, outcome.model) == ("succeeded", DONE["fine_tuned_model"])
    points = bench.records()[0].job.loss
    assert [(point.step, point.train, point.validation) for point in points] == [
        (1, 2.5, 2.6),
        (2, 1.5, None),
        (3, 0.5, 0.9),
    ]


def test_a_failed_jobs_line_is_translated(bench):
    error = {"code": "invalid_training_file", "message": "Lines 2 and 11 are bad", "param": "training_file"}
    bench.service.course.append({"status": "failed", "error": error})
    (outcome,) = bench.status()
    assert (outcome.kind, outcome.exit_code) == ("failed", 1)
    assert outcome.places == (
        "line 2 of openai/train.jsonl is examples/strings/lesson-02.yaml",
        "line 11 of openai/train.jsonl is examples/strings/lesson-11.yaml",
    )


def test_lines_are_not_translated_by_another_build(bench):
    bench.service.course.append({"status": "failed", "error": {"code": "x", "message": "line 2", "param": None}})
    sums = bench.root / "datasets" / "SHA256SUMS"
    sums.unlink()
    assert bench.status()[0].places == ()


def test_a_lost_order_is_looked_for_and_never_sent_by_status(tmp_path, openai_service):
    bench = Bench(make_project(tmp_path), openai_service)
    openai_service.at("jobs.create", Lost())
    openai_service.hidden_for = 100
    bench.start()
    assert bench.status()[0].kind == "pending"
    openai_service.hidden_for = 0
    assert bench.status()[0].message == "job ftjob-1 is validating_files"
    assert openai_service.requests.count("jobs.create") == 1


def test_waiting_survives_faults_that_pass(bench):
    for nth in (1, 2, 3, 4, 5):
        bench.service.at("jobs.retrieve", Reply(502, {}), nth=nth)
    bench.service.course.extend([{"status": "running"}, DONE])
    assert bench.status(wait=3600)[0].kind == "succeeded"


def test_waiting_ends_with_the_time(bench):
    (outcome,) = bench.status(wait=600)
    assert (outcome.kind, outcome.exit_code) == ("timed out", 1)
    assert bench.clock.slept >= 600


def test_a_service_that_tells_nothing_of_a_jobs_course_is_no_fault(bench):
    bench.service.always("jobs.events", Reply(404, {"detail": "Not Found"}))
    bench.service.course.append({"status": "running"})
    assert bench.status()[0].message == "job ftjob-1 is running"


def test_a_vanished_job_is_a_failure(bench):
    bench.service.jobs.clear()
    assert bench.status()[0].kind == "failed"


def test_a_provider_that_does_not_answer_is_no_end_of_the_job(bench):
    bench.service.always("jobs.retrieve", Reply(503, {}))
    assert bench.status()[0].kind == "timed out"
    assert bench.records()[0].job.state == "waiting"


def test_without_a_run_there_is_nothing_to_say_and_no_key_is_needed(tmp_path):
    bench = Bench(make_project(tmp_path), None, environment={"OPENAI_API_KEY": "", "MISTRAL_API_KEY": ""})
    assert bench.status() == []


def test_write_env_sets_the_model_once_there_is_one(bench, tmp_path):
    env = tmp_path / "app.env"
    env.write_bytes(b"# mine\r\nOPENAI_MODEL=old\r\nOTHER=1")
    bench.status(write_env=env)
    assert env.read_bytes() == b"# mine\r\nOPENAI_MODEL=old\r\nOTHER=1"
    bench.service.course.append(DONE)
    bench.status(write_env=env)
    assert env.read_bytes() == f"# mine\r\nOPENAI_MODEL={DONE['fine_tuned_model']}\r\nOTHER=1".encode()


def test_a_key_that_the_provider_repeats_is_shown_nowhere(bench):
    event = {"id": "e", "object": "fine_tuning.job.event", "created_at": 9, "level": "info", "message": f"hi {KEY}"}
    bench.service.events = [event]
    bench.service.course.append(
        {"status": "failed", "error": {"code": "x", "message": f"bad key {KEY}", "param": None}}
    )
    (outcome,) = bench.status()
    assert KEY not in "".join(outcome.lines())
    assert KEY not in bench.everything_written()
