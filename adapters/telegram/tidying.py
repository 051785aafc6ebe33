"""Telegram's own lines, which tell what happened in a group: their sorts, and how they are told.

Lines on topics are none of them: the line that opens a topic is the topic.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Message

#: Sort, as policy files name it, to the fields by which a message of that sort is known.
SORTS: Mapping[str, Sequence[str]] = {
    "joins": ("new_chat_members",),
    "leaves": ("left_chat_member",),
    "pins": ("pinned_message",),
    "changes": (
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "message_auto_delete_timer_changed",
        "chat_background_set",
    ),
    "calls": (
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
    ),
}


def sort_of(message: "Message") -> str:
    """Return which sort of line a message is, empty for none."""
    for sort, fields in SORTS.items():
        if any(getattr(message, field) for field in fields):
            return sort
    return ""
