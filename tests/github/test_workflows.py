"""The workflows: each step is a call that exists, and none has more than it needs."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from codetutor_lint.cli import _MODULES, COMMANDS

ROOT = Path(__file__).parents[2]
NAMES = ("ci", "dataset-pr", "pr-comment", "propose", "dataset-release", "monitor", "pages")
OTHER_TOOLS = {"pytest", "ruff", "lint-imports", "mypy", "zizmor", "jactionlint", "check-jsonschema", "mkdir", "echo"}
FACTS = (ROOT / "tests" / "github" / "pins.txt").read_text(encoding="utf-8").split("\n")
CHECKERS = {
    "zizmor": ["zizmor", "--offline", "--persona=auditor", ".github", "action.yml"],
    "jactionlint": ["jactionlint"],
    "workflows": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", ".github/workflows"],
    "actions": ["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml", ".github/actions"],
    "dependabot": ["check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"],
    "forms": ["check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", ".github/ISSUE_TEMPLATE"],
}


@cache
def load(path):
    """A YAML file; PyYAML would take the key 'on' for true."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), yaml.BaseLoader)


def workflow(name):
    return load(f".github/workflows/{name}.yml")


def jobs():
    return [(name, key, job) for name in NAMES for key, job in workflow(name)["jobs"].items()]


def steps():
    found = [(f"{name}/{key}", step) for name, key, job in jobs() for step in job["steps"]]
    for path in ("action.yml", ".github/actions/install/action.yml", ".github/actions/sandbox/action.yml"):
        found += [(path, step) for step in load(path)["runs"]["steps"]]
    return found


def test_these_are_all_the_workflows():
    assert {path.stem for path in (ROOT / ".github" / "workflows").iterdir()} == set(NAMES)


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_checkers_find_nothing(checker):
    program, *arguments = CHECKERS[checker]
    found = shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)
    if found is None:
        pytest.skip(f"needs {program}")
    files = [str(file) for argument in arguments for file in _files(argument)]
    ended = subprocess.run([found, *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def _files(argument):
    folder = ROOT / argument
    if argument.startswith(".github/") and folder.is_dir():
        return [path for path in sorted(folder.rglob("*.yml")) if path.name != "config.yml"]
    return [argument]


@pytest.mark.parametrize("name", NAMES)
def test_each_run_line_is_a_call_that_exists(name):
    for job in workflow(name)["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                words = shlex.split(step["run"])
                assert "\n" not in step["run"]
                assert words[0] in OTHER_TOOLS | {"codetutor-lint"}
                if words[0] == "codetutor-lint":
                    parse(words[1:])


def parse(words):
    assert words[0] in COMMANDS
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(f"codetutor_lint.cli.{_MODULES.get(words[0], words[0])}").add_arguments(parser)
    return parser.parse_args(words[1:])


def test_the_hooks_and_the_action_call_what_exists():
    for hook in load(".pre-commit-hooks.yaml"):
        parse(shlex.split(hook["entry"])[1:])
    [call] = [step["run"] for step in load("action.yml")["runs"]["steps"] if step["name"] == "Check the examples"]
    parse(shlex.split(call)[1:])


def test_every_job_starts_from_no_permission_and_says_why_it_has_more():
    for name in NAMES:
        text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
        assert workflow(name)["permissions"] == {}
        for line in re.findall(r"^ +[a-z-]+: (?:read|write)\b.*$", text, re.MULTILINE):
            assert " # " in line, line
    for name, key, job in jobs():
        assert "permissions" in job, (name, key)
        assert int(job["timeout-minutes"]) <= 90
        assert job["name"]
        assert all(step["name"] for step in job["steps"])


def test_every_workflow_has_a_concurrency_group_and_what_pays_is_never_cancelled():
    for name in NAMES:
        group = workflow(name)["concurrency"]
        paying = name in ("dataset-release", "monitor")
        assert not paying or group["cancel-in-progress"] == "false"
    for _, _, job in jobs():
        if isinstance(job.get("concurrency"), dict) and job["concurrency"]["group"].startswith("training-"):
            assert (job["concurrency"]["cancel-in-progress"], job["concurrency"]["queue"]) == ("false", "max")


def test_no_script_holds_an_expression_and_no_checkout_keeps_its_token():
    for where, step in steps():
        assert "${{" not in step.get("run", ""), where
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false", where
        assert not step.get("uses", "").startswith("actions/cache"), where
        assert "cache" not in step.get("with", {}), where


def test_every_action_is_pinned_to_a_commit_that_is_known():
    for path in [*(ROOT / ".github").rglob("*.yml"), ROOT / "action.yml"]:
        for used in re.findall(r"uses: (\S+ # \S+|\S+)", path.read_text(encoding="utf-8")):
            assert used.startswith("$/.github/actions/") or used in FACTS, used


def test_secrets_are_in_environments_and_in_one_step_of_trusted_events():
    for name, key, job in jobs():
        holders = [step for step in job["steps"] if "secrets." in json.dumps(step)]
        rest = {field: value for field, value in job.items() if field != "steps"}
        assert "secrets." not in json.dumps(rest)
        if holders:
            assert (name, key) in {("dataset-release", "train"), ("monitor", "poll")}
            assert len(holders) == 1
            assert "environment" in job


def test_the_path_of_a_forks_pull_request_has_no_secret_and_writes_nothing():
    for name in NAMES:
        if "pull_request" in workflow(name)["on"]:
            text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
            assert "secrets" not in text.replace("no secret", "")
            assert "github.token" not in text
            assert ": write" not in text
            assert "pull_request_target" not in text


def test_required_checks_are_not_skipped_by_path_or_branch():
    for name in ("ci", "dataset-pr"):
        assert workflow(name)["on"]["pull_request"] == ""
        assert workflow(name)["on"]["merge_group"] == ""
    required = json.loads((ROOT / ".github/rulesets/main.json").read_text(encoding="utf-8"))["rules"][-1]
    contexts = {check["context"] for check in required["parameters"]["required_status_checks"]}
    assert contexts <= {job["name"] for name, _, job in jobs() if name in ("ci", "dataset-pr")}


def test_the_comment_comes_from_the_default_branch():
    [job] = workflow("pr-comment")["jobs"].values()
    assert job["steps"][0]["with"]["ref"] == "${{ github.event.repository.default_branch }}"


def test_the_comment_answers_the_workflow_that_makes_the_preview():
    assert workflow("pr-comment")["on"]["workflow_run"]["workflows"] == [workflow("dataset-pr")["name"]]


@pytest.mark.parametrize("module", ["comment", "proposal", "action"])
def test_what_runs_with_the_smallest_lock_needs_no_more(module):
    code = (
        "import sys; sys.modules.update(dict.fromkeys("
        "('filelock', 'jsonschema', 'httpx2', 'openai', 'mistralai', 'dotenv', 'tiktoken', 'jinja2', 'orjson')));"
        f"import codetutor_lint.cli.github, codetutor_lint.github.{module}"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("lock", ["lint", "train", "dev"])
def test_locks_have_hashes_and_no_address(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_hold_what_the_project_asks_for():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {
        "lint": [],
        "train": ["build", "html", "tokens", "train"],
        "dev": ["build", "html", "tokens", "train", "dev"],
    }
    for lock, names in asked.items():
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        locked = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
        wanted = [line for name in names for line in extras[name]] + project["dependencies"] + ["hatchling"]
        missing = {re.split(r"[\[<>=]", line)[0] for line in wanted} - locked - {"codetutor-lint"}
        assert missing == set()
