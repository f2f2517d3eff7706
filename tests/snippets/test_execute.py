"""What blocks are run as, and what is known of them afterwards."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from codetutor_lint.errors import UsageError
from codetutor_lint.model.source import Source, Text
from codetutor_lint.snippets.blocks import Block, find_blocks
from codetutor_lint.snippets.commands import Program
from codetutor_lint.snippets.execute import execute, plan
from codetutor_lint.snippets.execution import CANT_CONTINUE, NOTHING_BEFORE, BlockRun
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.sandbox.bare import BareSandbox


def _blocks(text: str, step: str = "beginner_example") -> list[Block]:
    return find_blocks(Text.whole(Source("reply.md", text)), step)


def _programs(text: str, solution: str = "") -> list[Program | str]:
    blocks = _blocks(text) + _blocks(solution, "solution")
    return [planned.program or planned.reason for planned in plan(blocks)]


@pytest.fixture(scope="module")
def executor():
    with Executor(BareSandbox(), Path("/")) as made:
        yield made


def _runs(text: str, executor: Executor) -> list[BlockRun]:
    [execution] = execute([plan(_blocks(text), executor.missing)], executor)
    return execution.runs


def test_a_block_is_a_program_with_its_input() -> None:
    assert _programs("```python\nx = input()\n```\n```input\nAda\n```\n") == [
        Program("python", "x = input()\n", "Ada\n")
    ]


def test_continues_comes_after_the_last_block_of_its_language_that_ends_well() -> None:
    text = (
        "```python\na\n```\n```bash\nb\n```\n```python fails\nc\n```\n"
        "```python continues\nd\n```\n```python continues\ne\n```\n"
    )
    assert _programs(text)[3:] == [Program("python", "a\nd\n"), Program("python", "a\nd\ne\n")]


def test_continues_reads_on_in_the_input() -> None:
    text = "```python\na\n```\n```input\n1\n```\n\n```python continues\nb\n```\n```input\n2\n```\n"
    assert _programs(text)[1] == Program("python", "a\nb\n", "1\n2\n")


def test_a_file_stands_beside_later_blocks_only() -> None:
    text = "```python file=shapes.py\nx = 1\n```\n```json file=data.json\n{}\n```\n```python\nimport shapes\n```\n"
    first, _, last = _programs(text)
    assert first == Program("python", "x = 1\n")
    assert last == Program("python", "import shapes\n", files=(("data.json", "{}\n"), ("shapes.py", "x = 1\n")))


def test_a_fragment_is_not_run_but_its_file_is_there() -> None:
    text = "```c fragment file=list.h\nint size;\n```\n```c\nint main(void) {}\n```\n"
    assert _programs(text) == ["fragment", Program("c", "int main(void) {}\n", files=(("list.h", "int size;\n"),))]


def test_the_solution_starts_afresh_with_the_files_of_the_answer() -> None:
    programs = _programs(
        "```python file=a.py\nx\n```\n```python\ny\n```\n", "```python continues\nz\n```\n```python\nz\n```\n"
    )
    assert programs[2:] == [NOTHING_BEFORE, Program("python", "z\n", files=(("a.py", "x\n"),))]


@pytest.mark.parametrize(
    ("fence", "reason"),
    [
        ("python broken", "broken"),
        ("python needs=browser", "needs=browser"),
        ("json", "no runner for json"),
        ("python continues", NOTHING_BEFORE),
    ],
)
def test_reasons_not_to_run(fence: str, reason: str) -> None:
    assert _programs(f"```{fence}\nx\n```\n") == [reason]


def test_compiled_languages_do_not_continue() -> None:
    assert _programs("```go\na\n```\n```go continues\nb\n```\n")[1] == CANT_CONTINUE


def test_a_missing_tool_is_a_reason() -> None:
    [planned] = plan(_blocks("```rust\nfn main() {}\n```\n"), lambda language: f"the {language} compiler")
    assert planned.reason == "not installed: the rust compiler"


def test_only_new_output_counts(executor: Executor) -> None:
    runs = _runs("```python\nprint(1)\n```\n```python continues\nprint(2)\n```\n```output\n2\n```\n", executor)
    assert [run.stdout for run in runs] == ["1\n", "2\n"]
    assert runs[1].verified


def test_input_is_read(executor: Executor) -> None:
    [run] = _runs("```python\nprint(input()[::-1])\n```\n```input\nabc\n```\n```output\ncba\n```\n", executor)
    assert run.verified


def test_an_error_is_placed_in_the_blocks_own_lines(executor: Executor) -> None:
    runs = _runs("```python\nx = 1\n```\n```python continues\ny = 2\nprint(z)\n```\n", executor)
    assert (runs[1].error, runs[1].error_at) == ("NameError: name 'z' is not defined", 1)


def test_a_set_of_strings_varies(executor: Executor) -> None:
    [run] = _runs("```python\nprint({'pear', 'fig', 'plum', 'date'})\n```\n```output\n{'fig'}\n```\n", executor)
    assert run.varied is not None
    assert run.varied != run.stdout


def test_a_random_number_varies_in_what_can_be_masked(executor: Executor) -> None:
    [run] = _runs("```python\nimport random\nprint('got', random.random())\n```\n```output\ngot 0.5\n```\n", executor)
    assert run.varied is not None
    assert run.maskable


def test_varies_is_believed(executor: Executor) -> None:
    [run] = _runs("```python\nimport time\nprint(time.time())\n```\n```output varies\n1.5\n```\n", executor)
    assert run.verified


def test_false_claims_are_placed_in_the_code(executor: Executor) -> None:
    [run] = _runs("```python\nx = [1]\nprint(len(x))  # 2\n```\n```output\n1\n```\n", executor)
    [verdict] = run.false_claims
    assert (run.block.code[verdict.start : verdict.end], verdict.real) == ("2", "1")


def test_claims_before_an_error_are_checked(executor: Executor) -> None:
    [run] = _runs("```python fails\nprint(1)  # 2\nprint(1 / 0)\n```\n", executor)
    assert len(run.false_claims) == 1


def test_the_same_program_runs_once(executor: Executor) -> None:
    code = "import uuid\n\nprint(uuid.uuid4())\n"
    one, other = (executor.run([Program("python", code)]) for _ in range(2))
    assert one == other


def test_an_interrupt_ends_what_is_running() -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    started = time.monotonic()
    programs = [Program("bash", "true\n"), Program("bash", "sleep 60\n")]
    with pytest.raises(KeyboardInterrupt), Executor(BareSandbox(), Path("/"), progress=interrupt) as made:
        made.run(programs)
    assert time.monotonic() - started < 30


def test_only_the_blocks_own_output_is_judged_to_vary(executor: Executor) -> None:
    text = "```python\nimport time\nprint(time.time())\n```\n```output varies\n1\n```\n"
    text += "```python continues\nprint('x')\n```\n```output\nx\n```\n"
    assert [run.varied for run in _runs(text, executor)] == [None, None]


def test_a_compiler_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "typescript.js").write_text("throw new Error('broken');\n", encoding="utf-8")
    monkeypatch.setenv("CODETUTOR_TYPESCRIPT", str(tmp_path))
    with Executor(BareSandbox(), tmp_path) as made:
        if made.missing("javascript"):
            pytest.skip("Node.js is not installed")
        with pytest.raises(UsageError, match="this TypeScript compiler does not start"):
            made.run([Program("typescript", "const x = 1;\n")])
