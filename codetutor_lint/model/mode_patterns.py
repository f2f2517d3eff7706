"""The patterns that find the mode a question asks for.

They are published in ``prompts.json`` for the application that calls the model, so they keep to what
Python (``re.IGNORECASE | re.ASCII``) and JavaScript (flag ``i`` alone) read alike: no ``\\s``, ``.`` or
``$``, which differ, and no counted repetition of characters, which JavaScript counts in UTF-16 units.
What repeats is counted in words, so the time stays in proportion to the question's length.

A request is anchored: it begins a sentence or a clause ("explain …", "can you explain …"), so that
"how do I explain …" and "don't explain …" are none. A miss only costs a tag beside the words, a false
hit changes how the tutor speaks: in doubt a pattern does not match.
"""

from __future__ import annotations

# Replaced throughout, in this order, before matching: code becomes "`", white space one space or newline.
# A fence left open reaches to the last line, which may hold a tag.
MODE_REPLACEMENTS: tuple[tuple[str, str], ...] = (
    (
        r"(?<![^\n])[ \t]*(`{3,}(?![^\n]*`)|~{3,})[^\n]*\n(?:[^\n]*\n)*?"
        r"(?:[ \t]*\1[`~]*[ \t\r]*(?![^\n])|(?=[^\n]*(?![\s\S])))",
        "`",
    ),
    (r"(?<!`)(`+)(?!`)(?:[^\n]|\n(?![ \t\r]*\n))*?(?<!`)\1(?!`)", "`"),
    (r"[ \t\r]+", " "),
    (r" ?\n[ \n]*", "\n"),
)

# From here on a space in a pattern stands for a space or a newline, \x20 for a space.
_END = r"[\x20\n]?(?![\s\S])"
_SENTENCE = r"(?:^|[\n.!?])\x20?(?:please,? )?"
_BEGIN = (
    r"(?:^|[\n.!?:;,(–—-]|\b(?:please|pls|and|but|so|then|(?:can|could|would|will) you(?: please)?"
    r"|I(?:['’]d like| want| need) you to))\x20?"
)
_PLEASE = r",? (?:please|pls|plz)\b"
_CLOSE = rf"(?=\x20?[\n.!?:;)–—]|{_PLEASE}|{_END})"

_EXPLAIN = (
    r"(?:explain|describe|define|clarify|teach|show|tell|introduce|compare|review|summari[sz]e|answer|reply"
    r"|respond|help me understand|walk me through|break)\b"
)
_TELL = rf"{_BEGIN}{_EXPLAIN}[:,]? "
_ASK = rf"{_BEGIN}(?:{_EXPLAIN}|(?:give|write|talk|speak|what(?:['’]?s)?|how|why|when|can I (?:get|have))\b)[:,]? "
_WANT = (
    rf"{_BEGIN}(?:(?:give|write|show|send)(?: me)?|I(?:['’]d like| want| need)|can I (?:get|have))"
    r"(?: an?| the| your)? "
)

_NO_PERSON = (  # "a beginner mistake", "an engineer job", "beginner-friendly"
    r"(?![-\w]| (?:mistakes?|errors?|bugs?|traps?|pitfalls?|projects?|tutorials?|books?|courses?|problems?"
    r"|questions?|exercises?|languages?|tools?|jobs?|roles?|salary|interviews?|positions?|modes?)\b)"
)
_NOVICE = (
    r"(?:(?:complete|absolute|total|real|true|raw|very|young|small) )*(?:(?:child|children|kids?|dummies)\b"
    rf"|(?:beginner|newbie|novice|noob)s?\b{_NO_PERSON}|[0-9a-z]+[-\x20]years?[-\x20]olds?\b)"
)
_AGE = rf"(?:[4-9]|1[0-2]|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:{_CLOSE}|(?=,| and\b))"
_FIELD = (
    r"(?:(?:software|back-?end|front-?end|full-?stack|web|data|platform|systems?|devops|python|java"
    r"|javascript|typescript|c[+][+]|c#|go|rust|sql) )?"
)
_SENIOR = (
    rf"(?:very |highly )?(?:senior|experienced|seasoned|professional|staff|principal|lead) {_FIELD}"
    rf"(?:engineer|dev|developer|programmer)s?\b{_NO_PERSON}"
)
_AS_IF = r"(?:like|as if|as though)"
_I_AM = r"I(?:['’]?m| am| was| were)(?: an?| only| just| already)*"

