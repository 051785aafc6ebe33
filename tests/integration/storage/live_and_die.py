"""Takes events in and settles them until somebody kills it; says what is acknowledged.

python -m tests.integration.storage.live_and_die ADDRESS FIRST

Prints one line for each group once it is committed: `admitted 3 7` or `settled 3 7` for the
events m3 to m6.
"""

import asyncio
import os
import sys
from itertools import count

from bot.domain import event_key
from bot.ports import Settlement
from bot.storage import Database
from tests.contract.store_things import KETTLE, case, decision, hold, order, posted, strike

GROUPS = (1, 7, 40)


def say(what: str, first: int, end: int) -> None:
    """Tell whoever watches, in one piece."""
    os.write(1, f"{what} {first} {end}\n".encode())


def settlement(number: int, fence: int) -> Settlement:
    """Return all that one event comes to, in a row of every table that belongs to it."""
    event, id = posted(f"m{number}"), f"d{number}"
    return Settlement(
        community=KETTLE,
        fence=fence,
        event=event_key(event),
        decision=decision(id, cause=event_key(event)),
        strikes=(strike(id),),
        cases=(case(number, about=id),),
        orders=(order(f"o{number}", decision=id),),
    )


async def live(address: str, first: int) -> None:
    """Go on without end."""
    store = Database(address)
    await store.open()
    fence = await hold(store)
    for turn in count():
        end = first + GROUPS[turn % len(GROUPS)]
        numbers = range(first, end)
        await store.events.admit([posted(f"m{number}") for number in numbers])
        say("admitted", first, end)
        await store.ledger.settle([settlement(number, fence) for number in numbers])
        say("settled", first, end)
        first = end


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], int(sys.argv[2])))
