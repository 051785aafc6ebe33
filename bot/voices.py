"""The keys of orders, and by them the words that the house itself says about a decision."""

import hashlib

from bot.domain import DO_OF, Action, Order

#: Places in a decision's line of orders that are not an action's: what we say about it.
ANSWER, ALERT, NOTICE = -1, -2, -3


def order_key(decision: str, number: int, action: Action) -> str:
    """Return the key of one effect of a decision, the same however often it is worked out."""
    target = getattr(action, "message", None) or getattr(action, "member", "")
    words = f"{decision}|{number}|{DO_OF[type(action)]}|{target}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def is_said_as(order: Order, voice: int) -> bool:
    """Return whether an order is the answer to a command, the team's alert, the member's notice."""
    return order.key == order_key(order.decision, voice, order.action)
