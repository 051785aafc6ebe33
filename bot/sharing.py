"""Bans that communities of one owner share: what goes from one to another, and to whom.

Two communities share where each file names the other, so nobody is drawn in by somebody else's
file. A ban goes to those that its own community names, and never further. It travels as a timer of
the other community: written down with the command that sends it, carried out under the other's
lease, once, whatever dies in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.appointments import CASEWORK
from bot.decide import decision_id
from bot.domain import Ban, Decision
from bot.ports import Timer
from bot.rulebook.book import Rulebook

#: What timers for other communities are set for: to take a ban over, or to lift it again.
SHARE, LIFT = "share", "lift"
#: Who acts where a ban was passed on.
SHARED_BANS = "shared bans"
#: Where a decision that was taken over keeps the name of the community it came from.
FROM = "shared_from"


def neighbours(
    own: Rulebook, rulebooks: Mapping[str, Rulebook], network: str
) -> Sequence[Rulebook]:
    """Return the communities on a network that share bans with this one."""
    return [
        other
        for other in rulebooks.values()
        if other.id != own.id
        and network in other.places
        and own.shared_bans.names(other.name)
        and other.shared_bans.names(own.name)
    ]


def one_sided(own: Rulebook, rulebooks: Mapping[str, Rulebook]) -> Sequence[str]:
    """Return the names that this file gives and nobody answers to by naming it as well."""
    mutual = {
        other.name.casefold() for other in rulebooks.values() if other.shared_bans.names(own.name)
    }
    return [name for name in own.shared_bans.groups if name.casefold() not in mutual]


def ban_of(decision: Decision) -> Ban | None:
    """Return the ban that a decision holds."""
    return next((action for action in decision.actions if isinstance(action, Ban)), None)


def shared_id(community: str, decision: str) -> str:
    """Return the id of the decision under which another community takes a ban over."""
    return decision_id(f"{SHARE}:{community}:{decision}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A ban on its way from `own`; `by` is the name of whoever passes it on or lifts it."""

    own: Rulebook
    decision: Decision
    by: str
    now: datetime

    def share(self, others: Sequence[Rulebook]) -> tuple[Timer, ...]:
        """Return the timers that bring a ban to other communities."""
        ban = ban_of(self.decision)
        subject = self.decision.subject
        if ban is None:
            return ()
        told = {
            "member": ban.member,
            "member_name": subject.name if subject else "",
            "until": ban.until.isoformat() if ban.until else "",
            "reason": self.decision.facts,
            "number": str(self.decision.case or ""),
        }
        return tuple(self._timer(SHARE, other, told) for other in others)

    def lift(self, others: Sequence[Rulebook]) -> tuple[Timer, ...]:
        """Return the timers that lift a ban where it was taken over."""
        if ban_of(self.decision) is None or FROM in self.decision.details:
            return ()
        return tuple(self._timer(LIFT, other, {}) for other in others)

    def _timer(self, do: str, other: Rulebook, told: Mapping[str, str]) -> Timer:
        network = self.decision.network
        origin = {"from": self.own.id, "name": self.own.name, "decision": self.decision.id}
        return Timer(
            key=f"{do}:{other.id}:{self.own.id}:{self.decision.id}",
            community=other.id,
            network=network,
            place=other.places[network],
            owner=CASEWORK,
            due_at=self.now,
            payload={"do": do, "by": self.by, **origin, **told},
        )
