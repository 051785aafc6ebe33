"""What the team does to channels: clear, lock, open, slow down."""

from collections.abc import Sequence
from datetime import timedelta

from bot.commands.already import refuse_if_so
from bot.commands.declared import Command, member, parameter, reason, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.decide import decision_id
from bot.domain import (
    Action,
    Button,
    CommandSpec,
    DeleteMessage,
    Event,
    LockChannel,
    Member,
    MessageDeleted,
    MessagePosted,
    Parameter,
    ParameterType,
    PurgeMessages,
    SlowMode,
    Standing,
    UnlockChannel,
    event_key,
)
from bot.errors import CommandError
from bot.locale import Phrasebook
from bot.tell import MOST_RESTORED, room

MOST_PURGED = 100
#: How far back a purge looks, tried one after the other so that a busy log is not read for little.
LOOK_BACK = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
LONGEST_SLOW_MODE = timedelta(hours=6)
OFF = ("off", "aus", "0")


async def purge(call: Call, desk: Desk) -> Reaction:
    """Remove the last messages of this channel, of everybody or of one member."""
    count = int(str(call.arguments["count"]))
    book = words(call, desk)
    if not 1 <= count <= MOST_PURGED:
        raise CommandError(book.say("error_purge_count", most=str(MOST_PURGED)))
    target = call.arguments.get("member")
    who = target if isinstance(target, Member) else None
    if who is not None:
        require(call, desk, (DeleteMessage(channel="", message="", member=who.id),), who)
    found = await _last_messages(call, desk, count, who)
    spared = [event for event in found if _spared(event, call, desk)]
    taken = [event.id for event in found if event not in spared]
    if not taken:
        raise CommandError(book.say("purge_nothing", channel=_here(call)))
    actions = _removal(call, desk, taken)
    require(call, desk, actions)
    return Reaction(
        answer=_purged(len(taken), len(spared), call, book),
        buttons=_undo(call, book) if len(taken) <= MOST_RESTORED else (),
        actions=actions,
        subject=who,
        reason=str(call.arguments.get("reason", "")),
    )


def _purged(taken: int, spared: int, call: Call, book: Phrasebook) -> str:
    moment = "purged_one" if taken == 1 else "purged"
    parts = [book.say(moment, count=str(taken), channel=_here(call))]
    if spared:
        told = "purge_spared_one" if spared == 1 else "purge_spared"
        parts.append(book.say(told, count=str(spared)))
    if taken > MOST_RESTORED:
        parts.append(book.say("purge_final"))
    return " ".join(parts)


async def lock(call: Call, desk: Desk) -> Reaction:
    """Let nobody but the team write in a channel."""
    channel = _channel(call)
    why = str(call.arguments.get("reason", ""))
    action = LockChannel(channel=channel, reason=why)
    require(call, desk, (action,))
    await refuse_if_so(call, desk, action, "nothing_to_lock", channel=room(channel))
    return _on_channel(call, desk, action, "locked", why)


async def unlock(call: Call, desk: Desk) -> Reaction:
    """Open a locked channel again."""
    action = UnlockChannel(channel=_channel(call))
    require(call, desk, (action,))
    named = {"channel": room(action.channel)}
    known = await refuse_if_so(call, desk, action, "nothing_to_unlock", **named)
    return _on_channel(call, desk, action, "unlocked" if known else "may_have_unlock")


async def slowmode(call: Call, desk: Desk) -> Reaction:
    """Let each member write only once in a while."""
    span = call.arguments["duration"]
    assert isinstance(span, timedelta)  # noqa: S101  # as declared below
    book = words(call, desk)
    if span > LONGEST_SLOW_MODE:
        longest = book.duration(LONGEST_SLOW_MODE.total_seconds())
        raise CommandError(book.say("error_slow_mode_span", longest=longest))
    seconds = int(span.total_seconds())
    action = SlowMode(channel=_channel(call), seconds=seconds)
    moment = "slow_mode_on" if seconds else "slow_mode_off"
    values = {"duration": book.duration(seconds)} if seconds else {}
    require(call, desk, (action,))
    named = {"channel": room(action.channel), **values}
    await refuse_if_so(call, desk, action, f"already_{moment}", **named)
    return _on_channel(call, desk, action, moment, **values)


def _on_channel(
    call: Call, desk: Desk, action: Action, moment: str, why: str = "", **values: str
) -> Reaction:
    book = words(call, desk)
    return Reaction(
        answer=book.say(moment, channel=room(_channel(call)), **values),
        buttons=_undo(call, book),
        actions=(action,),
        reason=why,
    )


