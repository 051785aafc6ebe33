"""Who is who at the moment of acting: looks people up, and asks the one gate for rights."""

import re
from collections.abc import Callable

from bot.context import standing_of
from bot.domain import Member, Order, Standing
from bot.gate import may
from bot.locale import Phrasebook
from bot.ports import Adapter, Clock
from bot.rulebook.book import Rulebook
from bot.sharing import SHARED_BANS

#: A person's key: the network's name and an id without spaces.
_PERSON = re.compile(r"([a-z]{2,20}):(\S+)")


class Guard:
    """Checks each order of one community before it goes to its network."""

    def __init__(self, rulebook: Callable[[], Rulebook], clock: Clock) -> None:
        self._rulebook = rulebook
        self._clock = clock

    async def check(self, order: Order, adapter: Adapter) -> str | None:
        """Return why an order must not be carried out, None when it may."""
        person = self._person(order)
        target_id = getattr(order.action, "member", "")
        target = await adapter.find_member(order.place, target_id) if target_id else None
        actor, height = await self._actor(order, person, adapter)
        standing = self._standing(target) if target else None
        rulebook = self._rulebook()
        words = Phrasebook(rulebook.language, rulebook.address, rulebook.texts)
        refusal = may(
            order.action,
            actor=actor,
            target=standing,
            can=adapter.can,
            is_self=person == (order.network, target_id),
            leave_alone=standing is Standing.TRUSTED,
            is_bot=target is not None and target.bot,
            outranked=target is not None and 0 < height < target.rank,
            by_id=self._is_shared(order),
            words=words,
        )
        if refusal is not None and person is not None and person[0] != order.network:
            return words.say("gate_other_network", network=person[0])
        return refusal

    def _is_shared(self, order: Order) -> bool:
        """Return whether another community passed a ban on; a policy may be called so, too."""
        named = any(entry.name == order.actor for entry in self._rulebook().policies)
        return order.actor == SHARED_BANS and not named

    async def _actor(
        self, order: Order, person: tuple[str, str] | None, adapter: Adapter
    ) -> tuple[Standing | None, int]:
        """Return standing and height of whoever ordered it; no standing for a policy.

        Who gave the order on another network is nobody here.
        """
        if person is None:
            return None, 0
        network, id = person
        found = await adapter.find_member(order.place, id) if network == order.network else None
        return (self._standing(found), found.rank) if found else (Standing.NEWCOMER, 0)

    def _standing(self, member: Member) -> Standing:
        return standing_of(self._rulebook(), member, self._clock.now())

    def _person(self, order: Order) -> tuple[str, str] | None:
        """Return network and id of the person who ordered it, None for a policy or the house."""
        key = _PERSON.fullmatch(order.actor)
        if key is None:
            return None
        # A policy may be called like a key; one of this network is always taken for a person's.
        named = any(entry.name == order.actor for entry in self._rulebook().policies)
        return None if named and key[1] != order.network else (key[1], key[2])
