"""Tell: what members and the team read about a decision. Pure functions, nothing is sent here."""

from bot.tell.alert import alert, failure, reminder, standing_card
from bot.tell.explain import explain, explain_to_member
from bot.tell.notice import notice
from bot.tell.statement import statement
from bot.tell.words import (
    MOST_RESTORED,
    by_person,
    describe,
    describe_all,
    held_by_limit,
    kind_name,
    person,
    reversible,
    room,
)

__all__ = [
    "MOST_RESTORED",
    "alert",
    "by_person",
    "describe",
    "describe_all",
    "explain",
    "explain_to_member",
    "failure",
    "held_by_limit",
    "kind_name",
    "notice",
    "person",
    "reminder",
    "reversible",
    "room",
    "standing_card",
    "statement",
]
