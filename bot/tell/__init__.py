"""Tell: what members and the team read about a decision. Pure functions, nothing is sent here."""

from bot.tell.alert import alert, failure, reminder, standing_card
from bot.tell.explain import explain, explain_to_member
from bot.tell.notice import notice
from bot.tell.statement import statement
from bot.tell.words import by_person, describe, describe_all, held_by_limit, person, room

__all__ = [
    "alert",
    "by_person",
    "describe",
    "describe_all",
    "explain",
    "explain_to_member",
    "failure",
    "held_by_limit",
    "notice",
    "person",
    "reminder",
    "room",
    "standing_card",
    "statement",
]
