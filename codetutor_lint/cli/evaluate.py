"""``codetutor-lint evaluate``."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.cli.options import add_config_argument, add_report_arguments, emit, say
from codetutor_lint.config import load_config
from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.reports import FORMATS

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

    from codetutor_lint.config import Config
    from codetutor_lint.evaluation.asking import Asked
    from codetutor_lint.evaluation.questions import Question
    from codetutor_lint.evaluation.replies import Reply
    from codetutor_lint.evaluation.report import Evaluation
    from codetutor_lint.snippets.executor import Executor

FEEDBACK = "feedback"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("feedback", nargs="*", metavar="feedback FILE", help="grade an application's log instead")
    parser.add_argument(
        "--model", metavar="M", help="the model to ask; without it --replies are graded, and nothing is asked"
    )
    parser.add_argument("--baseline", metavar="B", help="another model to compare with, question by question")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--base-url", metavar="URL", help="an OpenAI-compatible server, such as http://127.0.0.1:8000/v1"
    )
    where.add_argument("--endpoint", metavar="URL", help="a CodeTutor application's address for questions")
    parser.add_argument(
        "--provider", default="openai", help="openai, mistral, or the provider an --endpoint is asked for"
    )
    parser.add_argument(
        "--replies", type=Path, metavar="FILE", help="where replies are kept; default: runs/replies-M.jsonl"
    )
    parser.add_argument("--limit", type=_positive, metavar="N", help="ask the first N questions only")
    parser.add_argument("--concurrency", type=_positive, default=8, metavar="N", help="questions at a time; default: 8")
    parser.add_argument("--max-tokens", type=_positive, default=4096, metavar="N", help="longest reply; default: 4096")
    parser.add_argument("--max-cost", type=float, metavar="USD", help="a hard cap for all questions of a model")
    parser.add_argument(
        "--timeout", type=float, default=120.0, metavar="S", help="seconds to wait for a reply; default: 120"
    )
    parser.add_argument("--run", action="store_true", help="run the replies' code in the sandbox, too")
    parser.add_argument("--fail-under", type=float, metavar="PERCENT", help="exit 1 if fewer replies pass")
    parser.add_argument("--suggest", type=Path, metavar="DIR", help="write a scaffold for each weak cell")
    add_report_arguments(parser, FORMATS, "text")
    add_config_argument(parser)


def run(args: argparse.Namespace) -> int:
    config = load_config(file=args.config)
    if args.feedback:
        return _feedback(args, config)
    if args.model is None and args.endpoint is None:
        if args.replies is None:
            raise UsageError("name a --model to ask, or --replies to grade")
        from codetutor_lint.evaluation.replies import read_replies

        replies = read_replies(args.replies)
        return _report(args, config, replies[0].model if replies else "no model", replies, None, [])
    return _ask(args, config)


def _ask(args: argparse.Namespace, config: Config) -> int:
    questions = _questions(args, config)
    name = args.model or f"{args.provider} at {args.endpoint}"
    asked = _ask_one(args, config, name, questions, args.replies)
    others: list[Reply] = []
    if args.baseline:
        others = _ask_one(args, config, args.baseline, questions, args.replies).replies
    return _report(args, config, name, asked.replies, asked, others)


def _ask_one(
    args: argparse.Namespace, config: Config, name: str, questions: list[Question], file: Path | None
) -> Asked:
    from codetutor_lint.cli.progress import progress_line
    from codetutor_lint.evaluation.access import Access, budget
    from codetutor_lint.evaluation.asking import ask_all
    from codetutor_lint.evaluation.replies import ReplyStore

    access = Access(args.provider, args.base_url, args.endpoint, args.max_tokens, args.timeout, config.root, os.environ)
    model = access.model(name)
    cap = budget(args.max_cost, name, args.max_tokens)
    store = ReplyStore(file or config.root / "runs" / f"replies-{_file_name(name)}.jsonl")
    asked = ask_all(
        model, questions, store, workers=args.concurrency, budget=cap, progress=progress_line(f"asking {name}:")
    )
    say(f"{name}: {len(asked.replies)} replies, {asked.new} of them new, kept in {store.path}")
    for question, reason in asked.failures[:5]:
        say(f"  {question.id}: {reason}")
    if asked.skipped:
        say(f"  {asked.skipped} questions were not put")
    return asked


def _questions(args: argparse.Namespace, config: Config) -> list[Question]:
    from codetutor_lint.artifacts.folder import recover
    from codetutor_lint.corpus.questions import questions_file
    from codetutor_lint.evaluation.questions import TEST_FILE, bare_questions, held_out, unique
    from codetutor_lint.model.prompts import load_prompts

    recover(config.out)
    asked = held_out(config.out / TEST_FILE) + bare_questions(questions_file(config), load_prompts(config.prompts))
    questions = unique(asked)[: args.limit]
    if not questions:
        raise UsageError(
            "there are no questions: build a dataset with held-out examples, or write evals/questions.yaml"
        )
    return questions


def _feedback(args: argparse.Namespace, config: Config) -> int:
    if len(args.feedback) != 2 or args.feedback[0] != FEEDBACK:
        raise UsageError("write 'evaluate feedback FILE.jsonl'")
    from codetutor_lint.evaluation.feedback import MODEL, read_feedback

    return _report(args, config, MODEL, read_feedback(Path(args.feedback[1])), None, [])


def _report(
    args: argparse.Namespace, config: Config, name: str, replies: list[Reply], asked: Asked | None, others: list[Reply]
) -> int:
    from codetutor_lint.evaluation.grading import Grader
    from codetutor_lint.evaluation.report import evaluate
    from codetutor_lint.evaluation.reports import render_evaluation
    from codetutor_lint.lint.selection import select_rules

    with _executor(args, config) as executor:
        grader = Grader(select_rules(config).codes, executor)
        verdicts = grader.grade(replies)
        baseline = (str(args.baseline), grader.grade(others)) if args.baseline else None
    evaluation = evaluate(name, verdicts, asked=asked, baseline=baseline)
    emit(args, render_evaluation(args.output_format, evaluation))
    if args.suggest:
        from codetutor_lint.evaluation.suggesting import suggest

        written = suggest(evaluation.weak, args.suggest)
        say(f"wrote {len(written)} drafts under {args.suggest}")
    return _exit_code(args, evaluation)


def _exit_code(args: argparse.Namespace, evaluation: Evaluation) -> int:
    if not evaluation.overall.total:
        say("there is no reply to grade")
        return 1
    if args.fail_under is not None and evaluation.overall.share * 100 < args.fail_under:
        say(f"{evaluation.overall.share:.1%} pass, which is under {args.fail_under:g} %")
        return 1
    return 1 if evaluation.unanswered or evaluation.skipped else 0


def _executor(args: argparse.Namespace, config: Config) -> AbstractContextManager[Executor | None]:
    if not args.run:
        return nullcontext(None)
    from codetutor_lint.snippets.executor import Executor
    from codetutor_lint.snippets.results_cache import results_cache
    from codetutor_lint.snippets.sandbox.choose import choose_sandbox

    return Executor(choose_sandbox(), config.root, results_cache(config.root))


def _file_name(model: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", model).strip("-.")[:100] or "model"


def _positive(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError(f"'{text}' is no positive number")
    return int(text)
