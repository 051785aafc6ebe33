"""What a network's adapter carries out."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.parts import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteMessage:
    """Take one message down."""

    channel: str
    message: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeMessages:
    """Take several messages of one channel down at once."""

    channel: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreMessage:
    """Bring a removed message back, or quote it where the network cannot."""

    channel: str
    message: str
    member: str
    member_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeout:
    """Keep a member from writing for `seconds`; `until` is fixed when it is decided.

    `away` says that this network knows no other way than taking them out of its channels.
    """

    member: str
    seconds: int
    until: datetime | None = None
    reason: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Untimeout:
    """Let a member write again."""

    member: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kick:
    """Remove a member, who may come back."""

    member: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Remove a member for `seconds`, or for good where that is None."""

    member: str
    seconds: int | None = None
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unban:
    """Let a banned person come back."""

    member: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Say something in a channel, as an answer to `message` where one is named."""

    channel: str
    text: str
    message: str | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReply:
    """Change what we said before; `of` is the key of the order that said it.

    `message` is the network's id of what was said, filled in when it is about to be changed.
    """

    of: str
    message: str = ""
    channel: str
    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDirect:
    """Tell a member something that only they see; `channel` is where it came up."""

    member: str
    text: str
    channel: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer a command or button; seen by that member alone unless `public`."""

    member: str
    channel: str
    text: str
    interaction: str = ""
    public: bool = False
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRole:
    """Give a member a role."""

    member: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRole:
    """Take a role from a member."""

    member: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMode:
    """Let each member write once every `seconds`; 0 lifts it.

    `back` sets the channel back to how it was before we changed it, where a network knows that.
    """

    channel: str
    seconds: int
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockChannel:
    """Let nobody but the team write in a channel."""

    channel: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockChannel:
    """Open a locked channel again."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveChannel:
    """Close a channel and put it away; what was said in it stays to be read."""

    channel: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnarchiveChannel:
    """Bring an archived channel back."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMessage:
    """Keep a message in sight: on the list of what is pinned in its channel."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpinMessage:
    """Take a message from the list of what is pinned in its channel."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReaction:
    """Put our own sign under a message: one plain emoji, or a name that the network knows."""

    channel: str
    message: str
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveReaction:
    """Take our own sign from under a message; other people's stay."""

    channel: str
    message: str
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBack:
    """Keep somebody who has just come in from writing until they are let in; no sanction.

    It ends by itself after `seconds`, so that nobody is mute for good where nobody lets them in.
    """

    member: str
    seconds: int = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Greet:
    """Welcome somebody in a room for `seconds`; several at once share one message there.

    The text stands below the names of those whom it welcomes. With buttons they are named until
    they are let in, at most for that time; the message goes when nobody is left on it. An empty
    channel is the place's main one.
    """

    member: str
    name: str
    text: str
    seconds: int
    channel: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Let somebody in who asked, or let somebody write who was held back."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAway:
    """Turn somebody away who asked to be let in or was held back; they may come again.

    `anyway` is for waves: also somebody who came in within the last hour and was not held back.
    """

    member: str
    anyway: bool = False


Effect = (
    DeleteMessage
    | PurgeMessages
    | RestoreMessage
    | Timeout
    | Untimeout
    | Kick
    | Ban
    | Unban
    | Reply
    | EditReply
    | SendDirect
    | Answer
    | AddRole
    | RemoveRole
    | SlowMode
    | LockChannel
    | UnlockChannel
    | ArchiveChannel
    | UnarchiveChannel
    | PinMessage
    | UnpinMessage
    | AddReaction
    | RemoveReaction
    | HoldBack
    | Greet
    | LetIn
    | TurnAway
)
