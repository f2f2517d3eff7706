"""Runs ``start`` in processes that can be killed, without importing the SDKs anew for each.

Reads a request a line from stdin, forks, prints the child's process id, waits for a line "go", and
prints how the child ended: its wait status, and the outcome if it got that far.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench import Bench

for sdk in ("openai", "mistralai.client", "filelock", "dotenv"):
    import_module(sdk)


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        go_read, go_write = os.pipe()
        end_read, end_write = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(go_read, 1)
            os.write(end_write, json.dumps(_start(request)).encode())
            os._exit(0)
        os.close(end_write)
        _print({"pid": child})
        sys.stdin.readline()
        os.write(go_write, b"!")
        _, status = os.waitpid(child, 0)
        with os.fdopen(end_read, "rb") as file:
            text = file.read()
        os.close(go_read)
        os.close(go_write)
        _print({"status": os.waitstatus_to_exitcode(status), "outcome": json.loads(text) if text else None})


def _start(request: dict[str, object]) -> dict[str, object]:
    bench = Bench(Path(str(request["root"])), None, request["provider"], request["environment"])
    outcome = bench.start(**request["options"])
    return {"kind": outcome.kind.value, "exit": outcome.exit_code, "lines": outcome.lines()}


def _print(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
