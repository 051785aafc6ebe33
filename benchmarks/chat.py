"""Chat to judge: the recorded support chat where it lies beside the repository, else our own."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle

from benchmarks.irc_events import SOURCE, rows
from bot.domain import Member, MessagePosted

START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
_OPENINGS = ("hi,", "ok so", "hmm", "yes,", "no,", "btw", "thanks,", "well", "also", "")
_MIDDLES = (
    "my kettle switches off before it boils",
    "did anybody try the lemon thing against limescale",
    "I ordered on Monday and the parcel is still in Leipzig",
    "the new lid fits the old K-200 as well",
    "the app says offline since the update",
    "how long does a refund usually take",
    "that is exactly what I had last week",
    "ich habe seit gestern das gleiche Problem mit dem Deckel",
    "der Filter passt nicht, obwohl er laut Liste passen soll",
    "can you post a picture of the plug",
    "it worked after I pulled the plug and waited a minute",
    "does the warranty cover the heating plate",
)
_CLOSINGS = ("", "?", " :)", ", any idea?", " lol", ", thanks", "...", " 2 times now", " too")


def lines(limit: int = 20_000) -> tuple[Sequence[str], str]:
    """Return texts that people wrote, and in words where they are from."""
    if SOURCE.is_file():
        texts = [row.text for _, row in zip(range(limit), rows(), strict=False)]
        return texts, "recorded support chat"
    return list(_own(limit)), "chat lines put together by us"


def _own(limit: int) -> Iterator[str]:
    chance = random.Random(7)
    for _ in range(limit):
        parts = (chance.choice(_OPENINGS), chance.choice(_MIDDLES))
        yield " ".join(filter(None, parts)) + chance.choice(_CLOSINGS)


def messages(
    count: int,
    *,
    people: int = 400,
    channels: int = 20,
    a_second: float = 20.0,
    network: str = "discord",
    community: str = "c1",
    first: int = 0,
    start: datetime = START,
) -> list[MessagePosted]:
    """Return postings by `people` in `channels`, `a_second` of them in each second of the chat."""
    chance = random.Random(11)
    texts = cycle(lines(max(20_000, first + count))[0])
    members = [Member(id=f"u{number}", name=f"User {number}") for number in range(people)]
    return [
        MessagePosted(
            id=f"m{number}",
            at=start + timedelta(seconds=number / a_second),
            network=network,
            community=community,
            channel=f"c{chance.randrange(channels)}",
            member=chance.choice(members),
            text=next(texts),
        )
        for number in range(first, first + count)
    ]
