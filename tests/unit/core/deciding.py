"""A bench on which verdicts become decisions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.decide import Decider, Ruling
from bot.domain import Action, DeleteMessage, Event, Nudge, Timeout, Verdict, Warn
from bot.limits import Brake
from bot.ports import Strike
from bot.rulebook.book import Limits
from bot.storage import MemoryStore
from tests.support.making import NOON, after, settlement, verdict
from tests.support.policies import rulebook

DELETE = DeleteMessage(channel="general", message="m1", member="rude")


NUDGE, WARN = Nudge(member="rude"), Warn(member="rude")


HOUR, DAY = Timeout(member="rude", seconds=3600), Timeout(member="rude", seconds=86400)


MONTH = timedelta(days=30)


def ladder(*more: Any, **fields: Any) -> Verdict:
    return verdict((DELETE, NUDGE), (DELETE, WARN), (DELETE, DAY), forget_after=MONTH, **fields)


class Bench:
    """A decider on a store, which writes down what it decided."""

    def __init__(self, **limits: int) -> None:
        self.store = MemoryStore()
        fields = {"deletions_per_hour": 100, "timeouts_per_day": 100, **limits}
        self.limits = Limits(**fields)
        self.fence = 0
        self.decider = self.anew()

    def anew(self) -> Decider:
        """Return a decider that knows nothing but what is written down, as after a restart."""
        return Decider(rulebook(), Brake(self.limits), self.store.ledger)

    async def hold_against(self, *strikes: Strike) -> None:
        self.fence = await self.store.leases.take("kettle", "test", NOON, 60) or 0
        await self.store.ledger.settle([settlement(fence=self.fence, strikes=strikes)])

    async def decide(self, event: Event, *verdicts: Verdict, at: float = 0) -> Ruling:
        ruling = await self.decider.decide(event, verdicts, after(at))
        assert ruling is not None
        await self.hold_against(*ruling.strikes)
        return ruling

    async def actions(self, event: Event, *verdicts: Verdict, at: float = 0) -> list[str]:
        return kinds((await self.decide(event, *verdicts, at=at)).decision.actions)


def kinds(actions: Sequence[Action]) -> list[str]:
    return [type(action).__name__ for action in actions]
