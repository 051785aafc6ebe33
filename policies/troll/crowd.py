"""Many newcomers who all say the same: a raid by words, however little each of them writes."""

from bot.domain import MessagePosted, Standing
from bot.ports import Context, Seen
from policies.troll.flood_settings import FloodWhen
from policies.troll.spree import MOST, SHORT, Breach


class Crowd:
    """Holds a newcomer's message against what others said in the same channel just before."""

    def __init__(self, when: FloodWhen) -> None:
        self._most = when.newcomers_above
        self._within = when.same_within

    def breach(self, event: MessagePosted, context: Context) -> Breach | None:
        """Return a breach when too many accounts said the same; older members are not looked at.

        Their messages belong to it the first time; after that only the message at hand does, as
        the earlier ones are down already.
        """
        if self._most is None or context.standing is not Standing.NEWCOMER:
            return None
        if event.text.count(" ") < SHORT:
            return None
        shape = context.shape()
        recent = context.recent(within=self._within, channel=event.channel)
        alike = [seen for seen in recent if seen.shape == shape and not seen.staff]
        others = {seen.member for seen in alike} - {event.member.id}
        if len(others) < self._most:
            return None
        earlier: tuple[Seen, ...] = tuple(alike[-MOST:]) if len(others) == self._most else ()
        return Breach(kind="crowd", number=len(others) + 1, messages=earlier)
