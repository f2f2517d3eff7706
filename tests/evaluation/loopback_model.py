"""A model on loopback that speaks chat completions, and a tiny dataset to ask it about."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from codetutor_lint.evaluation.models.application import Application
from codetutor_lint.evaluation.models.chat import ChatModel
from codetutor_lint.evaluation.questions import Question
from codetutor_lint.model.document import Document
from codetutor_lint.model.example import example_of
from codetutor_lint.model.source import Source

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
GOOD = example_of(Document(Source("base.yaml", BASE), "loops/repeat")).rendered()

# What the server does with a request: given the parsed body and how often it was asked, (status, headers, body).
Behavior = Callable[[dict, int], tuple[int, dict[str, str], bytes]]


def completion(text: str, finish_reason: str = "stop") -> tuple[int, dict[str, str], bytes]:
    """A chat completion as servers write it."""
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


class Loopback:
    """A server with a behavior; it notes each request's path and body."""

    def __init__(self, behavior: Behavior) -> None:
        self.requests: list[tuple[str, dict]] = []
        lock = threading.Lock()
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    loopback.requests.append((self.path, body))
                    number = len(loopback.requests)
                status, headers, content = behavior(body, number)
                if status == 0:  # cut the connection
                    self.wfile.write(content)
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                """Tests read what they want from the results."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def chat_model(url: str, name: str = "m", retries: int = 2) -> ChatModel:
    return ChatModel(name, base_url=f"{url}/v1", key="k", max_tokens=100, timeout=10, retries=retries)


def application(url: str) -> Application:
    return Application(f"{url}/explain", "openai", timeout=10, pauses=(0.0, 0.0))


def questions(count: int = 3) -> list[Question]:
    """Questions about loops in Python; the last one is in beginner mode."""
    asked = []
    for number in range(count):
        mode = "beginner" if number == count - 1 else "default"
        bare = f"How do I repeat something {number} times?"
        user = bare if mode == "default" else f"{bare} [BEGINNER MODE]"
        asked.append(
            Question(f"loops/q{number}", "You are CodeTutor.", user, bare, "python", "beginner", mode, "loops")
        )
    return asked
