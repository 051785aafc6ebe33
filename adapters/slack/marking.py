"""Signs under messages and pins; what is so already counts as done."""

from adapters.slack.api import SlackError
from adapters.slack.emoji import name_of
from adapters.slack.ids import ts_of
from adapters.slack.workspace import Workspace
from bot.domain import (
    AddReaction,
    Outcome,
    OutcomeState,
    PinMessage,
    RemoveReaction,
    UnpinMessage,
)

#: Slack's words for a message that is not there (any more).
_GONE = frozenset({"message_not_found", "bad_timestamp"})
_SET = frozenset({"already_reacted", "already_pinned"})
_AWAY = frozenset({"no_reaction", "no_pin", "not_pinned", *_GONE})


async def react(workspace: Workspace, action: AddReaction | RemoveReaction) -> Outcome:
    """Put our sign under a message, or take it away; raises SlackError."""
    name = name_of(action.emoji)
    if not name:
        return Outcome(
            state=OutcomeState.REFUSED,
            detail=f"Slack knows signs by their names; write ':name:' in the place of "
            f"'{action.emoji[:20]}'.",
        )
    method = "reactions.add" if isinstance(action, AddReaction) else "reactions.remove"
    return await _mark(workspace, method, action, name=name)


async def pin(workspace: Workspace, action: PinMessage | UnpinMessage) -> Outcome:
    """Pin a message in its channel, or take it off that list; raises SlackError."""
    method = "pins.add" if isinstance(action, PinMessage) else "pins.remove"
    return await _mark(workspace, method, action)


async def _mark(
    workspace: Workspace,
    method: str,
    action: AddReaction | RemoveReaction | PinMessage | UnpinMessage,
    **more: str,
) -> Outcome:
    # A message's id names its channel, which is another one where its address was given.
    channel = action.message.rpartition("-")[0] or await workspace.rooms.find(action.channel)
    fine = _SET if method.endswith(".add") else _AWAY
    try:
        await workspace.api.call(method, channel=channel, timestamp=ts_of(action.message), **more)
    except SlackError as error:
        if error.code not in fine:
            raise
        return Outcome(state=OutcomeState.DONE, detail="it was so already")
    return Outcome(state=OutcomeState.DONE)
