"""Let a recording happen under one rulebook, or under two side by side, and count what comes."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.detectors import builtin
from bot.domain import KIND_OF, Decision, Event, Order
from bot.replay.compare import Comparison
from bot.replay.recording import Recording
from bot.replay.tally import Tally
from bot.replay.troubles import watch
from bot.rulebook.book import Rulebook
from bot.trial import AFTERWARDS, Trial
from bot.workshop import detectors_by_signal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event and what each rulebook came to by then; the last moment has no event.

    `decisions` and `orders` hold one entry per rulebook, in the order in which they were given;
    timers that came due before the event have their part in them.
    """

    event: Event | None
    decisions: tuple[tuple[Decision, ...], ...]
    orders: tuple[tuple[Order, ...], ...]


async def moments(rulebooks: Sequence[Rulebook], events: Iterable[Event]) -> AsyncIterator[Moment]:
    """Yield every event in turn, then what timers do on the day after the last one."""
    trials: list[Trial] = []
    last: Event | None = None
    for event in events:
        trials = trials or _trials(rulebooks, event)
        for trial in trials:
            await _feed(trial, event)
        yield _collect(event, trials)
        last = event
    if last is not None:
        for trial in trials:
            await trial.until(last.at + AFTERWARDS)
        yield _collect(None, trials)


def _trials(rulebooks: Iterable[Rulebook], first: Event) -> list[Trial]:
    detectors = detectors_by_signal(builtin())
    return [Trial(book, first.at, detectors=detectors, forgetful=True) for book in rulebooks]


async def _feed(trial: Trial, event: Event) -> None:
    """Let an event happen; one that breaks the judging is set aside, as it would be at work."""
    try:
        await trial.feed(event)
    except Exception:
        log.exception("a %s could not be judged", KIND_OF[type(event)])


def _collect(event: Event | None, trials: Iterable[Trial]) -> Moment:
    taken = [trial.take() for trial in trials]
    return Moment(
        event=event,
        decisions=tuple(decisions for decisions, _ in taken),
        orders=tuple(orders for _, orders in taken),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a replay came to: one tally per rulebook, and `comparison` where there are two.

    `seconds` is how long it took, `troubles` what went wrong in Evenhand itself, and how often.
    """

    tallies: tuple[Tally, ...]
    seconds: float
    comparison: Comparison | None = None
    troubles: Mapping[str, int] = field(default_factory=dict)


async def replay(
    rulebooks: Sequence[Rulebook],
    recording: Recording,
    *,
    most_examples: int = 10,
    on_moment: Callable[[Moment], None] = lambda _moment: None,
) -> Played:
    """Play a recording to its end; `on_moment` is told of each event as it is judged."""
    tallies = tuple(Tally(rulebook=book, most_examples=most_examples) for book in rulebooks)
    comparison = (
        Comparison(one=tallies[0], other=tallies[1], most_examples=most_examples)
        if len(tallies) > 1
        else None
    )
    began = time.perf_counter()
    with watch() as troubles:
        async for moment in moments(rulebooks, recording):
            _count(moment, recording.line, tallies)
            if comparison is not None:
                comparison.met(moment.event, recording.line, *moment.decisions)
            on_moment(moment)
    return Played(
        tallies=tallies,
        seconds=time.perf_counter() - began,
        comparison=comparison,
        troubles=dict(troubles.counts),
    )


def _count(moment: Moment, line: int, tallies: Sequence[Tally]) -> None:
    for tally, decisions, orders in zip(tallies, moment.decisions, moment.orders, strict=True):
        if moment.event is not None:
            tally.heard(moment.event)
        for decision in decisions:
            tally.decided(decision, moment.event, line)
        for order in orders:
            tally.ordered(order)
