"""The same offer from many accounts, however it is reworded: copied and pasted in a wave.

Nothing is counted here: what was said lately is the core's to remember, also over a restart.
"""

from dataclasses import dataclass

from bot.domain import MessagePosted, Standing
from bot.ports import Context, Seen
from policies.troll.spam_settings import SpamWhen
from policies.troll.spree import MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many accounts wrote nearly the same, and the earlier messages that still stand."""

    accounts: int
    messages: tuple[Seen, ...] = ()


class Wave:
    """Holds a message against what others said just before, in whichever channel."""

    def __init__(self, when: SpamWhen) -> None:
        self._most = when.accounts_above
        self._within = when.same_within

    def copies(self, event: MessagePosted, context: Context, *, leads_away: bool) -> Copies | None:
        """Return the copies where too many accounts wrote them.

        They belong to it the first time; after that only the message at hand does, as the earlier
        ones are down already. Who has been here and leads nowhere is not looked at: people repeat
        each other.
        """
        if self._most is None:
            return None
        if not leads_away and context.standing is not Standing.NEWCOMER:
            return None
        alike = [seen for seen in context.alike(within=self._within) if not seen.staff]
        others = {seen.member for seen in alike} - {event.member.id}
        if len(others) < self._most:
            return None
        first = len(others) == self._most and event.member.id not in {s.member for s in alike}
        return Copies(accounts=len(others) + 1, messages=tuple(alike[-MOST:]) if first else ())
