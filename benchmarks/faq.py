"""How often the FAQ is right, and what its thresholds are worth: `python -m benchmarks.faq`.

Of every set of questions one half is indexed, the other half is asked all the same: questions that
sound like the FAQ and that it cannot answer. On top come questions of a support chat about another
matter. An answer counts as right when it is the entry that the wording belongs to; every answer to
what cannot be answered is wrong. Nothing of the data is kept in the repository.
"""

import json
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ports import Scene
from policies.faq import FaqPolicy
from policies.faq.entries import FaqEntry, FaqFile
from policies.faq.settings import ANSWER_ABOVE, SUGGEST_ABOVE, FaqSettings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MISSING = "benchmarks: the FAQ data is missing. It belongs into ../shared/data/{name}."
SETS = (("stackfaq", "en"), ("chitchat_faq_en", "en"), ("chitchat_faq_de", "de"))
#: Questions of a health authority with people's own wordings; all are indexed, without answers.
PAIRS = (("covid_faq_en", "en"), ("covid_faq_de", "de"))
WORDINGS_KNOWN = (0, 3)
SEEDS = (1, 2, 3)
MOST_ASKED = 10
WANTED = 0.95
_LONGEST_QUESTION, _LONGEST_ANSWER = 500, 2000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, the entry that answers it ('' for none), and what came of it."""

    entry: str
    best: str
    score: float
    band: str
    first_three: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All questions put to the FAQs of one set, with one number of known wordings."""

    name: str
    wordings: int
    asked: Sequence[Asked]

    @property
    def answerable(self) -> Sequence[Asked]:
        """The questions that have an answer."""
        return [one for one in self.asked if one.entry]


def main() -> int:
    """Print the table; exit code 3 without the data."""
    names = [name for name, _ in (*SETS, *PAIRS)] + ["irc_ubuntu"]
    missing = [name for name in names if not (DATA / name).is_dir()]
    for name in missing:
        print(MISSING.format(name=name), file=sys.stderr)
    if missing:
        return 3
    chat = _chat_questions()
    results = [
        _measure(name, language, known, chat) for name, language in SETS for known in WORDINGS_KNOWN
    ]
    pairs = [_measure_pairs(name, language, chat) for name, language in PAIRS]
    print(f"answers from {ANSWER_ABOVE} on, asks back from {SUGGEST_ABOVE} on\n")
    print("\n".join(_table([*results, *pairs])))
    print(f"\nall sets alike: {_pooled(results)}")
    print(f"a search among 200 entries of 4 wordings: {_speed():.2f} ms of one core")
    return 0


