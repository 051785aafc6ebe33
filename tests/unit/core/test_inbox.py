"""An event counts as received when it is committed, and never before."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.domain import Event
from bot.errors import StoreBusy
from bot.inbox import GROUP, Inbox
from bot.storage import MemoryStore
from tests.support.making import posted
from tests.support.running import beside, turns, until


class Log:
    """A durable log that can be held up, made busy, or made to choke on one event."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.busy = False
        self.poison = ""
        self._kept = MemoryStore().events

    async def admit(self, events: Sequence[Event]) -> Sequence[bool]:
        await self.open.wait()
        if self.busy:
            raise StoreBusy("the disk is full")
        if any(event.id == self.poison for event in events):
            raise UnicodeError("cannot be encoded")
        self.groups.append([event.id for event in events])
        return await self._kept.admit(events)


class Passed:
    """Where new events go."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def __call__(self, event: Event) -> None:
        self.ids.append(event.id)


def inbox(log: Log, passed: Passed) -> Inbox:
    return Inbox(log, passed)  # type: ignore[arg-type]  # the inbox asks the log for one thing only


async def test_an_event_is_acknowledged_only_after_the_commit() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.open.clear()
    async with beside(box.run()):
        waiting = asyncio.ensure_future(box.receive(posted()))
        await turns()
        assert not waiting.done()
        assert passed.ids == []
        log.open.set()
        assert await waiting is True
        assert passed.ids == ["m1"]


async def test_those_who_come_during_a_commit_share_the_next_one_in_order() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.open.clear()
    async with beside(box.run()):
        first = asyncio.ensure_future(box.receive(posted("m0")))
        await turns()
        rest = [asyncio.ensure_future(box.receive(posted(f"m{n}"))) for n in range(1, 6)]
        await turns()
        log.open.set()
        assert await asyncio.gather(first, *rest) == [True] * 6
    assert log.groups == [["m0"], ["m1", "m2", "m3", "m4", "m5"]]
    assert passed.ids == ["m0", "m1", "m2", "m3", "m4", "m5"]


async def test_a_group_has_a_most() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    waiting = [asyncio.ensure_future(box.receive(posted(f"m{n}"))) for n in range(GROUP + 1)]
    await turns(5)
    async with beside(box.run()):
        await asyncio.gather(*waiting)
    assert [len(group) for group in log.groups] == [GROUP, 1]


async def test_a_repeat_answers_false_and_is_not_passed_on() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    async with beside(box.run()):
        assert await box.receive(posted()) is True
        assert await box.receive(posted()) is False
        twins = await asyncio.gather(*(box.receive(posted("m2")) for _ in range(2)))
    assert twins == [True, False]
    assert passed.ids == ["m1", "m2"]


async def test_a_busy_store_fails_everybody_in_the_group_and_passes_nothing_on() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.busy = True
    async with beside(box.run()):
        answers = await asyncio.gather(
            *(box.receive(posted(f"m{n}")) for n in range(3)), return_exceptions=True
        )
        assert [type(answer) for answer in answers] == [StoreBusy] * 3
        assert str(answers[0]) == "the disk is full"
        assert passed.ids == []
        log.busy = False
        assert await box.receive(posted("m0")) is True


async def test_an_event_that_cannot_be_committed_hinders_nobody_else() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.poison = "m1"
    waiting = [asyncio.ensure_future(box.receive(posted(f"m{n}"))) for n in range(3)]
    await turns(5)
    async with beside(box.run()):
        answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert answers[0] is True
    assert answers[2] is True
    assert isinstance(answers[1], UnicodeError)
    assert passed.ids == ["m0", "m2"]


async def test_whoever_gave_up_waiting_leaves_the_event_committed() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.open.clear()
    async with beside(box.run()):
        waiting = asyncio.ensure_future(box.receive(posted()))
        await turns()
        waiting.cancel()
        await turns()
        log.open.set()
        await until(lambda: passed.ids == ["m1"])
        log.open.clear()
        again = asyncio.ensure_future(box.receive(posted("m2")))
        await turns()
        again.cancel()
        log.busy = True
        log.open.set()
        await turns()


async def test_nobody_waits_for_ever_when_the_inbox_stops() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    log.open.clear()
    async with beside(box.run()):
        committing = asyncio.ensure_future(box.receive(posted("m1")))
        await turns()
        behind = asyncio.ensure_future(box.receive(posted("m2")))
        await turns()
    for one in (committing, behind):
        with pytest.raises(StoreBusy, match="is stopping"):
            await one
    with pytest.raises(StoreBusy, match="is stopping"):
        await box.receive(posted("m3"))


async def test_a_closed_inbox_commits_what_was_brought_and_takes_nothing_more() -> None:
    log, passed = Log(), Passed()
    box = inbox(log, passed)
    waiting = asyncio.ensure_future(box.receive(posted("m1")))
    await turns(3)
    box.close()
    async with beside(box.run()):
        assert await waiting is True
        with pytest.raises(StoreBusy):
            await box.receive(posted("m2"))
