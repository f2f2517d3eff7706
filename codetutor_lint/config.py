"""The configuration: ``[tool.codetutor-lint]`` of the nearest ``pyproject.toml``."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any

from codetutor_lint.errors import UsageError
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FILE = "pyproject.toml"
TABLE = "tool.codetutor-lint"
DEFAULT = "default"

_STRING, _STRINGS, _TABLE, _PERCENT = "a string", "a list of strings", "a table", "a number from 0 to 90"
_COUNT = "a whole number from 1 up"
_KEYS: dict[str, str] = {
    "examples": _STRING,
    "out": _STRING,
    "select": _STRINGS,
    "extend-select": _STRINGS,
    "ignore": _STRINGS,
    "per-file-ignores": _TABLE,
    "exclude": _STRINGS,
    "languages": _STRINGS,
    "split": _TABLE,
    "coverage": _TABLE,
    "prompts": _TABLE,
    "providers": _TABLE,
}
_SPLIT = {"validation": _PERCENT, "test": _PERCENT}
_COVERAGE = {
    "examples": _COUNT,
    "topics": _TABLE,
    "languages": _TABLE,
    "levels": _TABLE,
    "modes": _TABLE,
    "kinds": _TABLE,
}
_PROMPTS = {"system": _STRING, "strict": _STRING, "beginner": _STRING, "engineer": _STRING}
_DEFAULT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openai": {"type": "openai"},
    "mistral": {"type": "mistral"},
    "local": {"type": "local"},
}


class Config(NamedTuple):
    """The configuration in force.

    ``root`` is the folder of the configuration file, or the working directory without one. Paths are
    absolute, and kept as strings: a check needs no more, and is done before ``pathlib`` is imported.
    ``validation`` and ``test`` are percentages of families. ``prompts`` maps system,
    strict, beginner and engineer to files of the dataset's own. ``coverage`` maps examples to a number,
    and topics, languages, levels, modes and kinds to numbers by value. ``providers`` are raw tables,
    checked where they are used. ``origins`` tells where each key's value comes from.
    """

    root_path: str
    file_path: str | None
    examples_path: str
    out_path: str
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    per_file_ignores: dict[str, tuple[str, ...]]
    exclude: tuple[str, ...]
    languages: tuple[str, ...]
    validation: float
    test: float
    coverage: dict[str, Any]
    prompt_paths: dict[str, str]
    providers: dict[str, dict[str, Any]]
    origins: dict[str, str]

    @property
    def root(self) -> Path:
        return as_path(self.root_path)

    @property
    def file(self) -> Path | None:
        return as_path(self.file_path) if self.file_path else None

    @property
    def examples(self) -> Path:
        return as_path(self.examples_path)

    @property
    def out(self) -> Path:
        return as_path(self.out_path)

    @property
    def prompts(self) -> dict[str, Path]:
        return {key: as_path(path) for key, path in self.prompt_paths.items()}


def as_path(path: str) -> Path:
    """A path as an object; where none is needed, ``pathlib`` need not be imported."""
    from pathlib import Path

    return Path(path)


def load_config(start: Path | None = None, file: Path | None = None) -> Config:
    """Read the configuration in ``file``, or the nearest one from ``start`` (default: here) upward.

    Without one, the defaults hold. Raises UsageError for what is not allowed in it.
    """
    here = str(start.absolute()) if start else os.getcwd()  # noqa: PTH109
    if file is not None:
        table = _read(str(file))
        if table is None:
            raise UsageError(f"{file}: has no [{TABLE}]")
        return _config(str(file.absolute().parent), str(file.absolute()), table)
    folder = here
    while True:
        candidate = os.path.join(folder, FILE)  # noqa: PTH118
        table = _read(candidate) if os.path.isfile(candidate) else None  # noqa: PTH113
        if table is not None:
            return _config(folder, candidate, table)
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return _config(here, None, {})
        folder = above


def _read(file: str) -> dict[str, Any] | None:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123
            content = opened.read()
        if b"codetutor-lint" not in content:
            return None
        document = tomllib.loads(content.decode())
    except OSError as error:
        raise UsageError(f"{file}: can't be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: not valid TOML: {error}") from None
    table = document.get("tool", {}).get("codetutor-lint") if isinstance(document.get("tool", {}), dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{file}: [{TABLE}] is no table")
    return table


def _config(root: str, file: str | None, table: dict[str, Any]) -> Config:
    where = f"{file}: [{TABLE}]" if file else ""
    _check_keys(where, table, _KEYS)
    split = table.get("split", {})
    _check_keys(f"{where} split", split, _SPLIT)
    if split.get("validation", 5) + split.get("test", 10) > 90:
        raise UsageError(f"{where} split: validation and test leave less than 10 % for training")
    _check_coverage(f"{where} coverage", table.get("coverage", {}))
    _check_names(f"{where} languages", "language", table.get("languages", ()), _languages())
    prompts = table.get("prompts", {})
    _check_keys(f"{where} prompts", prompts, _PROMPTS)
    providers = _DEFAULT_PROVIDERS | table.get("providers", {})
    for name, provider in providers.items():
        if not isinstance(provider, dict):
            raise UsageError(f"{where} providers.{name}: expected a table, found {provider!r}")
    ignores = table.get("per-file-ignores", {})
    _check_keys(f"{where} per-file-ignores", ignores, dict.fromkeys(ignores, _STRINGS))
    return Config(
        root_path=root,
        file_path=file,
        examples_path=_below(root, table.get("examples", "examples")),
        out_path=_below(root, table.get("out", "datasets")),
        select=tuple(table.get("select", ("CT",))),
        extend_select=tuple(table.get("extend-select", ())),
        ignore=tuple(table.get("ignore", ())),
        per_file_ignores={pattern: tuple(codes) for pattern, codes in ignores.items()},
        exclude=tuple(table.get("exclude", ())),
        languages=tuple(table.get("languages", ())),
        validation=split.get("validation", 5),
        test=split.get("test", 10),
        coverage=table.get("coverage", {}),
        prompt_paths={key: _below(root, value) for key, value in prompts.items()},
        providers=providers,
        origins=_origins(file, table),
    )


def _below(root: str, path: str) -> str:
    return os.path.normpath(os.path.join(root, path))  # noqa: PTH118


def _origins(file: str | None, table: dict[str, Any]) -> dict[str, str]:
    return {key: str(file) if key in table else DEFAULT for key in _KEYS}


def _check_coverage(where: str, table: dict[str, Any]) -> None:
    """A number for the whole, and for each dimension a number by value; any topic is allowed."""
    if not table:
        return
    from codetutor_lint.model.example import KINDS, LEVELS
    from codetutor_lint.model.modes import MODES

    _check_keys(where, table, _COVERAGE)
    allowed = {"languages": _languages(), "levels": LEVELS, "modes": MODES, "kinds": KINDS}
    for dimension, numbers in table.items():
        if isinstance(numbers, dict):
            _check_keys(f"{where} {dimension}", numbers, dict.fromkeys(allowed.get(dimension, numbers), _COUNT))


def _languages() -> tuple[str, ...]:
    from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE

    return (*LANGUAGES, NO_LANGUAGE)


def _check_keys(where: str, table: Any, allowed: dict[str, str]) -> None:
    if not isinstance(table, dict):
        raise UsageError(f"{where}: expected a table, found {table!r}")
    _check_names(where, "key", table, tuple(allowed))
    for key, value in table.items():
        if not _has_type(value, allowed[key]):
            raise UsageError(f"{where}: '{key}' is {value!r}; expected {allowed[key]}")


def _check_names(where: str, what: str, names: Iterable[str], allowed: Sequence[str]) -> None:
    for name in names:
        if name not in allowed:
            from difflib import get_close_matches

            close = get_close_matches(name, allowed, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else f"; allowed are {', '.join(allowed)}"
            raise UsageError(f"{where}: unknown {what} '{name}'{hint}")


def _has_type(value: Any, expected: str) -> bool:
    if expected == _STRING:
        return isinstance(value, str) and value != "" and "\0" not in value
    if expected == _STRINGS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if expected == _COUNT:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if expected == _PERCENT:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 90
    return isinstance(value, dict)
