"""Whether a network can do, and the detectors can see, what a policy needs."""

import re
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from bot.domain import LEADS_TO, Action, Effect, EffectClass
from bot.ports import Needs, Pattern
from bot.rulebook.book import PolicyEntry
from bot.rulebook.building import Site, named_line
from bot.rulebook.models import OwnLine
from bot.rulebook.telling import tell
from bot.rulebook.words import did_you_mean, either, short_name, shorten, what_and_hint
from bot.rulebook.yaml_nodes import Node, Path, Spot, reach, scalars

_COLUMN = re.compile(r"column \d+: ")
Can = Mapping[str, Mapping[type[Effect], EffectClass]]
_OWN_LINES = typing.get_args(OwnLine)
_EFFECTS: tuple[type[Effect], ...] = typing.get_args(Effect)


def able_somewhere(can: Can | None, places: Collection[str]) -> Can | None:
    """Return `can`, or where a file names no places what at least one of the networks can do."""
    if places or not can:
        return can
    return {
        "every network": {effect: kind for able in can.values() for effect, kind in able.items()}
    }


def check_needs(
    site: Site,
    index: int,
    entry: PolicyEntry,
    *,
    can: Can | None,
    places: Collection[str],
    signals: Collection[str] | None,
) -> None:
    """Note what this policy asks for that cannot be had."""
    path: Path = ("policies", index)
    needs = entry.policy.needs
    for network in _networks(can, places):
        for action in sorted(needs.actions, key=short_name):
            if can is not None and not _possible(action, can[network]):
                _cannot(site, path, entry, network, action)
    if signals is not None:
        _signals(site, path, entry, signals)
    _patterns(site, path, needs)


def _signals(site: Site, path: Path, entry: PolicyEntry, signals: Collection[str]) -> None:
    for name in sorted(entry.policy.needs.signals.difference(signals)):
        what = f"'{entry.name}' needs the signal '{name}', and no detector here gives it"
        site.findings.add(site.document, (*path, "kind"), what, did_you_mean(name, signals))


def _networks(can: Can | None, places: Collection[str]) -> Iterator[str]:
    for network in can or ():
        if not places or network in places:
            yield network


def _possible(action: type[Action], able: Collection[type[Effect]]) -> bool:
    wanted = LEADS_TO.get(action)
    if wanted is None:
        wanted = tuple(effect for effect in _EFFECTS if effect is action)
    return all(effect in able for effect in wanted)


def _cannot(site: Site, path: Path, entry: PolicyEntry, network: str, action: type[Action]) -> None:
    word = short_name(action)
    at = named_line(site.document, path, "then")
    node = site.document.node(at)
    line = site.document.spot(at, key=True).line
    for scalar in scalars(node):
        if scalar.text.casefold().startswith(word):
            line = scalar.spot.line
    what = f"{network} cannot {word}, which '{entry.name}' asks for in line {line}"
    hint = f"Take {either([word])} out, or keep this policy to other networks."
    site.findings.add(site.document, at, what, hint)


def check_signs(
    site: Site,
    index: int,
    entry: PolicyEntry,
    takes: Mapping[str, Callable[[str], bool]],
    places: Collection[str],
) -> None:
    """Note signs that a network of this file does not take under messages."""
    path: Path = ("policies", index)
    for network in sorted(takes.keys() & set(places)):
        for sign in sorted(entry.policy.needs.signs):
            if not takes[network](sign):
                what = f"{network} does not take the sign {sign}, which '{entry.name}' wants there"
                hint = f"Take one that it has, or keep this policy to other places than {network}."
                spot = _spot_of(reach(site.document.root, path)[0], sign)
                site.findings.extend([tell(site.document.name, spot, what, hint)])


def _spot_of(node: Node, sign: str) -> Spot:
    named = (one.spot for one in scalars(node) if sign in one.text)
    return next(named, node.spot)


def check_tidy(
    site: Site, wanted: object, tidies: Mapping[str, Collection[str]], places: Collection[str]
) -> None:
    """Note lines to be taken down that no network of this file brings or lets the bot take."""
    able = [sorts for name, sorts in tidies.items() if not places or name in places]
    for index, sort in enumerate(wanted if isinstance(wanted, list) else ()):
        if sort in _OWN_LINES and not any(sort in sorts for sorts in able):
            what = f"no network of this file lets the bot take down its lines on {sort}"
            hint = f"Take it out, or add a place on {either(tidies)}."
            site.findings.add(site.document, ("tidy", index), what, hint)


def _patterns(site: Site, path: Path, needs: Needs) -> None:
    if not needs.patterns:
        return
    from bot.detectors.patterns import compile_problem  # only rulebooks with patterns load re2

    node = reach(site.document.root, path)[0]
    for pattern in needs.patterns:
        problem = compile_problem(pattern.regex)
        if problem is not None:
            _bad_pattern(site, node, pattern, problem)


def _bad_pattern(site: Site, node: Node, pattern: Pattern, problem: str) -> None:
    column, _, said = problem.partition(": ") if _COLUMN.match(problem) else ("", "", problem)
    what, hint = what_and_hint(said)
    spot = _written_at(node, pattern, int(column.removeprefix("column ") or 1))
    what = f"the pattern '{shorten(pattern.regex)}' cannot be used: {what}"
    site.findings.extend([tell(site.document.name, spot, what, hint)])


def _written_at(node: Node, pattern: Pattern, column: int) -> Spot:
    """Return where a pattern's mistake stands, or its policy where the pattern was put together."""
    for scalar in scalars(node):
        if scalar.text == pattern.regex:
            quote = 0 if scalar.plain else 1
            return replace(scalar.spot, column=scalar.spot.column + column - 1 + quote)
    named = next((each.spot for each in scalars(node) if each.text == pattern.name), None)
    return named or node.spot
