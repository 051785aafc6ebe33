"""From the chat of a test to events, as if it had been heard on a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain import (
    ButtonPressed,
    Event,
    JoinRequested,
    Member,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReportFiled,
    Signal,
    TimePassed,
)
from bot.rulebook.book import ChatLine, Rulebook, RulebookTest

#: When every test begins.
START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
NETWORK = "lobby"
CHANNEL = "#general"
#: How long members of a test have been around where it does not say.
LONG_AGO = timedelta(days=365)


@dataclass(slots=True)
class Chat:
    """A test's events, and who wrote which message, to tell later what was done to whom."""

    events: list[Event] = field(default_factory=list)
    signals: dict[str, Mapping[str, Signal]] = field(default_factory=dict)
    author: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    line: dict[str, ChatLine] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)

    def last_by(self, who: str) -> str | None:
        """Return the id of somebody's last message, or `who` itself where it is such an id."""
        return self._last.get(who) or (who if who in self.author else None)

    def wrote(self, message: str, who: str, text: str) -> None:
        """Remember a message."""
        self.author[message] = who
        self._last[who] = message
        self.text[message] = text


def chat_of(test: RulebookTest, rulebook: Rulebook) -> Chat:
    """Return the test's chat as events, one for each line, named l1, l2 ..."""
    chat = Chat()
    for number, line in enumerate(test.chat, start=1):
        event = _event(f"l{number}", line, rulebook, chat)
        chat.events.append(event)
        chat.line[event.id] = line
        scores = line.more.get("signals", {})
        if scores:
            chat.signals[event.id] = {
                name: Signal(name=name, score=score, evidence=line.says[:80])
                for name, score in scores.items()
            }
    return chat


def _event(name: str, line: ChatLine, rulebook: Rulebook, chat: Chat) -> Event:
    network = line.more.get("network", NETWORK)
    at = START + timedelta(seconds=line.at)
    place = rulebook.places.get(network, "")
    member = _member(line.who, at, line)
    community = rulebook.id
    match line.does:
        case "joins":
            return MemberJoined(
                id=name, at=at, network=network, community=community, place=place, member=member,
                unmet=True,
            )  # fmt: skip
        case "asks to join":
            return JoinRequested(
                id=name, at=at, network=network, community=community, place=place, member=member
            )
        case "leaves":
            return MemberLeft(
                id=name, at=at, network=network, community=community, place=place, member=member
            )
        case "waits":
            return TimePassed(
                id=name, at=at, network=network, community=community, place=place, owner="test"
            )
    room = (line.channel or CHANNEL).removeprefix("#")
    where = _Where(name, at, network, community, place, room, member)
    return _spoken(where, line, chat)


@dataclass(frozen=True, slots=True)
class _Where:
    id: str
    at: datetime
    network: str
    community: str
    place: str
    channel: str
    member: Member


def _spoken(w: _Where, line: ChatLine, chat: Chat) -> Event:
    if line.does == "presses":
        return ButtonPressed(
            id=w.id, at=w.at, network=w.network, community=w.community, place=w.place,
            channel=w.channel, member=w.member, button=line.says,
        )  # fmt: skip
    if line.does == "reports":
        message = chat.last_by(line.says)
        accused = Member(id=chat.author.get(message or "", line.says), name=line.says)
        return ReportFiled(
            id=w.id, at=w.at, network=w.network, community=w.community, place=w.place,
            channel=w.channel, member=w.member, accused=accused, message=message,
            text=chat.text.get(message or "", ""),
        )  # fmt: skip
    if line.does == "edits":
        message = chat.last_by(line.who) or w.id
        chat.text[message] = line.says
        return MessageEdited(
            id=w.id, at=w.at, network=w.network, community=w.community, place=w.place,
            channel=w.channel, channel_name=w.channel, member=w.member, message=message,
            text=line.says,
        )  # fmt: skip
    reply_to = chat.last_by(line.reply_to) if line.reply_to else None
    chat.wrote(w.id, line.who, line.says)
    return MessagePosted(
        id=w.id, at=w.at, network=w.network, community=w.community, place=w.place,
        channel=w.channel, channel_name=w.channel, member=w.member, text=line.says,
        reply_to=reply_to,
    )  # fmt: skip


def _member(who: str, at: datetime, line: ChatLine) -> Member:
    joined: timedelta = line.more.get("member_for", timedelta(0))
    if not joined and line.does not in ("joins", "asks to join"):
        joined = LONG_AGO
    age: timedelta = line.more.get("account_age", max(joined, LONG_AGO))
    return Member(
        id=who,
        name=who,
        roles=line.roles,
        joined_at=at - joined,
        account_created_at=at - age,
    )
