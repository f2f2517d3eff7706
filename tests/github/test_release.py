"""From a tag to a published release: broken off anywhere and run again, there is one job and one draft."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from github_double import Cut, GitHub, Kill, Reply
from sample_dataset import Dataset
from tutor import KEY, MODEL, Pipeline, TutorService

from codetutor_lint.cli import main
from codetutor_lint.errors import UsageError
from codetutor_lint.github.plan import hosted_providers, verified
from codetutor_lint.github.release import Stop

# How often the whole way writes to GitHub and asks the provider: each of these is where it is killed.
WRITES = 21
REQUESTS = 14
SETTINGS = """ignore = ["CT7"]
select = ["CT1", "CT2"]
[tool.codetutor-lint.providers.openai]
max-cost = 5.0
[tool.codetutor-lint.providers.local]
"""


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.test", "-c", "commit.gpgsign=false"]
    ended = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A dataset under git with its build."""
    dataset = Dataset(tmp_path_factory.mktemp("template") / "project")
    dataset.configure(SETTINGS)
    for number in range(16):
        dataset.add(f"loops/lesson-{number}")
    assert dataset.run("build", "--target", "openai") == 0
    (dataset.root / ".gitignore").write_text("datasets/\nruns/\n", encoding="utf-8")
    git(dataset.root, "init", "--quiet", "--initial-branch=main")
    git(dataset.root, "add", ".")
    git(dataset.root, "commit", "--quiet", "--message=first")
    return dataset.root


class World:
    """A dataset, GitHub and a provider."""

    def __init__(self, root, github, service):
        self.root, self.github, self.service = root, github, service
        github.per_page = 30
        github.tags["v1.0.0"] = git(root, "rev-parse", "HEAD")

    def pipeline(self, **variables):
        environment = {
            **self.github.environment,
            "GITHUB_REF_NAME": "v1.0.0",
            "GITHUB_REF_TYPE": "tag",
            "GITHUB_OUTPUT": str(self.root / "output.txt"),
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": f"{self.service.address}/v1",
        }
        return Pipeline(self.root, {**environment, **variables})

    @property
    def release(self):
        [release] = self.github.releases
        return release

    def everything_kept(self):
        """All that anybody could read on GitHub afterwards."""
        return json.dumps([self.github.releases, self.github.issues]) + "".join(
            content.decode() for content in self.github.contents.values()
        )


