"""Put one rulebook to work: the engine, the windows and the brake that belong to it.

Everything here is made anew when the rulebook changes, except the windows and the case numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.context import standing_of
from bot.decide import Decider
from bot.detectors.layer import on_top
from bot.detectors.patterns import PatternSet
from bot.detectors.similarity import shape, sketch
from bot.detectors.text import make_text
from bot.domain import Event, Member, MessagePosted, Mode, Standing
from bot.engine import Engine
from bot.limits import DAY, Brake
from bot.ports import Answerer, Clock, Detector, LearnedAnswer, Policy, Store
from bot.rulebook.book import PolicyEntry, Rulebook
from bot.trust import WITHIN, Trust, is_substance
from bot.windows import Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What judging and deciding under one rulebook takes."""

    rulebook: Rulebook
    engine: Engine
    decider: Decider
    windows: Windows
    modes: Mapping[str, Mode]


def detectors_by_signal(detectors: Iterable[Detector]) -> dict[str, Detector]:
    """Return the detector that gives each signal; the last one named wins."""
    return {name: detector for detector in detectors for name in detector.names}


async def set_up(
    rulebook: Rulebook,
    *,
    store: Store,
    detectors: Mapping[str, Detector],
    clock: Clock,
    windows: Windows | None = None,
) -> Workshop:
    """Build what a rulebook needs, with what was learned and done before."""
    modes = dict(await store.ledger.modes(rulebook.id))
    rulebook = _with_answers(rulebook, await store.ledger.answers(rulebook.id))
    if windows is None or not _reaches(windows, rulebook):
        windows = await _rebuild_windows(rulebook, store, clock)
    else:
        windows.standing = _standing(rulebook, clock)
    if rulebook.layer is not None:
        detectors = on_top(detectors, rulebook.layer.weights)
    brake = Brake(rulebook.limits)
    brake.remember(await store.ledger.counts(rulebook.id, clock.now() - DAY))
    engine = Engine(
        rulebook,
        modes=modes,
        windows=windows,
        detectors=detectors,
        casebook=store.casebook,
        make_text=make_text,
        match=pattern_set(rulebook).match,
        trust=_trust(rulebook, store, windows),
    )
    decider = Decider(rulebook, brake, store.ledger)
    return Workshop(rulebook=rulebook, engine=engine, decider=decider, windows=windows, modes=modes)


def horizon(rulebook: Rulebook) -> timedelta:
    """Return how far back the policies of a rulebook look."""
    looks = [entry.policy.needs.window for entry in rulebook.policies]
    if rulebook.newcomers.until_messages:
        looks.append(WITHIN)
    return max(looks, default=timedelta(0))


def _trust(rulebook: Rulebook, store: Store, windows: Windows) -> Trust | None:
    if not rulebook.newcomers.until_messages:
        return None
    return Trust(rulebook, store.casebook, windows)


def _reaches(windows: Windows, rulebook: Rulebook) -> bool:
    """Return whether windows that were made for another rulebook hold what this one asks."""
    compared = windows.sketch is not None or not _compares(rulebook)
    weighed = windows.substance is not None or not rulebook.newcomers.until_messages
    return compared and weighed and windows.horizon >= horizon(rulebook)


def _compares(rulebook: Rulebook) -> bool:
    return any(entry.policy.needs.compares for entry in rulebook.policies)


def pattern_set(rulebook: Rulebook) -> PatternSet:
    """Return all patterns of a rulebook as one set."""
    return PatternSet(
        [
            (entry.name, pattern)
            for entry in rulebook.policies
            for pattern in entry.policy.needs.patterns
        ]
    )


async def _rebuild_windows(rulebook: Rulebook, store: Store, clock: Clock) -> Windows:
    windows = new_windows(rulebook, clock)
    for event in await store.events.since(rulebook.id, clock.now() - windows.horizon):
        windows.fold(event, make_text(_text(event)))
    return windows


def new_windows(rulebook: Rulebook, clock: Clock) -> Windows:
    """Return empty windows that reach as far back as the rulebook's policies look."""
    return Windows(
        horizon=horizon(rulebook),
        shape=shape,
        sketch=sketch if _compares(rulebook) else None,
        substance=is_substance if rulebook.newcomers.until_messages else None,
        standing=_standing(rulebook, clock),
    )


def _standing(rulebook: Rulebook, clock: Clock) -> Callable[[Member], Standing]:
    return lambda member: standing_of(rulebook, member, clock.now())


def _text(event: Event) -> str:
    return event.text if isinstance(event, MessagePosted) else ""


def _with_answers(rulebook: Rulebook, answers: Sequence[LearnedAnswer]) -> Rulebook:
    if not answers:
        return rulebook
    learn = _learner(answers)
    return replace(rulebook, policies=tuple(learn(entry) for entry in rulebook.policies))


def _learner(answers: Sequence[LearnedAnswer]) -> Callable[[PolicyEntry], PolicyEntry]:
    def learn(entry: PolicyEntry) -> PolicyEntry:
        policy: Policy = entry.policy
        if not isinstance(policy, Answerer):
            return entry
        return replace(entry, policy=policy.with_answers(answers))

    return learn
