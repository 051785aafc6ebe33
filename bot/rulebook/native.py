"""Which parts of policies networks are to do by themselves, and what of them stays here."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from bot.domain import Mode
from bot.errors import Mistake
from bot.ports import Beyond, Native, NativeRule
from bot.rulebook.book import PolicyEntry, Rulebook, Team
from bot.rulebook.building import Site
from bot.rulebook.telling import tell
from bot.rulebook.words import either

#: What of some rules a network cannot do, by the network's name.
Natively = Mapping[str, Callable[[Sequence[NativeRule]], Sequence[Beyond]]]


def native_rules(rulebook: Rulebook, modes: Mapping[str, Mode]) -> tuple[NativeRule, ...]:
    """Return what networks are to do by themselves, in the order of the file.

    `modes` are those that the team set by command. Only what is enforced counts: a network cannot
    look on without acting.
    """
    enforced = [e for e in rulebook.policies if modes.get(e.name, e.mode) is Mode.ENFORCE]
    return _rules(enforced, rulebook.team)


def _rules(entries: Iterable[PolicyEntry], team: Team) -> tuple[NativeRule, ...]:
    spared = tuple(dict.fromkeys((*team.admins, *team.moderators, *team.leave_alone)))
    found: list[NativeRule] = []
    for entry in entries:
        part = entry.policy.native if isinstance(entry.policy, Native) else None
        if part is not None:
            rule = NativeRule(policy=entry.name, part=part, channels=entry.channels, spared=spared)
            found.append(rule)
    return tuple(found)


def check_native(
    site: Site, entries: Mapping[int, PolicyEntry], natively: Natively, places: Collection[str]
) -> None:
    """Note policies of which no network of this file can do anything by itself."""
    if not places or any(network in natively for network in places):
        return
    for index, entry in entries.items():
        if isinstance(entry.policy, Native) and entry.policy.native is not None:
            what = f"'{entry.name}' asks for native, and no network of this file can do that"
            hint = f"Take native out, or add a place on {either(natively)}." if natively else ""
            site.findings.add(site.document, ("policies", index, "native"), what, hint)


def notes_on_native(
    site: Site,
    entries: Mapping[int, PolicyEntry],
    team: Team,
    natively: Natively,
    places: Collection[str],
) -> tuple[Mistake, ...]:
    """Return what stays with the policies although a network was asked to do it, by line."""
    at = {entry.name: index for index, entry in entries.items()}
    rules = _rules((e for e in entries.values() if e.mode is Mode.ENFORCE), team)
    notes: list[Mistake] = []
    for network, beyond in natively.items():
        if rules and (not places or network in places):
            for one in beyond(rules):
                spot = site.document.spot(("policies", at[one.policy], "native"), key=True)
                notes.append(tell(site.document.name, spot, f"{network}: {one.what}", ""))
    return tuple(notes)
