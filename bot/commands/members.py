"""What the team does to members: warn, time out, remove, and take each of these back."""

from datetime import timedelta

from bot.commands.already import refuse_if_so
from bot.commands.declared import Command, member, parameter, reason, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.commands.sharing import lift_all_elsewhere, offer
from bot.decide import decision_id
from bot.domain import (
    Action,
    Ban,
    Button,
    CommandSpec,
    Kick,
    Member,
    ParameterType,
    Standing,
    Timeout,
    Unban,
    Untimeout,
    Warn,
    event_key,
)
from bot.errors import CommandError
from bot.tell import person

#: How long a warning or time-out given by a person counts.
FORGET_AFTER = timedelta(days=30)
SHORTEST_TIMEOUT = timedelta(seconds=10)
LONGEST_TIMEOUT = timedelta(days=366)


async def warn(call: Call, desk: Desk) -> Reaction:
    """Warn a member."""
    target, why = _target(call), _reason(call)
    return _against(call, desk, Warn(member=target.id, reason=why), target, "did_it_warn")


async def timeout(call: Call, desk: Desk) -> Reaction:
    """Keep a member from writing for a while."""
    target, why = _target(call), _reason(call)
    span = call.arguments["duration"]
    assert isinstance(span, timedelta)  # noqa: S101  # as declared below
    book = words(call, desk)
    if not SHORTEST_TIMEOUT <= span <= LONGEST_TIMEOUT:
        raise CommandError(
            book.say(
                "error_timeout_span",
                shortest=book.duration(SHORTEST_TIMEOUT.total_seconds()),
                longest=book.duration(LONGEST_TIMEOUT.total_seconds()),
            )
        )
    seconds = int(span.total_seconds())
    action = Timeout(member=target.id, seconds=seconds, until=call.now + span, reason=why)
    moment = "did_it_timeout_away" if desk.takes_out(call.event.network) else "did_it_timeout"
    return _against(call, desk, action, target, moment, span)


async def untimeout(call: Call, desk: Desk) -> Reaction:
    """Let a member write again."""
    target = _target(call)
    return await _lift(call, desk, Untimeout(member=target.id, reason=_reason(call)), target)


async def kick(call: Call, desk: Desk) -> Reaction:
    """Remove a member, who may come back."""
    target, why = _target(call), _reason(call)
    return _against(call, desk, Kick(member=target.id, reason=why), target, "did_it_kick")


async def ban(call: Call, desk: Desk) -> Reaction:
    """Remove a person for a while, or for good."""
    target, why = _target(call), _reason(call)
    span = call.arguments.get("duration")
    if not isinstance(span, timedelta):
        action = Ban(member=target.id, reason=why)
        return _against(call, desk, action, target, "did_it_ban_for_good")
    action = Ban(
        member=target.id,
        seconds=int(span.total_seconds()),
        until=call.now + span,
        reason=why,
    )
    return _against(call, desk, action, target, "did_it_ban", span)


async def unban(call: Call, desk: Desk) -> Reaction:
    """Let a banned person come back."""
    target = _target(call)
    return await _lift(call, desk, Unban(member=target.id, reason=_reason(call)), target)


def _against(
    call: Call,
    desk: Desk,
    action: Action,
    target: Member,
    moment: str,
    span: timedelta | None = None,
) -> Reaction:
    require(call, desk, (action,), target)
    book = words(call, desk)
    why = _reason(call)
    values = {"who": person(target.name)}
    if span is not None:
        values["duration"] = book.duration(span.total_seconds())
        values["until"] = book.moment(call.now + span, call.now)
    own = decision_id(event_key(call.event))
    undo = Button(id=f"undo:{own}", label=book.say("button_undo"))
    buttons: tuple[Button, ...] = () if isinstance(action, Kick) else (undo,)
    if isinstance(action, Ban):
        buttons += offer(call, desk, own)
    because = f" {book.say('because', reason=book.quote(why))}" if why else ""
    return Reaction(
        answer=book.say(moment, **values) + because,
        buttons=buttons,
        actions=(action,),
        subject=target,
        reason=why,
        forget_after=FORGET_AFTER,
    )


