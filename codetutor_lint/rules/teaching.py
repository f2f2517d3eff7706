"""CT302, CT303, CT306, CT307, CT314, CT315: each step does its own work."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from codetutor_lint.model.languages import LANGUAGES, is_code
from codetutor_lint.model.prose import count_words, has_subjects, subject_words
from codetutor_lint.model.steps import (
    ANALOGY_STEP,
    CODE_STEPS,
    EXPLANATION_STEP,
    STEP_KEYS,
    TASK_STEP,
    VISUAL_STEP,
)
from codetutor_lint.rules.diagnostic import Problem, Seen, SharedProblem
from codetutor_lint.rules.lengths import MIN_WORDS
from codetutor_lint.rules.registry import ANSWER, DATASET, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.corpus.dataset import Dataset
    from codetutor_lint.model.answer import Answer

# Words of phrases that fit every concept.
_STOCK_WORDS = """
    analogy imagine imagining think thinking thought picture pictures consider suppose similar similarly compare
    comparison everyday daily real life world situation scenario example examples concept concepts idea ideas code
    coding program programs programming programmer programmers developer developers software computer computers
    language languages tool tools feature features work works working help helps helping understand understanding
    easy easier easily simple simply important useful efficient efficiently different task tasks job problem problems
    solve solving build building create creating act acts stand stands special certain ask asked question
"""
_stems = cache(subject_words)

# The scene of "A function is like a machine." has 1 word, the poorest of the shipped examples 9.
MIN_SCENE_WORDS = 4
SURELY_A_SCENE = 400  # characters: some 70 words can't all be stock phrases
# Where an analogy says in so many words that it compares; a code span names the concept, too.
_COMPARISON = (
    r"=|→|\b(?:stands? for|like|as if|just as|the same way|correspond\w*|represents?|plays? the (?:role|part)"
    r"|called|unlike|similar\w*|compar\w*|equivalent|equals?|match(?:es)?|mirrors?|acts? as|works as|analog\w*"
    r"|in (?:code|programming|our|the program)|(?:the|this|our) (?:picture|image|scene|metaphor))\b"
)
# "The notes are the cache, the question is the argument": two such sentences relate a scene to something.
_MAPPING = r"\b(?:the|an?|each|every|your|its) [\w' -]{2,25} (?:is|are) (?:the|an?|your|one|each)\b"
# Words that speak of programs and hardly of anything else.
_PROGRAM_WORDS = """
    algorithm api argument array async await boolean branch bug cache callback class closure code commit
    compiler component computer constructor css data database debugger dictionary endpoint error exception
    function generator git hash html inheritance instance integer interface interpreter iteration iterator java
    javascript json lambda loop memory merge method module null object package parameter pipe pointer process
    program programming promise python query queue react recursion reference render repository request response
    runtime rust scope script server shell software sql stack string syntax terminal thread transaction type
    typescript unity variable
