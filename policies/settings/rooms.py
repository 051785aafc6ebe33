"""Channels as admins write them, compared with channels as networks name them."""

from collections.abc import Container

from bot.domain import Event, channel_of


def room(name: str) -> str:
    """Return a channel's name or id in the one form in which they are compared."""
    return name.removeprefix("#").casefold()


def in_rooms(event: Event, rooms: Container[str]) -> bool:
    """Return whether the event happened in one of `rooms`, each as `room` gives it."""
    channel = channel_of(event)
    if channel is None:
        return False
    name = getattr(event, "channel_name", "")
    return room(channel) in rooms or (bool(name) and room(name) in rooms)
