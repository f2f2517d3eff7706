"""CT301, CT304, CT305, CT313: text that no learner should get: left to be written, refused, empty, or said twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import unusual
from codetutor_lint.model.cues import Cues
from codetutor_lint.model.languages import is_code
from codetutor_lint.model.prose import SENTENCE_END, count_words, is_quoted, sentences
from codetutor_lint.model.steps import CODE_STEPS, STEP_BY_KEY
from codetutor_lint.rules.diagnostic import UNSAFE, Edit, Fix, Problem, shortened
from codetutor_lint.rules.registry import ANSWER, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.source import Text

# In 48 million
# characters of software documentation that of CT301 found 29 texts, of which 2 were not left to be written, that of
# CT304 none, that of CT305 13, of which 1 said something.
_THINGS = ("analogy", "explanation", "example", "diagram", "drawing", "description", "content", "task")
_PLACEHOLDER_CUES = Cues(
    {
        **dict.fromkeys(("todo", "tbd", "fixme", "tba"), ()),
        "lorem": ("lorem ipsum",),
        "soon": ("coming soon",),
        "progress": ("work in progress",),
        "here": (
            "here]",
            *(f"{thing} here" for thing in _THINGS),
            *(f"{thing}s here" for thing in _THINGS),
            "goes here",
        ),
        **{word: (f"[{word}",) for word in ("insert", "describe", "explain", "placeholder")},
        **{done: (f"to be {done}",) for done in ("added", "written", "done", "completed", "continued", "filled")},
    }
)
_PLACEHOLDER = (
    r"^[ \t]*(?P<line>"
    r"[*_(\[]{0,3}(?:TODO|TBD|TBA|FIXME)\b(?=\W*$|:|[ ]?\()[^\n]*"
    r"|[*_(]{0,3}[Ll]orem ipsum dolor\b[^\n]*"
    r"|(?:(?<![\s\S])|(?<=\n\n))[*_(]{0,3}(?:[Cc]oming soon|[Ww]ork in progress"
    r"|[Tt]o be (?:added|written|done|completed|continued|filled in))[.…!)*_]*(?=[ \t]*$)"
    r"|[*_(]{0,3}(?:Your|(?:Write|Put|Insert|Add|Describe) (?:your|the|an?)) [\w -]{0,30}"
    r"\b(?:analogy|explanation|example|diagram|drawing|description|content|task)s? (?:goes )?here[.…!)*_]*(?=[ \t]*$))"
    r"|(?<![`\]])(?P<brackets>\[(?:(?i:insert|describe|explain|todo|tbd|placeholder)\b[^\]`\n]{3,}"
    r"|[^\]`\n]{3,}\b(?:goes|comes) here)\](?![(\[:]))"
)
_NOTHING = frozenset(("", "todo", "tbd", "tba", "n a", "na", "none", "placeholder", "wip", "xxx", "text", "empty"))
_CODE_CUES = Cues(
    {
        "rest": ("rest of ",),
        "existing": ("existing code",),
        "here": ("code here", "code goes here"),
        "omitted": ("code omitted",),
        "todo": (),
    }
)
_CODE_PLACEHOLDER = (
    r"^[ \t]*(?:#|//|--|/\*|<!--)[ \t]*(?:\.{3}|…)?[ \t]*\(?(?:"
    r"(?i:(?:the )?rest of (?:the|your|this) (?:code|program|class|function|method|implementation|file|script)\b"
    r"|(?:your |the |previous )?existing code\b|(?:your )?(?:own )?code (?:goes )?here\b|code omitted"
    r"|(?:add|insert|put|write) your (?:own )?code here)\b|TODO:? (?:[Ii]mplement|[Aa]dd|[Ww]rite|[Yy]our)\b)[^\n]*"
)


@rule("CT301", on=ANSWER)
def placeholder_text(answer: Answer) -> Iterator[Problem]:
    """Text still waits to be written.

    The model would learn to leave it out as well. In the code examples the same goes for a comment
    that stands for code; a block that is only a piece by intent has the flag `fragment`.

    Bad: `TODO: find a picture`, `[insert example here]`, `# rest of the code`

    Good: the text or the code itself; a TODO that the answer talks about, in a code span
    """
    cued = _PLACEHOLDER_CUES(answer)
    for key, body in answer.bodies.items():
        if not cued and len(body) >= 20:
            continue
        remedy = f"write {STEP_BY_KEY[key].purpose}"
        if len(body) < 20 and re.sub(r"\W+", " ", body).strip().lower() in _NOTHING:
            yield Problem(body.at(0), f"'{shortened(body.strip())}' in place of a text", remedy)
            continue
        for offset, part in answer.prose(key) if cued else ():
            for match in re.finditer(_PLACEHOLDER, part, re.MULTILINE):
                start, end = match.span(match.lastgroup or 0)
                yield Problem(
                    body.at(offset + start, offset + end), f"placeholder '{shortened(part[start:end])}'", remedy
                )
    if _CODE_CUES(answer):
        yield from _code_placeholders(answer)


def _code_placeholders(answer: Answer) -> Iterator[Problem]:
    for key in CODE_STEPS:
        body = answer.bodies.get(key)
        for fence in answer.fences(key) if body is not None else ():
            if body is None or not is_code(fence.language) or "fragment" in fence.flags:
                continue
            for match in re.finditer(_CODE_PLACEHOLDER, fence.code, re.MULTILINE):
                at = fence.code_start + match.start() + len(match.group()) - len(match.group().lstrip())
                yield Problem(
                    body.at(at, fence.code_start + match.end()),
                    f"'{shortened(match.group())}' in place of code",
                    "write the code, or give the fence the flag 'fragment' if it is a piece by intent",
                    advisory=answer.is_reply,
                )


_REFUSAL_CUES = Cues(
    {
        "ai": ("as an ai", "as a ai"),
        "large": ("large language",),
        "artificial": ("artificial intelligence",),
        "can": ("i can",),
        "cant": (),
        "cannot": ("i cannot",),
        "unable": (),
        "able": ("not able",),
        "my": ("as of my",),
    }
)
_REFUSAL = (
    r"^[ \t]*[*_]{0,2}(?:"
    r"As an? (?:AI|large language|artificial intelligence)(?: language)?(?: model| assistant| tutor)?, I\b"
    r"|(?:(?:I['’]m|I am) (?:very |so |really )?sorry|Sorry|Unfortunately|My apologies|I apologi[sz]e)?"
    r"[,.;]?[ ]?(?:but )?I(?: can['’]?t| cannot| can not|(?: a|['’])m (?:unable|not able) to)"
    r" (?:really |directly )?(?:help|assist|provide|answer|comply|fulfill?|support|do that|do this)\b"
    r"|As of my (?:last|knowledge|training)\b)[^\n]*"
)


@rule("CT304", on=ANSWER)
def refusal(answer: Answer) -> Iterator[Problem]:
    """The tutor refuses, or speaks of itself as a language model.

    Whatever is in the data comes back: a refusal in an answer makes the model refuse questions that
    it can answer. What a person in an analogy says stands in quotation marks and is no refusal.

    Bad: `As an AI language model, I can't run code.`

    Good: the step itself
    """
    if not _REFUSAL_CUES(answer):
        return
    for key, offset, part in answer.all_prose():
        for match in re.finditer(_REFUSAL, part, re.MULTILINE):
            if is_quoted(part, match.start()):
                continue
            start = offset + match.end() - len(match.group().lstrip())
            span = answer.bodies[key].at(start, offset + match.end())
            yield Problem(
                span,
                f"'{shortened(match.group())}' refuses, or speaks as a language model",
                f"write {STEP_BY_KEY[key].purpose}",
            )


_FILLER_CUES = Cues(
    {
        **{praise: (f"{praise} question",) for praise in ("great", "excellent", "awesome", "fantastic")},
        "good": ("good question", "good luck"),
        "dive": ("s dive ",),
        "started": ("s get started",),
        "break": ("s break ",),
        "ado": (),
        "conclusion": ("in conclusion",),
        "conclude": ("to conclude",),
        "hope": ("hope this", "hope that"),
        "happy": ("happy ",),
        "free": ("feel free",),
        "know": ("let me know",),
        "questions": ("if you have",),
        "sure": ("sure!", "sure thing"),
        "certainly": ("certainly!",),
        "course": ("of course!",),
        "absolutely": ("absolutely!",),
        "got": ("ve got this",),
    }
)
_FILLER = (
    r"(?:\A|(?<=\n)|(?<=[.!?] ))[ \t]*(?:[*_]{0,2})(?P<filler>"
    r"(?:(?:That['’]s|That is|This is|What) an? )?(?:[Gg]reat|[Gg]ood|[Ee]xcellent|[Aa]wesome|[Ff]antastic) question\b"
    r"|(?:Sure|Certainly|Of course|Absolutely)!|Sure thing\b"
    r"|(?:So,? |Now,? )?[Ll]et['’]s (?:dive (?:in|deep)|get started|break (?:it|this) down)|Without further ado\b"
    r"|(?:I )?[Hh]ope (?:this|that) helps|Happy (?:coding|learning|hacking|programming)\b|Good luck\b(?=[ \w]{0,30}!)"
    r"|[Ff]eel free to (?:ask|reach out)|Let me know if you|You['’]ve got this"
    r"|If you have (?:any )?(?:further|other|more)? ?questions"
    r"|(?P<lead>In conclusion,?[ ]|To conclude,[ ]))"
)


@rule("CT305", on=ANSWER, severity="warning", fixable=True)
def filler_phrase(answer: Answer) -> Iterator[Problem]:
    """A phrase that fits every answer says nothing in this one.

    Models fall into such phrases by themselves; the data must not confirm them.

    Bad: `Great question! Let's dive in.`, `In conclusion, loops repeat.`, `I hope this helps!`

    Good: the sentence that comes after it
    """
    if not _FILLER_CUES(answer):
        return
    for key, offset, part in answer.all_prose():
        for match in re.finditer(_FILLER, part):
            if is_quoted(part, match.start()):
                continue
            body, start, end = answer.bodies[key], offset + match.start("filler"), offset + match.end("filler")
            yield Problem(
                body.at(start, end),
                f"filler '{body[start:end].strip()}'",
                "leave it out and begin with what comes next",
                _without(body, start, end, lead=bool(match.group("lead"))),
            )


def _without(body: Text, start: int, end: int, *, lead: bool) -> Fix | None:
    """Delete the filler's whole sentence, or only the words before the sentence proper."""
    line_end = body.find("\n", start)
    line = body[: line_end if line_end >= 0 else len(body)]
    rest = line[end:] if lead else re.sub(r"^[^.!?]*(?:[.!?]+[*_]*[ \t]*|$)", "", line[end:])
    if not rest.strip() or line[line.rfind("\n") + 1 : start].strip():
        return None
    span = body.at(start, len(line) - len(rest) + 1)
    return Fix("leave it out", (Edit(span, rest[0].upper()),), UNSAFE)


