"""The languages that can be run: one row each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets import tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from codetutor_lint.snippets.tools import Tool


class Runner(NamedTuple):
    """How one language is run.

    ``file`` is what its code is called; ``argv`` and ``build`` may name ``{tool}``, ``{file}``,
    ``{code}``, ``{sources}`` (this file and those beside it with the same ending), ``{program}``
    (what ``build`` makes), ``{seed}``, and the tool's parts. ``missing`` says what to install.

    ``error`` finds the line of stderr that says what went wrong and ``place`` the line of code it
    names: the first such, or the last if ``error_last``. ``prefix`` is what stands before an
    error's text, besides file and line. ``mask`` is what else differs from run to run in output that
    ``varies``. ``unsteady`` finds code that may print differently each time. ``joins`` tells whether
    code can simply be put after other code. ``support`` are files that stand beside it.
    """

    find: Callable[[], Tool | None]
    missing: str
    file: str
    argv: tuple[str, ...]
    error: re.Pattern[str]
    place: re.Pattern[str]
    unsteady: re.Pattern[str]
    build: str = ""
    env: tuple[tuple[str, str], ...] = ()
    error_last: bool = False
    prefix: re.Pattern[str] | None = None
    mask: re.Pattern[str] | None = None
    joins: bool = False
    support: tuple[tuple[str, str], ...] = ()


PROGRAMS = Path(__file__).parent / "programs"
_SQLITE = str(PROGRAMS / "sqlite_tables.py")

_BUILT = ("{program}",)
_NODE_UNSTEADY = re.compile(
    r"Math\.random|\bDate\b|performance|process\.(?:hrtime|pid|uptime|memory)|crypto|setTimeout|setInterval"
)
_C_UNSTEADY = re.compile(r"\brand\b|\btime\b|clock|%p|pthread|thread|random|chrono|unordered_|getpid|&\w+\s*<<")
_GIT = (
    ("GIT_AUTHOR_NAME", "Ada"),
    ("GIT_AUTHOR_EMAIL", "ada@example.com"),
    ("GIT_AUTHOR_DATE", "2026-01-01T12:00:00Z"),
    ("GIT_COMMITTER_NAME", "Ada"),
    ("GIT_COMMITTER_EMAIL", "ada@example.com"),
    ("GIT_COMMITTER_DATE", "2026-01-01T12:00:00Z"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_COUNT", "1"),
    ("GIT_CONFIG_KEY_0", "init.defaultBranch"),
    ("GIT_CONFIG_VALUE_0", "main"),
    ("GIT_PAGER", "cat"),
    ("GIT_EDITOR", "true"),
    ("GIT_TERMINAL_PROMPT", "0"),
)
_DOTNET_RUNTIME = '{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"{runtime}"}}}'
# A console project's own settings: see the SDK's "ImplicitUsings".
_CSHARP_USINGS = "".join(
    f"global using {name};\n"
    for name in (
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    )
)

RUNNERS: dict[str, Runner] = {
    "python": Runner(
        find=tools.find_python,
        missing="Python",
        file="main.py",
        argv=("{tool}", "{file}"),
        env=(("PYTHONHASHSEED", "{seed}"), ("PYTHONDONTWRITEBYTECODE", "1"), ("PYTHON_COLORS", "0")),
        error=re.compile(r"^\S"),
        place=re.compile(r'File "[^"]*main\.py", line (\d+)'),
        error_last=True,
        unsteady=re.compile(
            r"\bset\(|\bset\b\s*[(\[]|frozenset|\{[^:{}]+\}|\bhash\(|\bid\(|random|secrets|uuid|\btime\b|datetime"
            r"|thread|multiprocessing|concurrent|asyncio|listdir|glob|iterdir|getpid|perf_counter|<__main__"
        ),
        joins=True,
    ),
    "javascript": Runner(
        find=tools.find_node,
        missing="Node.js 20.19 or newer (node)",
        file="main.js",
        argv=("{tool}", "{file}"),
        error=re.compile(r"^(?:Uncaught )?(?:[\w.]*(?:Error|Exception)\b|\[?[A-Z]\w*Error)"),
        place=re.compile(r"main\.m?js:(\d+)"),
        prefix=re.compile(r"Uncaught "),
        unsteady=_NODE_UNSTEADY,
        joins=True,
    ),
    "typescript": Runner(
        find=tools.find_node,
        missing="Node.js 20.19 or newer (node)",
        file="main.ts",
        argv=("{tool}", "--enable-source-maps", "main.mjs"),
        error=re.compile(r"error TS\d+|^(?:Uncaught )?[\w.]*(?:Error|Exception)\b"),
        place=re.compile(r"main\.ts[:(](\d+)"),
        prefix=re.compile(r"Uncaught "),
        unsteady=_NODE_UNSTEADY,
        joins=True,
    ),
    "bash": Runner(
        find=tools.find_bash,
        missing="Bash",
        file="main.sh",
        argv=("{tool}", "-c", "{code}", "main.sh"),
        env=_GIT,
        error=re.compile(r"\S"),
        place=re.compile(r"main\.sh: (?:-c: )?line (\d+)"),
        prefix=re.compile(r"(?:\S*(?:bash|main\.sh): )(?:-c: )?(?:line \d+: )?"),
        unsteady=re.compile(
            r"\$\$|RANDOM|\bdate\b|mktemp|\bps\b|SECONDS|EPOCH|&\s*$|\bfind\b|\bdu\b|\btime\b", re.MULTILINE
        ),
        error_last=True,
        joins=True,
    ),
    "sql": Runner(
        find=tools.find_python,
        missing="Python with SQLite",
        file="main.sql",
        argv=("{tool}", _SQLITE, "{file}"),
        error=re.compile(r"^Error: "),
        place=re.compile(r"^  at line (\d+)", re.MULTILINE),
        unsteady=re.compile(r"random|'now'|current_|datetime\(\)|date\(\)", re.IGNORECASE),
        joins=True,
    ),
    "c": Runner(
        find=tools.find_c,
        missing="a C compiler (gcc or clang)",
        file="main.c",
        build="{tool} -std=c17 -Wall -O1 -o {program} {sources} -lm -pthread",
        argv=_BUILT,
        error=re.compile(r"\berror: |undefined reference|Assertion"),
        place=re.compile(r"main\.c:(\d+):(?:\d+: (?:fatal )?error| .*Assertion)"),
        unsteady=_C_UNSTEADY,
    ),
    "cpp": Runner(
        find=tools.find_cpp,
        missing="a C++ compiler (g++ or clang++)",
        file="main.cpp",
        build="{tool} -std=c++20 -Wall -O1 -o {program} {sources} -pthread",
        argv=_BUILT,
        error=re.compile(r"\berror: |undefined reference|Assertion|what\(\)|terminate called"),
        place=re.compile(r"main\.cpp:(\d+):(?:\d+: (?:fatal )?error| .*Assertion)"),
        unsteady=_C_UNSTEADY,
    ),
    "go": Runner(
        find=tools.find_go,
        missing="Go (go)",
        file="main.go",
        build="{tool} build -o {program} {sources}",
        argv=_BUILT,
        env=(
            ("GOCACHE", "{scratch}/go"),
            ("GOPATH", "{scratch}/gopath"),
            ("GOPROXY", "off"),
            ("CGO_ENABLED", "0"),
            ("GOTOOLCHAIN", "local"),
            ("GOTELEMETRY", "off"),
            ("GOFLAGS", "-vet=off"),
            ("GOENV", "off"),
        ),
        error=re.compile(r"^panic: |^fatal error: |^\S*\.go:\d+:\d+: "),
        place=re.compile(r"main\.go:(\d+)"),
        prefix=re.compile(r"panic: (?=panic: )"),
        unsteady=re.compile(r"\bmap\[|\brand\b|\btime\.|\bgo\s+\w|\bselect\b|%p"),
    ),
    "rust": Runner(
        find=tools.find_rust,
        missing="Rust (rustc)",
        file="main.rs",
        build="{tool} --edition 2021 -A warnings -C linker=cc -o {program} {file}",
        argv=_BUILT,
        error=re.compile(r"^error(?:\[E\d+\])?: |panicked at|^Error: "),
        place=re.compile(r"main\.rs:(\d+)"),
        prefix=re.compile(r"thread '[^']*' (?:\(\d+\) )?panicked at \S+:\d+:\d+:"),
        unsteady=re.compile(r"HashMap|HashSet|thread|Instant|SystemTime|\{:p\}|rand"),
    ),
    "java": Runner(
        find=tools.find_java,
        missing="a JDK (java and javac)",
        file="Main.java",
        argv=(
            "{tool}",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dsun.stdout.encoding=UTF-8",
            "{file}",
        ),
        error=re.compile(r"\berror: (?!compilation failed)|^Exception in thread"),
        place=re.compile(r"Main\.java:(\d+)"),
        prefix=re.compile(r'Exception in thread "main" '),
        mask=re.compile(r"@[0-9a-f]{4,}"),
        unsteady=re.compile(
            r"Random|Math\.random|Thread|Executor|parallel|nanoTime|currentTimeMillis|hashCode|Instant|LocalDate|UUID"
        ),
    ),
    "csharp": Runner(
        find=tools.find_dotnet,
        missing="the .NET SDK (dotnet)",
        file="main.cs",
        build="{tool} exec {compiler} -nologo -langversion:latest -nullable:enable -warn:0 -out:{program}.dll"
        " $(printf ' -r:%s' {references}/*.dll) {sources} {scratch}/usings.cs >&2",
        argv=("{tool}", "exec", "--runtimeconfig", "{scratch}/runtime.json", "{program}.dll"),
        env=(
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_EnableDiagnostics", "0"),
            ("DOTNET_NOLOGO", "1"),
            ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ),
        error=re.compile(r"\berror CS\d+|^Unhandled exception"),
        place=re.compile(r"main\.cs(?:\(|:line )(\d+)"),
        prefix=re.compile(r"Unhandled exception\. "),
        unsteady=re.compile(r"Random|DateTime|Stopwatch|Thread|Task|Parallel|GetHashCode|Guid"),
        support=(
            ("{scratch}/usings.cs", _CSHARP_USINGS),
            ("{scratch}/runtime.json", _DOTNET_RUNTIME),
        ),
    ),
}
