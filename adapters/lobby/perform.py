"""What the house orders, done in the room: each order once, however often it comes."""

from adapters.lobby.effects import MARKS, Change, Refused, change_by
from adapters.lobby.records import Carried
from adapters.lobby.room import Room
from bot.domain import Order, Outcome, OutcomeState
from bot.errors import NetworkError

#: Seconds after which an order may be tried again that could not be written down.
TRY_AGAIN_AFTER = 2.0


class Performer:
    """Carries out orders in a room."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def perform(self, order: Order) -> Outcome:
        """Carry out one order; a repeat gets the first one's outcome and changes nothing."""
        try:
            await self._room.open()
            known = self._room.carried.get(order.key)
            if known is None:
                return await self._carry_out(order)
            await self._room.settled()
            return known.outcome
        except NetworkError as error:
            return Outcome(
                state=OutcomeState.FAILED, detail=str(error), retry_after=TRY_AGAIN_AFTER
            )

    async def _carry_out(self, order: Order) -> Outcome:
        if isinstance(order.action, MARKS):
            # The house may mark a message before it is shown.
            await self._room.shown(order.action.message)
        try:
            change: Change = change_by(order, self._room)
        except Refused as no:
            return Outcome(state=OutcomeState.REFUSED, detail=str(no))
        done = Carried(
            key=order.key, state=OutcomeState.DONE, detail=change.detail, made=change.made
        )
        await self._room.commit(*change.records, done)
        return done.outcome
