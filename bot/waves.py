"""Many accounts within minutes: a raid is told in one line that grows, and taken back in one step.

Which wave a decision belongs to is written down with it, and the line is worked out from that. Only
where a wave stands right now is kept in memory: a restart costs a few lines more, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain import Decision, Reply, TimePassed
from bot.ports import CaseBook, Ledger, Timer
from bot.voices import ALERT, order_key

#: From so many accounts on a policy's decisions are told as one wave.
FROM = 4
#: After so long without another one a wave is over.
LULL = timedelta(minutes=2)
#: So often the line about a wave is written anew at most.
REFRESHED = timedelta(seconds=20)
#: What is decided so shortly before may be written down too late for it, and has the next one.
TOO_LATE = timedelta(seconds=2)
#: So many cases are looked through for those of a wave.
MOST = 2_000
#: Where a decision names the first case of its wave.
WAVE = "wave"
#: What the timer does that writes the line anew.
TELL = "wave"
_POLICIES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """How the team hears of a decision.

    With `together` these decisions are told in one line; `later` writes that line anew, and the
    decision itself needs none.
    """

    decision: Decision
    together: Sequence[Decision] = ()
    later: Timer | None = None
    quiet: bool = False


@dataclass(slots=True)
class _Wave:
    first: int
    last: datetime
    accounts: set[str] = field(default_factory=set)
    decisions: list[Decision] = field(default_factory=list)
    #: The decision whose alert is the line about the wave.
    line: str = ""
    anew_at: datetime | None = None


class Waves:
    """Remembers for each policy of one community on whose accounts it acted within minutes."""

    def __init__(self) -> None:
        self._by_policy: dict[tuple[str, str, str], _Wave] = {}

    def join(self, decision: Decision, owner: str) -> Told:
        """Return a policy's decision with its wave named, and how the team hears of it.

        The decision must have a case and a subject; `owner` is whose timers write the line anew.
        """
        wave = self._wave_of(decision)
        wave.last = decision.at
        wave.accounts.add(decision.subject.id if decision.subject else "")
        details = {**decision.details, WAVE: str(wave.first)}
        decision = replace(decision, details=details)
        if wave.line:
            return Told(decision, later=_later(wave, decision, owner), quiet=True)
        wave.decisions.append(decision)
        if len(wave.accounts) < FROM:
            return Told(decision)
        wave.line = decision.id
        together, wave.decisions = wave.decisions, []
        return Told(decision, together=together)

    def _wave_of(self, decision: Decision) -> _Wave:
        # Each place has its own line: nobody reads the one of another network.
        key = (decision.actor, decision.network, decision.place)
        wave = self._by_policy.get(key)
        if wave is not None and decision.at - wave.last <= LULL:
            return wave
        if len(self._by_policy) >= _POLICIES_KEPT:
            self._by_policy.clear()
        wave = self._by_policy[key] = _Wave(decision.case or 0, decision.at)
        return wave


def _later(wave: _Wave, decision: Decision, owner: str) -> Timer | None:
    """Return the timer that writes a wave's line anew, None where one is set already."""
    if wave.anew_at is not None and decision.at <= wave.anew_at - TOO_LATE:
        return None
    wave.anew_at = decision.at + REFRESHED
    return Timer(
        key=f"wave:{decision.community}:{wave.line}:{decision.id}",
        community=decision.community,
        network=decision.network,
        place=decision.place,
        owner=owner,
        due_at=wave.anew_at,
        payload={"do": TELL, "line": wave.line},
    )


def line_key(decision: str) -> str:
    """Return the key of the order that first told of a wave, by the decision it came with."""
    return order_key(decision, ALERT, Reply(channel="", text=""))


def line_of(event: TimePassed) -> str:
    """Return the decision that first told of a wave whose line is to be written anew."""
    return event.payload.get("line", "")


async def decisions_of(one: Decision, casebook: CaseBook, ledger: Ledger) -> Sequence[Decision]:
    """Return the decisions of the wave that one belongs to, oldest first, at most MOST cases on."""
    first = one.details.get(WAVE, "")
    if not first.isdigit():
        return [one]
    start, last = int(first), await casebook.last_number(one.community)
    found: list[Decision] = []
    for number in range(start, min(last, start + MOST - 1) + 1):
        case = await casebook.case(one.community, number)
        decision = await ledger.decision(one.community, case.about) if case else None
        if decision is not None and decision.details.get(WAVE) == first:
            found.append(decision)
    return found
