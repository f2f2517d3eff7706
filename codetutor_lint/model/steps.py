"""The seven steps: the only place that names them."""

from __future__ import annotations

from codetutor_lint.records import NamedTuple


class Step(NamedTuple):
    """One step of an answer: its YAML key, its number and its title as rendered.

    ``spellings`` are other titles that models write for it, in lower case; ``short_spellings`` are
    headings only behind the step's number, as they also head parts of a step.
    """

    key: str
    number: int
    title: str
    purpose: str
    spellings: tuple[str, ...] = ()
    short_spellings: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """The keycap digit: digit, U+FE0F, U+20E3."""
        return f"{self.number}\ufe0f\u20e3"

    @property
    def heading(self) -> str:
        """The heading line, as in ``1️⃣ ANALOGY``."""
        return f"{self.marker} {self.title}"


STEPS: tuple[Step, ...] = (
    Step(
        "analogy",
        1,
        "ANALOGY",
        "one everyday situation that carries the concept",
        ("real-life analogy", "real-world analogy"),
        ("an analogy",),
    ),
    Step(
        "simple_explanation",
        2,
        "SIMPLE EXPLANATION",
        "the concept in plain words, and a direct answer",
        ("simple explanations",),
        ("explanation",),
    ),
    Step(
        "beginner_example",
        3,
        "BEGINNER CODE EXAMPLE",
        "the smallest code that shows it, explained",
        ("beginner example", "beginner code examples"),
        ("beginner code", "code example"),
    ),
    Step(
        "advanced_example",
        4,
        "ADVANCED EXAMPLE",
        "code that goes one step further",
        ("advanced code example", "advanced examples"),
        ("advanced code",),
    ),
    Step(
        "visual_explanation",
        5,
        "VISUAL EXPLANATION",
        "a diagram, table or trace that one can see",
        ("visual explanations",),
        ("visual", "visualization", "visual representation", "diagram"),
    ),
    Step(
        "common_mistakes",
        6,
        "COMMON MISTAKES",
        "pairs of ❌ what goes wrong and ✅ how to do it right",
        ("common mistakes to avoid",),
        ("common mistake", "mistakes"),
    ),
    Step(
        "practice_task",
        7,
        "MINI PRACTICE TASK",
        "a small task that can be solved with what was taught",
        ("practice task", "mini practice tasks"),
        ("mini practice", "mini task", "practice", "task"),
    ),
)
STEP_KEYS: tuple[str, ...] = tuple(step.key for step in STEPS)
STEP_BY_KEY = {step.key: step for step in STEPS}
CODE_STEPS = ("beginner_example", "advanced_example")
ANALOGY_STEP = "analogy"
EXPLANATION_STEP = "simple_explanation"
VISUAL_STEP = "visual_explanation"
MISTAKES_STEP = "common_mistakes"
TASK_STEP = "practice_task"
