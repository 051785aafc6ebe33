"""What happens in a chat, in one form for every network.

Each event names the network, the community (the rulebook's id), the place (the network's id of
the guild, workspace or group) and the moment, an aware UTC time. `channel` is the network's id of
the room; `channel_name`, where it differs, is what people call it. `id` is the network's own id of
the event: for a posted message it is the message's id. Together they make the key by which
repeats are known.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.parts import Attachment, Mention
from bot.domain.people import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted:
    """A member wrote a message."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    text: str
    reply_to: str | None = None
    mentions: tuple[Mention, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def message(self) -> str:
        """The message's id."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited:
    """A member changed a message; `id` differs for each edit, `message` stays."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    message: str
    text: str
    reply_to: str | None = None
    mentions: tuple[Mention, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted:
    """A message is gone; `member` is its author where the network says so."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    message: str
    member: Member | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePrevented:
    """A network kept a message from being shown, by a rule that it was given for `policy`.

    `found` is what it found in the text, `listed` the entry of the policy that this stands for,
    where the network says so. The message never came to be; `id` was made up for it.
    """

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    policy: str
    text: str = ""
    found: str = ""
    listed: str = ""

    @property
    def message(self) -> str:
        """What the message is called in decisions; no network knows it."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    """A person came in.

    `unmet` says that nobody of the team let them in, and that the network can hold them back.
    """

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    member: Member
    unmet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequested:
    """A person asks to be let in; `language` is what they read, where the network tells."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    member: Member
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """A person left or was removed."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged:
    """Somebody has another name or other roles than before; `was` is how they were."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    member: Member
    was: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionAdded:
    """A member reacted to a message with an emoji (as text, such as 👍)."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    message: str
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiled:
    """A member asked the team to look at a message or at a person (`accused`)."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    accused: Member | None = None
    message: str | None = None
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGiven:
    """A member gave a command.

    Networks with typed commands fill `options` (parameter name to text); the others pass what was
    typed after the command's name as `raw`, with the people and rooms named in it as `mentions`.
    `interaction` is what the network needs to answer privately; `language` is what the member
    reads, where the network tells.
    """

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    name: str
    raw: str = ""
    options: dict[str, str] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    reply_to: str | None = None
    interaction: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed:
    """A member pressed a button; `button` is the id that we gave it, `message` carries it."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    channel: str
    channel_name: str = ""
    member: Member
    button: str
    message: str | None = None
    interaction: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberModerated:
    """A person of the team acted without Evenhand; `role` is one that they took away."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    member: Member
    by: Member
    did: str
    until: datetime | None = None
    reason: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    """A timer that somebody set has come due; `owner` set it and knows what `payload` means."""

    id: str
    at: datetime
    network: str
    community: str
    place: str = ""
    owner: str
    payload: dict[str, str] = field(default_factory=dict)
