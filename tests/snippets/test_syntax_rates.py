"""The benchmark of the syntax check runs on whatever it is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "syntax_rates.py"


def test_the_benchmark_prints_a_row_a_language(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "```python\nprint('a')\n```\n\n```json\n{\"a\": [1, 2]}\n```\n\n```text\n-\n```\n"
    )
    (tmp_path / "style.css").write_text("a {\n  color: red;\n  margin: 0;\n}\n")
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), str(tmp_path), "--each", "2", "--show", "1"],
        capture_output=True,
        text=True,
        check=True,
    )
    header, *rows = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert header.startswith("language")
    assert [row.split()[0] for row in rows] == ["css", "json", "python"]
    assert all("100.0%" in row for row in rows)
