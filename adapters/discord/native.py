"""Policies as rules of Discord's own AutoMod, as far as they fit.

A rule may find less than the policy, which sees every message that is shown; it never finds more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.places import THREADS, Place
from adapters.discord.rust import rust
from bot.ports import Beyond, NativePart, NativeRule

#: Discord's limits: rules with words in a server; entries in a rule and their characters.
MOST_RULES = 6
MOST_WORDS, MOST_EXCEPTIONS, LONGEST_WORD = 1_000, 100, 60
MOST_PATTERNS, LONGEST_PATTERN = 10, 260
MOST_ROLES, MOST_ROOMS = 20, 50
LONGEST_TOLD = 150
#: By this, and by who made them, our rules are known.
OURS = "Evenhand: "
KEYWORD, _MESSAGE, _BLOCK = 1, 1, 1
_CATEGORY = 4
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What Discord can keep of one policy; `whole` says why it can keep nothing of it."""

    rule: NativeRule
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    whole: str = ""


def keep(rules: Sequence[NativeRule]) -> tuple[Kept, ...]:
    """Return what Discord can keep of each policy; a server has room for six, the first ones."""
    kept = [_keep(rule) for rule in rules]
    fitting = [one for one in kept if not one.whole]
    late = {one.rule.policy for one in fitting[MOST_RULES:]}
    why = f"Discord keeps {MOST_RULES} rules with words in a server, and others come first"
    return tuple(Kept(rule=one.rule, whole=why) if one.rule.policy in late else one for one in kept)


def beyond(rules: Sequence[NativeRule]) -> list[Beyond]:
    """Return what of these policies stays with Evenhand, whatever the server."""
    found: list[Beyond] = []
    for one in keep(rules):
        name = one.rule.policy
        if one.whole:
            what = f"all of '{name}' stays with Evenhand: {one.whole}"
            found.append(Beyond(policy=name, what=what))
        found += [Beyond(policy=name, what=f"of '{name}', {left}") for left in one.left]
    return found


def _keep(rule: NativeRule) -> Kept:
    part = rule.part
    fine, unfit = _sorted(part.exceptions, _word, MOST_EXCEPTIONS)
    if unfit:
        why = f"Discord cannot be given the exception {_named(unfit)}, and would do too much"
        return Kept(rule=rule, whole=why)
    if len(rule.spared) > MOST_ROLES:
        why = f"it spares {len(rule.spared)} roles, and Discord can spare {MOST_ROLES}"
        return Kept(rule=rule, whole=why)
    words, no_words = _words(part)
    patterns, no_patterns = _sorted(part.patterns, _pattern, MOST_PATTERNS)
    left = [
        *_left(no_words, len(part.words) + len(part.parts), "words", _WORDS_FIT),
        *_left(no_patterns, len(part.patterns), "patterns", _PATTERNS_FIT),
    ]
    if not words and not patterns:
        return Kept(rule=rule, whole="nothing of it is in a form that Discord takes")
    return Kept(rule=rule, words=words, patterns=patterns, exceptions=fine, left=tuple(left))


_WORDS_FIT = f"{MOST_WORDS} of {LONGEST_WORD} characters, with * at their ends only"
_PATTERNS_FIT = f"{MOST_PATTERNS} of {LONGEST_PATTERN} characters, without what only RE2 knows"


def _words(part: NativePart) -> tuple[tuple[str, ...], list[str]]:
    whole, no_words = _sorted(part.words, _word, MOST_WORDS)
    parts, no_parts = _sorted(part.parts, _part, MOST_WORDS)
    both = tuple(dict.fromkeys((*whole, *parts)))
    over = [*part.words, *part.parts][MOST_WORDS:] if len(both) > MOST_WORDS else []
    return both[:MOST_WORDS], [*no_words, *no_parts, *over]


def _sorted(
    entries: Iterable[str], fit: Callable[[str], str | None], most: int
) -> tuple[tuple[str, ...], list[str]]:
    """Return what fits, each once and no more than there may be, and the entries that do not."""
    fitting: dict[str, None] = {}
    unfit: list[str] = []
    for entry in entries:
        form = fit(entry)
        if form is not None and (form in fitting or len(fitting) < most):
            fitting[form] = None
        else:
            unfit.append(entry)
    return tuple(fitting), unfit