@pytest.fixture
def world(template, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(template, root)
    with GitHub() as github, TutorService() as service:
        yield World(root, github, service)


def test_the_whole_way(world):
    pipeline = world.pipeline()
    assert pipeline.everything() == ["v1.0.0: published"]
    assert len(world.service.jobs) == 1
    assert world.release["draft"] is False
    assert f"`openai`: `{MODEL}`" in world.release["body"]
    assert "How the model of `openai` does" in world.release["body"]
    names = world.github.asset_names()
    assert {"openai-train.jsonl", "manifest.json", "plan.json", "evaluation.openai.json"} <= set(names)
    assert sum(name.startswith("run.0001-openai-") for name in names) >= 3
    assert KEY not in world.everything_kept()
    assert KEY not in "\n".join(pipeline.said)


def test_the_checksums_fit_the_assets(world):
    world.pipeline().draft()
    contents = {asset["name"]: world.github.contents[asset["id"]] for asset in world.github.assets.values()}
    listed = dict(reversed(line.split("  ")) for line in contents["SHA256SUMS"].decode().splitlines())
    assert listed == {
        name: sha256(content).hexdigest()
        for name, content in contents.items()
        if name not in ("SHA256SUMS", "plan.json")
    }


@pytest.fixture(scope="module")
def runner():
    if not hasattr(os, "fork"):
        pytest.skip("needs os.fork")
    script = str(Path(__file__).with_name("tutor.py"))
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()


def run_in(process, world, prepare):
    """Run the whole way in a process that can be killed; its exit status."""
    request = {"root": str(world.root), "environment": world.pipeline().environment}
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    prepare(int(process.stdout.readline()))
    process.stdin.write("go\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def writes_of_a_run(template, tmp_path_factory):
    root = tmp_path_factory.mktemp("rehearsal") / "project"
    shutil.copytree(template, root)
    with GitHub() as github, TutorService() as service:
        World(root, github, service).pipeline().everything()
        numbers = [n for n, request in enumerate(github.requests, 1) if not request.startswith("GET")]
        return numbers, len(service.requests)


@pytest.fixture(scope="module")
def rehearsal(template, tmp_path_factory):
    return writes_of_a_run(template, tmp_path_factory)


def finished(world):
    """Everything is there once, whatever happened before; the runner's disk is a new one."""
    shutil.rmtree(world.root / "runs", ignore_errors=True)
    world.github.faults.clear()
    for _ in range(2):
        if not world.github.releases or world.release["draft"]:
            world.pipeline().everything()
    assert len(world.service.jobs) == 1
    assert world.release["draft"] is False
    assert len(world.github.asset_names()) == len(set(world.github.asset_names()))


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("nth", range(WRITES))
def test_killed_at_each_write_to_github_there_is_one_job(world, runner, rehearsal, nth, done):
    world.github.faults[rehearsal[0][nth]] = Kill(done)
    assert run_in(runner, world, lambda pid: setattr(world.github, "victim", pid)) == -9
    finished(world)


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("nth", range(1, REQUESTS + 1))
def test_killed_at_each_request_to_the_provider_there_is_one_job(world, runner, nth, done):
    def prepare(pid):
        world.service.victim = pid
        world.service.victim_known.set()

    world.service.kill_at = (nth, done)
    assert run_in(runner, world, prepare) == -9
    world.service.kill_at = None
    finished(world)


def test_these_are_all_the_steps_that_can_be_killed(rehearsal):
    assert (len(rehearsal[0]), rehearsal[1]) == (WRITES, REQUESTS)


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(502)], ids=["cut after", "cut before", "502"])
@pytest.mark.parametrize("nth", range(0, WRITES, 3))
def test_a_fault_at_a_write_is_outlived(world, rehearsal, nth, fault):
    world.github.faults[rehearsal[0][nth]] = fault
    world.pipeline().everything()
    assert len(world.service.jobs) == 1
    assert world.release["draft"] is False
    assert len(world.github.asset_names()) == len(set(world.github.asset_names()))


def test_the_order_is_on_record_before_it_is_sent(world):
    pipeline = world.pipeline()
    pipeline.draft()
    before = len(world.github.requests)
    for nth in range(1, 200):
        if nth > 4:
            world.github.faults[before + nth] = Reply(500)
    with pytest.raises(Exception, match="GitHub has a fault"):
        pipeline.start()
    assert world.service.jobs == []


def test_a_second_tag_of_the_same_dataset_adopts_the_job(world):
    world.pipeline().everything()
    world.github.tags["v1.0.1"] = world.github.tags["v1.0.0"]
    shutil.rmtree(world.root / "runs")
    second = world.pipeline(GITHUB_REF_NAME="v1.0.1")
    second.check()
    second.draft()
    assert second.start().kind == "adopted"
    second.monitor()
    assert len(world.service.jobs) == 1
    assert [release["draft"] for release in world.github.releases] == [False, False]


def test_a_tag_beside_main_stops(world):
    world.github.compared = "diverged"
    with pytest.raises(Stop, match="is not on main, so nothing is built from it"):
        world.pipeline().check()
    assert world.github.writes == []


def test_a_tag_that_moved_stops(world):
    world.github.tags["v1.0.0"] = "c" * 40
    with pytest.raises(Stop, match="points to cccccccccccc now"):
        world.pipeline().check()


@pytest.mark.parametrize("name", ["main", "v$(id)", "v1\n::error::x", "v1;ls", "v"])
def test_a_name_that_is_no_version_stops(world, name):
    with pytest.raises(UsageError, match="is no tag such as"):
        world.pipeline(GITHUB_REF_NAME=name).check()


