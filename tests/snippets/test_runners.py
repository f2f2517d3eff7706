"""Each language really runs: output, input, files, errors on their line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from codetutor_lint.model.source import Source, Text
from codetutor_lint.snippets.blocks import find_blocks
from codetutor_lint.snippets.execute import execute, plan
from codetutor_lint.snippets.execution import BlockRun
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.runners import RUNNERS
from codetutor_lint.snippets.sandbox.choose import probe_bubblewrap, probe_landlock


class Sample(NamedTuple):
    """Code of one language that greets whom it reads, then fails on line ``line`` with ``error``."""

    greeting: str
    failing: str
    line: int
    error: str
    file: str
    using: str


SAMPLES = {
    "python": Sample(
        "print('héllo', input())\n",
        "x = 1\nprint(x)\nx.y\n", 2, "AttributeError: 'int' object has no attribute 'y'",
        "file=part.py\nvalue = 7\n", "import part\nprint(part.value)\n",
    ),
    "javascript": Sample(
        "const text = require('fs').readFileSync(0, 'utf8');\nconsole.log('héllo', text.trim());\n",
        "const x = 1;\nconsole.log(x);\nx = 2;\n", 2, "TypeError: Assignment to constant variable.",
        "file=part.js\nexport const value = 7;\n", "import { value } from './part.js';\nconsole.log(value);\n",
    ),
    "typescript": Sample(
        "import { readFileSync } from 'node:fs';\nconst text: string = readFileSync(0, 'utf8');\n"
        "console.log('héllo', text.trim());\n",
        "const x: number = 1;\nconsole.log(x);\nthrow new Error('no');\n", 2, "Error: no",
        "file=part.ts\nexport const value: number = 7;\n", "import { value } from './part.js';\nconsole.log(value);\n",
    ),
    "bash": Sample(
        "read -r name\necho \"héllo $name\"\n",
        "set -e\necho 1\nnonesuch\n", 2, "nonesuch: command not found",
        "file=part.sh\nvalue=7\n", "source ./part.sh\necho $value\n",
    ),
    "sql": Sample(
        "SELECT 'héllo' AS greeting, NULL AS empty;\n",
        "SELECT 1 AS n;\n\nSELECT nam FROM t;\n", 2, "Error: no such table: t", "", "",
    ),
    "c": Sample(
        "#include <stdio.h>\nint main(void) {\n    char name[9];\n    scanf(\"%8s\", name);\n"
        "    printf(\"héllo %s\\n\", name);\n}\n",
        "int main(void) {\n    return x;\n}\n", 1, "error: ‘x’ undeclared (first use in this function)",
        "file=part.h\nint value = 7;\n", "#include <stdio.h>\n#include \"part.h\"\n"
        "int main(void) { printf(\"%d\\n\", value); }\n",
    ),
    "cpp": Sample(
        "#include <iostream>\n#include <string>\nint main() {\n    std::string name;\n    std::cin >> name;\n"
        "    std::cout << \"héllo \" << name << '\\n';\n}\n",
        "int main() {\n    return x;\n}\n", 1, "error: ‘x’ was not declared in this scope",
        "file=part.hpp\ninline int value = 7;\n", "#include <iostream>\n#include \"part.hpp\"\n"
        "int main() { std::cout << value << '\\n'; }\n",
    ),
    "go": Sample(
        "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tvar name string\n\tfmt.Scan(&name)\n"
        "\tfmt.Println(\"héllo\", name)\n}\n",
        "package main\n\nfunc main() {\n\tvalues := []int{1}\n\ti := 5\n\tvalues[i] = 2\n}\n", 5,
        "panic: runtime error: index out of range [5] with length 1",
        "fragment file=part.go\npackage main\n\nvar value = 7\n",
        "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(value) }\n",
    ),
    "rust": Sample(
        "fn main() {\n    let mut name = String::new();\n    std::io::stdin().read_line(&mut name).unwrap();\n"
        "    println!(\"héllo {}\", name.trim());\n}\n",
        "fn main() {\n    let s = String::new();\n    drop(s);\n    println!(\"{s}\");\n}\n", 3,
        "error[E0382]: borrow of moved value: `s`",
        "fragment file=part.rs\npub const VALUE: i32 = 7;\n",
        "mod part;\nfn main() { println!(\"{}\", part::VALUE); }\n",
    ),
    "java": Sample(
        "public class Main {\n    public static void main(String[] args) {\n"
        "        System.out.println(\"héllo \" + new java.util.Scanner(System.in).next());\n    }\n}\n",
        "public class Main {\n    public static void main(String[] args) {\n        int[] a = {1};\n        a[5] = 2;\n"
        "    }\n}\n", 3, "java.lang.ArrayIndexOutOfBoundsException: Index 5 out of bounds for length 1",
        "fragment file=Part.java\nclass Part { static int value = 7; }\n",
        "public class Main { public static void main(String[] args) { System.out.println(Part.value); } }\n",
    ),
    "csharp": Sample(
        "Console.WriteLine(\"héllo \" + Console.ReadLine());\n",
        "int[] a = { 1 };\nint i = 5;\na[i] = 2;\n", 2,
        "System.IndexOutOfRangeException: Index was outside the bounds of the array.",
        "fragment file=Part.cs\nstatic class Part { public static int Value = 7; }\n",
        "Console.WriteLine(Part.Value);\n",
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def executor(request: pytest.FixtureRequest):
    made = {"bubblewrap": probe_bubblewrap, "landlock": probe_landlock}[request.param]()
    if isinstance(made, str):
        pytest.skip(f"no {request.param} here: {made}")
    with Executor(made, Path(__file__).parent) as executor:
        yield executor


def _run(text: str, executor: Executor) -> BlockRun:
    """The last block's run."""
    blocks = find_blocks(Text.whole(Source("reply.md", text)), "beginner_example")
    [execution] = execute([plan(blocks, executor.missing)], executor)
    return execution.runs[-1]


