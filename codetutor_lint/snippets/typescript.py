"""TypeScript's compiler, kept warm in a sandbox of its own: a check then takes a tenth of a start."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.snippets.results_cache import Outcome
from codetutor_lint.snippets.runners import PROGRAMS
from codetutor_lint.snippets.sandbox.command import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codetutor_lint.snippets.sandbox.command import Limits, Sandbox, Service
    from codetutor_lint.snippets.tools import Tool

_PROGRAM = str(PROGRAMS / "typecheck.mjs")
_ERRORS = 2  # the exit status of tsc when it finds errors
_KILLED = 128 + 9
_WHOLE_RUN = 3600  # seconds it may compute for all programs together


class TypeScriptCompiler:
    """Checks and translates one program after the other; safe to use from several threads."""

    def __init__(self, sandbox: Sandbox, node: Tool, typescript: Tool, limits: Limits) -> None:
        self._command = Command(
            argv=(node.path, _PROGRAM, typescript.path, dict(typescript.parts)["types"]),
            files={},
            stdin=b"",
            env={"PATH": "/usr/bin:/bin"},
            read_only=(*node.roots, *typescript.roots, str(PROGRAMS)),
        )
        self._sandbox = sandbox
        self._limits = limits._replace(cpu=_WHOLE_RUN)
        self._service: Service | None = None
        self._has_answered = False
        self._lock = Lock()

    def compile(self, files: Mapping[str, str]) -> dict[str, bytes] | Outcome:
        """The JavaScript of ``main.ts`` and what it imports, or its errors as tsc prints them.

        Raises UsageError if the compiler does not even start.
        """
        with self._lock:
            if self._service is None:
                self._service = self._sandbox.serve(self._command, self._limits)
            answer = self._service.ask(json.dumps({"files": files}), self._limits.wall)
            if answer is None:
                return self._failed()
            self._has_answered = True
        told = json.loads(answer)
        if told["errors"]:
            return Outcome(_ERRORS, "", told["errors"])
        return {name: text.encode() for name, text in told["files"].items()}

    def _failed(self) -> Outcome:
        """No answer: it was too slow or, if it ended, took too much memory. The next one gets a new start."""
        ended = self._service is not None and self._service.ended
        self.close()
        if ended and not self._has_answered:
            raise UsageError(f"{self._command.argv[2]}: this TypeScript compiler does not start")
        return Outcome(_KILLED, "", "", "memory" if ended else "time")

    def close(self) -> None:
        """End the compiler."""
        if self._service is not None:
            self._service.close()
            self._service = None
