"""One job for one order, whatever happens: killed anywhere, started twice, lost in between."""

from __future__ import annotations

import threading

import pytest
from bench import Bench, make_project
from loopback import Garbage, Late, Lost, MistralService, OpenAIService, Reply, Silent
from processes import killed

SERVICES = {"openai": OpenAIService, "mistral": MistralService}
REQUESTS = 9
FAULTS = {
    "reply lost": Lost(),
    "request lost": Lost(done=False),
    "500": Reply(500, {"error": {"message": "internal error"}}),
    "no JSON": Garbage(),
    "429": Reply(429, {"error": {"message": "too fast", "code": "rate_limit_exceeded"}}),
}


@pytest.fixture(params=["openai", "mistral"])
def bench(request, tmp_path):
    with SERVICES[request.param]() as service:
        yield Bench(make_project(tmp_path), service, request.param)


def live(bench):
    return len(bench.service.live_jobs)


def test_these_are_all_the_requests_of_a_start(bench):
    bench.start()
    assert len(bench.service.requests) == REQUESTS


@pytest.mark.parametrize("request_number", range(REQUESTS + 1, REQUESTS + 4))
def test_killed_while_waiting_the_job_is_adopted(tmp_path, starter, openai_service, request_number):
    bench = Bench(make_project(tmp_path), openai_service)
    assert killed(starter, bench, request_number, True, wait=True) == -9
    assert bench.start().kind == "adopted"
    assert len(openai_service.jobs) == 1


def test_two_starts_in_one_place_order_one_job(bench, starter, second_starter):
    for process in (starter, second_starter):
        process.prepare(bench)
    for process in (starter, second_starter):
        process.go()
    kinds = sorted(process.end()["outcome"]["kind"] for process in (starter, second_starter))
    assert kinds == ["adopted", "started"]
    assert len(bench.service.jobs) == 1


def test_two_machines_that_order_at_the_same_moment_keep_the_older_job(
    tmp_path, openai_service, starter, second_starter
):
    openai_service.meeting = threading.Barrier(2)
    for number, process in enumerate((starter, second_starter)):
        root = tmp_path / str(number)
        root.mkdir()
        process.prepare(Bench(make_project(root), openai_service))
    for process in (starter, second_starter):
        process.go()
    outcomes = [process.end()["outcome"] for process in (starter, second_starter)]
    assert [outcome["exit"] for outcome in outcomes] == [0, 0]
    assert [job["status"] for job in openai_service.jobs] == ["validating_files", "cancelled"]
    assert all("ftjob-1" in outcome["lines"][0] for outcome in outcomes)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", range(1, REQUESTS + 1))
def test_one_fault_at_any_request_leaves_at_most_one_job_and_a_second_start_one(bench, nth, fault):
    bench.service.fault_at = (nth, FAULTS[fault])
    first = bench.start()
    assert len(bench.service.jobs) <= 1
    assert (first.kind == "started") == (len(bench.service.jobs) == 1)
    bench.start()
    assert len(bench.service.jobs) == 1


@pytest.mark.parametrize("lag", [1, 4, 9])
def test_a_lost_order_whose_job_is_listed_late_is_found(bench, lag):
    bench.service.at("jobs.create", Lost())
    bench.service.hidden_for = lag
    assert bench.start().kind == "started"
    assert len(bench.service.jobs) == 1


@pytest.mark.parametrize("requests", range(1, 40, 3))
def test_an_order_that_is_carried_out_long_after_it_was_sent_never_doubles(bench, requests):
    bench.service.at("jobs.create", Late(requests))
    for _ in range(3):
        bench.start()
    assert live(bench) == 1


def test_an_order_that_is_never_answered_is_looked_for_and_not_sent_again(bench):
    bench.request = 0.5
    bench.service.at("jobs.create", Silent(done=False))
    assert bench.start().kind == "pending"
    assert bench.service.requests.count("jobs.create") == 1


def test_a_second_start_orders_only_after_looking_for_all_of_the_time_to_settle(bench):
    bench.service.at("jobs.create", Lost(done=False))
    bench.start()
    before = bench.clock.slept
    assert bench.start().kind == "started"
    assert bench.clock.slept - before >= 180
    assert bench.service.requests.count("files.delete") == 2


def test_without_a_good_last_look_nothing_is_ordered_again(bench):
    bench.service.at("jobs.create", Lost(done=False))
    bench.start()
    for nth in range(2, 60):
        bench.service.at("jobs.list", Reply(503, {}), nth=nth)
    assert bench.start().kind == "pending"
    assert bench.service.requests.count("jobs.create") == 1


def test_unless_the_lost_orders_file_is_gone_nothing_is_ordered_again(bench):
    bench.service.at("jobs.create", Lost(done=False))
    bench.start()
    bench.service.always("files.delete", Reply(503, {}))
    assert bench.start().kind == "pending"
    assert bench.service.requests.count("jobs.create") == 1


def test_force_new_after_a_crash_adopts_what_the_crashed_start_ordered(bench, starter):
    bench.start()
    finish(bench, "succeeded", "SUCCESS")
    assert killed(starter, bench, REQUESTS - 1, True, force_new=True) == -9
    assert len(bench.service.jobs) == 2
    assert bench.start(force_new=True).kind == "adopted"
    assert len(bench.service.jobs) == 2


def finish(bench, openai, mistral):
    for job in bench.service.jobs:
        job["status"] = openai if bench.provider == "openai" else mistral