def _need(language: str, executor: Executor) -> Sample:
    missing = executor.missing(language)
    if missing:
        pytest.skip(f"{missing} is not installed")
    return SAMPLES[language]


@pytest.mark.parametrize("language", RUNNERS)
def test_input_is_read_and_output_is_utf_8(language: str, executor: Executor) -> None:
    sample = _need(language, executor)
    run = _run(f"```{language}\n{sample.greeting}```\n```input\nAda\n```\n", executor)
    expected = "greeting | empty\nhéllo | NULL\n" if language == "sql" else "héllo Ada\n"
    assert (run.stdout, run.error) == (expected, "")


@pytest.mark.parametrize("language", RUNNERS)
def test_an_error_is_found_on_its_line(language: str, executor: Executor) -> None:
    sample = _need(language, executor)
    run = _run(f"```{language}\n{sample.failing}```\n", executor)
    assert run.failed
    assert (run.error, run.error_at) == (sample.error, sample.line)


@pytest.mark.parametrize("language", [language for language, sample in SAMPLES.items() if sample.file])
def test_files_of_earlier_blocks_are_there(language: str, executor: Executor) -> None:
    sample = _need(language, executor)
    run = _run(f"```{language} {sample.file}```\n```{language}\n{sample.using}```\n", executor)
    assert (run.stdout, run.error) == ("7\n", "")


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("console.log(typeof require);\n", False),
        ("import fs from 'node:fs';\nconsole.log(typeof require);\n", True),
        ("const x = await Promise.resolve(1);\nconsole.log(typeof require);\n", True),
    ],
)
def test_javascript_is_a_module_if_it_imports_or_awaits(code: str, module: bool, executor: Executor) -> None:
    _need("javascript", executor)
    assert _run(f"```javascript\n{code}```\n", executor).stdout == ("undefined\n" if module else "function\n")


