"""Many bans in one request, as a raid asks for; whoever is left out goes by themselves."""

from collections.abc import Callable, Mapping, Sequence

from adapters.discord import places
from adapters.discord.deed import LONGEST_REASON, Deed, Tools, done, put_off
from adapters.discord.parking import Key, Parking
from adapters.discord.problems import Busy, No, Refusal, Unclear
from bot.domain import Ban, Order, Outcome

#: Discord bans so many people at once at most.
MOST_AT_ONCE = 200
#: It asks for both of these; with the first alone each ban goes by itself.
_NEEDED = places.BAN_MEMBERS | places.MANAGE_GUILD
#: Cases that one reason in the audit log names.
_MOST_NAMED = 8
_LONGEST_WHY = LONGEST_REASON // 2


class BulkBans:
    """Bans together whom Discord lets be banned together; refusals count like those of one."""

    def __init__(self, tools: Tools, parking: Parking, seconds: Callable[[], float]) -> None:
        self._tools = tools
        self._parking = parking
        self._shut = Parking(seconds, most=1)

    def clear(self, place: str) -> None:
        """Try again in a place whose roles were changed."""
        self._shut.clear(place)

    async def ban(self, orders: Sequence[Order]) -> Mapping[str, Outcome]:
        """Return who is banned, by the order's key; the others are to be banned one by one.

        Those are whom Discord left out, who stands too high, and all of them where it takes no
        such request here: only a request for each says why.
        """
        deeds = [deed for deed in self._deeds(orders) if await _may(deed)]
        if len(deeds) < 2:
            return {}
        try:
            banned = await _ask(deeds)
        except Refusal as refusal:
            self._refused(deeds, refusal)
            return {}
        except (Busy, Unclear) as problem:
            return {deed.order.key: put_off(problem) for deed in deeds}
        return {deed.order.key: done() for deed in deeds if _member(deed) in banned}

    def _deeds(self, orders: Sequence[Order]) -> list[Deed]:
        return [
            Deed(order=order, tools=self._tools)
            for order in orders[:MOST_AT_ONCE]
            if isinstance(order.action, Ban)
            and not self._shut.is_parked(_bulk(order))
            and not self._parking.is_parked(_single(order))
        ]

    def _refused(self, deeds: Sequence[Deed], refusal: Refusal) -> None:
        if refusal.status not in (401, 403):
            return
        for order in {_single(deed.order): deed.order for deed in deeds}.values():
            self._parking.refused(_single(order))
        self._shut.refused(_bulk(deeds[0].order))


async def _may(deed: Deed) -> bool:
    try:
        await deed.may_touch(_NEEDED, _member(deed))
    except (Busy, No, Refusal, Unclear):
        return False
    return True


async def _ask(deeds: Sequence[Deed]) -> frozenset[str]:
    """Return the ids of those whom Discord says it banned."""
    told = await deeds[0].rest.request(
        "POST",
        f"{deeds[0].guild}/bulk-ban",
        body={"user_ids": [_member(deed) for deed in deeds], "delete_message_seconds": 0},
        reason=_reason(deeds),
        urgent=True,
    )
    banned = frozenset(str(id) for id in told["banned_users"])
    for deed in deeds:
        if _member(deed) in banned:
            deed.touched(_member(deed))
    return banned


def _reason(deeds: Sequence[Deed]) -> str:
    """Return what the audit log shows for all of them, with cases or decisions to look up."""
    first = deeds[0].order
    said = first.action.reason if isinstance(first.action, Ban) else ""
    why = deeds[0].why(said, _LONGEST_WHY)
    marks = list(dict.fromkeys(_mark(deed.order) for deed in deeds))
    named = ", ".join(marks[:_MOST_NAMED])
    more = len(marks) - _MOST_NAMED
    return f"{why} (Evenhand {named} and {more} more)" if more > 0 else f"{why} (Evenhand {named})"


def _mark(order: Order) -> str:
    return f"case {order.case}" if order.case else order.decision


def _member(deed: Deed) -> str:
    return str(getattr(deed.order.action, "member", ""))


def _single(order: Order) -> Key:
    return (order.place, Ban.__name__, order.actor)


def _bulk(order: Order) -> Key:
    return (order.place, "bulk", "")
