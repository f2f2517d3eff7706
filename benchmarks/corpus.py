"""A generated dataset of realistic size: valid examples of about 2.5 KB, all different."""

from __future__ import annotations

import random
from pathlib import Path

SUBJECTS = "loop list text number file class function index query branch commit thread lock cache route".split()
SCENES = "harbor market orchard library station kitchen theatre museum garden workshop bakery ferry".split()
VERBS = "counts sorts copies checks opens closes moves joins splits reads writes finds keeps drops".split()

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
    {prose7}
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
    fields = {f"prose{i}": _prose(chance, subject, scene, number) for i in ("", *range(2, 8))}
    return TEMPLATE.format(
        subject=subject,
        scene=scene,
        verb=chance.choice(VERBS),
        thing=chance.choice(SUBJECTS),
        number=number,
        level=chance.choice(("beginner", "intermediate")),
        kind=chance.choice(("concept", "how-to")),
        mode="default",
        point=_sentence(chance, subject),
        point2=_sentence(chance, scene),
        name=f"{scene}_{number}",
        function=f"{subject}_{number}",
        values=", ".join(map(str, values)),
        factor=factor,
        output="\n    ".join(str(value * factor) for value in values),
        total=sum(value for value in values if value % factor == 0),
        **fields,
    )


def _prose(chance: random.Random, subject: str, scene: str, number: int) -> str:
    words = [_sentence(chance, chance.choice((subject, scene))) for _ in range(2)]
    return f"In the {scene} {number} a {subject} works like a clerk who keeps one list: {' '.join(words)}"


def _sentence(chance: random.Random, word: str) -> str:
    parts = [f"the {chance.choice(SUBJECTS)} {chance.choice(VERBS)} the {chance.choice(SCENES)}" for _ in range(2)]
    return f"The {word} {chance.choice(VERBS)} because {parts[0]} and {parts[1]}."
