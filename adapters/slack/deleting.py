"""Taking messages down: our own always, other people's with an admin's token."""

from adapters.slack.api import SlackError
from adapters.slack.ids import ts_of
from adapters.slack.workspace import Workspace
from bot.domain import DeleteMessage, Outcome, OutcomeState, PurgeMessages

#: Messages that one order takes down at a go; the rest follows with the next try.
AT_A_GO = 5
_GONE = frozenset({"message_not_found", "thread_not_found"})


async def delete(workspace: Workspace, action: DeleteMessage) -> Outcome:
    """Take one message down; what is gone already counts as done."""
    there = await _delete(workspace, action.channel, action.message)
    return Outcome(state=OutcomeState.DONE, detail="" if there else "already gone")


async def purge(workspace: Workspace, action: PurgeMessages) -> Outcome:
    """Take several messages down, a few at a go, for Slack wants it slow."""
    gone = 0
    for number, message in enumerate(action.messages, start=1):
        gone += not await _delete(workspace, action.channel, message)
        if number - gone >= AT_A_GO and number < len(action.messages):
            detail = f"{number} of {len(action.messages)} are gone so far"
            return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=2.0)
    return Outcome(state=OutcomeState.DONE, detail=f"{gone} were gone already" if gone else "")


async def _delete(workspace: Workspace, channel: str, message: str) -> bool:
    api = workspace.admin or workspace.api
    try:
        await api.call("chat.delete", channel=channel, ts=ts_of(message))
    except SlackError as error:
        if error.code in _GONE:
            return False
        raise
    return True
