"""Prompts in code: what a learner copied from a session instead of a program."""

from __future__ import annotations

import re

from codetutor_lint.records import NamedTuple

# The prompt of a first line, and what a line that goes on may begin with.
_PROMPTS: dict[str, tuple[str, str]] = {
    "python": (r">>> ?|In \[\d+\]: ", r"\.\.\. ?|   \.\.\.: "),
    "bash": (r"(?:\([\w.-]+\) )?(?:[\w.-]+@[\w.-]+[^\n$#%]{0,60})?[$%❯] ", r"> "),
    "javascript": (r"> ", r"\.\.\. "),
    "typescript": (r"> ", r"\.\.\. "),
    "sql": (r"(?:sqlite|mysql|MariaDB \[\w+\]|\w+=[#>]|SQL|psql)>? ?(?<=[>#]) ?", r" *(?:\.\.\.>|->|\w*-[#>]) ?"),
    "java": (r"jshell> ?", r" *\.\.\.> ?"),
}


class Transcript(NamedTuple):
    """A session: where its prompts stand, and where the lines start that are neither typed nor blank."""

    prompts: list[tuple[int, int]]
    output: list[int]

    @property
    def output_follows(self) -> bool:
        """Whether all that was printed stands after all that was typed."""
        return bool(self.output) and self.output[0] > self.prompts[-1][0]


def find_transcript(language: str, code: str) -> Transcript | None:
    """Read a code as a session; None unless its first line begins with a prompt."""
    if language not in _PROMPTS:
        return None
    first, further = (re.compile(prompt) for prompt in _PROMPTS[language])
    if not first.match(code.lstrip()):
        return None
    prompts: list[tuple[int, int]] = []
    output: list[int] = []
    at, typed, goes_on = 0, False, False
    for line in code.split("\n"):
        match = first.match(line) or (further.match(line) if typed else None)
        typed = goes_on or match is not None
        if match:
            prompts.append((at, at + match.end()))
        elif line.strip() and not typed:
            output.append(at)
        goes_on = typed and line.endswith("\\")
        at += len(line) + 1
    return Transcript(prompts, output)


def typed_code(code: str, transcript: Transcript) -> str:
    """What was typed in a session, without its prompts and without what was printed after it."""
    end = transcript.output[0] if transcript.output_follows else len(code)
    parts, at = [], 0
    for start, stop in transcript.prompts:
        parts.append(code[at:start])
        at = stop
    return "".join([*parts, code[at:end]])
