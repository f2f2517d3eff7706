"""The shape of an example: the pydantic model is the one definition of it.

Clean files never come here: ``fast_shape.matches`` accepts exactly the same documents without this
module's imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from codetutor_lint.model.steps import STEPS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
FAMILY = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$"

SOMETHING = r"\S"

Prose = Annotated[str, StringConstraints(pattern=SOMETHING)]
Tag = Annotated[str, StringConstraints(pattern=KEBAB, max_length=60)]
Line = Annotated[str, StringConstraints(pattern=SOMETHING)]

# An optional key without a value of its own; pydantic does not validate defaults.
ABSENT: Any = None

_STRICT = ConfigDict(extra="forbid", strict=True)

AnswerModel: type[BaseModel] = create_model(
    "Answer",
    __config__=_STRICT,
    __doc__="The answer: exactly these seven steps, in this order, each in a | block.",
    **{  # type: ignore[call-overload]
        step.key: (Prose, Field(description=f"Step {step.number}, {step.heading}: {step.purpose}.")) for step in STEPS
    },
)


class ExampleModel(BaseModel):
    """One training example of CodeTutor: a learner's question and an answer in seven steps."""

    model_config = _STRICT

    question: Prose = Field(
        description="What the learner types, word for word, in a | block; without a mode tag.",
        examples=["What is a variable in Python?\n", "Fix this code: print('Hello' + 5)\n"],
    )
    language: Literal[
        "python",
        "javascript",
        "typescript",
        "java",
        "csharp",
        "c",
        "cpp",
        "go",
        "rust",
        "sql",
        "bash",
        "html",
        "css",
        "none",
    ] = Field(
        description="The programming language of the answer's code; none for concepts and for Git.",
        examples=["python"],
    )
    level: Literal["beginner", "intermediate", "advanced"] = Field(
        description="How hard the topic is.", examples=["beginner"]
    )
    kind: Literal["concept", "debugging", "optimization", "comparison", "how-to"] = Field(
        description="What the learner asks for: to understand something, to have code repaired or made "
        "faster, to choose between things, or to get something done.",
        examples=["debugging"],
    )
    mode: Literal["default", "strict", "beginner", "engineer"] = Field(
        default="default",
        description="How the tutor speaks: default; strict (the structure to the letter, compact); "
        "beginner (short sentences, everyday words); engineer (precise terms, trade-offs).",
        examples=["beginner"],
    )
    tags: list[Tag] = Field(
        default=[], description="Search words in kebab-case.", examples=[["strings", "type-errors"]]
    )
    family: Annotated[str, StringConstraints(pattern=FAMILY, max_length=120)] = Field(
        default=ABSENT,
        description="One name for all examples that ask the same thing in other words or another mode; "
        "they are kept on one side of the train/validation split. Default: the example's own id.",
        examples=["strings/add-number-to-text"],
    )
    status: Literal["draft", "retired"] = Field(
        default=ABSENT,
        description="draft or retired: the example is checked, but not built.",
        examples=["draft"],
    )
    sources: list[Line] = Field(
        default=[],
        description="Where facts come from, one line each.",
        examples=[["Python documentation, section Built-in Types"]],
    )
    authors: list[Line] = Field(default=[], description="Who wrote the example, one line each.")
    answer: AnswerModel = Field(description="The answer in seven steps.")  # type: ignore[valid-type]
    solution: Prose = Field(
        default=ABSENT,
        description="Solves the practice task, in Markdown; its code is run like any other, never exported.",
    )


class ShapeError(NamedTuple):
    """One fault of shape: pydantic's error type, the path of keys and indexes, what is allowed."""

    type: str
    path: tuple[str | int, ...]
    expected: tuple[str, ...]
    pattern: str
    value: Any


def validate(data: dict[str, Any]) -> list[ShapeError]:
    """Every fault of shape of a document's data, in pydantic's order; empty if there is none."""
    try:
        ExampleModel.model_validate(data)
    except ValidationError as error:
        return [_fault(details) for details in error.errors(include_url=False)]
    return []


def _fault(details: ErrorDetails) -> ShapeError:
    context = details.get("ctx", {})
    expected = tuple(str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", "))
    return ShapeError(details["type"], details["loc"], expected, str(context.get("pattern", "")), details["input"])
