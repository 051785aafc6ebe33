"""The report of a replay: what one rulebook would have done."""

from collections.abc import Mapping

from bot.replay.layout import count, counts, example_lines, head, name_of, plain, table
from bot.replay.recording import Recording
from bot.replay.tally import Tally
from bot.tell import person

MOST_MEMBERS = 10
NONE: Mapping[str, int] = {}


def report(
    tally: Tally, recording: Recording, seconds: float, troubles: Mapping[str, int] = NONE
) -> str:
    """Return the report; `seconds` is how long the replay took, `troubles` what broke."""
    parts = [
        f"{name_of(tally)}\n{head(tally, recording, seconds)}",
        _sums(tally),
        _by_policy(tally),
        _by_action(tally),
        _by_member(tally),
        _withheld(tally),
        trouble_lines(troubles),
        _examples(tally),
        _told(tally),
    ]
    return "\n\n".join(part for part in parts if part)


def _sums(tally: Tally) -> str:
    share = f", on {tally.acted / tally.events:.3%} of the events" if tally.events else ""
    lines = [f"Acted {count(tally.acted, 'time')}{share}."]
    if tally.observed:
        lines.append(f"Spoke and was held back {count(tally.observed, 'time')}.")
    quiet = tally.decisions - tally.acted - tally.observed
    if quiet:
        lines.append(f"Set or cleared timers, which nobody sees, {count(quiet, 'time')}.")
    return "\n".join(lines)


def _by_policy(tally: Tally) -> str:
    modes = {entry.name: entry.mode.value for entry in tally.rulebook.policies}
    others = sorted(set(tally.acted_by) - set(modes))
    rows = [
        (
            plain(name, 60),
            modes.get(name, ""),
            f"{tally.spoke[name]:,}",
            f"{tally.acted_by[name]:,}",
            counts(tally.actions_by.get(name, {})),
        )
        for name in (*modes, *others)
    ]
    return table([("Policy", "mode", "spoke", "acted", "what was done"), *rows])


def _by_action(tally: Tally) -> str:
    if not tally.actions:
        return ""
    return table([("Action", "times"), *((do, f"{n:,}") for do, n in tally.actions.most_common())])


def _by_member(tally: Tally) -> str:
    if not tally.members:
        return ""
    rows = [
        (person(plain(tally.names[key], 40)), plain(key, 60), f"{times:,}")
        for key, times in tally.members.most_common(MOST_MEMBERS)
    ]
    return table([("Member", "id", "acted on"), *rows])


def _withheld(tally: Tally) -> str:
    if not tally.withheld:
        return ""
    rows = [(do, f"{n:,}", plain(because)) for (do, because), n in tally.withheld.most_common()]
    return table([("Withheld", "times", "because"), *rows])


def trouble_lines(troubles: Mapping[str, int]) -> str:
    """Return what went wrong in Evenhand itself, empty where nothing did."""
    if not troubles:
        return ""
    rows = [(plain(what, 200), f"{times:,}") for what, times in troubles.items()]
    return table([("Went wrong in Evenhand itself (please report it)", "times"), *rows])


def _examples(tally: Tally) -> str:
    if not tally.examples:
        return ""
    lines = [f"Examples ({len(tally.examples)} of {tally.acted + tally.observed:,})"]
    for example in tally.examples:
        lines += example_lines(example)
    return "\n".join(lines)


def _told(tally: Tally) -> str:
    if not tally.told:
        return ""
    lines = [f"What the team would have read ({len(tally.told)} of {tally.told_lines:,})"]
    return "\n".join([*lines, *(f"  {plain(line, 240)}" for line in tally.told)])
