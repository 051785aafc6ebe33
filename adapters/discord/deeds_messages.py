"""What is said and taken down."""

from datetime import UTC, datetime, timedelta

from adapters.discord import places
from adapters.discord.deed import Deed, done
from adapters.discord.places import Room
from adapters.discord.problems import (
    THREAD_ARCHIVED,
    TOO_LATE,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    No,
    Refusal,
)
from adapters.discord.reading import is_id, made_at
from adapters.discord.rendering import nonce, roomy, words
from bot.domain import (
    Answer,
    DeleteMessage,
    EditReply,
    Outcome,
    PurgeMessages,
    Reply,
    RestoreMessage,
    SendDirect,
)

#: Discord removes at most so many messages at once, none of them older than that.
MOST_AT_ONCE = 100
OLDEST_AT_ONCE = timedelta(days=14) - timedelta(minutes=5)
#: Nothing is shown any more where a command was given: it is too late, or the thread is away.
_TOO_LATE = TOO_LATE | {UNKNOWN_MESSAGE, THREAD_ARCHIVED}
_GONE = frozenset({UNKNOWN_MESSAGE, UNKNOWN_CHANNEL})


async def delete(deed: Deed, action: DeleteMessage) -> Outcome:
    """Take a message down; one that is gone is down."""
    if not is_id(action.message):
        return done(detail="already gone")
    room = await deed.room(action.channel)
    await deed.may(places.VIEW_CHANNEL | places.MANAGE_MESSAGES, room)
    return done(detail="" if await _remove(deed, room, action.message) else "already gone")


async def _remove(deed: Deed, room: Room, message: str) -> bool:
    path = f"/channels/{room.id}/messages/{message}"
    try:
        await deed.rest.request("DELETE", path, reason=deed.reason(), urgent=True)
    except Refusal as refusal:
        if refusal.code in _GONE:
            return False
        raise
    return True


async def purge(deed: Deed, action: PurgeMessages) -> Outcome:
    """Take several messages down: the newer ones at once, the older ones one by one."""
    room = await deed.room(action.channel)
    await deed.may(places.VIEW_CHANNEL | places.MANAGE_MESSAGES, room)
    ids = list(dict.fromkeys(id for id in action.messages if is_id(id)))
    border = datetime.now(UTC) - OLDEST_AT_ONCE
    young = [id for id in ids if made_at(id) > border]
    old = [id for id in ids if made_at(id) <= border]
    for at in range(0, len(young), MOST_AT_ONCE):
        batch = young[at : at + MOST_AT_ONCE]
        if len(batch) == 1:
            old.append(batch[0])
            continue
        path = f"/channels/{room.id}/messages/bulk-delete"
        body = {"messages": batch}
        await deed.rest.request("POST", path, body=body, reason=deed.reason(), urgent=True)
    for id in old:
        await _remove(deed, room, id)
    return done()


async def reply(deed: Deed, action: Reply) -> Outcome:
    """Say something in a room."""
    room = await deed.room(action.channel)
    body = words(action.text, action.buttons)
    if action.message and is_id(action.message):
        body["message_reference"] = {"message_id": action.message, "fail_if_not_exists": False}
    return done(await _post(deed, room, body))


async def _post(deed: Deed, room: Room, body: dict[str, object]) -> str:
    write = places.SEND_IN_THREADS if room.is_thread else places.SEND_MESSAGES
    await deed.may(places.VIEW_CHANNEL | write, room)
    return await _send(deed, room.id, body)


async def _send(deed: Deed, channel: str, body: dict[str, object]) -> str:
    """Send a message under the order's key, by which Discord knows a repeat."""
    keyed = {**body, "nonce": nonce(deed.order.key), "enforce_nonce": True}
    made = await deed.rest.request("POST", f"/channels/{channel}/messages", body=keyed)
    return str(made["id"])


async def restore(deed: Deed, action: RestoreMessage) -> Outcome:
    """Quote what was taken down; Discord itself brings nothing back."""
    room = await deed.room(action.channel)
    made = await _post(deed, room, words(f"{action.member_name}: {action.text}"))
    return done(made, detail="Discord brings no message back, so I quoted it")


async def edit(deed: Deed, action: EditReply) -> Outcome:
    """Change what was said."""
    private, _, message = action.message.rpartition("/")
    if not is_id(message):
        raise No("What was to be changed is no longer there.")
    channel = private or (await deed.room(action.channel)).id
    path = f"/channels/{channel}/messages/{message}"
    try:
        await deed.rest.request("PATCH", path, body=words(action.text, action.buttons))
    except Refusal as refusal:
        if refusal.code in _GONE:
            raise No("What was to be changed is no longer there.") from None
        raise
    return done(action.message)


async def send_direct(deed: Deed, action: SendDirect) -> Outcome:
    """Say something that one person alone sees."""
    return done(await _whisper(deed, action.member, roomy(action.text, action.buttons)))


async def _whisper(deed: Deed, member: str, body: dict[str, object]) -> str:
    if not is_id(member):
        raise No("Nobody with this id is here.")
    way = await deed.rest.request("POST", "/users/@me/channels", body={"recipient_id": member})
    # A private word is found again only together with the channel that it was said in.
    return f"{way['id']}/{await _send(deed, str(way['id']), body)}"


async def answer(deed: Deed, action: Answer) -> Outcome:
    """Answer a command or a button, where that is too late by a direct message."""
    body = (words if action.public else roomy)(action.text, action.buttons)
    token = action.interaction.rpartition(":")[2]
    if not token:
        return done(await _whisper(deed, action.member, body))
    await deed.tools.acknowledged.wait(token)
    original = f"/webhooks/{await deed.tools.directory.me()}/{token}/messages/@original"
    if action.public:
        made = await _post(deed, await deed.room(action.channel), body)
        await _take_back(deed, original)
        return done(made)
    try:
        shown = await deed.rest.request("PATCH", original, body=body, open_to_all=True)
    except Refusal as refusal:
        if refusal.code not in _TOO_LATE:
            raise
        return done(await _whisper(deed, action.member, body), detail="by direct message")
    return done(str(shown["id"]))


async def _take_back(deed: Deed, original: str) -> None:
    """Remove the note that an answer is on its way; it stands in the room now."""
    try:
        await deed.rest.request("DELETE", original, open_to_all=True)
    except Refusal as refusal:
        if refusal.code not in _TOO_LATE:
            raise
