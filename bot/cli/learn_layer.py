"""`evenhand learn --layer`: train a layer on the team's labels and propose it as a file."""

import argparse
import asyncio
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import FINE, MISTAKES
from bot.cli.inputs import file_there, known_community
from bot.cli.migrate import database_of
from bot.errors import EvenhandError, UsageError

if TYPE_CHECKING:
    from bot.learning import Looked, Proposed, Reader, Refused, Trial
    from bot.rulebook.book import Rulebook

#: So far back stored messages are looked for; how long they are kept is a setting.
_RECENT = timedelta(days=31)
_MOST_RECENT = 50_000
_MOST_SHOWN = 5
_LONGEST = 60
_STRONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A stored message whose score the layer would move over a threshold, or under it."""

    signal: str
    limit: float
    before: float
    after: float
    text: str


def run(args: argparse.Namespace) -> int:
    """Train, show what would change and write the proposal; exit code 1 where there is none."""
    from bot.bootstrap import read_rulebook
    from bot.learning import Proposed

    if args.json:
        raise UsageError("--json does not go with --layer, which writes a JSON file itself")
    file = file_there(args.layer)
    book = read_rulebook(file)
    if args.community not in (None, book.id):
        raise UsageError(f"{file} is for the community {book.id!r}, not {args.community!r}")
    found, texts = asyncio.run(_read(database_of(args), book.id))
    made = train(found, book)
    proposed = [one for one in made if isinstance(one, Proposed)]
    lines = [line for one in made for line in told(one)]
    if proposed:
        name, raw = as_file(book.id, proposed)
        weights = {one.signal: one.words for one in proposed}
        lines += _would_move(texts, weights, _limits(book))
        lines += _how_to_accept(file, name, hashlib.sha256(raw).hexdigest())
        _write(file.parent / name, raw)
    print("\n".join(lines))
    return FINE if proposed else MISTAKES


async def _read(url: str, community: str) -> "tuple[list[Looked], list[str]]":
    """Return what the team looked at, and the texts of the messages that are stored."""
    from bot.clock import SystemClock
    from bot.domain import MessagePosted
    from bot.learning import looks
    from bot.storage import Database
    from bot.storage.holdings import holdings_from_json

    database = Database(url)
    await database.open()
    try:
        known_community(community, await database.archive.communities())
        held = holdings_from_json(community, await database.archive.export(community))
        events = await database.events.since(community, SystemClock().now() - _RECENT)
    finally:
        await database.close()
    texts = [event.text for event in events if isinstance(event, MessagePosted) and event.text]
    return list(looks(held.decisions, held.cases)), texts[-_MOST_RECENT:]


def train(found: "Sequence[Looked]", book: "Rulebook") -> "list[Proposed | Refused]":
    """Return for each signal a layer to propose, or why there is none."""
    from bot.learning import SIGNALS, Bounds, examples, propose_layer
    from bot.rulebook.layers import MOST_WEIGHT, MOST_WORDS

    read, limits = _reader(), _limits(book)
    bounds = Bounds(weight=MOST_WEIGHT, words=MOST_WORDS)
    return [
        propose_layer(
            signal, examples(found, signal, read), limits[signal], score=_score, bounds=bounds
        )
        for signal in SIGNALS
    ]


def _limits(book: "Rulebook") -> dict[str, list[float]]:
    """Return the thresholds for each signal: where it is flagged, and where policies act or ask."""
    from bot.domain import FLAGGED_FROM
    from bot.learning import SIGNALS

    whens = [getattr(entry.settings, "when", None) for entry in book.policies]
    found = {}
    for signal in SIGNALS:
        own = {getattr(when, f"{signal}_above", None) for when in whens}
        found[signal] = sorted({FLAGGED_FROM[signal], *(each for each in own if each)})
    return found


def _reader() -> "Reader":
    from bot.detectors.layer import FROM, log_odds, words_of
    from bot.detectors.lexicon import words
    from bot.detectors.scorer import ScorerDetector
    from bot.detectors.text import make_text

    scorer = ScorerDetector()
    common = {word for group in words("languages").values() for word in group}

    def read(text: str, signal: str) -> tuple[float, frozenset[str]] | None:
        written = make_text(text)
        score = scorer.look(written)[signal].score
        if score < FROM or signal in scorer.sure_of(written):
            return None
        telling = {each for each in words_of(written) if not common.issuperset(each.split())}
        return log_odds(score), frozenset(telling)

    return read


def _score(odds: float, weights: Mapping[str, float], words: frozenset[str]) -> float:
    from bot.detectors.layer import weigh

    return 1 / (1 + math.exp(-odds - weigh(weights, words)))


def told(made: "Proposed | Refused") -> Iterator[str]:
    """Return in lines what was learned for a signal, and how it did on labels not seen before."""
    from bot.learning import Refused

    if isinstance(made, Refused):
        yield f"{made.signal}: no layer, for {made.because}."
        yield from _table(made.trials)
        yield ""
        return
    yield (
        f"{made.signal}: {made.labels} labels about {made.people} people, {made.right} right and "
        f"{made.labels - made.right} wrong; {len(made.words)} words."
    )
    yield from _table(made.trials)
    yield f"  Of these it mended {made.mended} and spoilt {made.spoilt}."
    strongest = list(made.words.items())[:_STRONGEST]
    yield "  Strongest: " + ", ".join(f"{word} {weight:+.2f}" for word, weight in strongest)
    yield ""


def _table(trials: "Sequence[Trial]") -> Iterator[str]:
    if trials:
        head = "each judged by labels about others"
        yield f"  {head:36}{'right':>7}{'wrong':>7}{'surely right':>16}"
    for trial in trials:
        for name, found in (("before", trial.before), ("after", trial.after)):
            low, high = found.bounds
            sure = f"{100 * low:.0f} to {100 * high:.0f} %"
            flagged = f"flagged above {trial.limit:.2f}, {name}"
            yield f"  {flagged:36}{found.right:>7}{found.wrong:>7}{sure:>16}"


def as_file(community: str, proposed: "Iterable[Proposed]") -> tuple[str, bytes]:
    """Return the name and the content of a layer's file; another content has another name."""
    from bot.rulebook.layers import VERSION

    layer = {
        "version": VERSION,
        "kind": "layer",
        "community": community,
        "signals": {
            one.signal: {"labels": one.labels, "words": dict(one.words)} for one in proposed
        },
    }
    raw = f"{json.dumps(layer, ensure_ascii=False, indent=2)}\n".encode()
    return f"{community}-layer-{hashlib.sha256(raw).hexdigest()[:8]}.json", raw


