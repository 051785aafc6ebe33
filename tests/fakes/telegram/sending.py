"""Methods with which the bot says something: send, edit, delete, react, pin, answer a button."""

from collections import deque
from datetime import datetime, timedelta

from telegram.constants import ReactionEmoji

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.cloud import Cloud
from tests.fakes.telegram.entities import detect, length, read_html
from tests.fakes.telegram.wire import ApiError, Json, Params, bad, moment

LONGEST_TEXT, LONGEST_DATA, LONGEST_ALERT = 4096, 64, 200
DELETABLE = timedelta(hours=48)
QUERY_LIVES = timedelta(seconds=30)
#: So long somebody can be written to who asks to be let in.
REQUEST_OPENS = timedelta(minutes=5)
PER_SECOND, PER_MINUTE_IN_GROUP = 30, 20
#: The signs that there are, as the library lists them.
REACTIONS = frozenset(str(sign.value) for sign in ReactionEmoji)


class Sending:
    """What is said, and how much of it at a stretch."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._sent: dict[int, deque[datetime]] = {}
        self.queries: dict[str, datetime] = {}

    async def send_message(self, p: Params) -> Json:
        """Send a text."""
        chat = self._writable(p)
        text, entities = self._text(p)
        self._brake(chat)
        extra: Json = {"text": text}
        if entities:
            extra["entities"] = entities
        thread = p.number("message_thread_id", 0)
        if thread:
            if thread not in chat.topics:
                raise bad("message thread not found")
            extra |= {"message_thread_id": thread, "is_topic_message": True}
        extra |= self._answering(chat, p)
        markup = _markup(p)
        if markup:
            extra["reply_markup"] = markup
        me = {"from": self._cloud.bot.json()}
        return self._cloud.message(chat, me, **extra)

    def _writable(self, p: Params) -> Chat:
        chat = self._cloud.chat(p.text("chat_id"))
        if chat.type == "private":
            person = self._cloud.people[chat.id]
            if person.blocked:
                raise ApiError(403, "Forbidden: bot was blocked by the user")
            if not person.started and not self._asks_to_come_in(person.id):
                raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
            return chat
        seat = chat.here(self._cloud.bot.id)
        if seat is None:
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        if "can_send_messages" not in self._cloud.allowed_now(chat, seat):
            raise bad("not enough rights to send text messages to the chat")
        return chat

    def _asks_to_come_in(self, person: int) -> bool:
        """Return whether somebody may be written to because they ask to be let in somewhere."""
        since = self._cloud.clock() - REQUEST_OPENS
        return any(chat.requests.get(person, since) > since for chat in self._cloud.chats.values())

    def _text(self, p: Params) -> tuple[str, list[Json]]:
        text, entities = p.text("text"), list[Json]()
        match p.sent.get("parse_mode"):
            case "HTML":
                text, entities = read_html(text)
            case str() as mode:
                raise bad(f"the fake reads no {mode}")
        if not text.strip():
            raise bad("message text is empty")
        if length(text) > LONGEST_TEXT:
            raise bad("message is too long")
        return text, [*self._named(entities), *detect(text)]

    def _named(self, entities: list[Json]) -> list[Json]:
        """Fill in whom links to people name; a link to nobody is none."""
        known = self._cloud.people
        people = [one for one in entities if "user" in one]
        for one in people:
            one["user"] = known[one["user"]["id"]].json() if one["user"]["id"] in known else None
        return [one for one in entities if one not in people or one["user"] is not None]

    def _brake(self, chat: Chat) -> None:
        now = self._cloud.clock()
        self._room(0, PER_SECOND, timedelta(seconds=1), now)
        if chat.type in ("group", "supergroup", "channel"):
            self._room(chat.id, PER_MINUTE_IN_GROUP, timedelta(minutes=1), now)

    def _room(self, key: int, most: int, span: timedelta, now: datetime) -> None:
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - span:
            sent.popleft()
        if len(sent) >= most:
            wait = max(1, int((sent[0] + span - now).total_seconds()) + 1)
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        sent.append(now)

    def _answering(self, chat: Chat, p: Params) -> Json:
        reply = p.value("reply_parameters") or {}
        message = reply.get("message_id")
        if message is None:
            return {}
        answered = chat.messages.get(int(message))
        if answered is None:
            if reply.get("allow_sending_without_reply"):
                return {}
            raise bad("message to be replied not found")
        return {"reply_to_message": _shallow(answered)}

    async def edit_message_text(self, p: Params) -> Json:
        """Change a text of the bot's own."""
        chat = self._cloud.chat(p.text("chat_id"))
        message = chat.messages.get(p.number("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.get("from", {}).get("id") != self._cloud.bot.id:
            raise bad("message can't be edited")
        text, entities = self._text(p)
        markup = _markup(p)
        before = (message.get("text"), message.get("entities"), message.get("reply_markup"))
        if before == (text, entities or None, markup or None):
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        changed = {**message, "text": text, "edit_date": int(self._cloud.clock().timestamp())}
        changed.pop("reply_markup", None)
        changed.pop("entities", None)
        changed |= {"reply_markup": markup} if markup else {}
        changed |= {"entities": entities} if entities else {}
        chat.messages[changed["message_id"]] = changed
        return changed

    async def delete_message(self, p: Params) -> bool:
        """Take one message down."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._delete(chat, p.number("message_id"))
        return True

    def _delete(self, chat: Chat, id: int) -> None:
        message = chat.messages.get(id)
        if message is None:
            raise bad("message to delete not found")
        if not self._may_delete(chat, message):
            raise bad("message can't be deleted")
        del chat.messages[id]

    def _may_delete(self, chat: Chat, message: Json) -> bool:
        if moment(message["date"]) <= self._cloud.clock() - DELETABLE:
            return False
        if message.get("from", {}).get("id") == self._cloud.bot.id or chat.type == "private":
            return True
        seat = chat.here(self._cloud.bot.id)
        return seat is not None and "can_delete_messages" in seat.rights

    async def delete_messages(self, p: Params) -> bool:
        """Take up to 100 messages down; those that cannot be found are skipped."""
        chat = self._cloud.chat(p.text("chat_id"))
        ids = p.value("message_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
            raise bad("the number of messages must be between 1 and 100")
        known = [int(id) for id in ids if int(id) in chat.messages]
        if any(not self._may_delete(chat, chat.messages[id]) for id in known):
            raise bad("message can't be deleted")
        for id in known:
            del chat.messages[id]
        return True

    async def answer_callback_query(self, p: Params) -> bool:
        """Answer a pressed button, with a line that only its presser sees."""
        id = p.text("callback_query_id")
        asked = self.queries.get(id)
        if (
            asked is None
            or asked <= self._cloud.clock() - QUERY_LIVES
            or id in self._cloud.answered
        ):
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(p.sent.get("text", "")) > LONGEST_ALERT:
            raise bad("MESSAGE_TOO_LONG")
        self._cloud.answered[id] = {
            "text": p.sent.get("text", ""),
            "show_alert": p.flag("show_alert"),
        }
        return True

    async def set_message_reaction(self, p: Params) -> bool:
        """Put the bot's reaction under a message."""
        chat = self._cloud.chat(p.text("chat_id"))
        id = p.number("message_id")
        if id not in chat.messages:
            raise bad("message to react not found")
        wished = list(p.value("reaction") or ())
        signs = {str(one.get("emoji")) for one in wished}
        if len(wished) > 1:
            raise bad("REACTIONS_TOO_MANY")
        if not signs <= REACTIONS or (chat.signs is not None and not signs <= chat.signs):
            raise bad("REACTION_INVALID")
        chat.reactions[id] = wished
        return True

    async def pin_chat_message(self, p: Params) -> bool:
        """Pin a message; one that is pinned already stays so."""
        chat, id = self._pinning(p), p.number("message_id")
        if id not in chat.messages:
            raise bad("message to pin not found")
        if id not in chat.pinned:
            chat.pinned.append(id)
        return True

    async def unpin_chat_message(self, p: Params) -> bool:
        """Take a message off the list of what is pinned."""
        chat, id = self._pinning(p), p.number("message_id")
        if id not in chat.messages:
            raise bad("message to unpin not found")
        if id in chat.pinned:
            chat.pinned.remove(id)
        return True

    def _pinning(self, p: Params) -> Chat:
        chat = self._cloud.chat(p.text("chat_id"))
        seat = chat.here(self._cloud.bot.id)
        if seat is None or "can_pin_messages" not in seat.rights:
            raise bad("not enough rights to manage pinned messages in the chat")
        return chat


def _markup(p: Params) -> Json | None:
    markup = p.value("reply_markup")
    if not markup:
        return None
    rows = markup.get("inline_keyboard", ())
    for button in (button for row in rows for button in row):
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise bad("BUTTON_DATA_INVALID")
        if not button.get("text"):
            raise bad("inline keyboard button text must be non-empty")
    return markup if rows else None


def _shallow(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "reply_to_message"}
