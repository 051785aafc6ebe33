"""Decisions and strikes, and the one transaction in which a decision is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import Decision, Mode
from bot.ports import LearnedAnswer, Settlement, Strike
from bot.storage import evidence, tables
from bot.storage.connections import Connections
from bot.storage.rows import answer_of, decision_of, strike_of
from bot.storage.statements import Found
from bot.storage.writing import settle

_D = tables.decisions.c
_DECISION = select(_D.body, _D.undone_at, _D.undone_by)


class LedgerTables:
    """Decisions and strikes."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Write all settlements in one transaction; those settled before change nothing."""
        if settlements:
            await self._connections.write(settle, settlements)

    async def strikes(
        self, community: str, person: str, policy: str, now: datetime
    ) -> Sequence[Strike]:
        """Return strikes that are neither expired nor void, oldest first."""
        return await self._connections.read(_strikes, community, person, policy, now)

    async def decision(self, community: str, id: str) -> Decision | None:
        """Return a decision by its id, or by the key or id of the event that caused it."""
        return await self._connections.read(_decision, community, id)

    async def decisions_about(
        self, community: str, person: str, limit: int = 20
    ) -> Sequence[Decision]:
        """Return decisions whose subject is this person, newest first."""
        return await self._connections.read(_decisions_about, community, person, limit)

    async def counts(self, community: str, since: datetime) -> Sequence[tuple[str, datetime]]:
        """Return the kind and moment of each action that policies took since then."""
        return await self._connections.read(_counts, community, since)

    async def forget_evidence(self, before: datetime) -> int:
        """Erase what people wrote from decisions older than `before`; returns of how many."""
        forgotten = 0
        while count := await self._connections.write(evidence.forget, before):
            forgotten += count
        return forgotten

    async def modes(self, community: str) -> Mapping[str, Mode]:
        """Return the modes that the team set by command."""
        return await self._connections.read(_modes, community)

    async def answers(self, community: str) -> Sequence[LearnedAnswer]:
        """Return the answers added in chat, oldest first."""
        return await self._connections.read(_answers, community)


async def _strikes(
    connection: AsyncConnection, community: str, person: str, policy: str, now: datetime
) -> list[Strike]:
    strikes = tables.strikes.c
    found = await connection.execute(
        select(tables.strikes)
        .where(
            strikes.community == community,
            strikes.person == person,
            strikes.policy == policy,
            strikes.expires_at > now,
            strikes.void.is_(False),
        )
        .order_by(strikes.at, strikes.serial)
    )
    return [strike_of(row) for row in found]


async def _decision(connection: AsyncConnection, community: str, id: str) -> Decision | None:
    for column in (_D.id, _D.cause, _D.event):
        row = await _newest(connection, _D.community == community, column == id)
        if row is not None:
            return decision_of(row)
    return None


async def _newest(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> Found:
    found = await connection.execute(
        _DECISION.where(*conditions).order_by(_D.serial.desc()).limit(1)
    )
    return found.first()


async def _decisions_about(
    connection: AsyncConnection, community: str, person: str, limit: int
) -> list[Decision]:
    found = await connection.execute(
        _DECISION.where(_D.community == community, _D.person == person)
        .order_by(_D.at.desc(), _D.serial.desc())
        .limit(limit)
    )
    return [decision_of(row) for row in found]


async def _counts(
    connection: AsyncConnection, community: str, since: datetime
) -> list[tuple[str, datetime]]:
    deeds = tables.deeds.c
    found = await connection.execute(
        select(deeds.do, deeds.at)
        .where(deeds.community == community, deeds.at >= since)
        .order_by(deeds.at, deeds.do)
    )
    return [(do, at) for do, at in found]


async def _modes(connection: AsyncConnection, community: str) -> dict[str, Mode]:
    modes = tables.modes.c
    found = await connection.execute(
        select(modes.policy, modes.mode).where(modes.community == community)
    )
    return {policy: Mode(mode) for policy, mode in found}


async def _answers(connection: AsyncConnection, community: str) -> list[LearnedAnswer]:
    answers = tables.answers.c
    found = await connection.execute(
        select(tables.answers)
        .where(answers.community == community)
        .order_by(answers.at, answers.id)
    )
    return [answer_of(row) for row in found]
