"""From a tag to a draft release with a training of each provider: every step may break off and run again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from codetutor_lint.errors import UsageError
from codetutor_lint.github.api import GitHubError
from codetutor_lint.github.context import head_commit
from codetutor_lint.github.journal import Journal, OutcomeEvent, outcome_event
from codetutor_lint.github.notes import notes
from codetutor_lint.github.plan import NAME as PLAN
from codetutor_lint.github.plan import (
    ReleasePlan,
    digest_of,
    hosted_providers,
    plans,
    release_files,
    release_plan,
    summary,
    verified,
)
from codetutor_lint.github.releases import Release, Releases
from codetutor_lint.training.outcomes import Kind
from codetutor_lint.training.session import RUNS, Surroundings
from codetutor_lint.training.sources import Artifacts
from codetutor_lint.training.start import StartOptions, start

if TYPE_CHECKING:
    from codetutor_lint.config import Config
    from codetutor_lint.github.context import Context
    from codetutor_lint.training.pace import Pace


class Stop(Exception):  # noqa: N818 (a decision, not a mistake)
    """Why a release does not go on."""


def check_tag(context: Context, config: Config) -> str:
    """The commit of the tag, which is checked out and on the default branch. Raises ``Stop``."""
    client, tag = context.client, context.tag
    here = head_commit(config.root)
    there = client.get(f"/commits/{quote(f'tags/{tag}')}")["sha"]
    if here != there:
        raise Stop(f"{tag} points to {there[:12]} now, not to {here[:12]}, which is checked out")
    branch = str(client.get("")["default_branch"])
    status = client.get(f"/compare/{quote(branch, safe='')}...{here}")["status"]
    if status not in ("behind", "identical"):
        raise Stop(f"{tag} is not on {branch}, so nothing is built from it; merge first, and tag the merged commit")
    return here


def show_plan(context: Context, config: Config) -> str:
    """Hand the digest and the providers on, and return the plan for the person who approves."""
    verified(config.out)
    text = summary(plans(config, context.clock.now().date()))
    context.output("digest", digest_of(config.out))
    context.output("providers", json.dumps(hosted_providers(config)))
    return text


def draft(context: Context, config: Config, digest: str) -> Release:
    """The draft release of the tag with all artifacts. Raises ``Stop`` if it holds others."""
    verified(config.out, digest)
    tag, commit = context.tag, head_commit(config.root)
    plan = release_plan(config, tag, commit, plans(config, context.clock.now().date()))
    release = Releases(context.client, context.clock).draft_once(tag, commit, notes("", plan, {}, {}))
    files = release_files(config.out)
    if not release.is_draft:
        context.say(f"{tag} is published already and stays as it is")
        return release
    if PLAN not in release.names():
        files[PLAN] = (plan.model_dump_json(indent=2) + "\n").encode()
    for name, content in files.items():
        if not release.add(name, content):
            raise Stop(f"the draft of {tag} has another {name}, and assets are never rewritten: delete it, or tag anew")
    context.say(f"the draft of {tag} has {len(release.names())} assets")
    return release


def start_training(context: Context, config: Config, provider: str, digest: str, pace: Pace) -> OutcomeEvent:
    """Start or adopt a provider's training, its records kept in the draft before and after the order.

    Raises ``Stop`` without a draft of this very build, and ``UsageError`` for a missing key, which is
    in the draft as a refusal then.
    """
    verified(config.out, digest)
    release = Releases(context.client, context.clock).of_tag(context.tag)
    if release is None:
        raise Stop(f"there is no draft of {context.tag}; run the job that drafts it")
    opened = Release(Releases(context.client, context.clock), release)
    if not opened.is_draft:
        raise Stop(f"{context.tag} is published already; a new tag orders a new training")
    plan = read_plan(opened)
    if plan.digest != digest:
        raise Stop(f"the draft of {context.tag} is of another build")
    journal = Journal(opened)
    journal.restore(config.root / RUNS, provider)
    around = Surroundings(context.environment, pace, context.say, journal.keep_record)
    try:
        outcome = start(config, provider, StartOptions(), around, Artifacts())
    except UsageError as error:
        line = f"{provider}: refused: {error}"
        journal.keep_outcome(OutcomeEvent(provider=provider, kind=Kind.REFUSED, lines=[line]))
        raise
    event = outcome_event(replace(outcome, details=()))
    journal.keep_outcome(event)
    return event


def read_plan(release: Release) -> ReleasePlan:
    """The plan in a draft. Raises ``GitHubError`` if it has none that can be read."""
    if PLAN not in release.names():
        raise GitHubError(0, f"the draft of {release.tag} has no {PLAN}")
    try:
        return ReleasePlan.model_validate_json(release.read(PLAN))
    except ValueError:
        raise GitHubError(0, f"the {PLAN} of {release.tag} can't be read") from None
