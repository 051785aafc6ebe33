"""What people do on the fake Telegram, as the bot gets to hear of it."""

import itertools
from collections.abc import Callable
from datetime import datetime

from tests.fakes.telegram.chats import Chat, Person, Seat
from tests.fakes.telegram.cloud import ANONYMOUS, CHANNELS, SERVICE
from tests.fakes.telegram.entities import detect
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.wire import Json, stamp


class Humans:
    """Everybody's hands; each deed returns the id of its message or update."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._cloud = telegram.cloud
        self._queries = itertools.count(1)

    # ----------------------------------------------------------------------- coming, going

    def join(self, chat: Chat, person: Person, *, service: bool = True) -> int:
        """Let somebody come in; returns the last update's id."""
        seat = chat.seats.setdefault(person.id, Seat(person, "left"))
        update = self._become(chat, person, seat, seat.come_in)
        if service:
            joined = self._service(chat, person, new_chat_members=[person.json()])
            update = self._cloud.push("message", joined) or update
        return update

    def bring(self, chat: Chat, by: Person, person: Person) -> int:
        """Let somebody add another; returns the update's id."""
        return self.change(chat, by, person, status="member")

    def approve(self, chat: Chat, by: Person, person: Person) -> int:
        """Let an administrator let somebody in by hand who asked."""
        chat.requests.pop(person.id, None)
        seat = chat.seats.setdefault(person.id, Seat(person, "left"))
        before, seat.status = seat.json(), "member"
        moderating = self._telegram.moderating
        return moderating.tell_change(chat, by, seat, before, via_join_request=True)

    def leave(self, chat: Chat, person: Person) -> int:
        """Let somebody go; returns the last update's id."""
        seat = chat.seats[person.id]
        update = self._become(chat, person, seat, seat.go)
        left = self._service(chat, person, left_chat_member=person.json())
        return self._cloud.push("message", left) or update

    def _become(self, chat: Chat, by: Person, seat: Seat, change: Callable[[], None]) -> int:
        before = seat.json()
        change()
        return self._telegram.moderating.tell_change(chat, by, seat, before)

    def change(self, chat: Chat, by: Person, who: Person, **fields: object) -> int:
        """Let an administrator change somebody's seat by hand."""
        seat = chat.seats.setdefault(who.id, Seat(who, "left"))

        def change() -> None:
            for name, value in fields.items():
                setattr(seat, name, value)

        return self._become(chat, by, seat, change)

    def ask_to_join(self, chat: Chat, person: Person, bio: str = "") -> int:
        """Let somebody ask to be let in."""
        now = self._cloud.clock()
        chat.requests[person.id] = now
        request: Json = {
            "chat": chat.json(),
            "from": person.json(),
            "user_chat_id": person.id,
            "date": stamp(now),
        }
        return self._cloud.push("chat_join_request", request | ({"bio": bio} if bio else {}))

    # ----------------------------------------------------------------------------- writing

    def say(self, chat: Chat, person: Person, text: str, **fields: object) -> tuple[int, int]:
        """Let somebody write; returns the ids of the message and of its update."""
        return self._post(chat, {"from": person.json()}, text, fields)

    def say_as_channel(
        self, chat: Chat, channel: Chat, text: str, **more: object
    ) -> tuple[int, int]:
        """Let somebody write in the name of a channel."""
        author = {"from": self._cloud.people[CHANNELS].json(), "sender_chat": channel.json()}
        return self._post(chat, author, text, more)

    def say_anonymously(self, chat: Chat, text: str, title: str = "") -> tuple[int, int]:
        """Let an administrator write in the group's own name."""
        author: Json = {"from": self._cloud.people[ANONYMOUS].json(), "sender_chat": chat.json()}
        return self._post(chat, author | ({"author_signature": title} if title else {}), text, {})

    def forward_post(self, chat: Chat, channel: Chat, text: str) -> tuple[int, int]:
        """Let a post of the linked channel appear in its discussion group."""
        author: Json = {"from": self._cloud.people[SERVICE].json(), "sender_chat": channel.json()}
        author |= {
            "is_automatic_forward": True,
            "forward_origin": {
                "type": "channel",
                "chat": channel.json(),
                "message_id": 1,
                "date": stamp(self._cloud.clock()),
            },
        }
        return self._post(chat, author, text, {})

    def send(self, chat: Chat, person: Person, **content: object) -> tuple[int, int]:
        """Let somebody send something that is no text: a photo, a poll, a contact."""
        message = self._cloud.message(chat, {"from": person.json()}, **content)
        return message["message_id"], self._cloud.push("message", message)

    def _post(
        self, chat: Chat, author: Json, text: str, fields: dict[str, object]
    ) -> tuple[int, int]:
        content: Json = {"text": text.strip()}
        entities = [*detect(content["text"]), *_list(fields.pop("entities", ()))]
        if entities:
            content["entities"] = entities
        reply = fields.pop("reply_to", None)
        if isinstance(reply, int) and reply in chat.messages:
            content["reply_to_message"] = chat.messages[reply]
        topic = fields.pop("topic", None)
        if topic is not None:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        message = self._cloud.message(chat, author, **content, **fields)
        return message["message_id"], self._cloud.push("message", message)

    def edit(self, chat: Chat, message: int, text: str) -> int:
        """Let the author change a message."""
        known = chat.messages[message]
        changed = {**known, "text": text, "edit_date": stamp(self._cloud.clock())}
        changed.pop("entities", None)
        found = detect(text)
        changed |= {"entities": found} if found else {}
        chat.messages[message] = changed
        return self._cloud.push("edited_message", changed)

    def open_topic(self, chat: Chat, person: Person, name: str) -> int:
        """Open a topic of a forum; returns its id."""
        message = self._service(
            chat, person, forum_topic_created={"name": name, "icon_color": 7322096}
        )
        thread = int(message["message_id"])
        message |= {"message_thread_id": thread, "is_topic_message": True}
        chat.topics[thread] = name
        self._cloud.push("message", message)
        return thread

    def _service(self, chat: Chat, person: Person, **fields: object) -> Json:
        return self._cloud.message(chat, {"from": person.json()}, **fields)

    # ------------------------------------------------------------------- buttons, reactions

    def press(self, chat: Chat, person: Person, message: int, label: str) -> str:
        """Let somebody press a button by its label; returns the query's id."""
        known = chat.messages[message]
        buttons = [b for row in known["reply_markup"]["inline_keyboard"] for b in row]
        (button,) = [button for button in buttons if button["text"] == label]
        return self.press_data(chat, person, message, button["callback_data"])

    def press_data(self, chat: Chat, person: Person, message: int, data: str) -> str:
        """Let somebody send any callback data, as a client of their own can."""
        id = f"query{next(self._queries)}"
        self._telegram.sending.queries[id] = self._cloud.clock()
        query: Json = {
            "id": id,
            "from": person.json(),
            "chat_instance": "1",
            "data": data,
            "message": chat.messages[message],
        }
        self._cloud.push("callback_query", query)
        return id

    def react(self, chat: Chat, person: Person, message: int, emoji: str) -> int:
        """Let somebody react to a message."""
        return self._cloud.push(
            "message_reaction",
            {
                "chat": chat.json(),
                "message_id": message,
                "user": person.json(),
                "date": stamp(self._cloud.clock()),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}],
            },
        )

    def start_bot(self, person: Person, payload: str = "") -> int:
        """Let somebody open the private chat with the bot."""
        person.started, person.blocked = True, False
        chat = self._cloud.chat(person.id)
        text = f"/start {payload}".strip()
        return self.say(chat, person, text)[1]

    # ------------------------------------------------------------------------ great changes

    def upgrade(self, chat: Chat, person: Person, id: int) -> Chat:
        """Let a group become a supergroup with a new id; everybody comes along."""
        new = Chat(id, "supergroup", chat.title, seats=chat.seats, allowed=chat.allowed)
        self._cloud.chats[id] = new
        self._cloud.push("message", self._service(chat, person, migrate_to_chat_id=id))
        self._cloud.push("message", self._service(new, person, migrate_from_chat_id=chat.id))
        chat.moved_to = id
        return new


def _list(value: object) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else []


def at(when: datetime) -> int:
    """Return a moment as Telegram counts it."""
    return stamp(when)
