"""``train start`` with OpenAI's SDK against a stand-in that speaks its API."""

from __future__ import annotations

import pytest
from bench import KEY, Bench, make_project
from loopback import Lost, Reply

AZURE = """
[tool.codetutor-lint.providers.azure]
type = "openai"
model = "gpt-4.1-2025-04-14"
base-url = "{address}/v1"
api-key-env = "AZURE_OPENAI_API_KEY"
extra-body = {{ trainingType = "GlobalStandard" }}
"""
NEBIUS = """
[tool.codetutor-lint.providers.nebius]
type = "openai"
model = "Qwen/Qwen3-32B"
base-url = "{address}/v1"
api-key-env = "NEBIUS_API_KEY"
hyperparameter-style = "top-level"
batch-size = 8
"""


@pytest.fixture
def bench(tmp_path, openai_service):
    return Bench(make_project(tmp_path), openai_service)


def order(bench):
    return next(body for operation, body in bench.service.bodies if operation == "jobs.create")


def elsewhere(tmp_path, service, name, settings, variable):
    service.models.add("gpt-4.1-2025-04-14")
    service.models.add("Qwen%2FQwen3-32B")
    project = make_project(tmp_path, settings.format(address=service.address))
    return Bench(project, service, name, environment={variable: KEY, "OPENAI_BASE_URL": "http://127.0.0.1:9"})


def test_every_request_and_answer_is_as_the_api_document_says(bench):
    bench.start()
    bench.service.course.append({"status": "succeeded", "fine_tuned_model": "ft:m"})
    bench.status()
    assert bench.service.violations == []
    assert bench.service.requests == [
        *("jobs.list", "models.retrieve", "files.create", "files.create", "files.retrieve", "files.retrieve"),
        *("jobs.list", "jobs.create", "jobs.list"),
        *("jobs.retrieve", "jobs.events", "jobs.checkpoints", "jobs.retrieve"),
    ]


def test_the_order_names_everything_explicitly(bench):
    bench.start()
    key = bench.records()[0].submit_key
    assert order(bench) == {
        "model": "gpt-4.1-mini-2025-04-14",
        "training_file": "file-1",
        "validation_file": "file-2",
        "suffix": f"codetutor-{key[:12]}",
        "metadata": {"codetutor_submit_key": key, "codetutor_attempt": "1"},
        "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 3}}},
    }


def test_the_uploaded_bytes_are_the_builds(bench):
    bench.start()
    assert bench.service.files["file-1"]["content"] == (bench.root / "datasets/openai/train.jsonl").read_bytes()
    assert bench.service.files["file-1"]["purpose"] == "fine-tune"


def test_seed_and_hyperparameters_are_sent_when_set(tmp_path, openai_service):
    settings = (
        "[tool.codetutor-lint.providers.openai]\nepochs = 2\nbatch-size = 4\nlearning-rate-multiplier = 1.5\nseed = 7\n"
    )
    bench = Bench(make_project(tmp_path, settings), openai_service)
    bench.start()
    assert order(bench)["method"]["supervised"]["hyperparameters"] == {
        "n_epochs": 2,
        "batch_size": 4,
        "learning_rate_multiplier": 1.5,
    }
    assert order(bench)["seed"] == 7


def test_azure_gets_its_training_type_its_own_key_and_its_own_address(tmp_path, openai_service):
    bench = elsewhere(tmp_path, openai_service, "azure", AZURE, "AZURE_OPENAI_API_KEY")
    assert bench.start().kind == "started"
    assert order(bench)["trainingType"] == "GlobalStandard"
    assert openai_service.keys == {KEY}


def test_a_service_with_hyperparameters_at_the_top_gets_them_there(tmp_path, openai_service):
    bench = elsewhere(tmp_path, openai_service, "nebius", NEBIUS, "NEBIUS_API_KEY")
    assert bench.start().kind == "started"
    assert order(bench)["hyperparameters"] == {"n_epochs": 3, "batch_size": 8}
    assert "method" not in order(bench)


