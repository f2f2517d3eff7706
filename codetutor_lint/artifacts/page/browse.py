"""A list of texts that can be searched, filtered and opened, with a reader beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.page.templates import render
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup


class Facet(NamedTuple):
    """Something to filter by; ``values`` maps each value to its name, in the order of the choice."""

    key: str
    title: str
    values: Mapping[str, str]


class Item(NamedTuple):
    """One text. ``facets`` maps each facet's key to a value; ``html`` is what the reader shows.

    ``key`` is unique; ``#KEY/…`` in the address, with the view's key before it, opens the item.
    """

    key: str
    title: str
    facets: Mapping[str, str]
    html: Markup


def browse(view: str, noun: str, facets: Sequence[Facet], items: Sequence[Item]) -> Markup:
    """The list and the reader for the view with the key ``view``; ``noun`` names one item."""
    return render("browse.html", view=view, noun=noun, facets=facets, items=items, names=_names(facets))


def _names(facets: Sequence[Facet]) -> dict[str, Mapping[str, str]]:
    return {facet.key: facet.values for facet in facets}
