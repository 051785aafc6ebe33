"""Who is who at the moment of acting: looks people up, and asks the one gate for rights."""

from collections.abc import Callable

from bot.context import standing_of
from bot.domain import Member, Order, Standing
from bot.gate import may
from bot.locale import Phrasebook
from bot.ports import Adapter, Clock
from bot.rulebook.book import Rulebook


class Guard:
    """Checks each order of one community before it goes to its network."""

    def __init__(self, rulebook: Callable[[], Rulebook], clock: Clock) -> None:
        self._rulebook = rulebook
        self._clock = clock

    async def check(self, order: Order, adapter: Adapter) -> str | None:
        """Return why an order must not be carried out, None when it may."""
        actor_id = _person(order)
        target_id = getattr(order.action, "member", "")
        target = await adapter.find_member(order.place, target_id) if target_id else None
        actor: Standing | None = None
        height = 0
        if actor_id is not None:
            found = await adapter.find_member(order.place, actor_id)
            actor = self._standing(found) if found else Standing.NEWCOMER
            height = found.rank if found else 0
        standing = self._standing(target) if target else None
        rulebook = self._rulebook()
        return may(
            order.action,
            actor=actor,
            target=standing,
            can=adapter.can,
            is_self=bool(actor_id) and actor_id == target_id,
            leave_alone=standing is Standing.TRUSTED,
            is_bot=target is not None and target.bot,
            outranked=target is not None and 0 < height < target.rank,
            words=Phrasebook(rulebook.language, rulebook.address, rulebook.texts),
        )

    def _standing(self, member: Member) -> Standing:
        return standing_of(self._rulebook(), member, self._clock.now())


def _person(order: Order) -> str | None:
    """Return the id of the person who ordered it, None for a policy or the house itself."""
    prefix = f"{order.network}:"
    return order.actor.removeprefix(prefix) if order.actor.startswith(prefix) else None
