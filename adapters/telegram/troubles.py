"""What Telegram's errors mean: a plain no, a try later, or nobody knows.

The words of the Bot API are matched in small letters and never shown alone: each known no gets a
sentence that says what to do.
"""

from collections.abc import Sequence

from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.domain import Outcome, OutcomeState

#: Seconds after which something may be tried again that Telegram named no pause for.
AGAIN_AFTER = 2.0

#: Noes that mean: there is nothing left to do.
GONE: Sequence[str] = (
    "message to delete not found",
    "message identifier is not specified",
    "message_id_invalid",
)
#: Older than 48 hours, or no right to delete.
TOO_OLD: Sequence[str] = ("message can't be deleted",)
NOT_MODIFIED: Sequence[str] = ("message is not modified", "topic_not_modified")
#: There is no sign and no pin to take away.
UNMARKED: Sequence[str] = (
    "message to react not found",
    "message to unpin not found",
    "message_id_invalid",
    "chat_not_modified",
)
#: Nobody with this id waits to be let in.
NOT_ASKING: Sequence[str] = ("hide_requester_missing", "user_already_participant")
#: Telegram knows nobody with this id here.
NOBODY: Sequence[str] = (
    "participant_id_invalid",
    "user_id_invalid",
    "user not found",
    "member not found",
    "invalid user_id",
    "user_not_participant",
    "peer_id_invalid",
)
#: Somebody cannot be written to, because they have not opened the chat with the bot or closed it.
SHUT: Sequence[str] = (
    "bot can't initiate conversation",
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't send messages to bots",
)
_SENTENCES: Sequence[tuple[str, str]] = (
    (
        "message can't be deleted",
        "Telegram lets the bot delete here only what is younger than 48 hours, and only with the "
        "right 'Delete messages'; look whether it has that.",
    ),
    (
        "user is an administrator",
        "They are an administrator here; Telegram lets no bot act on administrators, so take "
        "their rights away first.",
    ),
    ("can't remove chat owner", "They own this group; nobody can act on its owner."),
    ("can't restrict self", "That is the bot itself."),
    (
        "available only for supergroups",
        "This works in supergroups only; make the group one (show the history to new members).",
    ),
    (
        "available for supergroup",
        "This works in supergroups only; make the group one (show the history to new members).",
    ),
    (
        "not enough rights to send",
        "The bot may not write here; let members send messages, or make it an administrator.",
    ),
    (
        "not enough rights to manage topics",
        "The bot lacks the right 'Manage topics'; give it in the group's administrators.",
    ),
    (
        "not enough rights to manage chat join requests",
        "The bot lacks the right 'Invite users via link'; give it in the group's administrators.",
    ),
    (
        "not enough rights to manage pinned messages",
        "The bot lacks the right 'Pin messages'; give it in the group's administrators.",
    ),
    (
        "not enough rights",
        "The bot lacks the right 'Ban users'; give it in the group's administrators.",
    ),
    (
        "chat_admin_required",
        "The bot is no administrator here; make it one, with 'Delete messages' and 'Ban users'.",
    ),
    ("bot was kicked", "The bot was removed from this group; add it again."),
    ("bot is not a member", "The bot is not in this group; add it."),
    ("chat not found", "Telegram knows no such chat, or the bot was never in it; look at its id."),
    ("message thread not found", "This topic is gone."),
    ("topic_closed", "This topic is closed; make the bot an administrator."),
    ("message to edit not found", "What was to be changed is gone."),
    ("message can't be edited", "Telegram lets nobody change this message any more."),
    ("message to react not found", "This message is gone."),
    ("message to pin not found", "This message is gone."),
    (
        "reaction_invalid",
        "This group allows other signs only; its owner chooses them in the settings, Reactions.",
    ),
    ("message is too long", "The text is too long for Telegram."),
)


def says(error: BaseException, phrases: Sequence[str]) -> bool:
    """Return whether Telegram's words hold one of these phrases."""
    told = str(error).lower()
    return any(phrase in told for phrase in phrases)


def done(detail: str = "", made: str | None = None) -> Outcome:
    """Return the outcome of what was done."""
    return Outcome(state=OutcomeState.DONE, detail=detail, made=made)


def refused(detail: str) -> Outcome:
    """Return the outcome of what cannot be done."""
    return Outcome(state=OutcomeState.REFUSED, detail=detail)


def failed(detail: str, after: float = AGAIN_AFTER) -> Outcome:
    """Return the outcome of what may be tried again after so many seconds."""
    return Outcome(state=OutcomeState.FAILED, detail=detail, retry_after=after)


def was_sent(error: BaseException) -> bool:
    """Return whether a call that broke may have reached Telegram."""
    cause = type(error.__cause__).__name__
    return cause not in ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError")


def outcome_of(error: TelegramError, *, repeatable: bool) -> Outcome:
    """Return what an error means for an effect that may, or may not, be repeated."""
    match error:
        case RetryAfter():
            return failed("Telegram asks for a pause.", pause_of(error))
        case InvalidToken() | EndPointNotFound():
            return refused("Telegram refuses the bot's token; run `evenhand doctor`.")
        case Forbidden() | BadRequest():
            return refused(sentence(error))
        case Conflict():
            return failed("Another program uses the same bot token.")
    if repeatable or not was_sent(error):
        return failed("Telegram did not answer as it should; it is tried again.")
    return Outcome(
        state=OutcomeState.IN_DOUBT,
        detail="Telegram gave no clear answer, so nobody knows whether it was done.",
    )


def pause_of(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks for."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def sentence(error: TelegramError) -> str:
    """Return a no as a sentence that says what to do."""
    if says(error, NOBODY):
        return "Telegram knows nobody with this id here."
    if says(error, SHUT):
        return "They have not opened a chat with the bot, or have closed it."
    for phrase, told in _SENTENCES:
        if says(error, (phrase,)):
            return told
    return f"Telegram says no: {str(error).removeprefix('Bad Request: ').rstrip('.')[:200]}."
