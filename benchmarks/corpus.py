"""A generated dataset of realistic size: clean examples of about 3 KB, as different as those of a real dataset.

Their words are made up and follow Zipf's law, as real words do: a small vocabulary would make all
answers look alike to the near-duplicate join.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate, product
from pathlib import Path

SUBJECTS = "loop list text number file class function index query branch commit thread lock cache route".split()  # noqa: SIM905
SCENES = "harbor market orchard library station kitchen theatre museum garden workshop bakery ferry".split()  # noqa: SIM905
VERBS = "counts sorts copies checks opens closes moves joins splits reads writes finds keeps drops".split()  # noqa: SIM905

SYLLABLES = "ba del fin gor hul jam kel lor min nor pas quin ral sor tam ul ven wor yel zin".split()  # noqa: SIM905
COMMON = "the of and a to in is it that for on with as by at from this be are or".split()  # noqa: SIM905

TEMPLATE = """\
# yaml-language-server: $schema=../../schema/example.schema.json
question: |
  How do I make a {subject} that {verb} every {thing} of the {scene} number {number}?
language: python
level: {level}
kind: {kind}
mode: {mode}
tags: [{subject}, {scene}]
answer:
  analogy: |
    {prose}
  simple_explanation: |
    {prose2}

    - {point}
    - {point2}
  beginner_example: |
    ```python
    {name} = [{values}]
    for item in {name}:
        print(item * {factor})
    ```
    ```output
    {output}
    ```

    {prose3}
  advanced_example: |
    {prose4}

    ```python
    def {function}(items: list[int]) -> int:
        total = 0
        for item in items:
            if item % {factor} == 0:
                total += item
        return total

    print({function}([{values}]))
    ```
    ```output
    {total}
    ```
  visual_explanation: |
    ```text
    {name} = [{values}]
       |
       v
    item -> item * {factor} -> printed
    ```
  common_mistakes: |
    ❌ {prose5}

    ```python fails
    print("{subject}" + {factor})
    ```
    ```output
    TypeError: can only concatenate str (not "int") to str
    ```

    ✅ {prose6}

    ```python
    print("{subject}" + str({factor}))
    ```
    ```output
    {subject}{factor}
    ```
  practice_task: |
    Write a program that prints {number} and then every {thing}. {prose7}
solution: |
  ```python
  print({number})
  ```
  ```output
  {number}
  ```
"""


def write_corpus(root: Path, count: int, seed: int = 0) -> Path:
    """Write ``count`` examples under ``root``/examples, in 20 topics, with a configuration; return ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text("[tool.codetutor-lint]\n")
    for number in range(count):
        path = root / "examples" / f"topic-{number % 20}" / f"example-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example(number, random.Random(seed * 1_000_003 + number)), encoding="utf-8")
    return root


def example(number: int, chance: random.Random) -> str:
    """One valid example; the same number and chance give the same text."""
    values = [chance.randint(1, 99) for _ in range(3)]
    factor = chance.randint(2, 9)
    subject, scene = chance.choice(SUBJECTS), chance.choice(SCENES)
    fields = {f"prose{i}": " ".join(_sentence(chance) for _ in range(3)) for i in range(2, 8)}
    return TEMPLATE.format(
        subject=subject,
        scene=scene,
        verb=chance.choice(VERBS),
        thing=chance.choice(SUBJECTS),
        number=number,
        level=chance.choice(("beginner", "intermediate")),
        kind=chance.choice(("concept", "how-to")),
        mode="default",
        prose=_analogy(chance, subject),
        point=_sentence(chance),
        point2=_sentence(chance),
        name=f"{scene}_{number}",
        function=f"{subject}_{number}",
        values=", ".join(map(str, values)),
        factor=factor,
        output="\n    ".join(str(value * factor) for value in values),
        total=sum(value for value in values if value % factor == 0),
        **fields,
    )


def _analogy(chance: random.Random, subject: str) -> str:
    scene = " ".join(chance.sample(_lexicon()[0], 5)).capitalize()
    return f"{scene} works like a {subject}. {_sentence(chance)} {_sentence(chance)}"


def _sentence(chance: random.Random) -> str:
    return " ".join(_words(chance, chance.randint(7, 12))).capitalize() + "."


def _words(chance: random.Random, count: int) -> list[str]:
    """Words as in prose: every third is a common one, the rest are the rarer the later they come in the lexicon."""
    lexicon, weights = _lexicon()
    rare = chance.choices(lexicon, cum_weights=weights, k=count)
    return [chance.choice(COMMON) if chance.random() < 0.35 else word for word in rare]


@cache
def _lexicon() -> tuple[list[str], list[float]]:
    words = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
    random.Random(0).shuffle(words)
    return words, list(accumulate(1 / rank for rank in range(3, len(words) + 3)))
