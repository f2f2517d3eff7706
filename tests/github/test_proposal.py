"""``github from-issue``: a form's text becomes a file in a pull request, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from github_double import BOT, Cut, Reply
from hostile_texts import HOSTILE
from markdown_it import MarkdownIt
from sample_dataset import BASE, Dataset

from codetutor_lint.errors import UsageError
from codetutor_lint.github.proposal import FIELDS, LABEL, BadFormError, form_fields, propose, read_form

ROOT = Path(__file__).parents[2]
FORM = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/1-propose-an-example.yml").read_text(encoding="utf-8"))
GOOD = yaml.safe_load(BASE)
QUIET = {
    *("html_block", "text", "code_inline", "softbreak"),
    *(f"{kind}_{end}" for kind in ("paragraph", "bullet_list", "list_item") for end in ("open", "close")),
}
PATH = "examples/loops/how-do-i-repeat-something-in-python.yaml"


def form(**values):
    """An issue's text as GitHub makes it of the form; ``values`` replace fields by their ids."""
    usual = {
        **{key: GOOD[key].strip() for key in ("question", "language", "level", "kind")},
        "topic": "Loops",
        "mode": GOOD.get("mode", "default"),
        **{key: text.strip() for key, text in GOOD["answer"].items()},
        "solution": "_No response_",
        "license": "- [x] I wrote this",
    }
    labels = {field["id"]: field["attributes"]["label"] for field in FORM["body"] if "id" in field}
    parts = [f"### {label}\n\n{values.get(key, usual[key])}" for key, label in labels.items()]
    return "\n\n".join(parts)


@pytest.fixture
def dataset(tmp_path):
    return Dataset(tmp_path / "project")


def labelled(context, body, number=5, label=LABEL):
    event = {"issue": {"number": number, "body": body}, "label": {"name": label}, "sender": {"login": "maintainer"}}
    Path(context.environment["GITHUB_EVENT_PATH"]).write_text(json.dumps(event), encoding="utf-8")


def test_the_form_has_the_fields_that_are_read():
    found = {field["attributes"]["label"]: field["id"] for field in FORM["body"] if "id" in field}
    assert found == FIELDS


def test_a_form_becomes_a_draft_example_in_a_pull_request(context, github, dataset):
    labelled(context, form())
    assert propose(context, dataset.config) == 0
    [(branch, path)] = github.files
    assert (branch, path) == ("propose/issue-5", PATH)
    example = yaml.safe_load(github.files[branch, path])
    assert example["status"] == "draft"
    assert example["answer"] == GOOD["answer"]
    [pull] = github.pulls
    assert (pull["title"], pull["base"]) == ("Add loops/how-do-i-repeat-something-in-python", "main")
    assert "Closes #5." in pull["body"]


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(502)])
def test_whatever_happens_to_a_request_there_is_one_pull_request(context, github, dataset, fault):
    labelled(context, form())
    propose(context, dataset.config)
    count = len(github.requests)
    for nth in range(1, count + 1):
        github.faults, github.pulls, github.files, github.branches = {}, [], {}, {"main": "a" * 40}
        github.fail(fault, nth)
        assert propose(context, dataset.config) == 0
        assert (len(github.pulls), len(github.files)) == (1, 1)


def test_labelling_again_renews_the_same_pull_request(context, github, dataset):
    for question in ("How do I repeat something in Python?", "How do I repeat something in Python?"):
        labelled(context, form(question=question, advanced_example=GOOD["answer"]["advanced_example"]))
        assert propose(context, dataset.config) == 0
    assert (len(github.pulls), len(github.files)) == (1, 1)


def test_an_example_that_exists_is_not_overwritten(context, github, dataset):
    dataset.add("loops/how-do-i-repeat-something-in-python")
    labelled(context, form())
    propose(context, dataset.config)
    assert [path for _, path in github.files] == [PATH.replace(".yaml", "-5.yaml")]


def test_a_form_with_a_missing_step_gets_one_comment_that_says_so(context, github, dataset):
    labelled(context, form(analogy="_No response_"))
    assert propose(context, dataset.config) == 1
    assert propose(context, dataset.config) == 1
    [item] = github.comments[5]
    assert item["user"]["login"] == BOT
    assert "analogy" in item["body"]
    assert (github.pulls, github.files) == ([], {})


@pytest.mark.parametrize("permission", ["read", "none", "triage"])
def test_who_may_not_write_proposes_nothing(context, github, dataset, permission):
    github.permission = permission
    labelled(context, form())
    assert propose(context, dataset.config) == 1
    assert github.writes == []


def test_another_label_is_a_mistake(context, dataset):
    labelled(context, form(), label="bug")
    with pytest.raises(UsageError, match="labelled 'accepted example'"):
        propose(context, dataset.config)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"language": "$(id)"}, "language: allowed are python"),
        ({"topic": "../.."}, "the topic has no letter or digit"),
        ({"question": "_No response_"}, "the question is empty"),
        ({"analogy": "x" * 300_000}, "an example is text of at most"),
    ],
)
def test_what_is_no_example_is_refused(dataset, values, reason):
    with pytest.raises(BadFormError, match=reason.replace("$", r"\$")):
        read_form(dataset.config, form(**values), 5)


def test_an_issue_of_another_form_is_refused(dataset):
    with pytest.raises(BadFormError, match="there is no field 'Topic'"):
        read_form(dataset.config, "please add something", 5)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("key", ["topic", "question", "analogy", "practice_task", "solution"])
def test_hostile_words_stay_in_their_place(context, github, dataset, text, key):
    labelled(context, form(**{key: f"word {text}"}))
    propose(context, dataset.config)
    for branch, path in github.files:
        assert branch == "propose/issue-5"
        folder, topic, slug = path.removesuffix(".yaml").split("/")
        assert folder == "examples"
        assert all(part.replace("-", "").isalnum() and part.isascii() for part in (topic, slug))
        example = yaml.safe_load(github.files[branch, path])
        assert set(example) <= {"question", "language", "level", "kind", "mode", "status", "answer", "solution"}
        assert example["status"] == "draft"
    for item in github.comments.get(5, []):
        tokens = [part for token in MarkdownIt().parse(item["body"]) for part in token.children or [token]]
        assert {token.type for token in tokens} <= QUIET
        assert "@" not in "".join(token.content for token in tokens if token.type == "text")


def test_a_heading_in_a_field_can_only_end_that_field():
    fields = form_fields(form(practice_task="Do it.\n\n### Solution\n\nmine"))
    assert fields["practice_task"] == "Do it."
    assert fields["topic"] == "Loops"
