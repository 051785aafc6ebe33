"""From Slack's payloads to commands and presses, with who asked and in which language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.api import SlackError
from adapters.slack.forms import Origin, filled_in
from adapters.slack.ids import by_id, message_id, moment
from adapters.slack.shortcuts import FAQ, REPORT, Shortcut
from adapters.slack.text import named_in, plain
from adapters.slack.visible import visible
from adapters.slack.where import Where
from bot.domain import ButtonPressed, CommandGiven, CommandSpec, Member
from bot.errors import NetworkError, StoreError

Json = dict[str, Any]
UMBRELLA = "evenhand"
#: What Slack says instead of the names of channels that not everybody may know.
_NO_NAMES = frozenset({"privategroup", "directmessage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, with the roles on which their rights depend, and the language they read."""

    member: Member
    language: str


async def asker(where: Where, user: str) -> Asker:
    """Return who asks; raises StoreError where nobody can tell, so that it is not taken in."""
    people = where.workspace.people
    try:
        found = await people.member(user)
        profile = await people.profile(user)
    except (SlackError, NetworkError) as error:
        raise StoreError(f"Nobody can tell who asked: {error}") from None
    language = profile.locale.partition("-")[0].lower() if profile else ""
    return Asker(member=found or Member(id=user, name=user), language=language)


def user_in(body: Json) -> str:
    """Return the id of whoever did something."""
    return str(body["user"]["id"])


async def command(where: Where, body: Json) -> CommandGiven:
    """Return a slash command; `/evenhand ban @x 2h` is `/ban @x 2h`."""
    name, raw = _named(str(body.get("command", "")), str(body.get("text") or ""))
    await where.workspace.people.names(named_in(raw))
    said = plain(raw, where.workspace.people.name)
    who = await asker(where, str(body["user_id"]))
    return CommandGiven(
        id=str(body.get("trigger_id") or ""),
        at=moment(""),
        channel=str(body["channel_id"]),
        channel_name=room_name(where, str(body["channel_id"]), body.get("channel_name")),
        member=who.member,
        name=name,
        raw=by_id(said.text),
        mentions=said.mentions,
        interaction=str(body.get("response_url") or ""),
        language=who.language,
        **where.place,
    )


def room_name(where: Where, id: str, given: object) -> str:
    """Return a channel's name; what Slack puts in place of private ones' is none."""
    name = str(given or "")
    placeholder = name in _NO_NAMES or name.startswith("mpdm-")
    return where.workspace.rooms.name(id) or ("" if placeholder else name)


def _named(given: str, text: str) -> tuple[str, str]:
    name = given.lstrip("/").casefold()
    if name != UMBRELLA:
        return name, text
    first, _, rest = text.strip().partition(" ")
    return first.lstrip("/").casefold() or "help", rest.strip()


async def button(where: Where, body: Json, action: Json) -> ButtonPressed:
    """Return that a button of ours was pressed."""
    container, channel = body.get("container") or {}, body.get("channel") or {}
    id = str(channel.get("id") or container.get("channel_id") or "")
    ts = container.get("message_ts")
    who = await asker(where, user_in(body))
    return ButtonPressed(
        id=str(body.get("trigger_id") or f"{who.member.id}-{action.get('action_ts')}"),
        at=moment(action.get("action_ts")),
        channel=id,
        channel_name=where.workspace.rooms.name(id),
        member=who.member,
        button=str(action["value"]),
        message=message_id(id, str(ts)) if ts else None,
        interaction=str(body.get("response_url") or ""),
        language=who.language,
        **where.place,
    )


def from_home(
    where: Where, body: Json, who: Asker, asked: tuple[str, str], channel: str
) -> CommandGiven:
    """Return the command that a button of the home tab stands for."""
    name, raw = asked
    return CommandGiven(
        id=str(body.get("trigger_id") or ""),
        at=moment(""),
        channel=channel,
        member=who.member,
        name=name,
        raw=raw,
        language=who.language,
        **where.place,
    )


async def direct_channel(where: Where, user: str) -> str:
    """Return where the app talks with somebody in private; raises StoreError."""
    try:
        opened = await where.workspace.api.call("conversations.open", users=user)
    except (SlackError, NetworkError) as error:
        raise StoreError(f"Nobody can be answered there: {error}") from None
    return str(opened["channel"]["id"])


async def direct(where: Where, message: Json, names: Collection[str]) -> CommandGiven | None:
    """Return the command in a private message to the app; whatever else is said gets help."""
    user, wire = str(message.get("user") or ""), str(message.get("text") or "")
    if not user or message.get("subtype") or message.get("bot_id") or where.workspace.is_us(user):
        return None
    who = await asker(where, user)
    await where.workspace.people.names(named_in(wire))
    said = plain(wire, where.workspace.people.name)
    first, _, rest = said.text.partition(" ")
    name = first.lstrip("/").casefold()
    known = name in names
    return CommandGiven(
        id=message_id(str(message["channel"]), str(message["ts"])),
        at=moment(message["ts"]),
        channel=str(message["channel"]),
        member=who.member,
        name=name if known else "help",
        raw=by_id(rest.strip()) if known else "",
        mentions=said.mentions if known else (),
        language=who.language,
        **where.place,
    )


def submitted(
    where: Where, view: Json, spec: CommandSpec, origin: Origin, who: Asker
) -> CommandGiven:
    """Return the command that a form was filled in for."""
    filled = filled_in(view, spec, origin)
    return CommandGiven(
        id=f"form-{view['id']}",
        at=moment(""),
        channel=origin.channel,
        channel_name=origin.channel_name,
        member=who.member,
        name=spec.name,
        options=filled.options,
        mentions=filled.mentions,
        reply_to=origin.reply_to or None,
        interaction=origin.answer_at,
        language=who.language,
        **where.place,
    )


def origin_at(where: Where, body: Json, command: str, fixed: Mapping[str, str]) -> Origin:
    """Return where a shortcut was used: at a message, in a channel."""
    channel = body["channel"]
    return Origin(
        command=command,
        channel=str(channel["id"]),
        channel_name=room_name(where, str(channel["id"]), channel.get("name")),
        answer_at=str(body.get("response_url") or ""),
        reply_to=message_id(str(channel["id"]), str(body["message"]["ts"])),
        fixed=fixed,
    )


def about_message(shortcut: Shortcut, body: Json) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a shortcut settles, and the words that its form begins with."""
    message = body["message"]
    if shortcut is REPORT:
        author = str(message.get("user") or "")
        return ({"member": author} if author else {}), {}
    words = plain(visible(message), lambda _: "").text
    return ({"do": "add"} if shortcut is FAQ else {}), {"answer": words, "text": words}


def why(where: Where, body: Json, who: Asker) -> CommandGiven:
    """Return the question why; under a message of ours it asks about that very decision."""
    channel, message = str(body["channel"]["id"]), body["message"]
    return CommandGiven(
        id=str(body.get("trigger_id") or ""),
        at=moment(""),
        channel=channel,
        channel_name=room_name(where, channel, body["channel"].get("name")),
        member=who.member,
        name="why",
        raw=_decision_in(message),
        reply_to=message_id(channel, str(message["ts"])),
        interaction=str(body.get("response_url") or ""),
        language=who.language,
        **where.place,
    )


def _decision_in(message: Json) -> str:
    for block in message.get("blocks") or []:
        for element in block.get("elements") or []:
            verb, _, target = str(element.get("value") or "").partition(":")
            if verb in ("why", "undo", "appeal") and target:
                return target
    return ""
