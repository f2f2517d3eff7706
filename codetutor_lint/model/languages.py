"""The languages of examples and of code fences."""

from __future__ import annotations

from codetutor_lint.records import NamedTuple


class Language(NamedTuple):
    """A language as people write it, and the other names its fences go by."""

    name: str
    aliases: tuple[str, ...] = ()


LANGUAGES: dict[str, Language] = {
    "python": Language("Python", ("py", "python3", "py3")),
    "javascript": Language("JavaScript", ("js", "node", "mjs", "ecmascript")),
    "typescript": Language("TypeScript", ("ts",)),
    "java": Language("Java"),
    "csharp": Language("C#", ("c#", "cs")),
    "c": Language("C", ("h",)),
    "cpp": Language("C++", ("c++", "cxx", "cc", "hpp")),
    "go": Language("Go", ("golang",)),
    "rust": Language("Rust", ("rs",)),
    "sql": Language("SQL", ("sqlite", "sqlite3")),
    "bash": Language("Bash", ("sh", "shell", "zsh")),
    "html": Language("HTML", ("htm", "html5")),
    "css": Language("CSS", ("css3",)),
}
NO_LANGUAGE = "none"

# Fences beside those of LANGUAGES: more code, diagrams, and what belongs to the code before it.
DIALECTS = {"jsx": "javascript", "tsx": "typescript"}
EXTRA_CODE = ("json", "yaml", "http", "diff", "console")
EXTRA_ALIASES = {
    "yml": "yaml",
    "jsonc": "json",
    "patch": "diff",
    "terminal": "console",
    "txt": "text",
    "plaintext": "text",
    "plain": "text",
    "stdout": "output",
    "stdin": "input",
}
DIAGRAMS = ("text", "mermaid")
ATTACHED = ("input", "output")
# Code that may stand beside any language without a reason.
COMPANIONS = ("bash", "json", "yaml", "http", "diff", "console")

FENCE_LANGUAGES: tuple[str, ...] = (*LANGUAGES, *DIALECTS, *EXTRA_CODE, *DIAGRAMS, *ATTACHED)
FENCE_ALIASES: dict[str, str] = {
    **{alias: key for key, language in LANGUAGES.items() for alias in language.aliases},
    **EXTRA_ALIASES,
}
_CANONICAL = {**{name: name for name in FENCE_LANGUAGES}, **FENCE_ALIASES}


def canonical_fence(word: str) -> str | None:
    """The fence language that ``word`` names (``py`` is ``python``), or None if it names none."""
    return _CANONICAL.get(word) or _CANONICAL.get(word.lower())


def is_code(language: str) -> bool:
    """Whether a canonical fence language holds code rather than a diagram, input or output."""
    return language not in DIAGRAMS and language not in ATTACHED


def teaches(fence_language: str, language: str) -> bool:
    """Whether a fence counts as code in an example's ``language``."""
    if language == NO_LANGUAGE:
        return is_code(fence_language)
    return (
        fence_language == language
        or DIALECTS.get(fence_language) == language
        or (language == "javascript" and fence_language in DIALECTS)
    )
