"""`evenhand faq ask`: what a FAQ would answer, and how surely."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import FINE
from bot.cli.inputs import file_there, reading
from bot.errors import RulebookError, UsageError

if TYPE_CHECKING:
    from bot.ports import Answerer, Candidate

#: A FAQ alone is tried as the one policy of a community that has nothing else.
_AROUND = """\
version: 1
community: faq
language: {language}
policies:
  - name: faq
    kind: faq
    answers: {answers}
"""
_PROMPT = "Ask, one question a line. Ctrl-D ends."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    commands = parser.add_subparsers(dest="faq_command", metavar="COMMAND", required=True)
    ask = commands.add_parser(
        "ask",
        help="put questions to a FAQ file",
        description="Puts questions to a FAQ file, or to the FAQs of a policy file. For each, "
        "shows the band (answer, suggest or none), the entry, how surely it is meant (0 to 1), "
        "and the candidates.",
    )
    ask.add_argument("file", metavar="FAQ.yaml", type=Path, help="a FAQ file or a policy file")
    ask.add_argument(
        "questions",
        metavar="QUESTIONS",
        nargs="?",
        default="-",
        help="a file with one question a line; without it, standard input",
    )
    ask.add_argument("--json", action="store_true", help="print one JSON object a question")
    ask.add_argument(
        "--language",
        metavar="CODE",
        default="",
        help="answer in this language where an entry has it, such as de; else in the question's",
    )


def run(args: argparse.Namespace) -> int:
    """Answer each question."""
    file_there(args.file)
    answerers = _answerers(args.file, args.language)
    with reading(args.questions), _opened(args.questions) as lines:
        asked = _ask_all(args, answerers, lines)
    if not asked:
        raise UsageError("there are no questions; write one a line")
    return FINE


def _answerers(path: Path, language: str) -> "Sequence[Answerer]":
    """Return what answers in this file; raises RulebookError, UsageError where nothing does."""
    from bot.bootstrap import policy_kinds
    from bot.ports import Answerer
    from bot.rulebook.files import read_main
    from bot.rulebook.loader import load, load_text

    kinds = policy_kinds()
    text = read_main(path).decode("utf-8", "replace")
    if any(line.startswith("community:") for line in text.splitlines()):
        book = load(path, kinds=kinds)
    else:
        home = language if language in ("en", "de") else "en"
        around = _AROUND.format(language=home, answers=json.dumps(path.name))
        try:
            book = load_text(around, path.name, kinds=kinds, folder=path.parent)
        except RulebookError as error:
            raise RulebookError(
                tuple(replace(mistake, file=str(path)) for mistake in error.mistakes)
            ) from None
    found = [entry.policy for entry in book.policies if isinstance(entry.policy, Answerer)]
    if not found:
        raise UsageError(f"{path} has no policy of kind faq; name a FAQ file, or one that has")
    return found


def _opened(name: str) -> AbstractContextManager[Iterable[str]]:
    """Return the questions: a file's lines, or standard input's with a word at a terminal."""
    if name != "-":
        return _questions_in(Path(name)).open(encoding="utf-8", errors="replace")
    if sys.stdin.isatty():
        print(_PROMPT, file=sys.stderr)
    return nullcontext(sys.stdin)


def _questions_in(path: Path) -> Path:
    try:
        return file_there(path)
    except UsageError as error:
        raise UsageError(
            f"{error}. QUESTIONS is a file with one question a line; leave it out and type "
            "them, or pipe them in."
        ) from None


def _ask_all(
    args: argparse.Namespace, answerers: "Sequence[Answerer]", lines: Iterable[str]
) -> int:
    asked = 0
    for question in _questions(lines):
        asked += 1
        found = _ask(answerers, question, args.language)
        print(_as_json(question, found) if args.json else _as_text(question, found), flush=True)
    return asked


def _questions(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.strip():
            yield line.strip()


def _ask(answerers: "Sequence[Answerer]", question: str, language: str) -> "Sequence[Candidate]":
    """Return the candidates of the policy that is surest."""
    asked = [answerer.candidates(question, language) for answerer in answerers]
    return max(asked, key=lambda found: found[0].score if found else -1.0)


def _as_json(question: str, found: "Sequence[Candidate]") -> str:
    best = found[0] if found else None
    meant = best is not None and best.band == "answer"
    data = {
        "question": question,
        "band": best.band if best else "none",
        "entry": best.id if best and best.band != "none" else None,
        "score": best.score if best else 0.0,
        "language": best.language if best else None,
        "answer": best.answer if best and meant else None,
        "candidates": [
            {"entry": one.id, "score": one.score, "question": one.question} for one in found
        ],
    }
    return json.dumps(data, ensure_ascii=False)


def _as_text(question: str, found: "Sequence[Candidate]") -> str:
    band = found[0].band if found else "none"
    lines = [question, f"  {band}" + ("" if found else ": nothing on the list is like it")]
    lines += [f"    {one.score:.2f}  {one.id}: {one.question}" for one in found]
    if band == "answer":
        lines.append(f"  {found[0].answer}")
    return "\n".join(lines)
