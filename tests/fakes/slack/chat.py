"""chat.*, reactions.* and pins.*: what is said, changed and taken down."""

import json
import re
from typing import Any

from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.state import Channel, Ephemeral, Json, Message

LONGEST = 40_000
MOST_BLOCKS = 50
_EMOJI = re.compile(r"[a-z0-9_+'-]+")


def parsed(call: Call, name: str, empty: Any) -> Any:
    """Return an argument that is JSON, in a form or by itself."""
    value = call.arguments.get(name)
    if value is None or value == "":
        return empty
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return call.refuse("invalid_blocks" if name == "blocks" else "invalid_json")


def blocks_of(call: Call) -> list[Json]:
    """Return the blocks; refuses those that Slack would."""
    blocks: list[Json] = parsed(call, "blocks", [])
    if len(blocks) > MOST_BLOCKS:
        call.refuse("invalid_blocks")
    for block in blocks:
        names = [one.get("action_id") for one in block.get("elements", []) if "action_id" in one]
        if len(names) != len(set(names)) or len(block.get("elements", [])) > 25:
            call.refuse("invalid_blocks")
    return blocks


def _words(call: Call) -> str:
    text: str = call.text("text")
    if not text and not call.text("blocks"):
        call.refuse("no_text")
    if len(text) > LONGEST:
        call.refuse("msg_too_long")
    return text


@method("chat.postMessage", bot="chat:write", user="chat:write", a_minute=60)
def post(call: Call) -> Json:
    text, blocks = _words(call), blocks_of(call)
    id = call.need("channel")
    channel = call.space.im(id) if id in call.space.users else call.channel()
    if channel.archived:
        call.refuse("is_archived")
    if call.token.user not in channel.members and "chat:write.public" not in call.token.scopes:
        call.refuse("not_in_channel")
    message = Message(
        call.slack.new_ts(),
        call.token.user,
        text,
        blocks=blocks,
        thread_ts=call.text("thread_ts"),
        metadata=parsed(call, "metadata", {}),
        bot_id=call.space.bot_id if call.token.kind == "bot" else "",
    )
    call.slack.put(call.space, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


@method("chat.postEphemeral", bot="chat:write", user="chat:write", a_minute=100)
def post_ephemeral(call: Call) -> Json:
    channel, user = call.channel(inside=True), call.need("user")
    if user not in channel.members:
        call.refuse("user_not_in_channel")
    note = Ephemeral(channel.id, user, _words(call), blocks_of(call))
    call.space.ephemerals.append(note)
    return {"message_ts": call.slack.new_ts()}


@method("chat.update", bot="chat:write", user="chat:write")
def update(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.token.user:
        call.refuse("cant_update_message")
    before = message.as_json()
    message.text, message.blocks = _words(call), blocks_of(call)
    call.slack.changed(call.space, channel, message, before)
    return {"channel": channel.id, "ts": message.ts, "text": message.text}


@method("chat.delete", bot="chat:write", user="chat:write")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel)
    if message.subtype == "tombstone":
        call.refuse("message_not_found")
    if message.user != call.token.user and not call.is_admin:
        call.refuse("cant_delete_message")
    call.slack.remove(call.space, channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", bot="", user="", a_minute=600)
def permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.message(channel, "message_ts").ts
    return {"channel": channel.id, "permalink": f"https://x.slack.com/archives/{channel.id}/{ts}"}


def _item(call: Call) -> tuple[Channel, Message]:
    channel = call.channel(inside=True)
    if channel.archived:
        call.refuse("is_archived")
    return channel, call.message(channel, "timestamp")


@method("reactions.add", bot="reactions:write", user="reactions:write")
def react(call: Call) -> Json:
    channel, message = _item(call)
    if not _EMOJI.fullmatch(call.need("name")):
        call.refuse("invalid_name")
    users = message.reactions.setdefault(call.need("name"), [])
    if call.token.user in users:
        call.refuse("already_reacted")
    users.append(call.token.user)
    call.slack.reacted(call.space, channel, message, call.token.user, call.need("name"))
    return {}


@method("reactions.remove", bot="reactions:write", user="reactions:write", a_minute=20)
def unreact(call: Call) -> Json:
    _, message = _item(call)
    users = message.reactions.get(call.need("name"), [])
    if call.token.user not in users:
        call.refuse("no_reaction")
    users.remove(call.token.user)
    return {}


@method("pins.add", bot="pins:write", user="pins:write", a_minute=20)
def pin(call: Call) -> Json:
    channel, message = _item(call)
    if message.ts in channel.pins:
        call.refuse("already_pinned")
    channel.pins.append(message.ts)
    return {}


@method("pins.remove", bot="pins:write", user="pins:write", a_minute=20)
def unpin(call: Call) -> Json:
    channel, message = _item(call)
    if message.ts not in channel.pins:
        call.refuse("no_pin")
    channel.pins.remove(message.ts)
    return {}
