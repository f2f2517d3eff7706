"""A stateful stand-in for GitHub's REST API on loopback, with faults at any request."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import threading
import zipfile
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

BOT = "github-actions[bot]"
REPOSITORY = "octo/lessons"
TOKEN = "ghs_token_of_the_job"


@dataclass
class Reply:
    """An answer instead of the right one; nothing happens on the server."""

    status: int
    body: object = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Cut:
    """The connection breaks without an answer; ``done`` is whether the request was carried out."""

    done: bool = True


@dataclass
class Kill:
    """The client is killed, before or after the request was carried out."""

    done: bool


class GitHub:
    """One repository. ``at`` and ``fault_at`` say what goes wrong; ``requests`` tells what was asked."""

    per_page = 2  # so that every list has several pages

    def __init__(self) -> None:
        self.releases: list[dict] = []
        self.assets: dict[int, dict] = {}
        self.contents: dict[int, bytes] = {}
        self.comments: dict[int, list[dict]] = {}
        self.issues: list[dict] = []
        self.pulls: list[dict] = []
        self.artifacts: dict[int, list[dict]] = {}
        self.branches: dict[str, str] = {"main": "a" * 40}
        self.files: dict[tuple[str, str], str] = {}
        self.tags: dict[str, str] = {}
        self.compared = "identical"
        self.permission = "write"
        self.requests: list[str] = []
        self.tokens: set[str] = set()
        self.faults: dict[int, object] = {}
        self.victim: int | None = None
        self._number = 0
        self._lock = threading.RLock()

    def __enter__(self) -> GitHub:
        double = self

        class Handler(_Handler):
            github = double

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        return {"GITHUB_API_URL": self.url, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN}

    @property
    def writes(self) -> list[str]:
        return [request for request in self.requests if not request.startswith("GET")]

    def fail(self, fault: object, nth: int = 1) -> None:
        """Let the ``nth`` request from now on go wrong."""
        self.faults[len(self.requests) + nth] = fault

    def number(self) -> int:
        self._number += 1
        return self._number

    def add_artifact(self, run: int, content: bytes, name: str = "preview", file: str = "preview.json") -> dict:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(file, content)
        item = {"id": self.number(), "name": name, "size_in_bytes": len(buffer.getvalue()), "expired": False}
        self.contents[item["id"]] = buffer.getvalue()
        self.artifacts.setdefault(run, []).append(item)
        return item

    def asset_names(self, release: int = 0) -> list[str]:
        return sorted(
            asset["name"] for asset in self.assets.values() if asset["release"] == self.releases[release]["id"]
        )

    def handle(self, method: str, path: str, query: dict[str, str], content: bytes) -> tuple[int, object]:
        with self._lock:
            for pattern, name in ROUTES:
                wanted, _, template = pattern.partition(" ")
                match = re.fullmatch(template, path)
                if wanted == method and match:
                    return getattr(self, name)(query, content, *map(unquote, match.groups()))
        return 404, {"message": "Not Found"}

    def repository(self, query, content):
        return 200, {"default_branch": "main", "full_name": REPOSITORY}

    def commit(self, query, content, tag):
        return (200, {"sha": self.tags[tag]}) if tag in self.tags else (422, {"message": "No commit found"})

    def compare(self, query, content, spec):
        return 200, {"status": self.compared}

    def list_releases(self, query, content):
        return 200, self._shown(list(reversed(self.releases)))

    def _shown(self, releases):
        return [{**release, "upload_url": f"{self.url}/uploads/{release['id']}{{?name,label}}"} for release in releases]

    def create_release(self, query, content):
        body = json.loads(content)
        self.releases.append({"id": self.number(), **body})
        return 201, self._shown(self.releases[-1:])[0]

    def edit_release(self, query, content, number):
        release = next(release for release in self.releases if release["id"] == int(number))
        release.update(json.loads(content))
        return 200, self._shown([release])[0]

    def list_assets(self, query, content, number):
        return 200, [asset for asset in self.assets.values() if asset["release"] == int(number)]

    def upload(self, query, content, number):
        name = query["name"]
        if any(a["release"] == int(number) and a["name"] == name for a in self.assets.values()):
            return 422, {"message": "Validation Failed", "errors": [{"field": "name", "code": "already_exists"}]}
        asset = {"id": self.number(), "name": name, "state": "uploaded", "size": len(content), "release": int(number)}
        asset["digest"] = f"sha256:{sha256(content).hexdigest()}"
        self.assets[asset["id"]] = asset
        self.contents[asset["id"]] = content
        return 201, asset

    def asset(self, query, content, number):
        return 200, self.contents[int(number)]

    def delete_asset(self, query, content, number):
        return (204, b"") if self.assets.pop(int(number), None) else (404, {"message": "Not Found"})

    def list_artifacts(self, query, content, run):
        return 200, {"artifacts": self.artifacts.get(int(run), [])}

    def artifact(self, query, content, number):
        return 200, self.contents[int(number)]

    def list_comments(self, query, content, number):
        return 200, self.comments.get(int(number), [])

    def create_comment(self, query, content, number):
        comment = {"id": self.number(), "user": {"login": BOT}, **json.loads(content)}
        self.comments.setdefault(int(number), []).append(comment)
        return 201, comment

    def edit_comment(self, query, content, number):
        for comments in self.comments.values():
            for comment in comments:
                if comment["id"] == int(number):
                    comment.update(json.loads(content))
                    return 200, comment
        return 404, {"message": "Not Found"}

    def list_issues(self, query, content):
        return 200, [issue for issue in self.issues if issue["state"] == query.get("state", "open")]

    def create_issue(self, query, content):
        issue = {"number": self.number(), "state": "open", "user": {"login": BOT}, **json.loads(content)}
        self.issues.append(issue)
        return 201, issue

    def edit_issue(self, query, content, number):
        issue = next(issue for issue in self.issues if issue["number"] == int(number))
        issue.update(json.loads(content))
        return 200, issue

    def list_pulls(self, query, content):
        head = query.get("head")
        return 200, [pull for pull in self.pulls if head is None or pull.get("label") == head]

    def create_pull(self, query, content):
        body = json.loads(content)
        label = f"{REPOSITORY.partition('/')[0]}:{body['head']}"
        if any(pull.get("label") == label for pull in self.pulls):
            return 422, {"message": "A pull request already exists"}
        number = self.number()
        self.pulls.append({**body, "number": number, "label": label, "html_url": f"https://example.test/pull/{number}"})
        return 201, self.pulls[-1]

    def ref(self, query, content, name):
        if name not in self.branches:
            return 404, {"message": "Not Found"}
        return 200, {"object": {"sha": self.branches[name]}}

    def create_ref(self, query, content):
        body = json.loads(content)
        name = body["ref"].removeprefix("refs/heads/")
        if name in self.branches:
            return 422, {"message": "Reference already exists"}
        self.branches[name] = body["sha"]
        return 201, {"object": {"sha": body["sha"]}}

    def file(self, query, content, path):
        if (query["ref"], path) not in self.files:
            return 404, {"message": "Not Found"}
        return 200, {"sha": "f" * 40, "content": b64encode(self.files[query["ref"], path].encode()).decode()}

    def write_file(self, query, content, path):
        body = json.loads(content)
        if (body["branch"], path) in self.files and "sha" not in body:
            return 422, {"message": '"sha" wasn\'t supplied.'}
        self.files[body["branch"], path] = b64decode(body["content"]).decode()
        return 201, {"content": {"path": path}}

    def collaborator(self, query, content, login):
        return (200, {"permission": self.permission}) if login else (404, {"message": "Not Found"})


_R = f"/repos/{REPOSITORY}"
ROUTES = [
    (f"GET {_R}", "repository"),
    (f"GET {_R}/commits/tags/(.+)", "commit"),
    (f"GET {_R}/compare/(.+)", "compare"),
    (f"GET {_R}/releases", "list_releases"),
    (f"POST {_R}/releases", "create_release"),
    (rf"PATCH {_R}/releases/(\d+)", "edit_release"),
    (rf"GET {_R}/releases/(\d+)/assets", "list_assets"),
    (r"POST /uploads/(\d+)", "upload"),
    (rf"GET {_R}/releases/assets/(\d+)", "asset"),
    (rf"DELETE {_R}/releases/assets/(\d+)", "delete_asset"),
    (rf"GET {_R}/actions/runs/(\d+)/artifacts", "list_artifacts"),
    (rf"GET {_R}/actions/artifacts/(\d+)/zip", "artifact"),
    (rf"GET {_R}/issues/(\d+)/comments", "list_comments"),
    (rf"POST {_R}/issues/(\d+)/comments", "create_comment"),
    (rf"PATCH {_R}/issues/comments/(\d+)", "edit_comment"),
    (f"GET {_R}/issues", "list_issues"),
    (f"POST {_R}/issues", "create_issue"),
    (rf"PATCH {_R}/issues/(\d+)", "edit_issue"),
    (f"GET {_R}/pulls", "list_pulls"),
    (f"POST {_R}/pulls", "create_pull"),
    (f"GET {_R}/git/ref/heads/(.+)", "ref"),
    (f"POST {_R}/git/refs", "create_ref"),
    (f"GET {_R}/contents/(.+)", "file"),
    (f"PUT {_R}/contents/(.+)", "write_file"),
    (f"GET {_R}/collaborators/(.*)/permission", "collaborator"),
]


class _Handler(BaseHTTPRequestHandler):
    github: GitHub
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815

    def _serve(self) -> None:
        github, parts = self.github, urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        github.tokens.add(self.headers.get("Authorization", ""))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        github.requests.append(f"{self.command} {parts.path}")
        fault = github.faults.get(len(github.requests))
        if isinstance(fault, Reply):
            self._answer(fault.status, fault.body, fault.headers)
            return
        path = parts.path.rstrip("/")
        done = getattr(fault, "done", True)
        status, answer = github.handle(self.command, path, query, content) if done else (0, None)
        if isinstance(fault, Kill):
            assert github.victim is not None
            os.kill(github.victim, signal.SIGKILL)
        if isinstance(fault, Kill | Cut):
            self.close_connection = True
            return
        headers, answer = self._page(query, answer)
        self._answer(status, answer, headers)

    def _page(self, query: dict[str, str], answer: object) -> tuple[dict[str, str], object]:
        rows = answer["artifacts"] if isinstance(answer, dict) and "artifacts" in answer else answer
        if not isinstance(rows, list):
            return {}, answer
        size, page = self.github.per_page, int(query.get("page", "1"))
        shown = rows[(page - 1) * size : page * size]
        headers = {"Link": f'<{self.github.url}/next>; rel="next"'} if page * size < len(rows) else {}
        return headers, {"artifacts": shown} if rows is not answer else shown

    def _answer(self, status: int, body: object, headers: dict[str, str]) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