def _measure(name: str, language: str, known: int, chat: Sequence[str]) -> Result:
    asked: list[Asked] = []
    for seed in SEEDS:
        chance = random.Random(seed)
        rows = _rows(name)
        chance.shuffle(rows)
        half = len(rows) // 2
        policy = _policy([_entry(row, known) for row in rows[:half]], language)
        asked += [
            _ask(policy, wording, f"e{row['id']}")
            for row in rows[:half]
            for wording in _wordings(row)[known : known + MOST_ASKED]
        ]
        strange = [w for row in rows[half:] for w in _wordings(row)[:MOST_ASKED]]
        strange += chance.sample(chat, len(strange) // 2)
        asked += [_ask(policy, wording, "") for wording in strange]
    return Result(name=name, wordings=known, asked=asked)


def _measure_pairs(name: str, language: str, chat: Sequence[str]) -> Result:
    with (DATA / name / "dev.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    ids = {faq: f"e{place}" for place, faq in enumerate(dict.fromkeys(row["faq"] for row in rows))}
    entries = [FaqEntry(id=id, question=faq, answer=faq) for faq, id in ids.items()]
    policy = _policy(entries, language)
    asked = [_ask(policy, row["query"], ids[row["faq"]]) for row in rows if row["same"]]
    strange = random.Random(1).sample(chat, len(asked))
    return Result(
        name=name, wordings=0, asked=[*asked, *(_ask(policy, text, "") for text in strange)]
    )


def _wordings(row: Row) -> list[str]:
    """Return the wordings in an order of their own that is always the same."""
    wordings = sorted(set(row["paraphrases"]) - {row["question"]})
    random.Random(f"{row['id']}").shuffle(wordings)
    return wordings


def _entry(row: Row, known: int) -> FaqEntry:
    return FaqEntry(
        id=f"e{row['id']}",
        question=row["question"][:_LONGEST_QUESTION],
        alternates=tuple(w[:_LONGEST_QUESTION] for w in _wordings(row)[:known]),
        answer=row["answer"][:_LONGEST_ANSWER],
    )


def _policy(entries: Sequence[FaqEntry], language: str) -> FaqPolicy:
    settings = FaqSettings(answers=FaqFile(entries=tuple(entries)))
    scene = Scene(community="Benchmark", language=language)
    return FaqPolicy(name="faq", settings=settings, scene=scene)


def _ask(policy: FaqPolicy, question: str, entry: str) -> Asked:
    found = policy.candidates(question, "")
    if not found:
        return Asked(entry, "", 0.0, "none", ())
    best = found[0]
    return Asked(entry, best.id, best.score, best.band, tuple(one.id for one in found))


def _table(results: Sequence[Result]) -> Iterator[str]:
    yield (
        "| set | wordings known | questions | first is right | right is among three | "
        "answered | answers that are right | right or among the buttons |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for result in results:
        inside = result.answerable
        cells = (
            result.name,
            str(result.wordings),
            f"{len(result.asked)}",
            _share(sum(one.best == one.entry for one in inside), len(inside)),
            _share(sum(one.entry in one.first_three for one in inside), len(inside)),
            _share(sum(one.band == "answer" for one in inside), len(inside)),
            _right(result.asked),
            _share(sum(_helped(one) for one in inside), len(inside)),
        )
        yield f"| {' | '.join(cells)} |"


def _helped(one: Asked) -> bool:
    """Return whether the asker was given, or could choose, what they meant."""
    if one.band == "answer":
        return one.best == one.entry
    return one.band == "suggest" and one.entry in one.first_three


def _right(asked: Sequence[Asked]) -> str:
    given = [one for one in asked if one.band == "answer"]
    right = sum(one.best == one.entry for one in given)
    return f"{_share(right, len(given))} of {len(given)}"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _pooled(results: Sequence[Result]) -> str:
    """Return precision and coverage with each set weighing the same, and the best threshold."""
    points = sorted(
        (
            (one.score, one.best == one.entry and bool(one.entry), 1 / len(result.answerable))
            for result in results
            for one in result.asked
            if one.best
        ),
        reverse=True,
    )
    given = [(right, weight) for score, right, weight in points if score >= ANSWER_ABOVE]
    total = sum(weight for _, weight in given)
    right = sum(weight for is_right, weight in given if is_right)
    return (
        f"{_share(right, total)} of the answers are right, "
        f"{right / len(results):.3f} of what can be answered is; "
        f"{WANTED:.0%} right would be reached from {_threshold(points):.2f} on"
    )


def _threshold(points: Sequence[tuple[float, bool, float]]) -> float:
    """Return the lowest score from which on the wanted share of answers is right."""
    lowest, right, total = 1.0, 0.0, 0.0
    for score, is_right, weight in points:
        total += weight
        right += weight * is_right
        if right / total >= WANTED:
            lowest = score
    return lowest


def _speed() -> float:
    rows = [row for name, _ in SETS for row in _rows(name)]
    rows = [{**row, "id": place} for place, row in enumerate((rows * 2)[:200])]
    policy = _policy([_entry(row, 3) for row in rows], "en")
    questions = [w for row in rows for w in _wordings(row)[3:5]]
    start = time.process_time()
    for question in questions:
        policy.candidates(question, "")
    return (time.process_time() - start) / len(questions) * 1000


def _rows(name: str) -> list[Row]:
    with (DATA / name / "faq.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _chat_questions() -> list[str]:
    with (DATA / "irc_ubuntu" / "replay.jsonl").open(encoding="utf-8") as lines:
        said = [json.loads(line)["text"] for line in lines]
    return [text for text in said if "?" in text and len(text) > 15]


if __name__ == "__main__":
    sys.exit(main())
