"""What a change does to the dataset, as data: written where the change runs, read where it is not trusted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

NAME = "preview.json"
# What a reader accepts; a writer stays below it by the limits of each field.
LONGEST_FILE = 4 * 1024 * 1024
LONGEST_NAME = 300
LONGEST_QUESTION = 4_000
LONGEST_ANSWER = 20_000
LONGEST_PATCH = 60_000
MOST_CHANGES = 60
MOST_CELLS = 100
MOST_BILLS = 20

Commit = Annotated[str, StringConstraints(pattern="^[0-9a-f]{40}$")]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Usd = Annotated[float, Field(ge=0, le=10**9, allow_inf_nan=False)]
SplitName = Literal["train", "validation", "test"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BeforeAfter(_Part):
    """A number before and after the change."""

    before: Count
    after: Count


class Neighbor(_Part):
    """The example whose answer is most like this one's."""

    id: Name
    split: SplitName
    similarity: float = Field(ge=0, le=1)


class Change(_Part):
    """One example that is added, changed or removed; of a removed one nothing more is shown."""

    id: Name
    what: Literal["added", "changed", "removed"]
    status: Literal["draft", "retired"] | None = Field(description="Why it is not built, if it is not.")
    split: SplitName | None
    language: Name
    level: Name
    kind: Name
    mode: Name
    user: str = Field(max_length=LONGEST_QUESTION)
    assistant: str = Field(max_length=LONGEST_ANSWER)
    neighbor: Neighbor | None


class Bill(_Part):
    """One training with a provider's configured model; USD is null where no price is known."""

    provider: Name
    model: Name
    exact: bool = Field(description="Whether the tokens are counted, or bounded by bytes.")
    tokens: BeforeAfter
    usd_before: Usd | None
    usd_after: Usd | None


class Cell(_Part):
    """One value of a dimension of the coverage whose count changes; ``wanted`` is null without a target."""

    dimension: Name
    value: Name
    count: BeforeAfter
    wanted: Count | None


class Repair(_Part):
    """What a command would change, as a unified diff."""

    command: Literal["check --fix", "run --fix"]
    patch: str = Field(max_length=LONGEST_PATCH)


class Preview(_Part):
    """What a change does to the dataset."""

    version: Literal[1] = 1
    head: Commit = Field(description="The commit that was looked at: a pull request's own, not its merge.")
    base: Commit
    errors: Count = Field(description="In the files that changed.")
    warnings: Count
    prompts_changed: bool
    rows: dict[SplitName, BeforeAfter]
    changes: list[Change] = Field(max_length=MOST_CHANGES)
    more_changes: Count = Field(description="Changed examples beyond those listed.")
    bills: list[Bill] = Field(max_length=MOST_BILLS)
    cells: list[Cell] = Field(max_length=MOST_CELLS)
    repairs: list[Repair] = Field(max_length=2)
    not_run: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] | None = Field(
        description="Why the code was not run for 'run --fix', if it was not."
    )