"""
# Words that an analogy shares with the question, the explanation and the language's name. Of the shipped
# analogies the poorest shares 3; of their opening scenes alone 43 of 100 share 1 at most.
MAX_SHARED_WORDS = 1


@rule("CT302", on=ANSWER, severity="warning")
def analogy_without_comparison(answer: Answer) -> Iterator[Problem]:
    """The analogy tells a scene but never relates it to the concept.

    A learner has to be told which part of the scene is which part of the code.

    Bad: `A librarian keeps cards in drawers, sorted by author. Whoever wants a book asks for its card.`

    Good: the same, and `The drawers are the index, a card is one entry, the shelves are the table.`
    """
    body, explanation = answer.bodies.get(ANALOGY_STEP), answer.bodies.get(EXPLANATION_STEP)
    if body is None or explanation is None or "`" in body or " like " in body:
        return
    if re.search(_COMPARISON, body, re.IGNORECASE):
        return
    scene = subject_words(body)
    if scene & _stems(_PROGRAM_WORDS) or not _is_scene(body, answer.asked.question):
        return
    if len(re.findall(_MAPPING, body, re.IGNORECASE)) > 1:
        return
    language = LANGUAGES[answer.asked.language].name if answer.asked.language in LANGUAGES else ""
    concept = subject_words(f"{answer.asked.question} {explanation} {language}")
    if len(scene & concept) <= MAX_SHARED_WORDS:
        yield Problem(
            body.at(*_end_of_text(body)),
            "the analogy ends without a comparison",
            "say which part of the scene stands for which part of the concept",
        )


@rule("CT303", on=ANSWER, severity="warning")
def empty_analogy(answer: Answer) -> Iterator[Problem]:
    """The analogy has no scene, only phrases that fit every concept.

    Bad: `A function is like a machine.`, `Think of it as a tool that makes programming easier.`

    Good: `A function is a vending machine: the button you press is the argument, what drops out is
    the return value.`
    """
    body = answer.bodies.get(ANALOGY_STEP)
    if body and body.strip() and not _is_scene(body, answer.asked.question):
        yield Problem(
            body.at(*_end_of_text(body)),
            "the analogy has no scene",
            "tell one everyday situation in which things happen as they do in the code",
        )


def _is_scene(body: str, question: str) -> bool:
    return len(body) > SURELY_A_SCENE or has_subjects(body, MIN_SCENE_WORDS, _PROGRAM_WORDS, _STOCK_WORDS, question)


def _end_of_text(body: str) -> tuple[int, int]:
    """Where the last line with text begins and ends."""
    end = len(body.rstrip())
    return body.rfind("\n", 0, end) + 1, end


# The explanation's words that are new beside the question's and the stock phrases'; the shipped examples have 12
# or more, but "A list can be changed, a tuple can't. Both can be read." answers "list vs tuple?" with 2.
MIN_NEW_WORDS = 2
SURELY_NEW = 500  # characters


@rule("CT306", on=ANSWER, severity="warning")
def explanation_repeats_question(answer: Answer) -> Iterator[Problem]:
    """The simple explanation says hardly more than the question.

    Bad: `What is a closure?` answered by `A closure in JavaScript is a closure, which is what you
    asked about, and it is used for closures.`

    Good: `A closure is a function that remembers the variables of the place where it was made.`
    """
    body = answer.bodies.get(EXPLANATION_STEP)
    if not body or not answer.asked.question or len(body) > SURELY_NEW:
        return
    if has_subjects(body, MIN_NEW_WORDS, _STOCK_WORDS, answer.asked.question):
        return
    if count_words(body) >= MIN_WORDS[EXPLANATION_STEP]:
        yield Problem(
            body.at(len(body) - len(body.lstrip())),
            "the explanation repeats the question",
            "answer it in the first sentence, then say why",
        )


_SOMETHING_TO_SEE = (
    r"^[ \t]*(?:\||[-*+•▪] |\d+[.)] |>|#|(?:\*\*)?(?:[Ss]tep|[Ll]ine) \d|!\[|<)"
    r"|~~~|[→←↑↓⇒⟶➡⬇─│┌└├╔▶■□●○]|-->|->|=>|<-|--|\+-|\S {3,}\S"
    r"|\|[^|\n]*\||\[[^\]\n]*\][ ]*\[|^[ \t]*\S{1,24}[ ]?[:=][ ]\S{1,40}$"
)


@rule("CT307", on=ANSWER, severity="warning")
def nothing_to_see(answer: Answer) -> Iterator[Problem]:
    """The visual explanation is prose only.

    Many learners understand a thing when they see it: a drawing, a table, a list, the values line
    by line.

    Bad: `Imagine how the value goes back to the caller.`

    Good: a `text` fence with boxes and arrows, or a table of the values after each line
    """
    body = answer.bodies.get(VISUAL_STEP)
    if body and body.strip() and "```" not in body and not re.search(_SOMETHING_TO_SEE, body, re.MULTILINE):
        yield Problem(
            body.at(len(body) - len(body.lstrip())),
            "nothing to see: no drawing, table, list or trace",
            "draw it in a text fence, or put the values into a table",
        )


@rule("CT314", on=ANSWER)
def same_example_twice(answer: Answer) -> Iterator[Problem]:
    """The advanced example has the same code as the beginner's.

    Bad: the same program twice

    Good: a real step further: an edge case, a better way, something from real projects
    """
    first, second = (_programs(answer, key) for key in CODE_STEPS)
    if second and set(second) <= set(first):
        body, at = answer.bodies[CODE_STEPS[1]], next(iter(second.values()))
        yield Problem(
            body.at(at), "the advanced example repeats the beginner's code", "show what comes after the first step"
        )


# The first words of a step (see ``OPENING_WORDS``) are worn where so many families share them: of the 109 shipped
# examples 2 at most do. Tasks are exempt: "Write a function that" is what they have to say.
MANY_FAMILIES = 6
MANY_SHARE = 0.03


@rule("CT315", on=DATASET, severity="warning")
def worn_opening(dataset: Dataset) -> Iterator[SharedProblem]:
    """A step begins with the same words as in many other examples.

    A model that sees the same opening again and again begins every answer with it.

    Bad: `Think of a … as a box` in every tenth analogy

    Good: an opening that belongs to this one scene
    """
    least = max(MANY_FAMILIES, MANY_SHARE * len(dataset.current))
    for at, key in enumerate(STEP_KEYS):
        counts = Counter(facts.openings[at] for facts in dataset.current if key != TASK_STEP)
        for opening in [opening for opening, count in counts.items() if opening and count >= least]:
            sharing = [facts for facts in dataset.current if facts.openings[at] == opening]
            families = len({facts.family for facts in sharing})
            if families >= least:
                message = f"'{opening}' begins this step in {families} families"
                seen = tuple(Seen(facts.id, ("answer", key), message) for facts in sharing)
                yield SharedProblem(seen, "begin in another way")


def _programs(answer: Answer, key: str) -> dict[str, int]:
    """The code of a step's blocks without white space, and where each begins."""
    fences = answer.fences(key) if key in answer.bodies else []
    return {"".join(f.code.split()): f.start for f in fences if is_code(f.language)}