def test_typescript_errors_are_reported_without_running(executor: Executor) -> None:
    _need("typescript", executor)
    run = _run("```typescript\nconsole.log('ran');\nconst x: number = 'one';\n```\n", executor)
    error = "error TS2322: Type 'string' is not assignable to type 'number'."
    assert (run.stdout, run.error, run.error_at) == ("", error, 1)


def test_bash_starts_in_an_empty_directory(executor: Executor) -> None:
    assert _run("```bash\npwd\nls -A\n```\n", executor).stdout == "/home/learner\n"


def test_git_commits_are_the_same_everywhere(executor: Executor) -> None:
    code = "git init -q . && touch a && chmod 644 a && git add a && git commit -qm Start\ngit log\n"
    run = _run(f"```bash\n{code}```\n", executor)
    commit, *rest = run.stdout.splitlines()
    assert commit == "commit e68775a5ed6149dbbf933a492dbc1633bf137dbd"
    assert rest == ["Author: Ada <ada@example.com>", "Date:   Thu Jan 1 12:00:00 2026 +0000", "", "    Start"]


def test_a_script_can_be_made_executable(executor: Executor) -> None:
    code = "printf '#!/bin/sh\\necho ran\\n' > tool\nchmod +x tool\n./tool\n"
    assert _run(f"```bash\n{code}```\n", executor).stdout == "ran\n"


def test_python_has_no_installed_packages(executor: Executor) -> None:
    assert _run("```python\nimport pytest\n```\n", executor).error == "ModuleNotFoundError: No module named 'pytest'"


def test_sql_checks_foreign_keys(executor: Executor) -> None:
    code = "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (a REFERENCES a);\nINSERT INTO b VALUES (1);\n"
    run = _run(f"```sql\n{code}```\n", executor)
    assert (run.error, run.error_at) == ("Error: FOREIGN KEY constraint failed", 2)


def test_sql_prints_a_table_for_each_result(executor: Executor) -> None:
    code = "SELECT 1 AS a, 'x;y' AS b; -- a comment;\nSELECT 2 AS c\n"
    assert _run(f"```sql\n{code}```\n", executor).stdout == "a | b\n1 | x;y\n\nc\n2\n"


def test_the_environment_is_the_same_everywhere(executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "CODETUTOR_SECRET", "secret")
    run = _run('```bash\necho "$LANG $TZ ${CODETUTOR_SECRET-unset} $HOME"\n```\n', executor)
    assert run.stdout == "C.UTF-8 UTC unset /home/learner\n"


@pytest.mark.parametrize("language", RUNNERS)
def test_marks_tell_false_claims_in_every_language(language: str, executor: Executor) -> None:
    _need(language, executor)
    if language not in CLAIMS:
        pytest.skip(f"{language} has no statement that prints")
    run = _run(f"```{language}\n{CLAIMS[language]}```\n", executor)
    assert [verdict.real for verdict in run.false_claims] == ["7"], run.error


CLAIMS = {
    "python": "print(3 + 4)  # 8\n",
    "javascript": "console.log(3 + 4); // 8\n",
    "typescript": "console.log(3 + 4); // 8\n",
    "bash": "echo $((3 + 4)) # 8\n",
    "c": '#include <stdio.h>\nint main(void) {\n    printf("%d\\n", 3 + 4); // 8\n}\n',
    "cpp": "#include <iostream>\nint main() {\n    std::cout << 3 + 4 << '\\n'; // 8\n}\n",
    "go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println(3 + 4) // 8\n}\n',
    "rust": 'fn main() {\n    println!("{}", 3 + 4); // 8\n}\n',
    "java": "public class Main {\n    public static void main(String[] args) {\n"
    "        System.out.println(3 + 4); // 8\n    }\n}\n",
    "csharp": "Console.WriteLine(3 + 4); // 8\n",
}