# Words that stand between the request and its address when the sentence is about something else:
# "Why do I feel like I'm a beginner?", "Explain why Python is good for beginners",
# "Explain globals in strict mode", "What changes in beginner mode?", "Describe how you work as a senior …".
_ASIDE = (
    "feel|feels|feeling|felt|seems?|sounds?|looks?|treats?|treated|acts?|talks?|speaks?|writes?|codes?|teach"
    "|gives?|means?"
)
_SUITED = (
    "why|whether|which|what|is|are|was|were|good|great|best|better|bad|easy|hard|suited|suitable|meant"
    "|recommended|tips?|useful|helpful|important|confusing|tools?|languages?|projects?|books?|courses?"
)
_OF_PROGRAMS = (
    "why|how|what|when|where|which|not|never|works?|behaves?|keyword|bindings?|hoisting|eval|arguments"
    r"|globals?|scope|undefined|errors?|variables?|literals?|javascript|js|typescript|react|mysql|php|perl"
    r"""|["'“‘][^\x20\n]*|[^\x20\n]*`"""
)
_OF_MODES = "not|never|changes?|different|happens?|do|does"
_OF_CAREERS = "I|works?|working|become|grow|hired|jobs?|roles?|day|life|career"


def _words(refused: str) -> str:
    """Up to 25 words of one sentence, none of them ``refused``."""
    return rf"(?:(?!(?:{refused})(?!\w))[^\x20\n]*[^\x20\n.!?] ){{0,25}}?"


def _tag(mode: str) -> str:
    """``[STRICT MODE]`` at the start or the end of a line; a Markdown link is no tag."""
    tag = rf"\[{mode}[-_\x20]mode\]"
    return rf"(?:^|\n)\x20?{tag}(?!\()|{tag}[.!]?(?:\x20?\n|{_END})"


def _named(mode: str, opening: str, refused: str) -> list[str]:
    """The mode by its name; "… in X mode" counts after ``opening`` without a ``refused`` word."""
    name = rf"{mode}[-_\x20]mode\b"
    about_it = r"(?: (?:what|why|how|when|should|is|does|do|can)(?:['’]s)? (?:[a-z]+ ){0,3}?it\b)"
    switch = rf"(?:use|switch to|turn on|go into|enter|activate) (?:the |your )?{name}"
    return [
        rf"{_SENTENCE}(?:in )?{name}(?:\x20?(?:on\x20?)?[:–—]|\x20-)(?!{about_it})",
        rf"{_SENTENCE}{name}, (?:please )?{_EXPLAIN} (?!why|how|what)",
        rf"[\n.!?]\x20?(?:in )?{name}[.!]?{_END}|^\x20?{name}(?: on)?[.!\n](?!{_END})",
        rf"(?:^|[\n.!?:;,(–—-])\x20?(?:in |use |with )?{name}{_PLEASE}",
        rf"(?:{_SENTENCE}|\b(?:could|would|will) you (?:please )?|\bcan you please ){switch}"
        rf"(?: here)?(?=[\n.!:)]|{_PLEASE}|{_END}|,? (?:and|to) {_EXPLAIN}| for (?:this|the|your) (?:answer|question))",
        rf"\b(?:could|would|will) you (?:please )?{switch}(?: here| now)?\?",
        rf"{opening}{_words(refused)}(?:in|with|using) (?:the |your )?{name}{_CLOSE}",
        rf"{_WANT}{_words('not|never')}{mode}[-\x20]mode (?:answer|explanation|version|reply)\b",
    ]