@pytest.mark.parametrize("returns_suffix", [False, True])
def test_where_metadata_are_not_kept_the_job_is_found_by_suffix_or_file(bench, returns_suffix):
    bench.service.keeps_metadata = False
    bench.service.returns_suffix = returns_suffix
    bench.service.at("jobs.create", Lost())
    assert bench.start().kind == "started"
    assert bench.start().kind == "adopted"
    assert len(bench.service.jobs) == 1


def test_jobs_beyond_the_first_page_are_found(bench):
    bench.start()
    mine = bench.service.jobs[0]
    bench.service.keeps_metadata = False
    others = [{**mine, "id": f"ftjob-x{number}", "training_file": "file-x"} for number in range(250)]
    bench.service.jobs = [mine, *others]
    assert bench.start().kind == "adopted"


def test_a_service_that_ignores_paging_does_not_loop_for_ever(bench):
    bench.start()
    page = {"object": "list", "data": [bench.service.jobs[0]], "has_more": True}
    bench.service.always("jobs.list", Reply(200, page))
    assert bench.start().kind == "adopted"


def test_without_records_the_job_is_adopted_by_its_submit_key(bench):
    bench.start()
    for path in (bench.root / "runs").glob("*.json"):
        path.unlink()
    assert bench.start().kind == "adopted"
    assert bench.records()[0].adopted


def test_a_limit_trains_the_first_rows_and_is_another_order(bench):
    bench.start()
    assert bench.start(limit=10).kind == "started"
    assert len(bench.service.jobs) == 2
    assert bench.service.files["file-3"]["content"].count(b"\n") == 10


def test_other_data_are_another_order(tmp_path, openai_service):
    for number, rows in enumerate((12, 13)):
        root = tmp_path / str(number)
        root.mkdir()
        assert Bench(make_project(root, rows=rows), openai_service).start().kind == "started"


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_what_failed_or_was_cancelled_is_ordered_again_only_when_forced(bench, state):
    bench.start()
    bench.service.jobs[0]["status"] = state
    refused = bench.start()
    assert (refused.kind, refused.exit_code) == ("refused", 1)
    assert "--force-new" in refused.hint
    assert bench.start(force_new=True).kind == "started"
    assert bench.service.jobs[1]["metadata"]["codetutor_attempt"] == "2"
    assert bench.start().kind == "adopted"


def test_beside_a_running_job_nothing_new_is_ordered_even_when_forced(bench):
    bench.start()
    assert bench.start(force_new=True).kind == "refused"
    assert len(bench.service.jobs) == 1


def test_a_job_of_a_closed_account_is_still_adopted(bench):
    bench.start()
    bench.service.models.clear()
    assert bench.start().kind == "adopted"


def test_a_key_without_the_right_to_ask_for_models_can_still_order(bench):
    bench.service.always("models.retrieve", Reply(403, {"error": {"message": "Missing scopes: api.model.read"}}))
    assert bench.start().kind == "started"


def test_a_compatible_service_need_not_know_the_model_by_name(tmp_path, openai_service):
    bench = elsewhere(tmp_path, openai_service, "nebius", NEBIUS, "NEBIUS_API_KEY")
    openai_service.models.clear()
    assert bench.start().kind == "started"


def test_a_retirement_that_is_accepted_does_not_stop_the_order(bench):
    bench.service.shutdown_date = "2026-12-01"
    assert bench.start(accept_retirement=True).kind == "started"


def test_a_file_that_is_gone_is_uploaded_again(bench):
    bench.service.always("jobs.create", Reply(403, {"error": {"message": "no"}}))
    bench.start()
    bench.service.files.clear()
    bench.service.always("jobs.create", None)
    assert bench.start().kind == "started"


def test_a_model_without_a_date_header_is_judged_by_this_machines_clock(bench):
    bench.service.has_date = False
    assert bench.start().kind == "started"


def test_no_key_is_in_progress_records_or_the_order(bench):
    bench.start()
    assert KEY not in bench.everything_written()
    assert KEY not in str(bench.service.bodies)
    assert bench.service.keys == {KEY}
