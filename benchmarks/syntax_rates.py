"""How often the syntax check is wrong: false alarms on good code, detection in mutated code, speed.

    python benchmarks/syntax_rates.py PATH ... [--own-parsers] [--each N] [--language LANGUAGE] [--show N]

PATHs are Markdown (its fences), examples (their fences, ``broken`` ones aside) or source files, or
folders of them. "flagged" is the share of all blocks that the check refuses: in lessons most of those
are transcripts, pseudocode and pieces. Good code is what the language's own parser takes
(``--own-parsers``), or else source files; each piece of it is mutated once in each way, and what the
own parser still takes is no mutant. "line" is the share of mutants reported on the mutated line, or on
the line of the removed bracket's partner.
"""

from __future__ import annotations

import argparse
import keyword
import random
import re
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from own_parsers import own_parsers

from codetutor_lint.model.fences import scan_fences
from codetutor_lint.snippets.syntax import CHECKERS, check_syntax, lexis
from codetutor_lint.snippets.syntax.grammars import GRAMMARS
from codetutor_lint.snippets.syntax.parsing import keywords_of

_BY_EXTENSION = """
    py:python js:javascript mjs:javascript jsx:jsx ts:typescript tsx:tsx java:java cs:csharp c:c h:c
    cpp:cpp cc:cpp hpp:cpp go:go rs:rust sh:bash html:html css:css sql:sql json:json yml:yaml
"""
EXTENSIONS: dict[str, str] = dict(pair.split(":") for pair in _BY_EXTENSION.split())
KINDS = {
    "bracket": r"[()\[\]{}]",
    "semicolon": r";(?=[ \t]*(?:\n|//))",
    "colon": r"(?<!:):(?!:)",
    "comma": r",",
    "keyword": r"\b[A-Za-z]{3,}\b",
    "tag": r"</\w+>|>",
}
WITHOUT_SEMICOLONS = ("javascript", "jsx", "typescript", "tsx", "go", "bash", "python", "css")
SQL_WORDS = "SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE JOIN GROUP ORDER HAVING LIMIT"
LONGEST = 5_000


class Piece(NamedTuple):
    """A piece of code; ``is_file`` tells a whole source file from a fence."""

    code: str
    origin: str
    is_file: bool


class Mutant(NamedTuple):
    """A code with one thing changed at ``at``, and the other line on which that may be reported."""

    kind: str
    code: str
    at: int
    partner_line: int


def collect(paths: list[Path]) -> dict[str, list[Piece]]:
    """The pieces of code under some paths, each once, by language."""
    found: dict[tuple[str, str], Piece] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            for language, piece in _pieces(file):
                if language in CHECKERS and 8 < len(piece.code) < LONGEST:
                    found.setdefault((language, piece.code), piece)
    pieces: dict[str, list[Piece]] = {}
    for (language, _), piece in found.items():
        pieces.setdefault(language, []).append(piece)
    return pieces


def _pieces(file: Path) -> Iterator[tuple[str, Piece]]:
    suffix = file.suffix[1:].lower()
    if not file.is_file() or suffix not in (*EXTENSIONS, "md", "yaml") or file.stat().st_size > 2_000_000:
        return
    text = file.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if suffix in EXTENSIONS:
        yield EXTENSIONS[suffix], Piece(text, str(file), True)
        return
    for fence in scan_fences(text):
        if fence.closed and fence.info_words and not {"broken", "fragment"} & set(fence.flags):
            language = fence.language if fence.language in CHECKERS else fence.language.split(",")[0]
            yield (
                language,
                Piece(textwrap.dedent(fence.code), f"{file}:{text.count(chr(10), 0, fence.start) + 1}", False),
            )


def mutants(language: str, code: str, chance: random.Random) -> Iterator[Mutant]:
    """The code with one bracket, quote, semicolon, colon or tag gone, a comma twice, a keyword misspelled."""
    tokens = lexis.tokens(language, code) if language != "html" else []
    for kind in (*KINDS, "quote"):
        places = _places(language, code, kind, tokens)
        if not places:
            continue
        start, end = chance.choice(places)
        new = {"comma": ",,", "keyword": _swap(code[start:end], chance)}.get(kind, "")
        partner = _partner_line(code, tokens, start) if kind == "bracket" else -1
        yield Mutant(kind, code[:start] + new + code[end:], start, partner)


def _places(language: str, code: str, kind: str, tokens: list[lexis.Token]) -> list[tuple[int, int]]:
    if language == "html":
        pattern = {"tag": KINDS["tag"], "quote": r"(?<==)\"|\"(?=[\s>])"}.get(kind, "(?!)")
        return [match.span() for match in re.finditer(pattern, code)]
    if kind == "quote":
        strings = [token for token in tokens if token.text[0] in "\"'" and len(token.text) > 2]
        return [place for token in strings for place in ((token.start, token.start + 1), (token.end - 1, token.end))]
    if kind == "tag" or (kind == "semicolon" and language in WITHOUT_SEMICOLONS):
        return []
    plain = [token for token in tokens if token.text[0] not in "\"'`"]
    known = _keywords(language) if kind == "keyword" else frozenset()
    pattern = KINDS[kind]
    return [
        (token.start, token.end)
        for token in plain
        if (match := re.compile(pattern).match(code, token.start)) and match.end() == token.end
        if kind != "keyword" or (token.text.upper() if language == "sql" else token.text) in known
    ]


