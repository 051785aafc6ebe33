"""Which decisions are a matter for the casebook, and of which kind."""

from bot.domain import (
    Ban,
    Decision,
    DeleteMessage,
    HoldForReview,
    Kick,
    OpenCase,
    PurgeMessages,
    Timeout,
    Warn,
)

ON_RECORD = (DeleteMessage, PurgeMessages, Warn, Timeout, Kick, Ban, OpenCase, HoldForReview)


def is_on_record(decision: Decision) -> bool:
    """Return whether a decision is a matter that gets a case."""
    return any(isinstance(action, ON_RECORD) for action in decision.actions)


def needs_person(decision: Decision) -> bool:
    """Return whether somebody of the team has to look at it."""
    return any(isinstance(action, OpenCase | HoldForReview) for action in decision.actions)


def kind_of(decision: Decision, opened: OpenCase | None) -> str:
    """Return the kind of the case: what was opened says, else whether it waits for a person."""
    if opened is not None:
        return opened.kind
    held = any(isinstance(action, HoldForReview) for action in decision.actions)
    return "review" if held else "conduct"
