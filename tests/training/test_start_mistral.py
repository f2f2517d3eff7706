"""``train start`` at Mistral: its SDK for files and models, plain HTTP for the jobs."""

from __future__ import annotations

import pytest
from bench import Bench, make_project
from loopback import Reply


@pytest.fixture
def bench(tmp_path, mistral_service):
    return Bench(make_project(tmp_path), mistral_service, "mistral")


def order(bench):
    return next(body for operation, body in bench.service.bodies if operation == "jobs.create")


def test_every_request_and_answer_is_as_the_api_document_says(bench):
    bench.start()
    bench.status()
    bench.cancel()
    assert bench.service.violations == []
    assert bench.service.requests == [
        *("jobs.list", "models.list", "files.create", "files.create", "files.retrieve", "files.retrieve"),
        *("jobs.list", "jobs.create", "jobs.list"),
        *("jobs.retrieve", "jobs.retrieve"),
        *("jobs.retrieve", "jobs.cancel"),
    ]


def test_the_submit_key_travels_in_the_suffix(bench):
    bench.start()
    assert order(bench) == {
        "model": "ministral-8b-latest",
        "training_files": [{"file_id": "00000000-0000-0000-0000-000000000001", "weight": 1}],
        "validation_files": ["00000000-0000-0000-0000-000000000002"],
        "hyperparameters": {"epochs": 3, "learning_rate": 0.0001},
        "suffix": f"ct-{bench.records()[0].submit_key[:12]}",
        "auto_start": True,
    }


def test_every_page_of_jobs_is_looked_through(bench):
    bench.start()
    mine = bench.service.jobs[0]
    others = [{**mine, "id": f"{number}", "suffix": "other", "training_files": []} for number in range(250)]
    bench.service.jobs = [mine, *others]
    assert bench.start().kind == "adopted"


def test_a_service_that_ignores_paging_does_not_loop_for_ever(bench):
    bench.start()
    rows = [{**bench.service.jobs[0], "id": f"{number}"} for number in range(100)]
    bench.service.always("jobs.list", Reply(200, {"object": "list", "total": 100, "data": rows}))
    assert bench.start().kind == "adopted"


def test_a_second_attempt_has_its_number_in_the_suffix(bench):
    bench.start()
    bench.service.jobs[0]["status"] = "FAILED"
    assert bench.start(force_new=True).kind == "started"
    assert bench.service.jobs[1]["suffix"].endswith("-2")
    assert len(bench.service.jobs[1]["suffix"]) <= 18


def test_a_job_that_failed_in_validation_tells_the_line_even_when_refused(bench):
    bench.start()
    bench.service.jobs[0]["status"] = "FAILED_VALIDATION"
    bench.service.events = [
        {
            "name": "status-updated",
            "created_at": 2,
            "data": {"status": "FAILED_VALIDATION", "error": "line 4: bad role"},
        }
    ]
    refused = bench.start()
    assert refused.words == "line 4: bad role"
    assert refused.places == ("line 4 of mistral/train.jsonl is examples/strings/lesson-04.yaml",)


def test_an_announced_end_of_the_model_refuses_the_order(bench):
    bench.service.deprecation = "2026-12-05T00:00:00Z"
    assert "2026-12-05" in bench.start().message
    assert bench.service.jobs == []
