"""What came of a decision: the deeds that were done, and what stood in the way of the others."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import (
    Action,
    AddReaction,
    AlertTeam,
    Answer,
    CancelTimer,
    Decision,
    EditReply,
    Greet,
    HoldForReview,
    OpenCase,
    Order,
    Outcome,
    OutcomeState,
    RemoveReaction,
    Reply,
    SendDirect,
    SetTimer,
)

#: Orders of a decision with what came of each; None for those that nobody has tried yet.
Outcomes = Sequence[tuple[Order, Outcome | None]]

_WORDS = (Answer, SendDirect, Reply, EditReply, Greet, AddReaction, RemoveReaction)
_QUIET = (*_WORDS, AlertTeam, OpenCase, HoldForReview, SetTimer, CancelTimer)


def is_deed(action: Action) -> bool:
    """Return whether an effect changes more than what is said."""
    return not isinstance(action, _WORDS)


def deeds(decision: Decision) -> tuple[Action, ...]:
    """Return what a decision changes for people or channels; words and lists left out."""
    return tuple(action for action in decision.actions if not isinstance(action, _QUIET))


def came_about(decision: Decision, outcomes: Outcomes) -> Decision:
    """Return the decision with only those actions that were done, or still may be."""
    return without(decision, [order.action for order, told in outcomes if given_up(order, told)])


def known_done(decision: Decision, outcomes: Outcomes) -> Decision:
    """Return the decision with only those actions in whose way nothing is known to have stood."""
    return without(decision, [order.action for order, _ in hindered(decision, outcomes)])


def without(decision: Decision, actions: Sequence[Action]) -> Decision:
    """Return the decision without these of its actions."""
    if not actions:
        return decision
    return replace(decision, actions=tuple(a for a in decision.actions if a not in actions))


def given_up(order: Order, outcome: Outcome | None) -> bool:
    """Return whether an order was not carried out and will not be."""
    if outcome is None:
        return False
    failed = outcome.state is OutcomeState.FAILED and not is_waiting(order)
    return failed or outcome.state is OutcomeState.REFUSED


def is_waiting(order: Order) -> bool:
    """Return whether an order is still to be carried out."""
    return order.state in ("waiting", "acting")


def hindered(decision: Decision, outcomes: Outcomes) -> list[tuple[Order, Outcome]]:
    """Return the deeds that were tried and are not known to be done, each with what came of it.

    A private word that did not reach the member is among them where there was something to tell.
    """
    told_of = deeds(came_about(decision, outcomes)) != ()
    return [
        (order, outcome)
        for order, outcome in outcomes
        if outcome is not None
        and outcome.state is not OutcomeState.DONE
        and (is_deed(order.action) or (told_of and _is_unheard(order, outcome)))
    ]


def _is_unheard(order: Order, outcome: Outcome) -> bool:
    return isinstance(order.action, SendDirect) and given_up(order, outcome)
