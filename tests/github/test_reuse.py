"""What other datasets use: the action and the hooks, as the README shows them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from sample_dataset import Dataset

from codetutor_lint.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Use the linter on your own dataset")[2]
BLOCKS = [yaml.load(text, yaml.BaseLoader) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[:2]]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION = yaml.load((ROOT / "action.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


@pytest.fixture
def dataset(tmp_path, monkeypatch):
    found = Dataset(tmp_path / "project")
    found.add("loops/for")
    monkeypatch.chdir(found.root)
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    return found


def action(monkeypatch, **inputs):
    """Run the action's last step with its defaults and these inputs."""
    [step] = [step for step in ACTION["runs"]["steps"] if step["name"] == "Check the examples"]
    for variable, expression in step["env"].items():
        name = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)[1]
        monkeypatch.setenv(variable, inputs.pop(name, ACTION["inputs"][name]["default"]))
    assert not inputs
    return main(["github", "action"])


def outputs(tmp_path):
    lines = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
    return dict(line.partition("=")[::2] for line in lines)


def test_the_readmes_workflow_uses_inputs_and_outputs_that_exist(dataset, tmp_path, monkeypatch, capsys):
    [step] = [step for step in BLOCKS[1]["jobs"]["lint"]["steps"] if "OWNER/codetutor" in step.get("uses", "")]
    assert action(monkeypatch, **step["with"]) == 0
    found = outputs(tmp_path)
    assert set(found) == set(ACTION["outputs"])
    assert json.loads(Path(found["report"]).read_text(encoding="utf-8")) == []
    assert json.loads((dataset.root / "codetutor.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert capsys.readouterr().err == "checked 1 file: all clean\n"


def test_an_error_fails_the_step_unless_nothing_is_to(dataset, tmp_path, monkeypatch, capsys):
    dataset.add("loops/while").write_text("question: no example\n", encoding="utf-8")
    assert action(monkeypatch) == 1
    assert capsys.readouterr().out.startswith("::error file=examples/loops/while.yaml,line=1,")
    assert int(outputs(tmp_path)["errors"]) > 0
    assert action(monkeypatch, **{"fail-on": "never"}) == 0


@pytest.mark.parametrize("inputs", [{"output-format": "::error::x"}, {"fail-on": "$(id)"}, {"select": "CT1\nCT2"}])
def test_a_wrong_input_is_a_mistake(dataset, monkeypatch, capsys, inputs):
    assert action(monkeypatch, **inputs) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_paths_and_rules_are_chosen(dataset, monkeypatch, capsys):
    dataset.add("loops/while").write_text("question: no example\n", encoding="utf-8")
    assert action(monkeypatch, path="examples/loops/for.yaml\n", select="CT1,CT2 CT4") == 0


def test_the_readmes_hooks_exist_and_their_entries_do_what_they_say(dataset):
    [repository] = BLOCKS[0]["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == list(HOOKS)
    text = dataset.add("loops/while").read_text(encoding="utf-8")
    path = dataset.root / "examples" / "loops" / "while.yaml"
    path.write_text(text.replace("question: |\n", "question: |-\n"), encoding="utf-8")
    for hook in HOOKS.values():
        name = "examples/loops/while.yaml"
        assert re.search(hook["files"], name)
        words = hook["entry"].split()[1:] + ([name] if hook.get("pass_filenames", True) else [])
        ended = subprocess.run([sys.executable, "-m", "codetutor_lint", *words], capture_output=True, check=False)
        assert ended.returncode == 0, ended.stderr
    assert path.read_text(encoding="utf-8") == text


def test_pre_commit_accepts_the_hooks():
    program = shutil.which("pre-commit", path=str(Path(sys.executable).parent)) or shutil.which("pre-commit")
    if program is None:
        pytest.skip("needs pre-commit")
    command = [program, "validate-manifest", ".pre-commit-hooks.yaml"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