def _undo(call: Call, book: Phrasebook) -> tuple[Button, ...]:
    own = decision_id(event_key(call.event))
    return (Button(id=f"undo:{own}", label=book.say("button_undo")),)


def _channel(call: Call) -> str:
    return str(call.arguments.get("channel", call.event.channel))


def _here(call: Call) -> str:
    return room(getattr(call.event, "channel_name", "") or call.event.channel)


def _removal(call: Call, desk: Desk, messages: Sequence[str]) -> tuple[Action, ...]:
    channel = call.event.channel
    if PurgeMessages in desk.can(call.event.network):
        return (PurgeMessages(channel=channel, messages=tuple(messages)),)
    return tuple(DeleteMessage(channel=channel, message=message) for message in messages)


def _spared(event: MessagePosted, call: Call, desk: Desk) -> bool:
    """Return whether a message belongs to somebody whom the caller does not outrank."""
    if event.member.id == call.actor.id:
        return False
    standing = desk.standing(event.member)
    return standing.is_staff and standing >= call.standing


async def _last_messages(
    call: Call, desk: Desk, count: int, who: Member | None
) -> list[MessagePosted]:
    found: list[MessagePosted] = []
    for span in LOOK_BACK:
        events = await desk.store.events.since(desk.rulebook.id, call.now - span)
        written = _standing_messages(events, call, who)
        found = [one for one in written if not await _was_removed(one, desk)]
        if len(found) >= count:
            break
    return found[-count:]


async def _was_removed(event: MessagePosted, desk: Desk) -> bool:
    """Return whether a policy took this very message down when it was posted."""
    decision = await desk.store.ledger.decision(desk.rulebook.id, event_key(event))
    return (
        decision is not None
        and decision.undone_at is None
        and any(
            isinstance(action, DeleteMessage) and action.message == event.id
            for action in decision.actions
        )
    )


def _standing_messages(
    events: Sequence[Event], call: Call, who: Member | None
) -> list[MessagePosted]:
    """Return the messages of this channel that nobody has deleted yet, oldest first."""
    gone = {event.message for event in events if isinstance(event, MessageDeleted)}
    return [
        event
        for event in events
        if isinstance(event, MessagePosted)
        and event.network == call.event.network
        and event.channel == call.event.channel
        and event.id not in gone
        and (who is None or event.member.id == who.id)
    ]


def _where() -> Parameter:
    return parameter(
        "channel",
        ParameterType.CHANNEL,
        "which channel; left out, this one",
        "welcher Kanal; ohne Angabe dieser",
        required=False,
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="purge",
            help={
                "en": "Remove the last messages here, up to 100; more than 10 can't be taken back.",
                "de": "Die letzten Nachrichten hier entfernen, höchstens 100; über 10 endgültig.",
            },
            parameters=(
                parameter("count", ParameterType.INTEGER, "how many", "wie viele"),
                member("only this member's", "nur von diesem Mitglied", required=False),
                reason(),
            ),
            right=Standing.MODERATOR,
            examples=("/purge 20 @kim",),
        ),
        run=purge,
        strangers=True,
    ),
    Command(
        spec=CommandSpec(
            name="lock",
            help={
                "en": "Let nobody but the team write in a channel.",
                "de": "In einem Kanal nur noch das Team schreiben lassen.",
            },
            parameters=(_where(), reason()),
            right=Standing.MODERATOR,
            examples=("/lock #general",),
        ),
        run=lock,
    ),
    Command(
        spec=CommandSpec(
            name="unlock",
            help={
                "en": "Open a locked channel again.",
                "de": "Einen gesperrten Kanal wieder öffnen.",
            },
            parameters=(_where(),),
            right=Standing.MODERATOR,
            examples=("/unlock #general",),
        ),
        run=unlock,
    ),
    Command(
        spec=CommandSpec(
            name="slowmode",
            help={
                "en": "Let each member write only once in a while; off lifts it.",
                "de": "Jedes Mitglied nur ab und zu schreiben lassen; aus hebt es auf.",
            },
            parameters=(
                parameter(
                    "duration",
                    ParameterType.DURATION,
                    "one message in how long, such as 30 seconds, or off",
                    "eine Nachricht in welcher Zeit, etwa 30 Sekunden, oder aus",
                    choices=OFF,
                ),
                _where(),
            ),
            right=Standing.MODERATOR,
            examples=("/slowmode 30s #general", "/slowmode off"),
        ),
        run=slowmode,
    ),
)
