"""Figures as people read them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from codetutor_lint.corpus.coverage import DIMENSIONS
from codetutor_lint.model.languages import LANGUAGES, canonical_fence

if TYPE_CHECKING:
    from codetutor_lint.artifacts.prices import Price
    from codetutor_lint.artifacts.statistics.figures import Blocks, Cell, Statistics, Wanted

UNKNOWN = "unknown"
OWN_MACHINE = "own machine"
BOUND = "≤ "


def number(value: int, *, exact: bool = True) -> str:
    """A whole number with separators; an upper bound says so."""
    return f"{'' if exact else BOUND}{value:,}"


def plural(value: int, noun: str) -> str:
    """As in ``1 example`` and ``1,200 examples``."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole percent; only all is 100 % and only nothing 0 %."""
    if share is None:
        return UNKNOWN
    shown = round(share * 100)
    return f"{min(shown, 99) if share < 1 else 100} %" if shown or not share else "1 %"


def usd(amount: float | None, price: Price) -> str:
    """An amount in US dollars: to a cent and at least that, a bound rounded up, unknown, or nothing at all."""
    if amount is None:
        return UNKNOWN
    if amount == 0:
        return OWN_MACHINE if price.rate.training == 0 else "0.00"
    if price.exact:
        return f"{max(amount, 0.01):,.2f}"
    return f"{BOUND}{ceil(round(amount * 100, 6)) / 100:,.2f}"


def language_name(key: str) -> str:
    """A language as it is written: ``C#`` for ``csharp``; other words stay."""
    known = LANGUAGES.get(canonical_fence(key) or key)
    return known.name if known else key


def value_name(dimension: str, value: str) -> str:
    """A value of a dimension as it is written."""
    return language_name(value) if dimension == "languages" else value


def target_name(wanted: Wanted) -> str:
    """As in ``topic loops`` or ``all examples``."""
    if not wanted.value:
        return "all examples"
    return f"{DIMENSIONS[wanted.dimension]} {value_name(wanted.dimension, wanted.value)}"


def cell_text(cell: Cell) -> str:
    """What there is and what is wanted: ``3/5``, or ``3`` without a target; a dot for nothing."""
    have = str(cell.have) if cell.have else "·"
    return have if cell.wanted is None else f"{have}/{cell.wanted:.0f}"


def size_text(statistics: Statistics) -> str:
    """How many examples there are, where they go, and what isn't counted."""
    splits = ", ".join(f"{count:,} {split}" for split, count in statistics.splits.items())
    parts = [f"{plural(statistics.examples, 'example')} ({splits})"]
    if statistics.drafts:
        parts.append(plural(statistics.drafts, "draft"))
    if statistics.retired:
        parts.append(f"{statistics.retired:,} retired")
    return ", ".join(parts)


def broken_text(statistics: Statistics) -> str:
    """What to do about files that are no examples; empty if there are none."""
    if not statistics.broken:
        return ""
    shown = ", ".join(statistics.broken[:3]) + (", …" if len(statistics.broken) > 3 else "")
    return f"{plural(len(statistics.broken), 'file')} not counted ({shown}); 'codetutor-lint check' says why"


def milestone_text(statistics: Statistics) -> str:
    """The guide's sizes, reached or not."""
    return "; ".join(
        f"{one.examples:,} for {one.purpose}: {f'{one.missing:,} more' if one.missing else 'reached'}"
        for one in statistics.milestones
    )


def verified_text(blocks: Blocks) -> str:
    """The share of the code that was run and did what the answer says."""
    if not blocks.runnable or blocks.share is None:
        return verified_detail(blocks)
    return f"{percent(blocks.share)}, {verified_detail(blocks)}"


def verified_detail(blocks: Blocks) -> str:
    """The numbers behind the share, or why there is none."""
    if not blocks.runnable:
        return "none of it can be run here" if blocks.blocks else "there is none"
    if blocks.share is None:
        return "unknown; 'codetutor-lint run' finds out"
    text = f"{blocks.verified:,} of {plural(blocks.runnable, 'block')} that can be run here"
    return f"{text}; {blocks.unknown:,} not run since they last changed" if blocks.unknown else text
