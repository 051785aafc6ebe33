"""Tell: what members and the team read about a decision. Pure functions, nothing is sent here."""

from bot.tell.alert import alert, as_it_came, card_of, is_touched, reminder, standing_card
from bot.tell.buttons import can_be_confirmed
from bot.tell.deeds import Outcomes, came_about, is_deed, is_waiting, known_done
from bot.tell.explain import explain, explain_to_member
from bot.tell.notice import notice
from bot.tell.statement import statement
from bot.tell.troubles import aftermath, failure, troubles_of
from bot.tell.wave import wave_line
from bot.tell.words import (
    MOST_RESTORED,
    by_person,
    channel_of,
    describe,
    describe_all,
    ground,
    held_by_limit,
    kind_name,
    person,
    reversible,
    room,
    room_of,
    told_rule,
)

__all__ = [
    "MOST_RESTORED",
    "Outcomes",
    "aftermath",
    "alert",
    "as_it_came",
    "by_person",
    "came_about",
    "can_be_confirmed",
    "card_of",
    "channel_of",
    "describe",
    "describe_all",
    "explain",
    "explain_to_member",
    "failure",
    "ground",
    "held_by_limit",
    "is_deed",
    "is_touched",
    "is_waiting",
    "kind_name",
    "known_done",
    "notice",
    "person",
    "reminder",
    "reversible",
    "room",
    "room_of",
    "standing_card",
    "statement",
    "told_rule",
    "troubles_of",
    "wave_line",
]
