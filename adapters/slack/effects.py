"""What can be done in a workspace, and how each effect is done there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from adapters.slack import removal
from adapters.slack.archiving import archive, unarchive
from adapters.slack.deleting import delete, purge
from adapters.slack.holds import Holds
from adapters.slack.locks import Locks
from adapters.slack.marking import pin, react
from adapters.slack.restricting import restrict
from adapters.slack.saying import Sayer
from adapters.slack.workspace import Workspace
from bot.domain import (
    AddReaction,
    AddRole,
    Answer,
    ArchiveChannel,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Kick,
    LockChannel,
    Order,
    Outcome,
    OutcomeState,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    Timeout,
    UnarchiveChannel,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)

_AGAIN, _LOOK, _ONCE = EffectClass.REPEATABLE, EffectClass.LOOKUP, EffectClass.ONCE

#: What can be done with a bot's token alone; our messages carry their order's key.
CAN: Mapping[type[Effect], EffectClass] = MappingProxyType(
    {
        DeleteMessage: _AGAIN,
        PurgeMessages: _AGAIN,
        RestoreMessage: _LOOK,
        Timeout: _AGAIN,
        Untimeout: _AGAIN,
        Kick: _AGAIN,
        Reply: _LOOK,
        EditReply: _AGAIN,
        SendDirect: _LOOK,
        Answer: _ONCE,
        AddRole: _AGAIN,
        RemoveRole: _AGAIN,
        AddReaction: _AGAIN,
        RemoveReaction: _AGAIN,
        PinMessage: _AGAIN,
        UnpinMessage: _AGAIN,
        ArchiveChannel: _AGAIN,
    }
)
#: The same with an admin's token.
ABILITIES: Mapping[type[Effect], EffectClass] = MappingProxyType(
    {**CAN, LockChannel: _AGAIN, UnlockChannel: _AGAIN, UnarchiveChannel: _AGAIN}
)
#: What a workspace's plan and an organisation's admin have to allow besides.
OF_ORGANISATIONS = (LockChannel, UnlockChannel)
NOBODY = "Nobody with this id is in the workspace."


def leaves_traces(order: Order) -> bool:
    """Return whether it can be looked up later if an order was carried out."""
    kind: type[Effect] = type(order.action)  # type: ignore[assignment]  # orders hold effects
    return ABILITIES.get(kind) is EffectClass.LOOKUP


class Refused(Exception):
    """Slack, or what we know of it, says no, in one sentence."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Does in one workspace what an order asks for."""

    workspace: Workspace
    holds: Holds
    locks: Locks
    sayer: Sayer

    async def carry_out(self, order: Order) -> Outcome:
        """Do it; raises Refused and SlackError for a no, NetworkError where nobody can tell."""
        match order.action:
            case Reply() | RestoreMessage() | SendDirect() | Answer() | EditReply():
                return await self.sayer.say(self.workspace, order)
            case DeleteMessage():
                return await delete(self.workspace, order.action)
            case PurgeMessages():
                return await purge(self.workspace, order.action)
            case Timeout() | Untimeout() | Kick():
                return await self._move(order, order.action)
            case AddRole() | RemoveRole():
                return await self._change_group(order.action)
            case LockChannel(channel=channel):
                return await restrict(self.workspace, self.locks, channel, locked=True)
            case UnlockChannel(channel=channel):
                return await restrict(self.workspace, self.locks, channel, locked=False)
            case _:
                return await self._keep(order)

    async def _keep(self, order: Order) -> Outcome:
        match order.action:
            case PinMessage() | UnpinMessage():
                return await pin(self.workspace, order.action)
            case AddReaction() | RemoveReaction():
                return await react(self.workspace, order.action)
            case ArchiveChannel(channel=channel):
                return await archive(self.workspace, channel)
            case UnarchiveChannel(channel=channel):
                return await unarchive(self.workspace, channel)
        raise Refused("Slack cannot do this.")

    async def _move(self, order: Order, action: Timeout | Untimeout | Kick) -> Outcome:
        if await self.workspace.find_member(action.member) is None:
            raise Refused(NOBODY)
        match action:
            case Timeout():
                until = action.until or order.at + timedelta(seconds=action.seconds)
                return await removal.hold(self.workspace, self.holds, action.member, until)
            case Untimeout():
                return await removal.release(self.workspace, self.holds, action.member)
            case Kick():
                return await removal.take_out(self.workspace, action.member)

    async def _change_group(self, action: AddRole | RemoveRole) -> Outcome:
        if await self.workspace.find_member(action.member) is None:
            raise Refused(NOBODY)
        inside = isinstance(action, AddRole)
        groups = self.workspace.people.groups
        if not await groups.change(action.role, action.member, inside=inside):
            raise Refused(
                f"The workspace has no user group '{action.role}'; make one under People, "
                "User groups."
            )
        return Outcome(state=OutcomeState.DONE)
