"""How a command of ``train`` can end, in words for a person and as an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The ends that scripts and workflows may rely on."""

    STARTED = "started"
    ADOPTED = "adopted"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed out"


GOOD = frozenset({Kind.STARTED, Kind.ADOPTED, Kind.PENDING, Kind.SUCCEEDED})


@dataclass(frozen=True)
class Outcome:
    """One provider's end of a command.

    ``words`` are the provider's own, verbatim but for the key; ``blamed`` is ``train`` or
    ``validation`` when they speak of that file; ``places`` translate the lines they name into files of
    the dataset; ``hint`` says what to do next; ``details`` are a job's course. ``asked`` marks the
    cancellation that somebody asked for, which is a success of the command.
    """

    kind: Kind
    provider: str
    message: str
    words: str | None = None
    blamed: str | None = None
    places: tuple[str, ...] = ()
    hint: str | None = None
    job_id: str | None = None
    model: str | None = None
    details: tuple[str, ...] = ()
    asked: bool = False

    @property
    def exit_code(self) -> int:
        """0 when nothing needs a person, else 1."""
        return 0 if self.asked or self.kind in GOOD else 1

    def lines(self) -> list[str]:
        """The outcome as the lines that the command prints."""
        lines = [f"{self.provider}: {self.kind.value}: {self.message}"]
        if self.words:
            lines.append(f"  {self.provider} says: {' '.join(self.words.split())}")
        lines.extend(f"  {place}" for place in self.places)
        if self.hint:
            lines.append(f"  {self.hint}")
        lines.extend(f"  {row}" for row in self.details)
        return [_harmless(line) for line in lines]


def _harmless(line: str) -> str:
    """A line that does nothing to a terminal but be read, whatever a provider put into it."""
    return "".join(character if character.isprintable() else " " for character in line)


class Refusal(Exception):  # noqa: N818 (a decision, not a mistake)
    """Something that makes going on pointless; nothing was ordered."""

    def __init__(self, message: str, *, words: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.words = words
        self.hint = hint
