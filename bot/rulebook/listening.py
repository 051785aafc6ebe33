"""A rulebook whose policies also note why they keep silent; for explanations, never in force."""

from dataclasses import replace

from bot.domain import Event, Mode, Verdict, channel_of
from bot.ports import Context, Needs, Policy
from bot.rulebook.book import PolicyEntry, Rulebook

#: Event id and policy to the reason why that policy kept silent.
Silences = dict[tuple[str, str], str]


def listening(rulebook: Rulebook) -> tuple[Rulebook, Silences]:
    """Return the rulebook with policies that note their silences, and where they note them."""
    silences: Silences = {}
    entries = tuple(_wrapped(entry, silences) for entry in rulebook.policies)
    return replace(rulebook, policies=entries), silences


def _wrapped(entry: PolicyEntry, silences: Silences) -> PolicyEntry:
    if entry.mode is Mode.PAUSED:
        return entry
    return replace(entry, policy=_Listener(entry.policy, silences))


def why_unasked(entry: PolicyEntry, event: Event) -> str:
    """Return why a policy was not even asked about an event; empty where it was."""
    channel = (channel_of(event) or "").removeprefix("#").casefold()
    if entry.mode is Mode.PAUSED:
        return "it is paused"
    if type(event) not in entry.policy.needs.hears:
        return ""
    if channel and entry.channels is not None and channel not in entry.channels:
        return "it is not for this channel"
    return "none of its patterns matched" if entry.policy.needs.patterns else ""


class _Listener:
    """A policy that answers as the one within, and notes why where that has nothing to say."""

    def __init__(self, policy: Policy, silences: Silences) -> None:
        self._policy = policy
        self._silences = silences
        self.name = policy.name
        self.needs: Needs = policy.needs

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        verdict = await self._policy.judge(event, context)
        if verdict is None:
            self._silences[event.id, self.name] = await self.why_silent(event, context)
        return verdict

    async def why_silent(self, event: Event, context: Context) -> str:
        return await self._policy.why_silent(event, context)