def test_a_build_that_was_changed_is_not_used(world):
    digest = world.pipeline().digest
    (world.root / "datasets" / "openai" / "train.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"train\.jsonl was changed after the build"):
        verified(world.root / "datasets", digest)
    sums = world.root / "datasets" / "SHA256SUMS"
    shutil.copytree(world.root / "datasets", world.root / "other")
    sums.write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        verified(world.root / "datasets", digest)


def test_a_draft_of_another_build_is_not_rewritten(world):
    world.pipeline().draft()
    Dataset(world.root).add("loops/later")
    Dataset(world.root).run("build", "--target", "openai")
    with pytest.raises(Stop, match="assets are never rewritten"):
        world.pipeline().draft()
    with pytest.raises(Stop, match="is of another build"):
        world.pipeline().start()
    assert world.service.jobs == []


def test_a_missing_key_fails_closed_with_one_line_and_stands_in_the_notes(world):
    pipeline = world.pipeline(OPENAI_API_KEY="")
    pipeline.draft()
    with pytest.raises(UsageError, match="OPENAI_API_KEY is not set"):
        pipeline.start()
    assert world.service.requests == []
    assert pipeline.monitor() == ["v1.0.0: still a draft (openai refused)"]
    assert "openai: refused: OPENAI_API_KEY is not set" in world.release["body"]


def test_a_provider_that_refuses_does_not_spoil_the_others(world):
    (world.root / "pyproject.toml").write_text(
        f"[tool.codetutor-lint]\n{SETTINGS}[tool.codetutor-lint.providers.mistral]\n", encoding="utf-8"
    )
    assert Dataset(world.root).run("build", "--target", "openai", "--target", "mistral") == 0
    world.pipeline().draft()
    world.pipeline().start()
    other = world.pipeline(MISTRAL_API_KEY="")
    other.provider = "mistral"
    assert other.monitor() == ["v1.0.0: still a draft (openai succeeded, mistral not started)"]
    with pytest.raises(UsageError, match="MISTRAL_API_KEY is not set"):
        other.start()
    assert other.monitor() == ["v1.0.0: published"]
    assert [issue["title"] for issue in world.github.issues] == ["v1.0.0: training with mistral refused"]


def test_a_failed_job_keeps_the_draft_and_opens_one_issue_that_is_kept_current(world):
    world.service.ends_as = "failed"
    pipeline = world.pipeline()
    pipeline.everything()
    pipeline.monitor()
    [issue] = world.github.issues
    assert world.release["draft"] is True
    assert "openai says: ::error::bad" in issue["body"]
    world.service.ends_as = "succeeded"


def test_a_job_that_goes_on_keeps_the_draft_and_adds_no_event(world):
    world.service.ends_as = "running"
    pipeline = world.pipeline()
    pipeline.everything()
    names = world.github.asset_names()
    assert pipeline.monitor() == ["v1.0.0: still a draft (openai pending)"]
    assert [name for name in world.github.asset_names() if name.startswith("run.")] == [
        name for name in names if name.startswith("run.")
    ]
    world.service.ends_as = "succeeded"
    assert pipeline.monitor() == ["v1.0.0: published"]


def test_a_draft_that_is_published_already_orders_nothing(world):
    world.pipeline().everything()
    with pytest.raises(Stop, match="is published already"):
        world.pipeline().start()


def test_only_configured_providers_that_a_workflow_can_use_are_trained(world):
    assert hosted_providers(world.pipeline().config) == ["openai"]
    Dataset(world.root).configure('ignore = ["CT7"]')
    assert hosted_providers(world.pipeline().config) == ["openai", "mistral"]


def test_the_plan_is_shown_before_the_approval_and_handed_on(world):
    text = world.pipeline().plan()
    assert "submit key" in text
    output = (world.root / "output.txt").read_text(encoding="utf-8")
    assert output == f'digest={world.pipeline().digest}\nproviders=["openai"]\n'


def test_a_persons_words_in_the_notes_stay(world):
    world.pipeline().draft()
    world.release["body"] += "\n\nThanks to everybody."
    world.pipeline().start()
    world.pipeline().monitor()
    assert world.release["body"].endswith("Thanks to everybody.")


def test_the_command_line_tells_a_stop_as_1_and_a_missing_variable_as_2(world, monkeypatch, capsys):
    monkeypatch.chdir(world.root)
    for name, value in world.pipeline().environment.items():
        monkeypatch.setenv(name, value)
    assert main(["github", "release", "check"]) == 0
    world.github.compared = "ahead"
    assert main(["github", "release", "check"]) == 1
    assert "error: v1.0.0 is not on main" in capsys.readouterr().err
    monkeypatch.delenv("GITHUB_TOKEN")
    assert main(["github", "release", "check"]) == 2
    assert "GITHUB_TOKEN is not set" in capsys.readouterr().err
