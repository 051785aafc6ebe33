"""All kinds of events: their names in the open format, and the keys made of them."""

from bot.domain.events import (
    ButtonPressed,
    CommandGiven,
    JoinRequested,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MemberModerated,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    ReactionAdded,
    ReportFiled,
    TimePassed,
)
from bot.domain.people import person_key

Event = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessagePrevented
    | MemberJoined
    | JoinRequested
    | MemberLeft
    | MemberChanged
    | ReactionAdded
    | ReportFiled
    | CommandGiven
    | ButtonPressed
    | MemberModerated
    | TimePassed
)

#: The name of each kind of event in the open format.
EVENT_KINDS: dict[str, type[Event]] = {
    "message_posted": MessagePosted,
    "message_edited": MessageEdited,
    "message_deleted": MessageDeleted,
    "message_prevented": MessagePrevented,
    "member_joined": MemberJoined,
    "join_requested": JoinRequested,
    "member_left": MemberLeft,
    "member_changed": MemberChanged,
    "reaction_added": ReactionAdded,
    "report_filed": ReportFiled,
    "command_given": CommandGiven,
    "button_pressed": ButtonPressed,
    "member_moderated": MemberModerated,
    "time_passed": TimePassed,
}
KIND_OF: dict[type[Event], str] = {cls: kind for kind, cls in EVENT_KINDS.items()}


_OF_THE_PLACE = (
    MemberJoined,
    JoinRequested,
    MemberLeft,
    MemberChanged,
    MemberModerated,
    TimePassed,
)


def event_key(event: Event) -> str:
    """Return the key by which a repeated delivery of the event is recognised."""
    return f"{event.network}:{event.place}:{KIND_OF[type(event)]}:{event.id}"


def person_of(event: Event) -> str | None:
    """Return the key of the person an event comes from, None where nobody is named."""
    member = None if isinstance(event, TimePassed) else event.member
    return person_key(event.network, member.id) if member else None


def channel_of(event: Event) -> str | None:
    """Return the channel an event happened in, None for events of the whole place."""
    if isinstance(event, _OF_THE_PLACE):
        return None
    return event.channel
