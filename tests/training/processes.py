"""Starts in processes of their own: killed halfway, or several at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench import Bench


class Starter:
    """A process that runs one start after another in children of its own."""

    def __enter__(self) -> Starter:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("starter.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def prepare(self, bench: Bench, **options: object) -> int:
        """Fork a child that waits for ``go``; return its process id."""
        request = {
            "root": str(bench.root),
            "provider": bench.provider,
            "environment": bench.environment,
            "options": options,
        }
        self._send(json.dumps(request))
        return json.loads(self._process.stdout.readline())["pid"]

    def go(self) -> None:
        """Let the child start."""
        self._send("go")

    def end(self) -> dict[str, object]:
        """How the child ended."""
        return json.loads(self._process.stdout.readline())

    def _send(self, line: str) -> None:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


def killed(starter: Starter, bench: Bench, request: int, done: bool, **options: object) -> int | None:
    """Start and be killed at the given request, before or after it is carried out.

    Returns the exit status, None if the start made fewer requests.
    """
    service = bench.service
    service.victim = starter.prepare(bench, **options)
    service.victim_known.set()
    service.kill_at = (len(service.requests) + request, done)
    starter.go()
    ended = starter.end()
    service.kill_at = None
    service.victim_known.clear()
    return None if ended["outcome"] else ended["status"]
