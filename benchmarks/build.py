"""Speed and memory of ``build``, against writing the same bytes with the standard library's ``json``.

    python benchmarks/build.py [--sizes 500,1000,2000,4000]

Each size is built in a process of its own: linting (every rule), making the files in memory, writing
them. "floor" encodes and writes rows that are held as Python objects already, without lint, split,
digests, schema or lock.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from corpus import write_corpus

COLUMNS = (
    "examples",
    "MB out",
    "lint s",
    "make s",
    "write s",
    "floor s",
    "make+write / floor",
    "all, ms each",
    "peak MB",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500,1000,2000,4000")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one)))
        return
    print(" | ".join(COLUMNS))
    for size in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            root = write_corpus(Path(folder) / "corpus", size)
            command = [sys.executable, __file__, "--one", str(root)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(" | ".join(str(value) for value in (size, *found)), flush=True)


def measure(root: Path) -> list[float]:
    """One row of the table, without its first column."""
    from codetutor_lint.artifacts.build import make_build, read_corpus, write_build
    from codetutor_lint.config import load_config

    config = load_config(root)
    started = time.perf_counter()
    corpus = read_corpus(config)
    linted = time.perf_counter()
    build = make_build(config, corpus)
    made = time.perf_counter()
    write_build(root / "datasets", build)
    written = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = {name: _decoded(name, content) for name, content in build.files.items()}
    floor = floor_seconds(root / "floor", rows)
    size = sum(map(len, build.files.values()))
    return [
        round(size / 1e6, 1),
        round(linted - started, 2),
        round(made - linted, 2),
        round(written - made, 2),
        round(floor, 2),
        round((written - linted) / floor, 1),
        round((written - started) / len(corpus.conversations) * 1000, 2),
        round(peak),
    ]


def floor_seconds(folder: Path, files: dict[str, list[Any] | bytes]) -> float:
    """What the standard library takes to write the same bytes."""
    started = time.perf_counter()
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            if isinstance(rows, bytes):
                file.write(rows)
                continue
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return time.perf_counter() - started


def _decoded(name: str, content: bytes) -> list[Any] | bytes:
    return [json.loads(line) for line in content.splitlines()] if name.endswith(".jsonl") else content


if __name__ == "__main__":
    main()
