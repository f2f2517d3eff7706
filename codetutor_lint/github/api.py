"""GitHub's REST API, as far as it is needed: patient, and clear about what nobody can know.

A request that may be repeated is repeated after a fault of the server or of the line. One that creates
something is not: it raises ``LostError``, and ``create_once`` looks for the thing before it tries again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from http.client import HTTPException
from typing import IO, Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from codetutor_lint.training.pace import Clock, SystemClock
from codetutor_lint.training.settings import checked_url

VERSION = "2022-11-28"
PER_PAGE = 100
LONGEST_ANSWER = 64 * 1024 * 1024
PAUSES = (1.0, 5.0, 20.0)
# GitHub asks for at least a minute after a secondary rate limit that names no time.
UNNAMED_PAUSE = 60.0
LONGEST_PAUSE = 900.0

T = TypeVar("T")


class GitHubError(Exception):
    """A request that was refused; ``status`` is 0 when there was no answer at all."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class LostError(GitHubError):
    """No usable answer: whether the request was carried out is unknown."""


class Client:
    """One repository's API. ``token`` goes to the API's own host and nowhere else."""

    def __init__(
        self, url: str, repository: str, token: str, clock: Clock | None = None, timeout: float = 30.0
    ) -> None:
        self._root = checked_url(url).rstrip("/")
        self._token = token
        self._clock = clock or SystemClock()
        self._timeout = timeout
        self._opener = _opener()
        self.repository = repository

    def get(self, path: str, **query: str | int) -> Any:
        """The answer to GET, from JSON."""
        return _json(self._retried("GET", self._url(path, query)))

    def pages(self, path: str, key: str | None = None, **query: str | int) -> Iterator[dict[str, Any]]:
        """All items of a list, over all pages; ``key`` names the list where the answer is an object."""
        number = 1
        while True:
            answer = self._retried("GET", self._url(path, {**query, "per_page": PER_PAGE, "page": number}))
            body = _json(answer)
            yield from body[key] if key else body
            if 'rel="next"' not in answer.headers.get("Link", ""):
                return
            number += 1

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        """The answer to POST. Raises ``LostError`` when it may have been carried out without one."""
        return _json(self._once("POST", self._url(path), json.dumps(body).encode()), lost=True)

    def patch(self, path: str, body: Mapping[str, object]) -> Any:
        """The answer to PATCH."""
        return _json(self._retried("PATCH", self._url(path), json.dumps(body).encode()))

    def put(self, path: str, body: Mapping[str, object]) -> Any:
        """The answer to PUT. Raises ``LostError`` when it may have been carried out without one."""
        return _json(self._once("PUT", self._url(path), json.dumps(body).encode()), lost=True)

    def delete(self, path: str) -> None:
        """Delete; what is gone already is no fault."""
        try:
            self._retried("DELETE", self._url(path))
        except GitHubError as error:
            if error.status != 404:
                raise

    def upload(self, url: str, name: str, content: bytes) -> Any:
        """Add an asset. Raises ``LostError`` as ``post`` does."""
        address = f"{url.partition('{')[0]}?{urlencode({'name': name})}"
        return _json(self._once("POST", self._own(address), content, "application/octet-stream"), lost=True)

    def download(self, path: str, limit: int) -> bytes:
        """The bytes behind a path; raises ``GitHubError`` if they are more than ``limit``."""
        answer = self._retried("GET", self._url(path), accept="application/octet-stream", limit=limit)
        if len(answer.body) > limit:
            raise GitHubError(0, f"{path} has more than {limit:,} bytes")
        return answer.body

    def _url(self, path: str, query: Mapping[str, str | int] | None = None) -> str:
        address = f"{self._root}/repos/{self.repository}{path}"
        return f"{address}?{urlencode(query)}" if query else address

    def _own(self, url: str) -> str:
        """The address, if it belongs to GitHub's API as the root does."""
        here, there = urlsplit(self._root), urlsplit(url)
        uploads = str(here.hostname).replace("api.", "uploads.", 1)
        if there.scheme != here.scheme or there.hostname not in (here.hostname, uploads):
            raise GitHubError(0, f"an address for uploads that is not this API's: {there.hostname}")
        return url

    def _retried(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        accept: str = "application/vnd.github+json",
        limit: int = LONGEST_ANSWER,
    ) -> _Answer:
        """A request that may be carried out twice."""
        for pause in (*PAUSES, None):
            try:
                return self._once(method, url, content, accept=accept, limit=limit)
            except LostError:
                if pause is None:
                    raise
                self._clock.sleep(pause)
        raise AssertionError

    def _once(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        kind: str = "application/json",
        accept: str = "application/vnd.github+json",
        limit: int = LONGEST_ANSWER,
    ) -> _Answer:
        """A request that is carried out at most once; it is sent again only when a rate limit refused it."""
        headers = {"Accept": accept, "User-Agent": "codetutor-lint", "X-GitHub-Api-Version": VERSION}
        if content is not None:
            headers["Content-Type"] = kind
        request = Request(url, content, headers, method=method)
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        for _ in (*PAUSES, None):
            try:
                with self._opener.open(request, timeout=self._timeout) as response:
                    return _Answer(response.read(limit + 1), response.headers)
            except HTTPError as error:
                with error:
                    message = _message(error)
                pause = self._pause(error, message)
                if pause is None or pause > LONGEST_PAUSE:
                    raise _fault(method, url, error.code, message) from None
                self._clock.sleep(pause)
            except (OSError, HTTPException) as error:
                raise LostError(0, f"{method} {urlsplit(url).path}: no answer ({type(error).__name__})") from None
        raise GitHubError(429, f"{method} {urlsplit(url).path}: a rate limit that does not end")

    def _pause(self, error: HTTPError, message: str) -> float | None:
        """How long a rate limit asks to wait, in seconds; None if the refusal is none."""
        if error.code not in (403, 429):
            return None
        named = error.headers.get("Retry-After", "")
        if named.isdecimal():
            return float(named)
        if error.headers.get("X-RateLimit-Remaining") == "0":
            reset = error.headers.get("X-RateLimit-Reset", "")
            return max(1.0, int(reset) - self._clock.now().timestamp()) if reset.isdecimal() else UNNAMED_PAUSE
        return UNNAMED_PAUSE if error.code == 429 or "rate limit" in message.lower() else None


