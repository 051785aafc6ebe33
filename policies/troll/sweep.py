"""Taking down the earlier messages that belong to a breach, with the one at hand."""

from collections import defaultdict
from collections.abc import Iterable

from bot.domain import Action, DeleteMessage, PurgeMessages
from bot.ports import Seen


def purges(messages: Iterable[Seen]) -> tuple[PurgeMessages, ...]:
    """Return what takes the messages down, channel by channel."""
    by_channel: dict[str, list[str]] = defaultdict(list)
    for seen in messages:
        by_channel[seen.channel].append(seen.message)
    return tuple(
        PurgeMessages(channel=channel, messages=tuple(found))
        for channel, found in by_channel.items()
    )


def with_earlier(
    actions: tuple[Action, ...], earlier: tuple[PurgeMessages, ...]
) -> tuple[Action, ...]:
    """Return the actions; where this message goes, those before it that belong to it go as well."""
    if not any(isinstance(action, DeleteMessage) for action in actions):
        return actions
    return (*actions, *earlier)
