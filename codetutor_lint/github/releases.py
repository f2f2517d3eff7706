"""Releases and their assets: found by listing, created once, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from codetutor_lint.github.api import Client, GitHubError, create_once

if TYPE_CHECKING:
    from codetutor_lint.training.pace import Clock

# Above any asset of ours; one that is longer is none.
LONGEST_ASSET = 64 * 1024 * 1024


class Releases:
    """The releases of one repository."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client = client
        self.clock = clock

    def drafts(self) -> list[dict[str, Any]]:
        """All drafts, the oldest first."""
        return sorted((item for item in self._all() if item["draft"]), key=_number)

    def of_tag(self, tag: str) -> dict[str, Any] | None:
        """The release of a tag, a published one before a draft, of several the oldest.

        A draft can't be asked for by its tag, so that all are listed.
        """
        found = [item for item in self._all() if item["tag_name"] == tag]
        return min(found, key=lambda item: (bool(item["draft"]), _number(item)), default=None)

    def draft_once(self, tag: str, commit: str, body: str) -> Release:
        """The release of a tag; created as a draft if there is none."""
        wanted = {"tag_name": tag, "target_commitish": commit, "name": tag, "body": body, "draft": True}
        found = create_once(lambda: self.of_tag(tag), lambda: self.client.post("/releases", wanted), self.clock)
        return Release(self, found)

    def _all(self) -> list[dict[str, Any]]:
        return list(self.client.pages("/releases"))


class Release:
    """One release and its assets, listed when they are first asked for."""

    def __init__(self, releases: Releases, item: Mapping[str, Any]) -> None:
        self._client = releases.client
        self._clock = releases.clock
        self.id = int(item["id"])
        self.tag = str(item["tag_name"])
        self.is_draft = bool(item["draft"])
        self.body = str(item.get("body") or "")
        self._upload_url = str(item["upload_url"])
        self._listed: dict[str, dict[str, Any]] | None = None

    def names(self) -> list[str]:
        """The names of the assets that are complete."""
        return sorted(name for name, asset in self._assets().items() if asset["state"] == "uploaded")

    def read(self, name: str) -> bytes:
        """An asset's bytes, compared with the digest that GitHub tells. Raises ``GitHubError``."""
        asset = self._assets()[name]
        content = self._client.download(f"/releases/assets/{int(asset['id'])}", LONGEST_ASSET)
        told = asset.get("digest")
        if told and told != _digest(content):
            raise GitHubError(0, f"the asset {name} did not arrive as it is stored")
        return content

    def add(self, name: str, content: bytes) -> bool:
        """Add an asset unless it is there; False if another one of that name is, which stays as it is."""

        is_first = True

        def find() -> dict[str, Any] | None:
            nonlocal is_first
            if not is_first:
                self._listed = None
            is_first = False
            asset = self._assets().get(name)
            return asset if asset and asset["state"] == "uploaded" else None

        def create() -> dict[str, Any]:
            self._clear_broken(name)
            asset: dict[str, Any] = self._client.upload(self._upload_url, name, content)
            return asset

        found = create_once(find, create, self._clock)
        self._assets()[name] = found
        return self._holds(found, content)

    def write(self, body: str) -> None:
        """Replace the notes."""
        if body != self.body:
            self._client.patch(f"/releases/{self.id}", {"body": body})
            self.body = body

    def publish(self) -> None:
        """Make the draft a release; what is published stays as it is."""
        self._client.patch(f"/releases/{self.id}", {"draft": False})
        self.is_draft = False

    def _holds(self, asset: Mapping[str, Any], content: bytes) -> bool:
        told = asset.get("digest")
        if told:
            return bool(told == _digest(content))
        if int(asset["size"]) != len(content):
            return False
        return self._client.download(f"/releases/assets/{int(asset['id'])}", LONGEST_ASSET) == content

    def _clear_broken(self, name: str) -> None:
        """Remove what an upload that broke off has left under the name."""
        asset = self._assets().get(name)
        if asset and asset["state"] != "uploaded":
            self._client.delete(f"/releases/assets/{int(asset['id'])}")
            del self._assets()[name]

    def _assets(self) -> dict[str, dict[str, Any]]:
        if self._listed is None:
            self._listed = {item["name"]: item for item in self._client.pages(f"/releases/{self.id}/assets")}
        return self._listed


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _number(item: Mapping[str, Any]) -> int:
    return int(item["id"])
