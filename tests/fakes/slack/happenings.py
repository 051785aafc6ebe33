"""What happens in a workspace and is told to the app: words, reactions, comings and goings."""

import asyncio
from typing import Any

from tests.fakes.slack.state import Channel, Json, Message, User, Workspace

Told = asyncio.Task[bool]
_TOMBSTONE = "This message was deleted."


class Happenings:
    """Lets people do things; each returns the task of telling the app."""

    def __init__(self) -> None:
        #: Set once somebody has come into a channel.
        self.let_in = asyncio.Event()

    def emit(self, space: Workspace, event: Json) -> Told:
        """Bring an event to the app."""
        raise NotImplementedError

    def new_ts(self) -> str:
        """Return a time stamp that no message carries."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------- words

    def put(self, space: Workspace, channel: Channel, message: Message) -> Told:
        """Let a message stand in a channel."""
        channel.messages[message.ts] = message
        more = {"channel": channel.id, "channel_type": channel.type, "event_ts": message.ts}
        return self.emit(space, message.as_json() | more)

    def say(
        self, space: Workspace, channel: Channel, user: str, text: str, **more: Any
    ) -> tuple[Message, Told]:
        """Let somebody write, in Slack's own markup."""
        message = Message(self.new_ts(), user, text, **more)
        return message, self.put(space, channel, message)

    def edit(self, space: Workspace, channel: Channel, message: Message, text: str) -> Told:
        """Let somebody change their message."""
        before = message.as_json()
        message.text = text
        message.edited = {"user": message.user, "ts": self.new_ts()}
        return self.changed(space, channel, message, before)

    def changed(self, space: Workspace, channel: Channel, message: Message, before: Json) -> Told:
        """Tell of a message that is not as it was."""
        return self.emit(
            space,
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": channel.id,
                "channel_type": channel.type,
                "ts": self.new_ts(),
                "message": message.as_json(),
                "previous_message": before,
            },
        )

    def remove(self, space: Workspace, channel: Channel, message: Message) -> Told:
        """Take a message down; where answers stand below it, a placeholder stays."""
        if any(one.thread_ts == message.ts != one.ts for one in channel.messages.values()):
            before = message.as_json()
            message.user, message.text, message.subtype = "USLACKBOT", _TOMBSTONE, "tombstone"
            message.blocks, message.files, message.thread_ts = [], [], message.ts
            return self.changed(space, channel, message, before)
        del channel.messages[message.ts]
        return self.emit(
            space,
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "channel": channel.id,
                "channel_type": channel.type,
                "ts": self.new_ts(),
                "deleted_ts": message.ts,
                "previous_message": message.as_json(),
            },
        )

    def reacted(
        self, space: Workspace, channel: Channel, message: Message, user: str, name: str
    ) -> Told:
        """Tell of a reaction."""
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        return self.emit(
            space, {"type": "reaction_added", "user": user, "reaction": name, "item": item}
        )

    def new_id(self, space: Workspace, channel: Channel, id: str) -> Told:
        """Let a channel have another id from now on, as one gets that is shared."""
        old, channel.id = channel.id, id
        del space.channels[old]
        space.channels[id] = channel
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": id}
        return self.emit(space, event)

    # ------------------------------------------------------------------------------ people

    def join(self, space: Workspace, name: str, **what: Any) -> tuple[User, Told]:
        """Let somebody come into the workspace."""
        user = space.add_user(name, **what)
        return user, self.emit(space, {"type": "team_join", "user": user.as_json()})

    def deactivate(self, space: Workspace, user: User) -> Told:
        """Close somebody's account."""
        user.deleted = True
        for channel in space.channels.values():
            channel.members.discard(user.id)
        return self.emit(space, {"type": "user_change", "user": user.as_json()})

    def enter(self, space: Workspace, channel: Channel, user: str) -> Told:
        """Let somebody into a channel."""
        channel.members.add(user)
        self.let_in.set()
        return self.emit(space, self._moved("member_joined_channel", space, channel, user))

    def leave(self, space: Workspace, channel: Channel, user: str) -> Told:
        """Let somebody out of a channel."""
        channel.members.discard(user)
        return self.emit(space, self._moved("member_left_channel", space, channel, user))

    def _moved(self, kind: str, space: Workspace, channel: Channel, user: str) -> Json:
        type = "C" if channel.kind == "public" else "G"
        return {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": type,
            "team": space.team,
        }
