"""Running many programs: the cache, the pool, and TypeScript's compiler kept warm."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from codetutor_lint.snippets import tools
from codetutor_lint.snippets.commands import Program, command_of
from codetutor_lint.snippets.results_cache import Outcome, ResultsCache, key_of
from codetutor_lint.snippets.runners import RUNNERS, TYPECHECK
from codetutor_lint.snippets.sandbox.command import Command, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from codetutor_lint.snippets.sandbox.command import Sandbox, Service
    from codetutor_lint.snippets.tools import Tool

_TYPESCRIPT_ERRORS = 2  # the exit status of tsc when it finds errors
_ENCODING_ERRORS = "backslashreplace"


class Executor:
    """Runs programs in a sandbox, several at a time and each only once. Use it as a context.

    ``start`` is where the search for TypeScript begins, normally the configuration's directory.
    """

    def __init__(
        self, sandbox: Sandbox, start: Path, results: ResultsCache | None = None, limits: Limits | None = None
    ) -> None:
        self._sandbox = sandbox
        self._results = results
        self._limits = limits or Limits()
        self._typescript = tools.find_typescript(start)
        self._compiler: _Compiler | None = None
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1)
        self._known: dict[Program, Outcome] = {}

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        if self._compiler is not None:
            self._compiler.close()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a runner."""
        return tuple(RUNNERS)

    def missing(self, language: str) -> str | None:
        """What has to be installed to run a language; None if nothing is missing."""
        if RUNNERS[language].find() is None:
            return RUNNERS[language].missing
        if language == "typescript" and self._typescript is None:
            return "TypeScript (npm install typescript @types/node, or CODETUTOR_TYPESCRIPT)"
        return None

    def run(self, programs: Iterable[Program], done: Callable[[], None] = lambda: None) -> dict[Program, Outcome]:
        """Run programs whose languages are not missing; ``done`` is called after each."""
        wanted = list(dict.fromkeys(programs))
        fresh = []
        for program in wanted:
            if program in self._known or self._remembered(program):
                done()
            else:
                fresh.append(program)
        for program, outcome in zip(fresh, self._pool.map(self._run_one, fresh), strict=True):
            self._known[program] = outcome
            done()
        return {program: self._known[program] for program in wanted}

    def _remembered(self, program: Program) -> bool:
        outcome = self._results.read(self._key(program)) if self._results else None
        if outcome is not None:
            self._known[program] = outcome
        return outcome is not None

    def _run_one(self, program: Program) -> Outcome:
        outcome = self._execute(program)
        if self._results:
            self._results.write(self._key(program), outcome)
        return outcome

    def _execute(self, program: Program) -> Outcome:
        tool = self._tool(program.language)
        command = command_of(program, tool)
        if program.language == "typescript":
            compiled = self._compile(program, tool)
            if isinstance(compiled, Outcome):
                return compiled
            command = command._replace(files={**command.files, **compiled})
        result = self._sandbox.run(command, self._limits)
        return Outcome(
            result.status,
            result.stdout.decode(errors=_ENCODING_ERRORS).replace("\r\n", "\n"),
            result.stderr.decode(errors=_ENCODING_ERRORS).replace("\r\n", "\n"),
            _stop_reason(result.status, result.stopped),
        )

    def _compile(self, program: Program, node: Tool) -> dict[str, bytes] | Outcome:
        assert self._typescript is not None
        if self._compiler is None:
            self._compiler = _Compiler(self._sandbox, node, self._typescript, self._limits)
        beside = {name: text for name, text in program.files if name.endswith(".ts")}
        return self._compiler.check({**beside, "main.ts": program.code})

    def _tool(self, language: str) -> Tool:
        tool = RUNNERS[language].find()
        assert tool is not None
        return tool

    def _key(self, program: Program) -> str:
        compiler = self._typescript.version if program.language == "typescript" and self._typescript else ""
        version = self._tool(program.language).version
        return key_of(program, version, compiler, _row_digest(program.language), self._sandbox.name, self._limits)


class _Compiler:
    """TypeScript's compiler in a sandbox of its own, one check at a time."""

    def __init__(self, sandbox: Sandbox, node: Tool, typescript: Tool, limits: Limits) -> None:
        self._command = Command(
            argv=(node.path, TYPECHECK, typescript.path, dict(typescript.parts)["types"]),
            files={},
            stdin=b"",
            env={"PATH": "/usr/bin:/bin"},
            read_only=(*node.roots, *typescript.roots, str(Path(TYPECHECK).parent)),
        )
        self._sandbox = sandbox
        # It lives for all programs together, so its time is limited for each of them instead.
        self._limits = limits._replace(cpu=3600)
        self._wall = limits.wall
        self._service: Service | None = None
        self._lock = Lock()

    def check(self, files: dict[str, str]) -> dict[str, bytes] | Outcome:
        """The JavaScript of a program, or its errors."""
        with self._lock:
            if self._service is None:
                self._service = self._sandbox.serve(self._command, self._limits)
            answer = self._service.ask(json.dumps({"files": files}), self._wall)
            if answer is None:
                self.close()
                return Outcome(128 + 9, "", "", "time")
        told = json.loads(answer)
        if told["errors"]:
            return Outcome(_TYPESCRIPT_ERRORS, "", told["errors"])
        return {name: text.encode() for name, text in told["files"].items()}

    def close(self) -> None:
        if self._service is not None:
            self._service.close()
            self._service = None


@cache
def _row_digest(language: str) -> str:
    """What of the runner's own making results depend on."""
    runner = RUNNERS[language]
    parts = [repr((runner.file, runner.argv, runner.build, runner.env, runner.support)).encode()]
    parts += [path.read_bytes() for path in sorted(Path(TYPECHECK).parent.glob("*.[pm]*")) if path.is_file()]
    return sha256(b"\0".join(parts)).hexdigest()


def _stop_reason(status: int, stopped: str) -> str:
    """The limit a program was stopped at; the kernel's own limits show in the signal."""
    return stopped or {128 + 24: "cpu", 128 + 25: "file size"}.get(status, "")
