"""What the settings of every policy have in common: spans, shares, wishes and words to members."""

from policies.settings.base import (
    Count,
    Duration,
    ForgetAfter,
    Names,
    Phrase,
    PolicySettings,
    Share,
    Switch,
    closest,
)
from policies.settings.phrases import part_regex, words_regex
from policies.settings.rooms import in_rooms, room
from policies.settings.signs import Sign, parse_sign
from policies.settings.templates import HOLES, Template, Texts, fill, phrase, pick, spoken_language
from policies.settings.timers import question_timer
from policies.settings.wishes import (
    WISHES,
    Ladder,
    Rung,
    Wish,
    WishError,
    actions_of,
    held_for,
    parse_ladder,
    parse_rung,
    parse_wish,
    realise,
    signs_of,
)
from policies.settings.wording import told_in, worded

__all__ = [
    "HOLES",
    "WISHES",
    "Count",
    "Duration",
    "ForgetAfter",
    "Ladder",
    "Names",
    "Phrase",
    "PolicySettings",
    "Rung",
    "Share",
    "Sign",
    "Switch",
    "Template",
    "Texts",
    "Wish",
    "WishError",
    "actions_of",
    "closest",
    "fill",
    "held_for",
    "in_rooms",
    "parse_ladder",
    "parse_rung",
    "parse_sign",
    "parse_wish",
    "part_regex",
    "phrase",
    "pick",
    "question_timer",
    "realise",
    "room",
    "signs_of",
    "spoken_language",
    "told_in",
    "worded",
    "words_regex",
]
