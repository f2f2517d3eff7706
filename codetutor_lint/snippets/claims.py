"""Comments that claim a value: ``print(x)  # 3``, ``total = f(2)  # -> 3``, ``// Output: 3``."""

from __future__ import annotations

import ast
import re

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.statements import QUOTED, Commented, commented_statements

_EXPLICIT = re.compile(r"(?:->|=>|==>|→|⇒|➜|(?:[Oo]utputs?|[Pp]rints?|[Ll]ogs?|[Rr]esult|[Vv]alue)\s*(?::|->|=>|→))\s*")
_NUMBER = r"[-+]?(?:0[xX][0-9a-fA-F]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)"
_WORDS = r"(?:True|False|None|true|false|null|undefined|nil|NaN|NULL)\b"
_BRACKETED = r"\[[^\]\n]*\]+|\{[^}\n]*\}+|\([^)\n]*,[^)\n]*\)"
_LITERAL = re.compile(rf"(?:{_BRACKETED}|{QUOTED}|{_WORDS}|{_NUMBER})")
_MAY_CLAIM = re.compile(rf"(?:#|//)[ \t]*(?:{_EXPLICIT.pattern}|{_LITERAL.pattern})")
# What may follow a value in a comment: an explanation, clearly set off.
_SET_OFF = re.compile(r"\s*$|\s*[,;:(—–]|\s+-\s|\.\s|\.$")
_UNSURE = re.compile(r"\.\.\.|…|^[~≈<>]|\b(?:about|approx|roughly|e\.g\.|or)\b|[Ee]rror|[Ee]xception")
# How comments write the several values of a statement that ran several times.
_SEPARATORS = (", ", " ", "\n", ",", " then ", ", then ", " -> ", " → ", " / ")
_BLANK = re.compile(r"[\s'\"`]")
# Above this similarity words are a wrong spelling of the output, below they describe it.
_ALIKE = 0.6


class Claim(NamedTuple):
    """A comment's claim: its text, where that starts in the code, and the statement it is about.

    ``explicit`` claims have a mark such as ``->``; the others are a bare value.
    """

    text: str
    start: int
    about: Commented
    explicit: bool


class Verdict(NamedTuple):
    """A claim that is not true: the wrong part as a range of the code, and what is right.

    ``printed`` tells whether the statement prints; else it has a value.
    """

    start: int
    end: int
    real: str
    printed: bool


def find_claims(code: str, language: str) -> list[Claim]:
    """The claims in a block's comments; numbered lines (``# 1``, ``# 2``) are none."""
    if not _MAY_CLAIM.search(code):
        return []
    found = [_claim(code, commented) for commented in commented_statements(code, language)]
    claims = [claim for claim in found if claim]
    counted = [claim.text for claim in claims if not claim.explicit and claim.text.isdecimal()]
    numbered = len(counted) > 1 and counted == [str(number) for number in range(1, len(counted) + 1)]
    return [] if numbered else claims


def judge(claim: Claim, seen: list[str]) -> Verdict | None:
    """What is wrong with a claim, given what its statement printed, or was, each time it ran.

    None also when that can't be told: the statement never ran, or the comment hedges.
    """
    if not seen or _UNSURE.search(claim.text) or _is_true(claim, seen):
        return None
    real = seen[0].strip()
    if len(set(seen)) > 1 or not real or "\n" in real or "\x1b" in real:
        return None
    printed = claim.about.name is None
    literal = _LITERAL.match(claim.text)
    if literal and _SET_OFF.match(claim.text, literal.end()):
        return Verdict(claim.start, claim.start + literal.end(), _quoted_alike(literal.group(), real), printed)
    if claim.explicit and _resemble(claim.text, real):
        return Verdict(claim.start, claim.start + len(claim.text), real, printed)
    return None


def _claim(code: str, commented: Commented) -> Claim | None:
    """The claim that a comment makes, if it looks like one."""
    start, end = commented.comment
    text = code[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    marker = _EXPLICIT.match(text)
    if marker:
        rest = text[marker.end() :]
        return Claim(rest, start + marker.end(), commented, explicit=True) if rest else None
    literal = _LITERAL.match(text)
    if literal and _SET_OFF.match(text, literal.end()):
        return Claim(text, start, commented, explicit=False)
    return None


def _is_true(claim: Claim, seen: list[str]) -> bool:
    """Whether the claim, or the value it begins with, is what was seen once or all together."""
    possible = [separator.join(seen) for separator in _SEPARATORS] + seen[: 1 if len(set(seen)) == 1 else 0]
    literal = _LITERAL.match(claim.text)
    claimed = [claim.text, claim.text.rstrip(".")] + ([literal.group()] if literal else [])
    if any(_same(one, real) for one in claimed for real in possible):
        return True
    return any(len(_bare(real)) > 1 and _bare(claim.text).startswith(_bare(real)) for real in possible)


def _same(claimed: str, real: str) -> bool:
    if _bare(claimed) == _bare(real):
        return True
    try:
        return bool(ast.literal_eval(claimed.strip()) == ast.literal_eval(real.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False


def _bare(text: str) -> str:
    return _BLANK.sub("", text)


def _quoted_alike(claimed: str, real: str) -> str:
    """The real value in the quotes that the claim has, if it has any."""
    quote = claimed[0]
    return f"{quote}{real}{quote}" if quote in "'\"`" and real[0] not in "'\"`" and quote not in real else real


def _resemble(claimed: str, real: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, claimed, real).ratio() > _ALIKE
