"""conversations.* and users.conversations: channels, who is in them, and what was said there."""

from collections.abc import Sequence

from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.chat import parsed
from tests.fakes.slack.state import Channel, Json, Message

READ = "channels:read groups:read im:read mpim:read"
HISTORY = "channels:history groups:history im:history mpim:history"
MANAGE = "channels:manage groups:write channels:write"
_KINDS = {"public": "public_channel", "private": "private_channel"}


def page(call: Call, things: Sequence[Json], most: int = 100) -> tuple[list[Json], Json]:
    """Return one page and where the next begins."""
    start = int(call.text("cursor") or 0)
    end = start + min(int(call.text("limit") or most), 1000)
    after = str(end) if end < len(things) else ""
    return list(things[start:end]), {"response_metadata": {"next_cursor": after}}


def _of_kinds(call: Call, channels: Sequence[Channel]) -> list[Channel]:
    wanted = (call.text("types") or "public_channel").split(",")
    return [
        channel
        for channel in channels
        if _KINDS.get(channel.kind, channel.kind) in wanted
        and not (call.flag("exclude_archived") and channel.archived)
    ]


@method("conversations.list", bot=READ, user=READ, a_minute=20)
def list_all(call: Call) -> Json:
    me = call.token.user
    seen = [c for c in call.space.channels.values() if c.kind == "public" or me in c.members]
    found, more = page(call, [c.as_json(me) for c in _of_kinds(call, seen)])
    return {"channels": found, **more}


@method("users.conversations", bot=READ, user=READ)
def of_user(call: Call) -> Json:
    me, whom = call.token.user, call.text("user") or call.token.user
    if whom not in call.space.users:
        call.refuse("user_not_found")
    seen = [
        channel
        for channel in call.space.channels.values()
        if whom in channel.members and (channel.kind == "public" or me in channel.members)
    ]
    # Slack leaves is_member out here.
    shown = [c.as_json() for c in _of_kinds(call, seen)]
    for one in shown:
        del one["is_member"]
    found, more = page(call, shown)
    return {"channels": found, **more}


@method("conversations.info", bot=READ, user=READ)
def info(call: Call) -> Json:
    return {"channel": call.channel().as_json(call.token.user)}


@method("conversations.members", bot=READ, user=READ, a_minute=100)
def members(call: Call) -> Json:
    everybody = sorted(call.channel().members)
    start = int(call.text("cursor") or 0)
    end = start + int(call.text("limit") or 100)
    after = str(end) if end < len(everybody) else ""
    return {"members": everybody[start:end], "response_metadata": {"next_cursor": after}}


def _between(call: Call, messages: Sequence[Message]) -> list[Json]:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    metadata = call.flag("include_all_metadata")
    chosen = [m for m in messages if oldest < float(m.ts) < latest]
    return [m.as_json(metadata=metadata) | _thread_of(call, m) for m in chosen]


def _thread_of(call: Call, message: Message) -> Json:
    channel = call.channel()
    replies = [m for m in channel.messages.values() if m.thread_ts == message.ts != m.ts]
    if not replies:
        return {}
    latest = max(reply.ts for reply in replies)
    return {"reply_count": len(replies), "thread_ts": message.ts, "latest_reply": latest}


@method("conversations.history", bot=HISTORY, user=HISTORY)
def history(call: Call) -> Json:
    channel = call.channel(inside=True)
    top = [m for m in channel.messages.values() if m.thread_ts in ("", m.ts)]
    found, more = page(call, _between(call, top[::-1]))
    return {"messages": found, **more}


@method("conversations.replies", bot=HISTORY, user=HISTORY)
def replies(call: Call) -> Json:
    channel = call.channel(inside=True)
    first = channel.messages.get(call.need("ts")) or call.refuse("thread_not_found")
    thread = [m for m in channel.messages.values() if m is first or m.thread_ts == first.ts]
    found, more = page(call, _between(call, thread))
    return {"messages": found, **more}


@method("conversations.open", bot="im:write mpim:write", user="im:write mpim:write")
def open_direct(call: Call) -> Json:
    user = call.user("users")
    if user.bot:
        call.refuse("cannot_dm_bot")
    if user.deleted:
        call.refuse("user_disabled")
    return {"channel": {"id": call.space.im(user.id).id}}


@method("conversations.join", bot="channels:join", user="channels:write")
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        call.refuse("is_archived")
    call.slack.enter(call.space, channel, call.token.user)
    return {"channel": channel.as_json(call.token.user)}


@method("conversations.kick", bot=MANAGE, user=MANAGE)
def kick(call: Call) -> Json:
    channel, user = call.channel(inside=True), call.user()
    if user.id == call.token.user:
        call.refuse("cant_kick_self")
    if channel.general:
        call.refuse("cant_kick_from_general")
    if call.space.admins_remove_only and not call.is_admin:
        call.refuse("restricted_action")
    if user.id not in channel.members:
        call.refuse("not_in_channel")
    call.slack.leave(call.space, channel, user.id)
    return {}


@method("conversations.invite", bot=MANAGE, user=MANAGE)
def invite(call: Call) -> Json:
    channel, user = call.channel(inside=True), call.user("users")
    if channel.archived:
        call.refuse("is_archived")
    if user.id in channel.members:
        call.refuse("already_in_channel")
    call.slack.enter(call.space, channel, user.id)
    return {"channel": channel.as_json(call.token.user)}


@method("conversations.archive", bot=MANAGE, user=MANAGE, a_minute=20)
def archive(call: Call) -> Json:
    channel = call.channel()
    if channel.general:
        call.refuse("cant_archive_general")
    if channel.archived:
        call.refuse("already_archived")
    channel.archived = True
    # Slack takes the apps out of what is archived; people stay.
    channel.members = {id for id in channel.members if not call.space.users[id].bot}
    kind = "channel_archive" if channel.kind == "public" else "group_archive"
    call.slack.emit(call.space, {"type": kind, "channel": channel.id, "user": call.token.user})
    return {}


@method("conversations.unarchive", bot=MANAGE, user=MANAGE, a_minute=20)
def unarchive(call: Call) -> Json:
    channel = call.channel()
    if not channel.archived:
        call.refuse("not_archived")
    if call.token.kind == "bot":
        # An old fault of Slack's, which its documentation names: no bot can do it.
        call.refuse("not_in_channel")
    channel.archived = False
    channel.members.add(call.token.user)
    kind = "channel_unarchive" if channel.kind == "public" else "group_unarchive"
    call.slack.emit(call.space, {"type": kind, "channel": channel.id, "user": call.token.user})
    return {}


@method("admin.conversations.setConversationPrefs", user="admin.conversations:write", a_minute=20)
def set_prefs(call: Call) -> Json:
    channel = call.space.channels.get(call.need("channel_id")) or call.refuse("channel_not_found")
    prefs: Json = parsed(call, "prefs", {})
    channel.posting = str(prefs.get("who_can_post") or channel.posting)
    return {}


@method("admin.conversations.getConversationPrefs", user="admin.conversations:read", a_minute=20)
def get_prefs(call: Call) -> Json:
    channel = call.space.channels.get(call.need("channel_id")) or call.refuse("channel_not_found")
    parts = [part.split(":", 1) for part in channel.posting.split(",")]
    types = [value for kind, value in parts if kind == "type"]
    users = [value for kind, value in parts if kind == "user"]
    return {"prefs": {"who_can_post": {"type": types, "user": users}}}
