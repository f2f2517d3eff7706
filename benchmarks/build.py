"""Speed and memory of ``build``, against writing the same bytes with the standard library's ``json``.

    python benchmarks/build.py [--sizes 500,1000,2000,4000]

Each size is built in a process of its own: linting (every rule), comparing across the split, making the
files in memory, writing them. "floor" encodes and writes rows that are held as Python objects already,
without lint, split, digests or lock. Seconds are of the processor, so that a busy machine changes little.

The examples' prose goes from word to word as that of this dataset does (a Markov chain): the time of a
comparison depends on how much texts have in common, and templates have too much.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
COLUMNS = (
    *("examples", "MB out", "lint s", "compare s", "make s", "write s", "floor s"),
    *("make+write / floor", "all, ms each", "peak MB"),
)
TEMPLATE = """\
question: |
  {words:12}?
language: python
level: beginner
kind: concept
answer:
  analogy: |
    {words:60}.
  simple_explanation: |
    {words:120}.
  beginner_example: |
    ```python
    print({number})
    ```
    ```output
    {number}
    ```

    {words:60}.
  advanced_example: |
    ```python
    print({number} * 2)
    ```
    ```output
    {double}
    ```

    {words:80}.
  visual_explanation: |
    ```text
    {words:30}
    ```
  common_mistakes: |
    ❌ {words:40}.

    ✅ {words:40}.
  practice_task: |
    Write {words:40}.
"""


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
            root = Path(folder) / "corpus"
            write_examples(root, size)
            command = [sys.executable, __file__, "--one", str(root)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(" | ".join(str(value) for value in (size, *found)), flush=True)


def write_examples(root: Path, size: int) -> None:
    """A dataset of ``size`` different examples."""
    rng = random.Random(size)
    words = [w for path in sorted(EXAMPLES.rglob("*.yaml")) for w in re.findall(r"[a-z]+", path.read_text("utf-8"))]
    following = defaultdict(list)
    for word, after in itertools.pairwise(words):
        following[word].append(after)

    def prose(length: int) -> str:
        told = [rng.choice(words)]
        while len(told) < length:
            told.append(rng.choice(following[told[-1]] or words))
        return " ".join(told)

    for number in range(size):
        text = re.sub(r"\{words:(\d+)\}", lambda match: prose(int(match[1])), TEMPLATE)
        path = root / "examples" / f"topic-{number % 20}" / f"lesson-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text.replace("{number}", str(number)).replace("{double}", str(number * 2))
        path.write_text(text, encoding="utf-8")
    (root / "pyproject.toml").write_text("[tool.codetutor-lint]\n", encoding="utf-8")


def measure(root: Path) -> list[float]:
    """One row of the table, without its first column."""
    from codetutor_lint.artifacts import build as building
    from codetutor_lint.config import load_config

    clock = time.process_time
    spent: dict[str, float] = {}

    def timed(name: str, function: Any, *arguments: Any) -> Any:
        started = clock()
        value = function(*arguments)
        spent[name] = clock() - started
        return value

    certify = building.leak_certificate
    building.leak_certificate = lambda *arguments: timed("compare", certify, *arguments)
    config = load_config(root)
    corpus = timed("lint", building.read_corpus, config)
    if corpus.errors:
        raise SystemExit(f"{corpus.errors[0].filename}: {corpus.errors[0].message}")
    build = timed("make", building.make_build, config, corpus)
    timed("write", building.write_build, root / "datasets", build)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = {name: _decoded(name, content) for name, content in build.files.items()}
    timed("floor", write_floor, root / "floor", rows)
    spent["make"] -= spent["compare"]
    size = sum(map(len, build.files.values()))
    total = sum(spent.values()) - spent["floor"]
    return [
        round(size / 1e6, 1),
        *(round(spent[name], 2) for name in ("lint", "compare", "make", "write", "floor")),
        round((spent["make"] + spent["write"]) / spent["floor"], 1),
        round(total / len(corpus.conversations) * 1000, 2),
        round(peak),
    ]


def write_floor(folder: Path, files: dict[str, list[Any] | bytes]) -> None:
    """Write the same bytes with the standard library."""
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            if isinstance(rows, bytes):
                file.write(rows)
                continue
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _decoded(name: str, content: bytes) -> list[Any] | bytes:
    return [json.loads(line) for line in content.splitlines()] if name.endswith(".jsonl") else content


if __name__ == "__main__":
    main()