def _would_move(
    texts: Sequence[str],
    weights: Mapping[str, Mapping[str, float]],
    limits: Mapping[str, Sequence[float]],
) -> Iterator[str]:
    """Return in lines what it would change about the messages that are stored."""
    moved = list(moves(texts, weights, limits))
    yield f"Of {len(texts)} messages that are stored,"
    for signal in weights:
        for limit in limits[signal]:
            here = [one for one in moved if (one.signal, one.limit) == (signal, limit)]
            less = sum(one.after <= limit for one in here)
            yield (
                f"  {signal} above {limit:.2f}: {less} would no longer be flagged, "
                f"{len(here) - less} would be flagged that are not now"
            )
    for one in moved[:_MOST_SHOWN]:
        yield f"    {one.before:.2f} to {one.after:.2f}  {_safe(one.text[:_LONGEST])}"
    yield ""


def moves(
    texts: Iterable[str],
    weights: Mapping[str, Mapping[str, float]],
    limits: Mapping[str, Sequence[float]],
) -> Iterator[Moved]:
    """Give the texts whose scores weights would move over a threshold, or under it."""
    from bot.detectors.layer import Layered
    from bot.detectors.scorer import ScorerDetector
    from bot.detectors.text import make_text

    scorer = ScorerDetector()
    layered = Layered(scorer, weights)
    for text in texts:
        written = make_text(text)
        before = scorer.look(written)
        after = layered.moved(written, before)
        for signal in weights:
            was, now = before[signal].score, after[signal].score
            for limit in limits[signal]:
                if (was > limit) != (now > limit):
                    yield Moved(signal=signal, limit=limit, before=was, after=now, text=text)


def _how_to_accept(file: Path, name: str, version: str) -> Iterator[str]:
    yield f"Proposed in {file.parent / name}, SHA-256 {version}."
    yield f"Nothing acts on it yet. To accept it, write this line into {file.name}:"
    yield f"  layer: {name}"
    yield "and look at it with `evenhand check` and `evenhand replay`."
    yield "To go back, take the line out."


def _write(file: Path, raw: bytes) -> None:
    try:
        file.write_bytes(raw)
    except OSError as error:
        raise EvenhandError(f"{file} cannot be written: {error.strerror or error}") from None


def _safe(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