# The shortest sentence that counts: below 8 words a sentence may come back by itself ("It prints 3.").
# Of the shipped examples none repeats one of 8 words, one repeats a command of 4.
MIN_REPEATED_WORDS = 8
# What two sentences may differ in.
_MARKS = b"*_-.:!? \n\t"
SHORTEST_REPEATED = 30  # characters: 8 words are hardly shorter


@rule("CT313", on=ANSWER, severity="warning")
def repeated_text(answer: Answer) -> Iterator[Problem]:
    """A sentence stands twice in the answer.

    Each step has work of its own. Code may come back, sentences need not. Of a longer passage only
    the first sentence is reported.

    Bad: the definition from the simple explanation, word for word below the drawing too

    Good: something that only the drawing shows
    """
    if not _may_repeat(answer):
        return
    first: dict[str, tuple[str, int]] = {}
    repeating = False
    for key, offset, part in answer.all_prose():
        for start, sentence in sentences(part):
            if len(sentence) < SHORTEST_REPEATED:
                continue
            place = key, offset + start
            said = " ".join(sentence.split()).strip("*_-.:!? ")
            before = first.setdefault(said, place)
            again = before != place and count_words(said) >= MIN_REPEATED_WORDS
            if again and not repeating:
                row = answer.source.location(answer.bodies[before[0]].at(before[1]).start).row
                span = answer.bodies[key].at(place[1], place[1] + len(sentence))
                message = f"'{shortened(sentence)}' stands already on line {row}"
                yield Problem(span, message, "say something new, or delete it")
            repeating = again


def _may_repeat(answer: Answer) -> bool:
    """Whether any long sentence may stand twice: a look without the sentences' places, as most answers have none."""
    text = "\n\n".join([f"{part}\n" for _, _, part in answer.all_prose()])
    said = [sentence for sentence in SENTENCE_END.split(text) if len(sentence) >= 2 * MIN_REPEATED_WORDS - 1]
    if unusual(answer.literal_text()):  # it may have blanks that are not ASCII
        said = [" ".join(sentence.split()) for sentence in said]
    letters = "\0".join(said).encode(errors="replace").translate(None, _MARKS).split(b"\0")
    return len(set(letters)) < len(letters)
