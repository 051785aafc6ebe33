"""The short road: commands and buttons get a handler's reaction, written down like any decision.

Policies may fail, commands may not: whoever gave one always gets an answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.casework import Casework
from bot.commands import respond
from bot.commands.desk import Desk
from bot.commands.reaction import Reaction
from bot.context import room, standing_of
from bot.decide import decision_id
from bot.domain import (
    Action,
    Answer,
    Ban,
    ButtonPressed,
    Channel,
    CommandGiven,
    Decision,
    Member,
    Timeout,
    event_key,
    person_key,
)
from bot.errors import CommandError, LeaseLost, StoreBusy
from bot.logs import trace
from bot.ports import Clock, Settlement, Strike
from bot.strikes import TEAM

log = logging.getLogger(__name__)
#: Seconds that a command may take; a network that hangs must not hold up everybody's commands.
LIMIT = 10.0


class Reception:
    """Answers the commands and buttons of one community, one at a time.

    One at a time, so that two people who claim the same case find out about each other.
    """

    def __init__(
        self,
        desk: Desk,
        casework: Casework,
        *,
        clock: Clock,
        settle: Callable[[Settlement], Awaitable[None]],
        changed: Callable[[Reaction], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._casework = casework
        self._clock = clock
        self._settle = settle
        self._changed = changed
        self._turn = asyncio.Lock()

    async def answer(self, event: CommandGiven | ButtonPressed) -> bool:
        """Do what was asked and answer; False for a button that belongs to a policy."""
        async with self._turn:
            reaction = await self._react(event)
            if reaction is None:
                return False
            told_in = await self._language_of(event, reaction.subject)
            await self._settle(self._settlement(event, reaction, told_in))
            await self._changed(reaction)
        return True

    async def _react(self, event: CommandGiven | ButtonPressed) -> Reaction | None:
        language = event.language or self._casework.rulebook.language
        now = self._clock.now()
        try:
            async with asyncio.timeout(LIMIT):
                return await respond(
                    event,
                    self._desk,
                    actor=event.member,
                    standing=standing_of(self._casework.rulebook, event.member, now),
                    language=language,
                    now=now,
                )
        except CommandError as error:
            return Reaction(answer=str(error))
        except (StoreBusy, LeaseLost):
            raise  # asked again in a moment, and answered then
        except Exception as error:
            what = "%s could not be answered: %s"
            log.error(what, event_key(event), error, exc_info=trace(error))
            return Reaction(answer=self._casework.phrasebook(language).say("command_failed"))

    async def _language_of(
        self, event: CommandGiven | ButtonPressed, subject: Member | None
    ) -> str:
        """Return the language in which somebody was last told something, else the community's."""
        home = self._casework.rulebook.language
        if subject is None:
            return home
        if subject.id == event.member.id and event.language:
            return event.language
        key = person_key(event.network, subject.id)
        ledger = self._desk.store.ledger
        for decision in await ledger.decisions_about(self._casework.rulebook.id, key, limit=5):
            if decision.details.get("language"):
                return decision.details["language"]
        return home

    def _settlement(
        self, event: CommandGiven | ButtonPressed, reaction: Reaction, told_in: str
    ) -> Settlement:
        now = self._clock.now()
        cause = event_key(event)
        plain = replace(
            self._casework.nothing(cause),
            cases=reaction.cases,
            notes=reaction.notes,
            modes=reaction.modes,
            answers=reaction.answers,
            timers=reaction.timers,
            standstill=reaction.standstill,
            undone=dict.fromkeys(reaction.undo, event.member.name),
            at=now,
        )
        decision = self._decision(event, reaction, cause, told_in)
        answer = _answer(event, reaction)
        if not reaction.actions:
            order = (self._casework.answer(decision, answer),) if answer else ()
            return replace(plain, orders=order)
        settled = self._casework.settle_by_person(decision, answer, language=told_in, rest=plain)
        return replace(settled, strikes=self._strikes(decision, reaction))

    def _decision(
        self, event: CommandGiven | ButtonPressed, reaction: Reaction, cause: str, told_in: str
    ) -> Decision:
        now = self._clock.now()
        actions = tuple(_with_end(action, self._clock) for action in reaction.actions)
        ends = [a.until for a in actions if isinstance(a, Timeout | Ban) and a.until is not None]
        asked = event.name if isinstance(event, CommandGiven) else event.button.partition(":")[0]
        channel = reaction.channel or self._given_in(event)
        return Decision(
            id=decision_id(cause),
            at=now,
            community=self._casework.rulebook.id,
            network=event.network,
            place=event.place,
            channel=channel.id if channel else None,
            cause=cause,
            actor=person_key(event.network, event.member.id),
            subject=reaction.subject,
            actions=actions,
            rule=asked,
            facts=reaction.reason,
            automated_detection=False,
            automated_decision=False,
            until=max(ends, default=None),
            policy_version=self._casework.rulebook.version,
            details={
                **_details(event, reaction, asked, told_in),
                **({"channel_name": channel.name} if channel and channel.name else {}),
            },
        )

    def _given_in(self, event: CommandGiven | ButtonPressed) -> Channel | None:
        """Return where something was given; the team's own channel is nobody else's business."""
        team = self._casework.rulebook.team.alerts_to
        if team and room(team) in (room(event.channel), room(event.channel_name)):
            return None
        return Channel(id=event.channel, name=event.channel_name)

    def _strikes(self, decision: Decision, reaction: Reaction) -> tuple[Strike, ...]:
        if reaction.forget_after is None or reaction.subject is None:
            return ()
        return (
            Strike(
                community=decision.community,
                person=person_key(decision.network, reaction.subject.id),
                policy=TEAM,
                decision=decision.id,
                at=decision.at,
                expires_at=decision.at + reaction.forget_after,
            ),
        )


def _answer(event: CommandGiven | ButtonPressed, reaction: Reaction) -> Answer | None:
    if not reaction.answer:
        return None
    return Answer(
        member=event.member.id,
        channel=event.channel,
        interaction=event.interaction,
        text=reaction.answer,
        public=reaction.public,
        buttons=reaction.buttons,
    )


def _with_end(action: Action, clock: Clock) -> Action:
    if isinstance(action, Timeout | Ban) and action.seconds is not None and action.until is None:
        return replace(action, until=clock.now() + timedelta(seconds=action.seconds))
    return action


def _details(
    event: CommandGiven | ButtonPressed, reaction: Reaction, asked: str, told_in: str
) -> dict[str, str]:
    details = {"by": event.member.name, "asked": asked, "language": told_in}
    if event.language:
        details["asked_in"] = event.language
    if reaction.told_reason:
        details["told_reason"] = reaction.told_reason
    if reaction.forget_after is not None:
        details["forget_after"] = str(reaction.forget_after.total_seconds())
    return details
