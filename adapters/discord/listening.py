"""One stretch of listening: from the log-in to the end of the connection, tidied up after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord

from adapters.discord import commands
from adapters.discord.absences import Absences
from adapters.discord.audit import AuditLog
from adapters.discord.automod import AutoMod
from adapters.discord.client import Ear, point_at
from adapters.discord.deed import Tools
from adapters.discord.gaps import Gaps
from adapters.discord.greeting import greet
from adapters.discord.hits import Hits
from adapters.discord.inbound import Inbound
from adapters.discord.interactions import Interactions
from adapters.discord.lanes import Lanes
from adapters.discord.lines import Lines
from adapters.discord.notebook import Notebook
from adapters.discord.outbound import Performer
from adapters.discord.problems import Busy, Refusal, Unclear, sentence
from adapters.discord.reading import is_id
from adapters.discord.settings import DiscordSettings
from adapters.discord.starts import Starts, check_left
from bot.domain import Event
from bot.errors import NetworkError
from bot.ports import House

log = logging.getLogger(__name__)
#: Seconds between two looks at the notebook, and of calm after which starts are forgotten.
SAVING, CALM = 2.0, 600.0
_INTENTS = (
    "Discord does not let this bot read messages and members: switch on 'Server Members Intent' "
    "and 'Message Content Intent' at https://discord.com/developers/applications, your "
    "application, page Bot, and start again."
)
_REJECTED = (
    "Discord does not accept the token; make a new one at "
    "https://discord.com/developers/applications, your application, page Bot, Reset Token, and set "
    "EVENHAND_DISCORD_TOKEN to it."
)


class Listening:
    """Hears everything for one house."""

    def __init__(
        self,
        settings: DiscordSettings,
        house: House,
        tools: Tools,
        performer: Performer,
        notebook: Notebook,
        automod: AutoMod,
        lines: Lines,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._house = house
        self._tools = tools
        self._performer = performer
        self._notebook = notebook
        self._starts = Starts(notebook, sleep=sleep)
        self._lanes = Lanes(house.receive, taken=self._taken)
        self._ear = Ear(self._hear, self._starts.before_identify)
        self._inbound = Inbound(house.places, self._lanes.put, self._ear.place)
        self._gaps = Gaps(notebook, tools.directory, self._inbound, self._lanes, self._report)
        self._audit = AuditLog(
            tools.rest, tools.directory, self._inbound, notebook, self._lanes.put, self._report
        )
        self._automod = automod
        self._absences = Absences(house)
        self._lines = lines
        self._hits = Hits(
            automod, tools.directory, self._inbound, self._audit.person, self._lanes.put
        )
        self._interactions = Interactions(house, self._inbound, tools.rest, tools.acknowledged)
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._whole: set[str] = set()
        self._greeting: set[asyncio.Task[None]] = set()
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled or until the connection ends for good.

        Raises NetworkError where trying again would not help.
        """
        await self._check()
        if not any(is_id(place) for place in self._house.places):
            await self._ask_for_places()
        for place in self._house.places:
            self._lanes.hold(place)
        self._tools.directory.use(self._ear)
        self._automod.begin(self._report)
        self._lines.begin()
        keeping = asyncio.create_task(self._keep())
        try:
            await self._ear.listen(self._settings.token)
        except discord.LoginFailure:
            raise NetworkError(_REJECTED) from None
        except discord.PrivilegedIntentsRequired:
            raise NetworkError(_INTENTS) from None
        except discord.ConnectionClosed as closed:
            if closed.code == 4004:
                raise NetworkError(_REJECTED) from None
            raise NetworkError(f"Discord closed the connection ({closed.code}).") from None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.error("the connection to Discord broke off: %s", error)
        finally:
            await self._tidy(keeping)

    async def _check(self) -> None:
        """Ask once, before the library does, what would make listening useless."""
        try:
            told = await self._tools.rest.get("/gateway/bot")
            self._inbound.mine = int(await self._tools.directory.me())
        except Refusal as refusal:
            if refusal.status == 401:
                raise NetworkError(_REJECTED) from None
            raise NetworkError(sentence(refusal)) from None
        except (Busy, Unclear) as error:
            raise ConnectionError(str(error)) from None
        limit = told["session_start_limit"]
        check_left(int(limit["remaining"]), float(limit["reset_after"]) / 1000)
        point_at(self._settings, told["url"])

    async def _ask_for_places(self) -> None:
        """Say which servers a policy file could name, where none names any."""
        guilds = await self._tools.rest.get("/users/@me/guilds")
        known = ", ".join(f"{guild['name']} ({guild['id']})" for guild in guilds)
        self._report(
            'No policy file names a Discord server. Write `places: {discord: "ID"}`; '
            + (f"I am in: {known}." if known else "so far I am in none.")
        )

    async def _tidy(self, keeping: asyncio.Task[None]) -> None:
        self._lines.end()
        self._tools.directory.use(None)
        tasks = [keeping, *self._reading.values(), *self._greeting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._interactions.stop()
        await self._audit.stop()
        await self._hits.stop()
        await self._absences.stop()
        await self._automod.stop()
        await self._lanes.stop()
        await self._notebook.save_if_changed()

    async def _keep(self) -> None:
        """Write down in time what was taken in."""
        calm = asyncio.get_running_loop().time() + CALM
        while True:
            await asyncio.sleep(SAVING)
            if whole := self._whole - self._lanes.overflowing:
                self._gaps.awake(whole)
            if asyncio.get_running_loop().time() > calm:
                self._starts.calm()
            for place in self._lanes.overflown():
                self._fetch_what_was_left_out(place)
            await self._notebook.save_if_changed()

    def _fetch_what_was_left_out(self, place: str) -> None:
        guild = self._ear.get_guild(int(place))
        if guild is not None and place not in self._reading:
            self._lanes.begin_anew(place)
            self._reading[place] = asyncio.create_task(self._catch_up(guild))

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        match event:
            case "audit_log_entry_create":
                self._audit.hear(args[0])
            case "automod_action":
                self._hits.hear(args[0])
            case "interaction":
                self._interactions.hear(args[0])
            case "guild_role_update" | "guild_channel_update" | "guild_role_create":
                self._performer.unpark(str(args[0].guild.id))
                self._automod.changed(str(args[0].guild.id))
            case "guild_channel_create" | "guild_channel_delete" | "guild_role_delete":
                self._automod.changed(str(args[0].guild.id))
            case _:
                self._follow(event, args)
        self._inbound.hear(event, args)

    def _follow(self, event: str, args: tuple[Any, ...]) -> None:
        """Follow connections and servers as they come and go."""
        self._lines.follow(event, args)
        match event:
            case "shard_connect":
                self._begin_anew(self._places_of(args[0]))
            case "shard_disconnect":
                self._whole -= self._places_of(args[0])
            case "shard_resumed":
                self._whole |= self._places_of(args[0]) - self._reading.keys()
            case "guild_unavailable" | "guild_remove":
                self._begin_anew({str(args[0].id)})
            case "guild_available" | "guild_join":
                self._arrive(args[0])
            case "ready":
                self._name_missing()

    def _name_missing(self) -> None:
        """Say which servers policy files name that Evenhand is not in."""
        known = {str(guild.id) for guild in self._ear.guilds}
        for place in sorted(set(self._house.places) - known):
            if is_id(place):
                self._report(
                    f"A policy file names the Discord server {place}, and I am not in it; open the "
                    "address that `evenhand discord invite` prints."
                )

    def _places_of(self, shard: int) -> set[str]:
        count = self._ear.shard_count or 1
        known = [id for id in self._house.places if id.isdigit()]
        return {id for id in known if (int(id) >> 22) % count == shard}

    def _begin_anew(self, places: set[str]) -> None:
        """Let everything wait until it is known what was missed before this moment."""
        for place in places:
            self._whole.discard(place)
            self._lanes.hold(place)

    def _arrive(self, guild: discord.Guild) -> None:
        place = str(guild.id)
        if place in self._house.places:
            if place not in self._reading:
                self._lanes.hold(place)
                self._reading[place] = asyncio.create_task(self._catch_up(guild))
            return
        self._automod.arrive(place, stays=False)
        if place not in self._notebook.page("met"):
            self._notebook.page("met")[place] = True
            self._notebook.changed()
            task = asyncio.create_task(self._say_hello(guild))
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)

    async def _say_hello(self, guild: discord.Guild) -> None:
        try:
            await greet(self._tools.rest, guild)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("nobody in %s could be greeted: %s", guild.name, error)

    async def _catch_up(self, guild: discord.Guild) -> None:
        place = str(guild.id)
        try:
            await self._read_back(guild)
            self._lanes.release(place)
            await self._offer_commands(place)
            self._automod.arrive(place, stays=True)
        finally:
            self._lanes.release(place)
            self._reading.pop(place, None)
        if self._whole >= set(self._house.places):
            self.ready.set()

    async def _read_back(self, guild: discord.Guild) -> None:
        try:
            since = self._gaps.last_awake(guild)
            count = await self._gaps.read_back(guild)
            if since is not None:
                await self._audit.read_back(guild, since)
                self._absences.over(str(guild.id), since, count)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            said = str(error) or "Discord did not answer in time"
            self._report(f"What was said in {guild.name} meanwhile was not read back: {said}")
            return
        except Exception:
            log.exception("reading back failed")
            self._report(f"What was said in {guild.name} meanwhile was not read back; see the log.")
            return
        self._gaps.awake({str(guild.id)})
        # Now and not in time: whoever is killed in the next moment must know of this meeting.
        await self._notebook.save()
        self._whole.add(str(guild.id))

    async def _offer_commands(self, place: str) -> None:
        wanted = commands.bodies(self._house.commands)
        try:
            me = await self._tools.directory.me()
            await commands.sync(self._tools.rest, me, place, wanted)
        except Refusal as refusal:
            self._report(f"Commands can't be offered in {place}: {sentence(refusal)}")
        except (Busy, Unclear) as error:
            self._report(f"Commands could not be brought up to date in {place}: {error}")

    def _taken(self, event: Event) -> None:
        self._gaps.taken(event)
        self._audit.taken(event)

    def _report(self, line: str) -> None:
        log.warning("%s", line)
        self._house.announce(line)
