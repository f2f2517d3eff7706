"""CT602 to CT604: in beginner mode, easy words and a program that is explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.languages import is_code
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.prose import count_words, find_words, sentences, subject_words
from codetutor_lint.model.readability import grade
from codetutor_lint.model.steps import CODE_STEPS
from codetutor_lint.rules.diagnostic import Problem, quote_list
from codetutor_lint.rules.registry import ANSWER, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.source import Span

FIRST_EXAMPLE = CODE_STEPS[0]

# School grade (Flesch-Kincaid) of all the prose. The shipped examples' highest is 3.8 in beginner mode
# and 7.0 in default mode; in engineer mode 15 of 26 are above 7.
MAX_BEGINNER_GRADE = 7.0


@rule("CT602", on=ANSWER, severity="warning")
def hard_to_read_for_beginners(answer: Answer) -> Iterator[Problem]:
    """In beginner mode, sentences and words are too long.

    The measure is the Flesch-Kincaid grade: words in a sentence and syllables in a word. It counts
    from 100 words of prose on; code doesn't count.

    Bad: `The initialization of the accumulator necessitates consideration of its identity element.`

    Good: `Start with 0. Adding 0 changes nothing.`
    """
    if answer.asked.mode != "beginner":
        return
    reached = grade("\n\n".join(part for _, _, part in answer.all_prose()))
    if reached is not None and reached > MAX_BEGINNER_GRADE:
        span, words = _longest_sentence(answer)
        yield Problem(
            span,
            f"reads like school grade {reached:.1f}, at most {MAX_BEGINNER_GRADE:.0f} in beginner mode; "
            f"the longest sentence has {words} words",
            "write shorter sentences and everyday words",
        )


# Terms that a learner in the first weeks can't know.
_JARGON = frozenset(
    """abstraction abstractions allocate allocated allocates allocation allocations amortised amortized arity asymptotic
    asynchronous asynchronously bitwise boilerplate callback callbacks canonical closure closures coerce coerced
    coerces coercion compile-time complexity composition concurrency concurrent contravariant coroutine coroutines
    covariant decouple decoupled decoupling delegate delegates delegation dereference dereferenced dereferences
    dereferencing deterministic encapsulate encapsulated encapsulates encapsulation endpoint endpoints enumerable
    enumerate enumeration falsy first-class generics hashable hashing heap heuristic heuristics higher-order
    idempotence idempotency idempotent immutability immutable inherit inheritance inherits instantiate instantiated
    instantiates instantiation interop invariant invariants iterable iterables iterate iterates iterating iterator
    iterators latency lexical lexically literal literals logarithmic memoisation memoise memoised memoization memoize
    memoized middleware mutability mutable mutate mutated mutates mutating mutation mutations namespace namespaces
    opaque operand operands orthogonal overhead paradigm paradigms parallelism payload polymorphic polymorphism
    predicate predicates primitive primitives prototype prototypes quadratic recursive recursively refactor refactored
    refactoring regex run-time runtime semantic semantics serialise serialised serialization serialize serialized
    serializes static statically subclass subclasses superclass synchronous synchronously syntactic thread-safe
    throughput trade-off trade-offs tradeoff tradeoffs truthy variance""".split()  # noqa: SIM905
)
# How many of them may stand there unexplained: the shipped examples in beginner mode have none, in default mode 3
# at most, in engineer mode 3 at the median.
MAX_UNEXPLAINED = 3
_SET_OFF = r"[*_]{1,2}([^*_\n]{2,40})[*_]{1,2}|[\"“]([^\"”\n]{2,40})[\"”]|`([^`\n]{2,40})`"
_MEANS = (
    r"\W{0,3}(?:\(|: |, (?:that is|which|a |an |the |so|meaning|or )"
    r"|(?:is|are) (?:a|an|the|when|what|called|just|like)\b|means?\b|just means|stands for)"
)
_CALLED = r"(?:called|named|word|term|name for|known as|means?|says?)\W+(?:an? |the )?\W*$|[(]$|= $"


@rule("CT603", on=ANSWER, severity="warning")
def beginner_jargon(answer: Answer) -> Iterator[Problem]:
    """In beginner mode, several technical terms stand there unexplained.

    Explained is a term that the learner used, or that is set off (bold, italic, quoted) or followed
    by what it means where it is first used.

    Bad: `The closure captures its lexical namespace, so mutations are observable.`

    Good: `The inner function remembers the variable. Such a function is called a **closure**.`
    """
    if answer.asked.mode != "beginner":
        return
    used = set(find_words(answer.lowered_prose())) & _JARGON
    if len(used) <= MAX_UNEXPLAINED:
        return
    unexplained = list(_unexplained(answer, used))
    if len(unexplained) > MAX_UNEXPLAINED:
        words = quote_list([f"'{word}'" for word, _ in unexplained[:5]]).replace(" or ", " and ")
        yield Problem(
            unexplained[0][1],
            f"{len(unexplained)} technical terms without an explanation in beginner mode, such as {words}",
            "say in the same sentence what each means, or use an everyday word",
        )


def _unexplained(answer: Answer, used: set[str]) -> Iterator[tuple[str, Span]]:
    """The terms, each once, that neither the question nor the place where they first stand explains."""
    known = subject_words(answer.asked.question)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(used, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
    for key, offset, part in answer.all_prose():
        for set_off in re.finditer(_SET_OFF, part):
            known |= subject_words(set_off.group())
        for match in pattern.finditer(part):
            stems = subject_words(match.group())
            start, end = match.span()
            explained = re.match(_MEANS, part[end : end + 40]) or re.search(_CALLED, part[max(0, start - 40) : start])
            if not stems & known and not explained:
                yield match.group().lower(), answer.bodies[key].at(offset + start, offset + end)
            known |= stems


# Words beside the first program, its comments included. The shipped examples in beginner mode have 45 or
# more, those in strict mode 0 at the median.
MIN_EXPLAINING_WORDS = 15
_COMMENT = lazy(r"(?:#|//|--|/\*|<!--)([^\n]*)")


@rule("CT604", on=ANSWER, severity="warning")
def beginner_code_unexplained(answer: Answer) -> Iterator[Problem]:
    """In beginner mode, the first program stands there without a word about its lines.

    Bad: a fence of code and its output, and nothing else

    Good: below it, what each line does
    """
    if answer.asked.mode != "beginner" or FIRST_EXAMPLE not in answer.bodies:
        return
    blocks = [fence for fence in answer.fences(FIRST_EXAMPLE) if is_code(fence.language)]
    words = sum(count_words(part) for _, part in answer.prose(FIRST_EXAMPLE))
    words += sum(count_words(comment) for fence in blocks for comment in _COMMENT.findall(fence.code))
    if blocks and words < MIN_EXPLAINING_WORDS:
        yield Problem(
            answer.bodies[FIRST_EXAMPLE].at(blocks[0].start),
            "in beginner mode the first program is not explained",
            "say below it what each line does",
        )


def _longest_sentence(answer: Answer) -> tuple[Span, int]:
    found = max(
        (count_words(sentence), key, offset + start, sentence)
        for key, offset, part in answer.all_prose()
        for start, sentence in sentences(part)
    )
    words, key, start, sentence = found
    return answer.bodies[key].at(start, start + len(sentence)), words
