"""What a question and its answer tell of an example: language, level, kind, topic, slug.

Guesses for a draft that a person reads before it is built: the first pattern that matches decides.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import outside_fences, scan_fences
from codetutor_lint.model.languages import COMPANIONS, DIALECTS, LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.steps import CODE_STEPS
from codetutor_lint.rules.files import kebab

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OTHER_TOPIC = "general"
_SLUG_LENGTH = 50
# How much of a question is looked at, in code points; what it asks for stands at its beginning.
_READ = 2_000

_NAMED = (
    ("none", r"\bgit\b"),
    ("typescript", r"\btypescript\b|\btsx?\b|\bangular\b"),
    ("javascript", r"\bjavascript\b|\bjsx?\b|\bnode(\.?js)?\b|\breact\b|\bvue\b"),
    ("csharp", r"\bc#|\bcsharp\b|\.net\b|\bunity\b"),
    ("cpp", r"\bc\+\+|\bcpp\b"),
    ("python", r"\bpython\b|\bdjango\b|\bpandas\b|\bnumpy\b"),
    ("java", r"\bjava\b"),
    ("go", r"\bgolang\b|\bin go\b|\bgoroutines?\b"),
    ("rust", r"\brust\b|\bborrow checker\b"),
    ("sql", r"\bsql\b|\bpostgres(ql)?\b|\bmysql\b|\bsqlite\b"),
    ("bash", r"\bbash\b|\bshell\b"),
    ("css", r"\bcss\b|\bflexbox\b"),
    ("html", r"\bhtml\b"),
    ("c", r"\bin c\b(?![#+])"),
)
_KINDS = (
    ("debugging", r"^\W*(please )?(fix|debug|repair)\b|\bwhat('s| is) wrong\b"),
    ("comparison", r"\bvs\.?(?!\w)|\bversus\b|\bdifferences?\b|\bcompare\b|\binterchangeable\b|\bwhich (one|to use)\b"),
    ("comparison", r"^[\w#+`, ]{2,40}\bor [\w#+`]+( for|\W*\?)|\bbetter than\b|\bworth\b"),
    ("optimization", r"\boptimi[sz]\w*|\bfaster\b|\bslow(er)?\b(?! explan)|\bspeed (it |this )?up\b|\bperformance\b"),
    ("optimization", r"\befficien\w+"),
    ("optimization", r"\btakes (\w+ )?(seconds|minutes|hours|forever)\b|\bhangs\b|\bprofiler\b"),
    ("how-to", r"^\W*how (do|can|to|would|should)\b|\b(right|best) way\b"),
    ("how-to", r"^\W*(write|create|build|implement|make|add|show me how)\b"),
    ("concept", r"^\W*(what(['’]?s| is| are| does| do| happens)|explain|describe|teach)\b"),
    ("debugging", r"\b(fix|bugs?|broken)\b|\bdebug|\w*(error|exception)\b|\btraceback\b|\bcrash\w*|\bthrows\b"),
    ("debugging", r"\bwhy (does|do|is|are)n['’]?t\b|\bnot work\w*|\b(does|is|are)(n['’]t| not) \w+"),
    ("debugging", r"\bwrong\b|\bnothing (happens|changes)\b"),
    ("debugging", r"\bwhy\b.*\b(my|this)\b|\bbut\b.*\b(missing|never|nothing|instead)\b"),
    ("how-to", r"\bhow (do|can|to|would|should)\b|\bI('d like| want| need)\b"),
)
_LEVELS = (
    ("advanced", r"\badvanced\b|\binternals?\b|\bunder the hood\b|\bmemory model\b"),
    ("advanced", r"\brace conditions?\b|\bdeadlocks?\b"),
    ("advanced", r"\block-free\b|\bmetaclass\w*|\bgarbage collect\w*|\bcost model\b|\bamorti[sz]ed\b"),
    ("beginner", r"\bbeginners?\b|\bsimpl[ey]\b|\bnew to\b|\beli5\b|\bfirst (program|steps)\b|\bbasics?\b"),
    ("beginner", r"\bwhat('s| is| are) (an? |the )?(variable|loop|string|function|list|array|class|comment|if)"),
    ("beginner", r"\bprint\b|\bhello\b|\bvariables?\b|\bloops?\b"),
)
_TOPICS = (
    ("git", r"\bgit\b|\brebas\w+|\bmerge conflict"),
    ("unity", r"\bunity\b|\bmonobehaviour\b|\bgameobjects?\b"),
    ("react", r"\breact\b|\bjsx\b|\buse(state|effect)\b"),
    ("databases", r"\bdatabases?\b|\bsql\b|\bjoins?\b|\bselect\b.*\bfrom\b|\btransactions?\b"),
    ("web-apis", r"\bapis?\b|\bhttp\w*|\brest\b|\bfetch\b|\brequests?\b"),
    ("async", r"\basync\w*|\bawait\b|\bpromises?\b|\bcallbacks?\b|\bthreads?\b|\bgoroutines?\b|\bconcurren\w+"),
    ("complexity", r"\bbig[- ]o\b|\bO\(|\bcomplexity\b|\boptimi[sz]e\b|\bfaster\b|\bbinary search\b"),
    ("oop", r"\bclass(es)?\b|\bobjects?\b|\binheritance\b|\binterfaces?\b|\bpolymorphism\b|\bconstructors?\b"),
    ("loops", r"\bloops?\b|\bfor each\b|\bforeach\b|\bwhile\b|\biterat\w+"),
    ("strings", r"\bstrings?\b|\btext\b|\bconcatenat\w+|\bregex\b|['\"]hello"),
    ("functions", r"\bfunctions?\b|\brecurs\w+|\blambdas?\b|\bclosures?\b|\bdecorators?\b|\bparameters?\b"),
    ("data-structures", r"\blists?\b|\barrays?\b|\bdict\w*|\bhash ?maps?\b|\bstacks?\b|\bqueues?\b|\btrees?\b"),
    ("variables", r"\bvariables?\b|\bconst(ants?)?\b|\bscope\b|\bassign\w*"),
    ("types", r"\btypes?\b|\bintegers?\b|\bfloats?\b|\bgenerics?\b|\bcast\w*"),
    ("command-line", r"\bterminal\b|\bcommand line\b|\bbash\b|\bshell\b|\bpipes?\b"),
    ("errors", r"\w*(errors?|exceptions?)\b|\btry\b|\bcatch\b"),
)


def infer_language(question: str, bodies: Mapping[str, str], system_language: str = "") -> str:
    """The language that the example steps teach, or ``none``; fences count for more than words.

    A step whose fences name no language can hold any.
    """
    counts = Counter(_languages("\n\n".join(bodies.values())))
    taught = [_languages(bodies[key]) for key in CODE_STEPS if key in bodies]
    everywhere = [name for name in counts if all(not found or name in found for found in taught)]
    named = [key for key, pattern in _NAMED if re.search(pattern, question[:_READ], re.IGNORECASE)]
    for wish in (system_language, *named):
        if wish in everywhere or (wish == NO_LANGUAGE and set(counts) <= {*COMPANIONS, "output"} and counts):
            return wish
    lessons = [name for name in everywhere if name not in COMPANIONS] or everywhere
    if lessons:
        return max(lessons, key=lambda name: counts[name])
    if counts:
        return NO_LANGUAGE
    return next((wish for wish in (system_language, *named) if wish), NO_LANGUAGE)


def infer_kind(question: str) -> str:
    """What the learner asks for; a concept if nothing says otherwise."""
    return _first(_KINDS, _prose(question)) or "concept"


def infer_level(question: str, mode: str) -> str:
    """How hard the topic is; intermediate if nothing says otherwise."""
    return _first(_LEVELS, question) or ("beginner" if mode == "beginner" else "intermediate")


def infer_topic(question: str, topics: Iterable[str] = ()) -> str:
    """The topic, by usual words, then by the names of the dataset's own ``topics``."""
    found = _first(_TOPICS, _prose(question)) or _first(_TOPICS, question)
    if found:
        return found
    words = kebab(question[:_READ]).split("-")
    own = (topic for topic in topics if any(word.rstrip("s") == topic.rstrip("s") for word in words))
    return next(own, OTHER_TOPIC)


def slug_of(question: str) -> str:
    """A short kebab-case name from the question's first line."""
    first_line = question.strip().split("\n", 1)[0]
    words = kebab(re.sub("['’]", "", first_line.lower())).split("-")
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        slug = longer
    return slug


def _languages(text: str) -> list[str]:
    """The languages of a text's code fences, dialects under the language they belong to."""
    found = (fence.language for fence in scan_fences(text) if fence.info_words)
    return [DIALECTS.get(name, name) for name in found if name in LANGUAGES or name in DIALECTS]


def _prose(question: str) -> str:
    """The question without code in fences or backticks, on one line."""
    parts = (part for _, part in outside_fences(question))
    return " ".join(re.sub(r"`[^`\n]*`", "``", " ".join(parts)).split()) or question


def _first(table: Iterable[tuple[str, str]], text: str) -> str:
    text = text[:_READ]
    return next((name for name, pattern in table if re.search(pattern, text, re.IGNORECASE | re.MULTILINE)), "")
