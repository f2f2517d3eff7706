"""The client: patient where that is harmless, and never creating anything twice."""

from __future__ import annotations

import pytest
from github_double import TOKEN, Cut, Reply

from codetutor_lint.github.api import GitHubError, LostError, create_once
from codetutor_lint.github.releases import Release, Releases

LIMITED = Reply(403, {"message": "You have exceeded a secondary rate limit"})


@pytest.fixture
def client(context):
    return context.client


@pytest.mark.parametrize("fault", [Reply(500), Reply(502), Reply(503), Cut(), Cut(done=False)])
def test_what_is_only_read_is_read_again(client, github, fault):
    github.fail(fault)
    assert client.get("")["default_branch"] == "main"
    assert len(github.requests) == 2


def test_a_fault_that_stays_is_told(client, github):
    for nth in range(1, 10):
        github.fail(Reply(500, {"message": "Server Error"}), nth)
    with pytest.raises(LostError, match=r"GitHub has a fault, 500 \(Server Error\)"):
        client.get("")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "GITHUB_TOKEN is not accepted (no)"),
        (403, "GITHUB_TOKEN may not do this; see the job's permissions (no)"),
        (404, "not there, or GITHUB_TOKEN may not see it (no)"),
        (422, "refused with 422 (no)"),
    ],
)
def test_a_refusal_is_told_at_once(client, github, status, words):
    github.fail(Reply(status, {"message": "no"}))
    with pytest.raises(GitHubError) as caught:
        client.post("/issues", {"title": "x"})
    assert str(caught.value) == f"POST /repos/octo/lessons/issues: {words}"
    assert len(github.requests) == 1


@pytest.mark.parametrize(
    ("limit", "least"),
    [
        (Reply(429, {}, {"Retry-After": "7"}), 7),
        (Reply(403, {"message": "secondary rate limit"}), 60),
        (Reply(403, {"message": "no"}, {"X-RateLimit-Remaining": "0"}), 60),
    ],
)
def test_a_rate_limit_is_waited_out_also_for_what_creates(client, github, clock, limit, least):
    github.fail(limit)
    client.post("/issues", {"title": "x"})
    assert len(github.issues) == 1
    assert clock.slept == least


def test_a_rate_limit_of_an_hour_is_not_waited_for(client, github):
    github.fail(Reply(429, {"message": "later"}, {"Retry-After": "3600"}))
    with pytest.raises(GitHubError, match="later"):
        client.get("")


def test_lists_are_read_to_their_end(client, github):
    for _ in range(5):
        client.post("/issues", {"title": "x"})
    assert len(list(client.pages("/issues"))) == 5


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(502), LIMITED])
def test_what_is_created_once_is_there_once(client, github, clock, fault):
    github.fail(fault, 2)

    def find():
        return next(client.pages("/issues"), None)

    create_once(find, lambda: client.post("/issues", {"title": "x"}), clock)
    assert len(github.issues) == 1


def test_a_creation_whose_answer_is_lost_is_not_repeated_by_itself(client, github):
    github.fail(Cut())
    with pytest.raises(LostError):
        client.post("/issues", {"title": "x"})
    assert github.requests == ["POST /repos/octo/lessons/issues"]


def test_the_token_goes_to_the_api_only(client, github):
    with pytest.raises(GitHubError, match=r"not this API's: elsewhere\.test"):
        client.upload("http://elsewhere.test/assets{?name}", "a", b"")
    assert github.requests == []
    client.get("")
    assert github.tokens == {f"Bearer {TOKEN}"}


@pytest.fixture
def release(context, github):
    return Releases(context.client, context.clock).draft_once("v1", "a" * 40, "")


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(500)])
def test_a_draft_is_made_once(context, github, fault):
    releases = Releases(context.client, context.clock)
    github.fail(fault, 2)
    first, second = releases.draft_once("v1", "a" * 40, ""), releases.draft_once("v1", "a" * 40, "")
    assert (first.id, len(github.releases)) == (second.id, 1)


@pytest.mark.parametrize("fault", [Cut(), Cut(done=False), Reply(500)])
def test_an_asset_is_added_once(release, github, fault):
    release.names()
    github.fail(fault)
    assert release.add("a", b"1")
    assert github.asset_names() == ["a"]


def test_an_asset_is_never_rewritten(release, github):
    assert release.add("a", b"1")
    assert release.add("a", b"1")
    assert not release.add("a", b"2")
    assert release.read("a") == b"1"


def test_an_upload_that_broke_off_is_cleared_away(context, release, github):
    github.assets[99] = {"id": 99, "name": "a", "state": "starter", "size": 0, "release": release.id}
    assert release.add("a", b"1")
    again = Release(Releases(context.client, context.clock), github._shown(github.releases)[0])
    assert again.names() == ["a"]


def test_an_asset_that_arrives_changed_is_refused(release, github):
    release.add("a", b"1")
    [number] = github.assets
    github.contents[number] = b"2"
    with pytest.raises(GitHubError, match="did not arrive as it is stored"):
        release.read("a")
