"""Who and what there is on the fake Telegram: people, chats, seats in them, messages."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.telegram.wire import Json, stamp

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",  # newer than the library, as there will always be something
)
#: What an ordinary group allows its members.
ORDINARY = frozenset(PERMISSIONS) - {
    "can_change_info",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
}


@dataclass(slots=True)
class Person:
    """An account; `started` says that it may be written to by the bot."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    language: str = ""
    started: bool = False
    blocked: bool = False

    def json(self) -> Json:
        """Return the account as the Bot API shows it."""
        found: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            found["username"] = self.username
        if self.language:
            found["language_code"] = self.language
        return found


@dataclass(slots=True)
class Seat:
    """How somebody stands in a chat."""

    person: Person
    status: str = "member"
    allowed: frozenset[str] = ORDINARY
    rights: frozenset[str] = frozenset()
    until: datetime | None = None
    title: str = ""
    anonymous: bool = False
    is_member: bool = True

    def json(self) -> Json:
        """Return the seat as the Bot API shows a ChatMember."""
        found: Json = {"user": self.person.json(), "status": self.status}
        match self.status:
            case "creator":
                found |= {"is_anonymous": self.anonymous}
            case "administrator":
                found |= {right: right in self.rights for right in RIGHTS}
                found |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            case "restricted":
                found |= {each: each in self.allowed for each in PERMISSIONS}
                found |= {"is_member": self.is_member, "until_date": self._until}
            case "kicked":
                found |= {"until_date": self._until}
        if self.title and self.status in ("creator", "administrator"):
            found["custom_title"] = self.title
        return found

    @property
    def _until(self) -> int:
        return stamp(self.until) if self.until else 0

    def come_in(self) -> None:
        """Come in; a restriction that holds goes on holding."""
        if self.status == "restricted":
            self.is_member = True
        else:
            self.status = "member"

    def go(self) -> None:
        """Leave; a restriction is kept for the day on which they come back."""
        if self.status == "restricted":
            self.is_member = False
        else:
            self.status = "left"

    @property
    def is_here(self) -> bool:
        """Whether they are in the chat."""
        inside = self.status in ("creator", "administrator", "member")
        return inside or (self.status == "restricted" and self.is_member)

    @property
    def is_staff(self) -> bool:
        """Whether they are an administrator."""
        return self.status in ("creator", "administrator")


@dataclass(slots=True)
class Chat:
    """A group, supergroup, channel or private chat, with all that was written there."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    linked: int = 0
    allowed: frozenset[str] = ORDINARY
    seats: dict[int, Seat] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    requests: dict[int, datetime] = field(default_factory=dict)
    banned_channels: set[int] = field(default_factory=set)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    #: The only signs that its owner allows, None for all that Telegram knows.
    signs: frozenset[str] | None = None
    pinned: list[int] = field(default_factory=list)
    moved_to: int = 0
    last: int = 0

    def json(self) -> Json:
        """Return the chat as it stands in messages."""
        found: Json = {"id": self.id, "type": self.type}
        if self.title:
            found["title"] = self.title
        if self.username:
            found["username"] = self.username
        if self.is_forum:
            found["is_forum"] = True
        return found

    def full(self) -> Json:
        """Return the chat as getChat shows it."""
        found = {**self.json(), "accent_color_id": 0, "max_reaction_count": 11}
        found["accepted_gift_types"] = dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        )
        if self.type != "private":
            found["permissions"] = {each: each in self.allowed for each in PERMISSIONS}
        if self.linked:
            found["linked_chat_id"] = self.linked
        return found

    def next_id(self) -> int:
        """Return the id of the next message here."""
        self.last += 1
        return self.last

    def here(self, person: int) -> Seat | None:
        """Return the seat of somebody who is in the chat."""
        seat = self.seats.get(person)
        return seat if seat is not None and seat.is_here else None
