"""What is old waits for somebody's word where the database may be an older copy of itself.

Whoever puts a backup back brings back orders that were carried out long ago, timers that have rung
and messages that were judged. Two signs tell: nobody has worked on this database for long and
something is left to be done, or a file beside it knows of a later day. Then everything older than
this start waits: nothing of it is sent, rung or judged until the team lets it go or has it done.
What is new is handled as ever.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appointments import CASEWORK
from bot.decide import decision_id
from bot.domain import Button, Order, Reply
from bot.halt import Halt
from bot.locale import Phrasebook
from bot.ports import CARRY_ON, LET_GO, Leftover, Standstill, Store
from bot.rulebook.book import Rulebook
from bot.voices import ALERT, order_key

log = logging.getLogger(__name__)
#: The lease in the database is never longer behind the file beside it than this.
MARGIN = timedelta(minutes=2)
_KINDS = ("deeds", "words", "timers", "events")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """When a community was last looked after: by its database, and by a file beside it.

    None where there is no such sign. `hold_after` says how long ago is too long, None: never.
    """

    database: datetime | None
    beside: datetime | None
    hold_after: timedelta | None


async def look(community: str, store: Store, signs: Signs, now: datetime) -> Standstill | None:
    """Return the standstill of a community: one that goes on, or a new one where signs say so."""
    known = await store.standstills.of(community)
    last = signs.database
    if known is not None or last is None:
        return known
    rolled_back = signs.beside is not None and signs.beside - last > MARGIN
    long_ago = signs.hold_after is not None and now - last > signs.hold_after
    if not rolled_back and not (long_ago and await store.standstills.leftover(community, now)):
        return None
    begun = Standstill(community=community, since=now, last_sign=last, rolled_back=rolled_back)
    await store.standstills.begin(begun)
    return begun


def what_waits(left: Leftover, book: Phrasebook) -> str:
    """Return how much waits, in words."""
    counts = {kind: getattr(left, kind) for kind in _KINDS}
    said = [book.say(f"held_{kind}", count=str(count)) for kind, count in counts.items() if count]
    return ", ".join(said) or book.say("held_nothing")


def told(standstill: Standstill, left: Leftover, book: Phrasebook) -> str:
    """Return what the team reads of a standstill."""
    moment = "standstill_copy" if standstill.rolled_back else "standstill_away"
    last, since = book.dated(standstill.last_sign), book.dated(standstill.since)
    return book.say(moment, last=last, since=since, what=what_waits(left, book))


def alerts(
    standstill: Standstill,
    text: str,
    book: Rulebook,
    words: Phrasebook,
    places: Mapping[str, str],
    now: datetime,
) -> tuple[Order, ...]:
    """Return the orders that tell the team `text` in each of the places; each goes out once."""
    if not book.team.alerts_to:
        return ()
    buttons = (
        Button(id=f"standstill:{LET_GO}", label=words.say("button_let_go")),
        Button(id=f"standstill:{CARRY_ON}", label=words.say("button_carry_on")),
    )
    say = Reply(channel=book.team.alerts_to, text=text, buttons=buttons)
    return tuple(
        Order(
            key=alert_key(standstill, network),
            community=book.id,
            network=network,
            place=place,
            action=say,
            actor=CASEWORK,
            decision=_cause(standstill, network),
            at=now,
        )
        for network, place in places.items()
    )


def alert_key(standstill: Standstill, network: str) -> str:
    """Return the key of the order that tells the team on a network."""
    return order_key(_cause(standstill, network), ALERT, Reply(channel="", text=""))


def _cause(standstill: Standstill, network: str) -> str:
    since = standstill.since.isoformat()
    return decision_id(f"standstill:{standstill.community}:{since}:{network}")


class Watch:
    """Looks after the standstill of one community while its lease is held."""

    def __init__(self, community: str, store: Store, halt: Halt) -> None:
        self._community = community
        self._store = store
        self._halt = halt
        #: What somebody should know while it lasts.
        self.note = ""

    async def begin(
        self, book: Rulebook, places: Mapping[str, str], signs: Signs, now: datetime
    ) -> tuple[Order, ...]:
        """Let what is old wait where signs say so; returns the orders that tell the team."""
        standstill = await look(self._community, self._store, signs, now)
        if standstill is None:
            return ()
        self._halt.since = standstill.since
        left = await self._store.standstills.leftover(self._community, standstill.since)
        words = Phrasebook(book.language, book.address, book.texts)
        self.note = told(standstill, left, Phrasebook("en"))
        log.warning("%s: %s", book.name, self.note)
        return alerts(standstill, told(standstill, left, words), book, words, places, now)

    async def is_over(self) -> bool:
        """Return whether a standstill has just ended, here or by `evenhand held`."""
        if self._halt.since is None or await self._store.standstills.of(self._community):
            return False
        self._halt.since, self.note = None, ""
        return True
