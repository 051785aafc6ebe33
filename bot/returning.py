"""Who leaves and comes back gets the roles again that they had by a decision still in force.

Networks keep bans and time-outs for those who leave, but no roles; leaving must not be a way out.
"""

from dataclasses import replace

from bot.appointments import CASEWORK
from bot.casework import Casework
from bot.decide import decision_id
from bot.domain import (
    AddRole,
    Decision,
    MemberJoined,
    MemberModerated,
    Order,
    RemoveRole,
    event_key,
    person_key,
)
from bot.ports import Clock, Ledger, Settlement

#: So many of somebody's latest decisions are looked through.
MOST_LOOKED_AT = 50


class Returning:
    """Looks up, for one community, which roles somebody who comes in has to have."""

    def __init__(self, casework: Casework, ledger: Ledger, clock: Clock) -> None:
        self._casework = casework
        self._ledger = ledger
        self._clock = clock

    async def roles(self, event: MemberJoined) -> Settlement | None:
        """Return the orders that put roles back on, None where there are none.

        The same event leads to the same orders, however often it is handled.
        """
        orders: list[Order] = []
        for decision, number, action in await self._in_force(event):
            had = set(map(_name, event.member.roles))
            if isinstance(action, AddRole) and _name(action.role) not in had:
                orders.append(self._again(event, decision, number, action))
        return self._casework.words(tuple(orders), self._clock.now()) if orders else None

    async def gave(self, event: MemberModerated) -> bool:
        """Return whether a decision in force gave the role that somebody now took by hand."""
        found = await self._in_force(event)
        return any(
            isinstance(one, AddRole) and _name(one.role) == _name(event.role) for *_, one in found
        )

    async def _in_force(
        self, event: MemberJoined | MemberModerated
    ) -> list[tuple[Decision, int, AddRole | RemoveRole]]:
        """Return the last that was decided on each role of somebody, with its place there."""
        person = person_key(event.network, event.member.id)
        community = self._casework.rulebook.id
        decided: dict[str, tuple[Decision, int, AddRole | RemoveRole]] = {}
        for decision in await self._ledger.decisions_about(community, person, limit=MOST_LOOKED_AT):
            here = (decision.network, decision.place) == (event.network, event.place)
            if not here or decision.undone_at is not None:
                continue
            for number, action in reversed(tuple(enumerate(decision.actions))):
                if isinstance(action, AddRole | RemoveRole):
                    decided.setdefault(_name(action.role), (decision, number, action))
        return list(decided.values())

    def _again(
        self, event: MemberJoined, decision: Decision, number: int, action: AddRole
    ) -> Order:
        # The house's own order: it holds also when whoever gave it is no longer of the team.
        order = self._casework.order(decision, number, action, actor=CASEWORK)
        key = f"{order.key}:{decision_id(event_key(event))}"
        return replace(order, key=key, at=self._clock.now())


def _name(role: str) -> str:
    """Return a role's name in the form in which names are compared."""
    return role.removeprefix("@").casefold()