def _word(entry: str) -> str | None:
    form = " ".join(entry.split())
    inner = form.strip("*")
    return form if inner and "*" not in inner and len(form) <= LONGEST_WORD else None


def _part(entry: str) -> str | None:
    inner = " ".join(entry.split()).strip("*")
    return _word(f"*{inner}*")


def _pattern(entry: str) -> str | None:
    form = rust(entry)
    return form if form is not None and len(form) <= LONGEST_PATTERN else None


def _left(unfit: Sequence[str], all: int, what: str, fits: str) -> list[str]:
    if not unfit:
        return []
    stay = "stays" if len(unfit) == 1 else "stay"
    return [
        f"{len(unfit)} of {all} {what} {stay} with Evenhand: {_named(unfit)} (Discord takes {fits})"
    ]


def _named(entries: Sequence[str]) -> str:
    shown = ", ".join(f"'{entry}'" for entry in entries[:_MOST_NAMED])
    return (
        shown if len(entries) <= _MOST_NAMED else f"{shown} and {len(entries) - _MOST_NAMED} more"
    )


def body(kept: Kept, place: Place) -> dict[str, Any] | str:
    """Return the rule as Discord takes it for a server, or why it cannot be made there."""
    rule = kept.rule
    rooms = sorted(_elsewhere(rule, place))
    if len(rooms) > MOST_ROOMS:
        return f"it leaves out {len(rooms)} channels, and Discord can leave out {MOST_ROOMS}"
    roles = {role.id for name in rule.spared if (role := place.role_named(name)) is not None}
    told = " ".join(rule.part.told.split())
    action: dict[str, Any] = {"type": _BLOCK}
    if told:
        shown = told if len(told) <= LONGEST_TOLD else f"{told[: LONGEST_TOLD - 1]}…"
        action["metadata"] = {"custom_message": shown}
    return {
        "name": OURS + rule.policy,
        "event_type": _MESSAGE,
        "trigger_type": KEYWORD,
        "trigger_metadata": {
            "keyword_filter": list(kept.words),
            "regex_patterns": list(kept.patterns),
            "allow_list": list(kept.exceptions),
        },
        "actions": [action],
        "enabled": True,
        "exempt_roles": sorted(roles),
        "exempt_channels": rooms,
    }


def _elsewhere(rule: NativeRule, place: Place) -> Iterable[str]:
    """Return the rooms that a policy does not concern."""
    if rule.channels is None:
        return ()
    return [
        room.id
        for room in place.rooms.values()
        if room.type not in (_CATEGORY, *THREADS)
        and not {room.id, room.name.casefold()} & rule.channels
    ]


def bodies(
    rules: Sequence[NativeRule], place: Place
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the rules for a server by policy, and what cannot be made there, in sentences."""
    found: dict[str, dict[str, Any]] = {}
    left: list[str] = []
    for kept in keep(rules):
        made = body(kept, place) if not kept.whole else ""
        if isinstance(made, dict):
            found[kept.rule.policy] = made
        elif made:
            left.append(f"In {place.name}, '{kept.rule.policy}' stays with Evenhand: {made}.")
    return found, left


def too_many(names: Sequence[str], room: int, place: Place) -> list[str]:
    """Return which policies find no room in a server, in a sentence; empty where all do."""
    if not names:
        return []
    stay = "stays" if len(names) == 1 else "stay"
    return [
        f"Discord keeps {MOST_RULES} rules with words in a server, and {MOST_RULES - room} of "
        f"those in {place.name} are people's own; {_named(names)} {stay} with Evenhand."
    ]


def is_alike(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Return whether a rule on Discord says what it is to say, whatever the order."""
    return _said(wanted) == _said(there)


def _said(rule: Mapping[str, Any]) -> object:
    found = rule.get("trigger_metadata") or {}
    lists = ("keyword_filter", "regex_patterns", "allow_list")
    actions = [
        (one["type"], (one.get("metadata") or {}).get("custom_message") or "")
        for one in rule.get("actions") or ()
    ]
    return (
        rule.get("name"),
        bool(rule.get("enabled")),
        [frozenset(found.get(name) or ()) for name in lists],
        actions,
        *(frozenset(map(str, rule.get(key) or ())) for key in ("exempt_roles", "exempt_channels")),
    )