def _addressed(person: str, level: str) -> list[str]:
    """The explanation is for a ``person``, or at a ``level``."""
    return [
        rf"(?:(?:{_ASK}{_words(_ASIDE)}|(?:^|[\n?])\x20?){_AS_IF} {_I_AM}"
        rf"|{_BEGIN}(?:assume|pretend|imagine)(?: that)? {_I_AM}"
        rf"|{_BEGIN}(?:treat|talk to|speak to) me (?:like|as)(?: if {_I_AM})?(?: an?)?"
        rf"|{_TELL}{_words(_ASIDE)}to (?:an?|some|my)) {person}",
        rf"{_TELL}{_words(_SUITED)}for (?:an? |some )?{person}{_CLOSE}",
        rf"{_TELL}{_words(_ASIDE)}(?:at|on|in) (?:an? |the )?{level}(?:['’]s)?[-\x20](?:level|terms)\b",
        rf"{_BEGIN}(?:keep|make) (?:it|this) (?:at )?(?:an? )?{level}[-\x20](?:level|friendly)\b",
        rf"(?:{_WANT}{_words(_ASIDE)}|{_SENTENCE}){level}(?:[-\x20](?:level|friendly))?"
        r" (?:explanation|answer|version)\b",
    ]


_STRICT = [
    *_named("strict", _TELL, _OF_PROGRAMS),
    rf"{_BEGIN}(?:answer|reply|respond) {_words('not|never')}(?:in|with|using) (?:the |your )?strict[-_\x20]mode\b",
]
_BEGINNER = [
    *_named("beginner", _ASK, _OF_MODES),
    *_addressed(_NOVICE, "beginner"),
    rf"(?:{_ASK}{_words(_ASIDE)}|(?:^|[\n?])\x20?){_AS_IF} {_I_AM} {_AGE}",
    rf"{_BEGIN}(?:assume|pretend) (?:that )?{_I_AM} {_AGE}",
    rf"(?:{_ASK}{_words(_ASIDE)}{_AS_IF} I|{_TELL}{_words(_ASIDE)}to some(?:one|body) (?:who|that)"
    rf"|{_BEGIN}(?:assume|pretend)(?: that)? I)(?:['’](?:ve|d|s)| have| has| had)? never (?:coded|programmed)\b",
    rf"{_BEGIN}(?:assume|pretend)(?: that)? I know nothing\b(?! about (?!programming|coding))",
    r"\bassum(?:e|ing) no (?:(?:prior|previous|programming|coding) )+(?:knowledge|experience)\b",
    rf"{_BEGIN}eli5\b(?! (?:means?|stands?|is|or)\b)",
    rf"(?:^| )(?!(?:is|does|do|the|an?|of|word|what|called|use|by)(?!\w))[^\x20\n]+ eli5(?:{_PLEASE})?[.!)]?{_END}",
]
_ENGINEER = [
    *_named("engineer", _ASK, _OF_MODES),
    *_addressed(_SENIOR, r"(?:senior )?engineer(?:ing)?"),
    rf"(?:{_ASK}{_words(_ASIDE)}{_AS_IF} {_I_AM}|{_BEGIN}{_EXPLAIN}(?: it| this| that)?(?: to me)?"
    rf" (?:as|like) an?) {_FIELD}engineer\b{_NO_PERSON}",
    rf"{_SENTENCE}as an? {_SENIOR},? (?:please )?(?:{_EXPLAIN}|(?:how|what|which|when) would you\b)",
    rf"{_BEGIN}(?:{_EXPLAIN}|(?:how|what) would you) {_words(_OF_CAREERS)}"
    rf"(?:as|like) an? {_SENIOR}",
    rf"{_SENTENCE}(?:act (?:as|like)|behave like|you(?:['’]re| are)) an? {_SENIOR}",
    rf"(?:{_BEGIN}|{_TELL}{_words('I')})from an? {_SENIOR}['’]s (?:perspective|point of view|viewpoint)\b",
]


_WORDS = {"strict": _STRICT, "beginner": _BEGINNER, "engineer": _ENGINEER}
MODE_PATTERNS: tuple[tuple[str, str], ...] = tuple(
    (mode, pattern.replace(" ", r"[ \n]"))
    for mode, pattern in (
        *((mode, _tag(mode)) for mode in _WORDS),  # a tag wins over words
        *((mode, pattern) for mode, patterns in _WORDS.items() for pattern in patterns),
    )
)
