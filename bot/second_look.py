"""Look again at young messages whose score came too late for the first judgement.

A late score becomes an event of its own, admitted like any other: it is found again after a crash,
it is settled once, and it holds the scores, so that judging it again comes to the same. Only
policies that wanted such a score and had nothing to say yet are asked.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import EventContext
from bot.detectors.text import make_text
from bot.domain import (
    Event,
    MessageEdited,
    MessagePosted,
    OpenCase,
    Signal,
    TimePassed,
    event_key,
)
from bot.errors import StoreBusy, StoreError
from bot.merge import AGAINST_MEMBER
from bot.ports import Clock, Detector, LateDetector, Scores, Store
from bot.rulebook.book import Rulebook

log = logging.getLogger(__name__)
#: The owner of events that say that a score has come.
LATE = "late score"
#: So long after a message was written its late score still counts.
YOUNG = timedelta(minutes=2)
PAUSE = 1.0
#: So many messages wait for scores at most; the others stay as they were judged.
MOST = 1_000

Message = MessagePosted | MessageEdited
#: After these a message is not judged again.
_SETTLED_BY = (*AGAINST_MEMBER, OpenCase)
_SCORE = "score:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A message, and the scores that came too late for it."""

    message: Message
    scores: Scores


class SecondLooks:
    """Waits for the late scores of one community's messages, and finds those messages again."""

    def __init__(
        self,
        community: str,
        store: Store,
        clock: Clock,
        submit: Callable[[Event], None],
    ) -> None:
        self._community = community
        self._store = store
        self._clock = clock
        self._submit = submit
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, event: Event, context: EventContext) -> None:
        """Wait in the background for what an event that is settled now had to do without."""
        detector = context.late
        if detector is None or not isinstance(event, MessagePosted | MessageEdited):
            return
        scores = detector.awaited(context.text)
        if scores is None or len(self._tasks) >= MOST:
            return
        task = asyncio.create_task(self._wait(event, context, detector, scores))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def recall(self, event: TimePassed) -> Late | None:
        """Return the message that a late score is about; None for one that is old or was changed.

        One that was changed since is judged by what it says now.
        """
        message = await self._store.events.message(
            self._community, event.payload.get("message", "")
        )
        if not isinstance(message, MessagePosted | MessageEdited) or not message.text:
            return None
        if event_key(message) != event.payload.get("of") or self._age(message) > YOUNG:
            return None
        scores = {
            key.removeprefix(_SCORE): float(value)
            for key, value in event.payload.items()
            if key.startswith(_SCORE)
        }
        return Late(message=message, scores=scores)

    async def policies(self, event: TimePassed, rulebook: Rulebook) -> frozenset[str]:
        """Return the policies to ask: none where something was done about the message before."""
        late = await self.recall(event)
        if late is None:
            return frozenset()
        key = event_key(late.message)
        earlier = await self._store.ledger.decision(self._community, key)
        if earlier is not None and any(isinstance(a, _SETTLED_BY) for a in earlier.actions):
            return frozenset()
        spoke = {verdict.policy for verdict in earlier.verdicts} if earlier else set()
        return frozenset(
            entry.name
            for entry in rulebook.policies
            if entry.name not in spoke and entry.policy.needs.signals & late.scores.keys()
        )

    async def signals(self, late: Late, detectors: Mapping[str, Detector]) -> Mapping[str, Signal]:
        """Return the signals of the message as they are with its late scores."""
        for detector in set(detectors.values()):
            if isinstance(detector, LateDetector) and detector.names & late.scores.keys():
                return await detector.given(make_text(late.message.text), late.scores)
        return {}

    async def stop(self) -> None:
        """Wait for no score any more."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _wait(
        self,
        message: Message,
        context: EventContext,
        detector: LateDetector,
        coming: asyncio.Future[Scores | None],
    ) -> None:
        left = (YOUNG - self._age(message)).total_seconds()
        await asyncio.wait({coming}, timeout=max(0.0, left))
        scores = coming.result() if coming.done() else None
        if scores is None:
            return
        before = {name: await context.signal(name) for name in detector.names}
        raised = {
            name: score
            for name, score in scores.items()
            if (signal := before.get(name)) is not None and score > signal.score
        }
        if raised:
            await self._admit(_came(message, raised, self._clock.now()))

    async def _admit(self, event: TimePassed) -> None:
        """Write the event down and hand it over; one that was known already changes nothing."""
        until = event.at + YOUNG
        while self._clock.now() <= until:
            try:
                (new,) = await self._store.events.admit([event])
            except StoreBusy as error:
                log.warning("a late score waits for the database: %s", error)
                await asyncio.sleep(PAUSE)
            except StoreError as error:
                log.error("a late score cannot be written down: %s", error)
                return
            else:
                if new:
                    self._submit(event)
                return

    def _age(self, message: Message) -> timedelta:
        return self._clock.now() - message.at


def _came(message: Message, scores: Scores, now: datetime) -> TimePassed:
    return TimePassed(
        id=f"{LATE}:{event_key(message)}",
        at=now,
        network=message.network,
        community=message.community,
        place=message.place,
        owner=LATE,
        payload={
            "message": message.message,
            "of": event_key(message),
            **{f"{_SCORE}{name}": f"{score:.4f}" for name, score in scores.items()},
        },
    )
