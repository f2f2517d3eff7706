"""What an imported question and answer are guessed to be."""

from __future__ import annotations

import pytest

from codetutor_lint.lint.inference import infer_kind, infer_language, infer_level, infer_topic, slug_of


@pytest.mark.parametrize(
    ("question", "kind", "level", "topic", "slug"),
    [
        ("What is a variable in Python?", "concept", "beginner", "variables", "what-is-a-variable-in-python"),
        ("What is a loop?", "concept", "beginner", "loops", "what-is-a-loop"),
        ("Fix this code: print('Hello' + 5)", "debugging", "beginner", "strings", "fix-this-code-print-hello-5"),
        ("Explain classes like I'm a beginner", "concept", "beginner", "oop", "explain-classes-like-im-a-beginner"),
        ("Why doesn't Unity's Update run?", "debugging", "intermediate", "unity", "why-doesnt-unitys-update-run"),
        ("What is a database index?", "concept", "intermediate", "databases", "what-is-a-database-index"),
        ("Explain API simply", "concept", "beginner", "web-apis", "explain-api-simply"),
        ("Optimize this O(n²) search", "optimization", "intermediate", "complexity", "optimize-this-o-n2-search"),
        ("git rebase vs merge", "comparison", "intermediate", "git", "git-rebase-vs-merge"),
        ("How do I reverse a string?", "how-to", "intermediate", "strings", "how-do-i-reverse-a-string"),
        ("什么是变量？", "concept", "intermediate", "general", "example"),
    ],
)
def test_from_the_question(question: str, kind: str, level: str, topic: str, slug: str) -> None:
    found = infer_kind(question), infer_level(question, "default"), infer_topic(question), slug_of(question)
    assert found == (kind, level, topic, slug)


def test_a_topic_of_the_dataset_is_found_by_its_name() -> None:
    assert infer_topic("What does the borrow checker want?", ["borrow-checking", "checkers"]) == "checkers"


def test_a_slug_is_cut_between_words() -> None:
    slug = slug_of("Why does my program with very many words in its question never come to an end at all?")
    assert slug == "why-does-my-program-with-very-many-words-in-its"


def fences(*languages: str) -> str:
    return "\n\n".join(f"```{language}\n\n```" for language in languages)


@pytest.mark.parametrize(
    ("question", "beginner", "advanced", "elsewhere", "language"),
    [
        ("What is this?", fences("js"), fences("jsx"), "", "javascript"),
        ("Python or Java?", fences("python", "java"), fences("python", "java"), fences("python"), "python"),
        ("Java or Python?", fences("python"), fences("java"), "", "none"),
        ("How do I start it?", fences("bash", "python"), fences("bash", "python"), fences("bash"), "python"),
        ("How do I list files?", fences("bash"), fences("bash"), "", "bash"),
        ("How do I undo a commit in Git?", fences("bash"), fences("bash"), "", "none"),
        ("What is a loop in Rust?", fences(""), fences(""), "", "rust"),
        ("What is a loop?", fences(""), fences("go"), "", "go"),
        ("What is a loop?", "words", "words", "", "none"),
    ],
)
def test_the_language_is_what_both_example_steps_teach(
    question: str, beginner: str, advanced: str, elsewhere: str, language: str
) -> None:
    bodies = {"beginner_example": beginner, "advanced_example": advanced, "common_mistakes": elsewhere}
    assert infer_language(question, bodies) == language


def test_a_system_message_of_ours_names_the_language() -> None:
    bodies = {
        "beginner_example": fences("typescript", "javascript"),
        "advanced_example": fences("typescript", "javascript"),
    }
    assert infer_language("Which one?", bodies, "javascript") == "javascript"


def test_a_hostile_question_takes_no_time() -> None:
    for question in ("why my " * 40_000, "select " * 40_000, "a" * 300_000, "`" * 300_000, "how " * 70_000):
        assert infer_kind(question)
        assert infer_topic(question)
        assert slug_of(question)
