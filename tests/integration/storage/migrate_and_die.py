"""Migrates again and again, and is killed at one statement later each time.

python -m tests.integration.storage.migrate_and_die ADDRESS

ADDRESS may hold {n}, the number of the try. Prints at how many statements it was killed. Each try
is a process of its own, forked from this one to save the time of loading everything.
"""

import asyncio
import os
import signal
import sys
from itertools import count

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.storage.migrate import upgrade


def die_at(last: int) -> None:
    """Kill this process as power loss would, just before its statement number `last`."""
    statements = count(1)

    def before(*_: object) -> None:
        if next(statements) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "commit", before)


def try_once(address: str, last: int) -> bool:
    """Return whether the migration came to its end before statement number `last`."""
    child = os.fork()
    if child == 0:
        die_at(last)
        asyncio.run(upgrade(address.replace("{n}", str(last))))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return status == 0


def main(address: str) -> None:
    """Try until one try is not killed."""
    for last in count(1):
        if try_once(address, last):
            sys.stdout.write(f"{last - 1}\n")
            return


if __name__ == "__main__":
    main(sys.argv[1])