async def _lift(call: Call, desk: Desk, action: Untimeout | Unban, target: Member) -> Reaction:
    require(call, desk, (action,), target)
    what = "unban" if isinstance(action, Unban) else "untimeout"
    who = person(target.name)
    known = await refuse_if_so(call, desk, action, f"nothing_to_{what}", who=who)
    return Reaction(
        answer=words(call, desk).say(f"did_it_{what}" if known else f"may_have_{what}", who=who),
        actions=(action,),
        subject=target,
        reason=_reason(call),
        timers=await lift_all_elsewhere(call, desk, target.id) if what == "unban" else (),
    )


def _target(call: Call) -> Member:
    found = call.arguments["member"]
    assert isinstance(found, Member)  # noqa: S101  # as declared below
    return found


def _reason(call: Call) -> str:
    return str(call.arguments.get("reason", ""))


_WHOM = member("whom", "wen")

COMMANDS = (
    Command(
        spec=CommandSpec(
            name="warn",
            help={
                "en": "Warn a member privately; it is forgotten after 30 days.",
                "de": "Ein Mitglied vertraulich verwarnen; es verfällt nach 30 Tagen.",
            },
            parameters=(_WHOM, reason()),
            right=Standing.MODERATOR,
            examples=("/warn @kim spam in #general",),
        ),
        run=warn,
    ),
    Command(
        spec=CommandSpec(
            name="timeout",
            help={
                "en": "Keep a member from writing for a while.",
                "de": "Einem Mitglied für eine Weile das Schreiben nehmen.",
            },
            parameters=(
                _WHOM,
                parameter(
                    "duration",
                    ParameterType.DURATION,
                    "how long, such as 10 minutes, 2h or 1 day",
                    "wie lange, etwa 10 Minuten, 2h oder 1 Tag",
                ),
                reason(),
            ),
            right=Standing.MODERATOR,
            examples=("/timeout @kim 1h spam",),
        ),
        run=timeout,
    ),
    Command(
        spec=CommandSpec(
            name="untimeout",
            help={
                "en": "Let a member write again.",
                "de": "Ein Mitglied wieder schreiben lassen.",
            },
            parameters=(_WHOM, reason()),
            right=Standing.MODERATOR,
            examples=("/untimeout @kim",),
        ),
        run=untimeout,
    ),
    Command(
        spec=CommandSpec(
            name="kick",
            help={
                "en": "Remove a member, who may come back.",
                "de": "Ein Mitglied entfernen; wiederkommen darf es.",
            },
            parameters=(_WHOM, reason()),
            right=Standing.MODERATOR,
            examples=("/kick @kim spam",),
        ),
        run=kick,
    ),
    Command(
        spec=CommandSpec(
            name="ban",
            help={
                "en": "Keep a person out, for a while or for good; an id will do.",
                "de": "Jemanden ausschließen, auf Zeit oder ganz; eine Kennung genügt.",
            },
            parameters=(
                _WHOM,
                parameter(
                    "duration",
                    ParameterType.DURATION,
                    "how long, such as 7 days; left out, no end is set",
                    "wie lange, etwa 7 Tage; ohne Angabe ohne festes Ende",
                    required=False,
                ),
                reason(),
            ),
            right=Standing.MODERATOR,
            examples=("/ban @kim 7d spam",),
        ),
        run=ban,
        strangers=True,
    ),
    Command(
        spec=CommandSpec(
            name="unban",
            help={
                "en": "Let a banned person come back.",
                "de": "Jemanden, der ausgeschlossen ist, wieder hereinlassen.",
            },
            parameters=(_WHOM, reason()),
            right=Standing.MODERATOR,
            examples=("/unban @kim",),
        ),
        run=unban,
        strangers=True,
    ),
)