def _keywords(language: str) -> frozenset[str]:
    if language == "python":
        return frozenset(keyword.kwlist)
    if language == "sql":
        return frozenset(SQL_WORDS.split())
    return keywords_of((GRAMMARS[language].dialects or (language,))[0]) if language in GRAMMARS else frozenset()


def _swap(word: str, chance: random.Random) -> str:
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    at = chance.choice(places) if places else 0
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def _partner_line(code: str, tokens: list[lexis.Token], at: int) -> int:
    stack: list[int] = []
    for token in tokens:
        if token.text in lexis.CLOSERS:
            stack.append(token.start)
        elif token.text in lexis.OPENERS and stack:
            pair = (stack.pop(), token.start)
            if at in pair:
                return code.count("\n", 0, pair[0] if at == pair[1] else pair[1])
    return -1


class Rates(NamedTuple):
    """What was counted for one language."""

    blocks: int
    flagged: list[Piece]
    good: int
    alarms: list[Piece]
    made: Counter[str]
    found: Counter[str]
    placed: Counter[str]
    missed: list[Mutant]
    seconds: float
    seconds_broken: float


def measure(language: str, pieces: list[Piece], each: int, judge: object, chance: random.Random) -> Rates:
    """Check all pieces, and the mutants of up to ``each`` good ones."""
    check_syntax(language, "x")
    started = time.process_time()
    flagged = [piece for piece in pieces if _refused(language, piece.code)]
    seconds = time.process_time() - started
    refused = {piece.code for piece in flagged}
    chance.shuffle(pieces)
    if callable(judge):
        sample = pieces[: 4 * each]
        good = [piece for piece, right in zip(sample, judge([piece.code for piece in sample]), strict=True) if right]
    else:
        good = [piece for piece in pieces if piece.is_file] or [p for p in pieces if p.code not in refused]
    alarms = [piece for piece in good if piece.code in refused]
    many = [mutant for piece in good[:each] for mutant in mutants(language, piece.code, chance)]
    if callable(judge):
        many = [
            mutant for mutant, right in zip(many, judge([mutant.code for mutant in many]), strict=True) if not right
        ]
    made, found, placed = (Counter[str]() for _ in range(3))
    missed = []
    started = time.process_time()
    for mutant in many:
        made[mutant.kind] += 1
        faults = _refused(language, mutant.code)
        if faults is None:
            missed.append(mutant)
            continue
        found[mutant.kind] += 1
        line = mutant.code.count("\n", 0, faults)
        placed[mutant.kind] += line in (mutant.code.count("\n", 0, mutant.at), mutant.partner_line)
    spent = time.process_time() - started
    return Rates(len(pieces), flagged, len(good), alarms, made, found, placed, missed, seconds, spent)


def _refused(language: str, code: str) -> int | None:
    """Where the check finds an error, or None."""
    faults = [fault for fault in check_syntax(language, code) if not fault.note]
    return faults[0].start + 1 if faults else None


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "     -"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--own-parsers", action="store_true", help="ask the languages' own parsers what is good")
    parser.add_argument("--each", type=int, default=100, help="how many good pieces of a language to mutate")
    parser.add_argument("--language", action="append", default=[], help="only this language")
    parser.add_argument("--show", type=int, default=0, help="show so many false alarms and missed mutants")
    options = parser.parse_args()
    judges = own_parsers() if options.own_parsers else {}
    print("language     blocks flagged |  good false alarms | mutants detected   line | µs a block  ms a broken one")
    for language, pieces in sorted(collect(options.paths).items()):
        if options.language and language not in options.language:
            continue
        rates = measure(language, pieces, options.each, judges.get(language), random.Random(1))
        made, found = rates.made.total(), rates.found.total()
        print(
            f"{language:11} {rates.blocks:7} {_percent(len(rates.flagged), rates.blocks):>7} |"
            f" {rates.good:5} {len(rates.alarms):5} {_percent(len(rates.alarms), rates.good)} |"
            f" {made:7} {_percent(found, made):>8} {_percent(rates.placed.total(), found)} |"
            f" {1e6 * rates.seconds / rates.blocks:10.0f} {1e3 * rates.seconds_broken / max(made, 1):16.1f}",
            flush=True,
        )
        for kind in rates.made if options.show else ():
            share = _percent(rates.found[kind], rates.made[kind])
            print(f"    {kind:10} {rates.made[kind]:4} mutants, {share} detected")
        for piece in rates.alarms[: options.show]:
            print(f"    false alarm: {piece.origin}: {check_syntax(language, piece.code)[0].message}")
        for mutant in rates.missed[: options.show]:
            line = mutant.code[mutant.code.rfind("\n", 0, mutant.at) + 1 :].split("\n")[0]
            print(f"    missed: {mutant.kind}: {line.strip()[:90]}")


if __name__ == "__main__":
    main()
