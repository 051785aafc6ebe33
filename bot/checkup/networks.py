"""Which networks are set up, and what each finds when it looks at itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.errors import EvenhandError
from bot.ports import Adapter, AdapterKind, Depositor, Examiner, Finding, Preventer, Safe
from bot.rulebook.book import Rulebook
from bot.rulebook.native import native_rules

#: Seconds that a network may take to answer.
PATIENCE = 20.0


async def look_at_networks(
    kinds: Mapping[str, AdapterKind],
    environ: Mapping[str, str],
    data: Path,
    patience: float = PATIENCE,
    books: Sequence[Rulebook] = (),
    safe: Callable[[str], Safe] | None = None,
) -> tuple[Finding, ...]:
    """Return which networks are set up and how they are; one of them has to be.

    `books` are the rulebooks whose rules they may have to keep by themselves, `safe` gives what a
    network keeps in the store.
    """
    found: list[Finding] = []
    some = False
    for name, kind in kinds.items():
        try:
            adapter = kind.configure(environ, data / name)
        except EvenhandError as error:
            found.append(Finding(ok=False, what=f"{name}: {error}", mend="Correct the setting."))
            some = True
            continue
        if adapter is None:
            found.append(Finding(ok=True, what=f"{name} is not set up", mend=_how(kind)))
            continue
        some = True
        found.append(Finding(ok=True, what=f"{name} is set up"))
        if safe is not None and isinstance(adapter, Depositor):
            adapter.entrust(safe(name))
        found += await _examine(name, adapter, patience)
        found += await _rules(name, adapter, books, patience)
    if not some:
        mend = "Leave EVENHAND_LOBBY on, or set a network's token."
        found.append(Finding(ok=False, what="no network is set up", mend=mend))
    return tuple(found)


def _how(kind: AdapterKind) -> str:
    return f"It reads {', '.join(sorted(kind.variables))}." if kind.variables else ""


async def _examine(name: str, adapter: Adapter, patience: float) -> list[Finding]:
    return await _ask(name, adapter.examine, patience) if isinstance(adapter, Examiner) else []


async def _rules(
    name: str, adapter: Adapter, books: Sequence[Rulebook], patience: float
) -> list[Finding]:
    if not isinstance(adapter, Preventer):
        return []
    found: list[Finding] = []
    for book in books:
        rules, place = native_rules(book, {}), book.places.get(name)
        if rules and place is not None:
            found += await _ask(name, partial(adapter.examine_rules, place, rules), patience)
    return found


async def _ask(
    name: str, look: Callable[[], Awaitable[Sequence[Finding]]], patience: float
) -> list[Finding]:
    try:
        async with asyncio.timeout(patience):
            findings = await look()
    except TimeoutError:
        what = f"{name} did not answer within {patience:.0f} s"
        return [Finding(ok=False, what=what, mend="Look whether the network can be reached.")]
    except Exception as error:  # whatever is wrong there, the rest is still looked at
        what = f"{name} could not be looked at ({type(error).__name__}: {error})"
        return [Finding(ok=False, what=what, mend="Look at its settings, then try again.")]
    return [Finding(ok=f.ok, what=f"{name}: {f.what}", mend=f.mend) for f in findings]