class _Answer:
    __slots__ = ("body", "headers")

    def __init__(self, body: bytes, headers: Message) -> None:
        self.body = body
        self.headers = headers


def create_once(find: Callable[[], T | None], create: Callable[[], T], clock: Clock) -> T:
    """What ``find`` finds, else what ``create`` creates; looked for again before each further attempt."""
    for pause in (*PAUSES, None):
        found = find()
        if found is not None:
            return found
        try:
            return create()
        except LostError:
            if pause is None:
                raise
            clock.sleep(pause)
        except GitHubError as error:
            found = find() if error.status == 422 else None
            if found is None:
                raise
            return found
    raise AssertionError


class _SafeRedirects(HTTPRedirectHandler):
    """Follows a redirect only to where nobody can listen in; the token never goes along."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        try:
            checked_url(newurl.partition("?")[0])
        except ValueError:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    return build_opener(_SafeRedirects)


def _json(answer: _Answer, *, lost: bool = False) -> Any:
    if not answer.body:
        return None
    try:
        return json.loads(answer.body)
    except ValueError:
        raise (LostError if lost else GitHubError)(0, "GitHub's answer is no JSON") from None


def _message(error: HTTPError) -> str:
    try:
        body = json.loads(error.read(100_000))
    except (OSError, ValueError, HTTPException):
        return ""
    if not isinstance(body, dict):
        return ""
    details = [item for item in body.get("errors") or [] if isinstance(item, dict)]
    reasons = [str(item.get("message") or f"{item.get('field')}: {item.get('code')}") for item in details]
    return "; ".join([str(body.get("message", "")), *reasons])


def _fault(method: str, url: str, status: int, message: str) -> GitHubError:
    said = f" ({' '.join(message.split())})" if message else ""
    where = f"{method} {urlsplit(url).path}"
    if status >= 500:
        return LostError(status, f"{where}: GitHub has a fault, {status}{said}")
    reasons = {
        401: "GITHUB_TOKEN is not accepted",
        403: "GITHUB_TOKEN may not do this; see the job's permissions",
        404: "not there, or GITHUB_TOKEN may not see it",
    }
    return GitHubError(status, f"{where}: {reasons.get(status, f'refused with {status}')}{said}")
