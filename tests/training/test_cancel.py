"""``train cancel`` stops the job at the provider too."""

from __future__ import annotations

import pytest
from bench import Bench, make_project
from loopback import Lost, Reply


@pytest.fixture
def bench(tmp_path, openai_service):
    return Bench(make_project(tmp_path), openai_service)


def test_a_running_job_is_cancelled_as_asked(bench):
    bench.start()
    (outcome,) = bench.cancel()
    assert (outcome.kind, outcome.exit_code) == ("cancelled", 0)
    assert bench.service.jobs[0]["status"] == "cancelled"
    assert bench.start().kind == "refused"


def test_a_cancellation_that_takes_its_time_counts(tmp_path, mistral_service):
    bench = Bench(make_project(tmp_path), mistral_service, "mistral")
    bench.start()
    (outcome,) = bench.cancel()
    assert (outcome.kind, outcome.exit_code) == ("cancelled", 0)
    assert mistral_service.jobs[0]["status"] == "CANCELLATION_REQUESTED"


def test_a_finished_job_stays_what_it_is(bench):
    bench.start()
    bench.service.jobs[0].update(status="succeeded", fine_tuned_model="ft:m")
    (outcome,) = bench.cancel()
    assert (outcome.kind, outcome.exit_code) == ("succeeded", 0)
    assert "jobs.cancel" not in bench.service.requests


def test_a_lost_order_is_found_and_cancelled(bench):
    bench.service.at("jobs.create", Lost())
    bench.service.hidden_for = 100
    bench.start()
    assert bench.cancel()[0].kind == "pending"
    bench.service.hidden_for = 0
    assert bench.cancel()[0].kind == "cancelled"
    assert bench.service.jobs[0]["status"] == "cancelled"


def test_an_order_that_was_never_sent_is_withdrawn(bench):
    bench.service.always("files.create", Reply(503, {}))
    bench.start()
    (outcome,) = bench.cancel()
    assert (outcome.kind, outcome.exit_code) == ("cancelled", 0)
    bench.service.always("files.create", None)
    assert bench.start().kind == "started"


def test_a_rejected_order_has_nothing_to_cancel(bench):
    bench.service.at("jobs.create", Reply(403, {"error": {"message": "no"}}))
    bench.start()
    (outcome,) = bench.cancel()
    assert (outcome.kind, outcome.words) == ("refused", "no")


def test_a_vanished_job_is_said_to_have_vanished(bench):
    bench.start()
    bench.service.jobs.clear()
    assert "vanished" in bench.cancel()[0].message


def test_a_provider_that_does_not_answer_is_said(bench):
    bench.start()
    bench.service.always("jobs.retrieve", Reply(503, {}))
    assert bench.cancel()[0].kind == "timed out"
