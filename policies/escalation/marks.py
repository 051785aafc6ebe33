"""The sign under a message for which a person was brought in."""

from dataclasses import dataclass

from bot.domain import Action, AddReaction, ReactionAdded, RemoveReaction
from bot.ports import Context


@dataclass(frozen=True, slots=True)
class Marks:
    """Sets the sign and takes it away; does nothing where none is wished for."""

    sign: str | None

    @property
    def actions(self) -> frozenset[type[Action]]:
        """What a network must be able to do for it."""
        both: frozenset[type[Action]] = frozenset({AddReaction, RemoveReaction})
        return both if self.sign else frozenset()

    def put(self, channel: str, message: str) -> tuple[Action, ...]:
        """Return what shows that the team knows of a message."""
        if self.sign is None:
            return ()
        return (AddReaction(channel=channel, message=message, emoji=self.sign),)

    async def away(self, event: ReactionAdded, context: Context) -> tuple[Action, ...]:
        """Return what takes the sign from a message that was settled."""
        if self.sign is None:
            return ()
        if not await context.open_cases(kind="question", message=event.message):
            return ()
        return (RemoveReaction(channel=event.channel, message=event.message, emoji=self.sign),)
