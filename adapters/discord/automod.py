"""Keeping our rules in Discord's own AutoMod in step with the policies in force.

Rules are ours where we made them and the notebook or their name says so; those of people are never
touched. What differs is changed, and nothing is asked of a server that never had a rule of ours.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from adapters.discord import native
from adapters.discord.deed import Tools
from adapters.discord.native import MOST_RULES, OURS
from adapters.discord.notebook import Notebook
from adapters.discord.parking import Parking
from adapters.discord.places import MANAGE_GUILD, Place, lacking
from adapters.discord.problems import Busy, No, Refusal, Unclear, sentence
from bot.ports import Finding, NativeRule

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 600.0
_REASON = "kept in step with the policy file (Evenhand)"
Json = dict[str, Any]


class AutoMod:
    """Our rules in every server; `sleep` waits between tries."""

    def __init__(
        self,
        tools: Tools,
        notebook: Notebook,
        seconds: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._tools = tools
        self._notebook = notebook
        self._sleep = sleep
        self._parking = Parking(seconds)
        self._report: Callable[[str], None] = lambda line: None
        self._wanted: dict[str, tuple[NativeRule, ...]] = {}
        #: Servers that can be reached, and whether they are served.
        self._here: dict[str, bool] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._put: dict[str, object] = {}
        self._hindrances: dict[str, str] = {}

    def want(self, place: str, rules: Sequence[NativeRule]) -> None:
        """Let these rules be kept in a place from now on."""
        self._wanted[place] = tuple(rules)
        self._parking.clear(place)
        self._begin(place)

    def begin(self, report: Callable[[str], None]) -> None:
        """Listen from now on; `report` tells whoever runs Evenhand what stands in the way."""
        self._report = report

    def arrive(self, place: str, *, stays: bool) -> None:
        """Begin to look after a server that can be reached; one that does not `stay` is cleared."""
        self._here[place] = stays
        self._begin(place)

    def changed(self, place: str) -> None:
        """Look again where a server's rooms or roles changed, if that changes our rules."""
        if self._here.get(place) and self._wanted.get(place):
            self._begin(place, only_if_new=True)

    async def stop(self) -> None:
        """Give up what is under way; it is done at the next start."""
        self._here.clear()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    def policy_of(self, place: str, rule: str) -> str | None:
        """Return for which policy we made a rule, None for a rule of other people."""
        known: str | None = self._page(place).get(rule)
        return known

    def hindrance(self) -> str:
        """Return what stands in the way, in a sentence; empty for nothing."""
        return " ".join(dict.fromkeys(filter(None, self._hindrances.values())))

    async def examine(self, place: str, rules: Sequence[NativeRule]) -> list[Finding]:
        """Return how far Discord keeps these rules; nothing is changed by looking."""
        try:
            server = await self._tools.directory.place(place)
            hindered = _may(server, rules)
            if hindered:
                return [Finding(ok=False, what=hindered, mend=_MEND)]
            listed = await self._listed(place)
        except (Busy, No, Refusal, Unclear) as problem:
            what = f"AutoMod cannot be looked at: {_said(problem)}"
            return [Finding(ok=False, what=what, mend="Mend that, then look again.")]
        return self._look(server, rules, listed)

    def _look(
        self, server: Place, rules: Sequence[NativeRule], listed: Sequence[Json]
    ) -> list[Finding]:
        ours = self._ours(server, listed)
        bodies, left = native.bodies(rules, server)
        room = self._room(server, listed)
        left += native.too_many(list(bodies)[room:], room, server)
        found = [Finding(ok=False, what=line, mend=_SMALLER) for line in left]
        for name, wanted in list(bodies.items())[:room]:
            there = ours.get(name)
            well = there is not None and native.is_alike(wanted, there)
            how = "keeps" if well else "does not keep yet, or in another form,"
            mend = "" if well else "Start Evenhand, or run /policy reload."
            what = f"AutoMod in {server.name} {how} the rule for '{name}'"
            found.append(Finding(ok=True, what=what, mend=mend))
        return found

    # ------------------------------------------------------------------------------ keeping step

    def _begin(self, place: str, *, only_if_new: bool = False) -> None:
        if place not in self._here or (self._here[place] and place not in self._wanted):
            return
        if place in self._tasks:
            self._again.add(place)
            return
        task = asyncio.create_task(self._keep(place, only_if_new=only_if_new))
        self._tasks[place] = task
        task.add_done_callback(lambda _: self._tasks.pop(place, None))

    async def _keep(self, place: str, *, only_if_new: bool) -> None:
        """Bring a server into step, again and again while Discord has no time for it."""
        pause = FIRST_PAUSE
        while True:
            self._again.discard(place)
            try:
                told = await self._step(place, only_if_new=only_if_new)
            except (Busy, Unclear) as problem:
                self._hinder(place, f"AutoMod is not in step yet: {problem}")
                await self._sleep(max(pause, getattr(problem, "retry_after", 0.0)))
                pause = min(LONGEST_PAUSE, pause * 2)
                only_if_new = False
                continue
            except (No, Refusal) as problem:
                self._parking.refused((place, "AutoMod", ""))
                told = f"AutoMod is not in step: {_said(problem)}"
            except Exception:
                log.exception("AutoMod could not be brought into step")
                told = "AutoMod is not in step, because of a fault in Evenhand; see its log."
            self._hinder(place, told)
            if place not in self._again:
                return
            only_if_new = True

    def _hinder(self, place: str, line: str) -> None:
        before, self._hindrances[place] = self._hindrances.get(place, ""), line
        if line and line != before:
            self._report(line)

    async def _step(self, place: str, *, only_if_new: bool) -> str:
        """Bring a server into step; returns what stands in the way, empty for nothing."""
        rules = self._wanted.get(place, ()) if self._here.get(place) else ()
        if not rules and not self._page(place):
            return ""
        if self._parking.is_parked((place, "AutoMod", "")):
            return self._hindrances.get(place, "")
        server = await self._tools.directory.place(place)
        hindered = _may(server, rules)
        if hindered:
            self._put.pop(place, None)
            return hindered
        bodies, left = native.bodies(rules, server)
        if only_if_new and self._put.get(place) == bodies:
            return self._hindrances.get(place, "")
        self._put.pop(place, None)
        left += await self._bring(server, bodies)
        self._put[place] = bodies
        return " ".join(left)

    async def _bring(self, server: Place, bodies: Mapping[str, Json]) -> list[str]:
        """Remove, change and make what differs; returns what could not be done."""
        listed = await self._listed(server.id)
        ours, room = self._ours(server, listed), self._room(server, listed)
        names, left = list(bodies)[:room], native.too_many(list(bodies)[room:], room, server)
        kept = [ours[name]["id"] for name in names if name in ours]
        for rule in listed:
            if self._is_ours(server, rule) and rule["id"] not in kept:
                await self._remove(server.id, rule)
        page: dict[str, str] = {}
        for name in names:
            try:
                page[await self._fit(server.id, bodies[name], ours.get(name))] = name
            except Refusal as refusal:
                if refusal.status in (401, 403):
                    raise
                left.append(_not_taken(server, name, refusal))
            # At once: whoever is killed now must know the rule when it finds something.
            await self._note(server.id, {**self._page(server.id), **page})
        await self._note(server.id, page)
        return left

    async def _fit(self, place: str, wanted: Json, there: Json | None) -> str:
        """Let a rule say what it is to say; returns its id."""
        path = _path(place)
        if there is not None and native.is_alike(wanted, there):
            return str(there["id"])
        if there is None:
            made = await self._ask("POST", path, wanted)
            return str(made["id"])
        changed = {key: value for key, value in wanted.items() if key != "trigger_type"}
        await self._ask("PATCH", f"{path}/{there['id']}", changed)
        return str(there["id"])

    async def _remove(self, place: str, rule: Json) -> None:
        try:
            await self._ask("DELETE", f"{_path(place)}/{rule['id']}")
        except Refusal as refusal:
            if refusal.status != 404:
                raise

    async def _listed(self, place: str) -> list[Json]:
        listed: list[Json] = await self._ask("GET", _path(place))
        return listed

    async def _ask(self, method: str, path: str, body: object = None) -> Any:
        reason = _REASON if method != "GET" else ""
        return await self._tools.rest.request(
            method, path, body=body, reason=reason, in_no_hurry=True
        )

    # ------------------------------------------------------------------------------ whose is whose

    def _page(self, place: str) -> dict[str, str]:
        kept: dict[str, str] = self._notebook.page("automod").get(place, {})
        return kept

    async def _note(self, place: str, page: Mapping[str, str]) -> None:
        if page == self._page(place):
            return
        pages = self._notebook.page("automod")
        pages[place] = dict(page)
        if not page:
            del pages[place]
        await self._notebook.save()

    def _is_ours(self, server: Place, rule: Json) -> bool:
        made_by_us = str(rule.get("creator_id")) == server.me
        named = str(rule.get("name", "")).startswith(OURS)
        return made_by_us and (named or str(rule["id"]) in self._page(server.id))

    def _ours(self, server: Place, listed: Sequence[Json]) -> dict[str, Json]:
        """Return our rules by policy; of two for one policy the first."""
        found: dict[str, Json] = {}
        for rule in listed:
            if self._is_ours(server, rule):
                name = self._page(server.id).get(str(rule["id"])) or rule["name"][len(OURS) :]
                found.setdefault(name, rule)
        return found

    def _room(self, server: Place, listed: Sequence[Json]) -> int:
        """Return how many rules we may have in a server beside those of people."""
        words = [rule for rule in listed if rule.get("trigger_type") == native.KEYWORD]
        return max(0, MOST_RULES - sum(not self._is_ours(server, rule) for rule in words))


_MEND = "Give it to my role in Server Settings, Roles."
_SMALLER = "What stays with Evenhand is taken down once it is shown, as without native."


def _path(place: str) -> str:
    return f"/guilds/{place}/auto-moderation/rules"


def _may(server: Place, rules: Sequence[NativeRule]) -> str:
    missing = lacking(server.my_permissions(), MANAGE_GUILD)
    if not missing:
        return ""
    names = ", ".join(f"'{rule.policy}'" for rule in rules) or "rules that are no longer wanted"
    return f"I lack the permission {missing} in {server.name}, which AutoMod needs for {names}."


def _not_taken(server: Place, name: str, refusal: Refusal) -> str:
    return (
        f"AutoMod in {server.name} does not take the rule for '{name}' ({refusal}); it stays with "
        "Evenhand."
    )


def _said(problem: Busy | No | Refusal | Unclear) -> str:
    return sentence(problem) if isinstance(problem, Refusal) else str(problem)
