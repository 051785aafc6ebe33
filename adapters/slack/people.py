"""Who is who in a workspace: asked once, kept for a while, and put right by Slack's own news."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.slack.api import Api, SlackError
from adapters.slack.groups import Groups
from adapters.slack.profile import OWNER, Profile, profile_of
from bot.domain import Member
from bot.errors import NetworkError

Json = dict[str, Any]
log = logging.getLogger(__name__)
#: Seconds that what Slack said of somebody is believed without news.
BELIEVED = 3600.0
#: So many people of one workspace are remembered.
MOST = 20_000
#: So many pages of a thousand are read at the start, and so many people at most are yet to be met.
MOST_PAGES, MOST_WAITING = 10, 5_000
_INFO = "users.info"
#: Seconds until Slack is asked again after it did not answer.
_AGAIN = 5.0


@dataclass(slots=True)
class _Believed:
    profile: Profile
    since: float


@dataclass(slots=True)
class People:
    """The people of one workspace, as far as they were met, and its user groups.

    `moment` is how many seconds a message waits at most.
    """

    api: Api
    seconds: Callable[[], float]
    team: str = ""
    moment: float = 1.0
    _known: OrderedDict[str, _Believed] = field(default_factory=OrderedDict)
    _asking: dict[str, asyncio.Task[Profile | None]] = field(default_factory=dict)
    _waiting: dict[str, None] = field(default_factory=dict)
    _learning: asyncio.Task[None] | None = None
    groups: Groups = field(init=False)

    def __post_init__(self) -> None:
        self.groups = Groups(self.api, self.seconds, self.moment)

    async def profile(self, id: str) -> Profile | None:
        """Return what Slack says of somebody, None where it knows nobody with this id.

        Raises SlackError and NetworkError where it cannot be asked.
        """
        known = self._known.get(id)
        if known is not None and self.seconds() - known.since < BELIEVED:
            self._known.move_to_end(id)
            return known.profile
        task = self._asking.get(id)
        if task is None:
            task = self._asking[id] = asyncio.create_task(self._ask(id, self.api.call))
            task.add_done_callback(lambda done: self._answered(id, done))
        return await asyncio.shield(task)

    async def in_passing(self, id: str) -> Profile | None:
        """Return the same without waiting for Slack's pace; who is not known yet is learnt later.

        Messages come faster than Slack lets an app ask who wrote them.
        """
        known = self._known.get(id)
        if known is not None:
            if self.seconds() - known.since >= BELIEVED:
                self._learn_later(id)
            return known.profile
        if id in self._waiting:
            raise SlackError(_INFO, "ratelimited", wait=0.0)
        try:
            async with asyncio.timeout(self.moment):
                return await self._ask(id, self.api.call_now)
        except TimeoutError:
            self._learn_later(id)
            raise NetworkError("Slack takes its time to say who somebody is.") from None
        except SlackError as error:
            if error.wait is not None:
                self._learn_later(id)
            raise
        except NetworkError:
            self._learn_later(id)
            raise

    def _answered(self, id: str, task: "asyncio.Task[Profile | None]") -> None:
        self._asking.pop(id, None)
        if not task.cancelled():
            # Whoever asked gets the error; nobody may be left who does.
            task.exception()

    async def _ask(self, id: str, call: Callable[..., Awaitable[Json]]) -> Profile | None:
        try:
            answer = await call(_INFO, user=id, include_locale=True)
        except SlackError as error:
            if error.code in ("user_not_found", "user_not_visible", "invalid_user_id"):
                return None
            raise
        return self.learn(answer.get("user") or {})

    def _learn_later(self, id: str) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting[id] = None
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn())

    async def _learn(self) -> None:
        while self._waiting:
            id = next(iter(self._waiting))
            try:
                await self._ask(id, self.api.call)
            except SlackError as error:
                if error.wait is not None:
                    await asyncio.sleep(error.wait)
                    continue
            except NetworkError:
                await asyncio.sleep(_AGAIN)
                continue
            self._waiting.pop(id, None)

    async def meet(self) -> None:
        """Learn who is in the workspace, as far as a few large pages tell."""
        pages = 0
        try:
            listed = self.api.pages("users.list", "members", limit=1000, include_locale=True)
            async for page in listed:
                for user in page:
                    self.learn(user)
                pages += 1
                if pages >= MOST_PAGES:
                    return
        except (SlackError, NetworkError) as error:
            log.warning("members are met one by one, for Slack gives no list: %s", error)

    async def close(self) -> None:
        """Ask no more."""
        await self.groups.close()
        tasks = [*self._asking.values(), *([self._learning] if self._learning else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def learn(self, user: Json) -> Profile:
        """Remember what Slack says of somebody."""
        profile = profile_of(user, self.team)
        earlier = self._known.get(profile.id)
        if earlier is not None and not profile.locale:
            # News about somebody leave out what they read.
            profile = replace(profile, locale=earlier.profile.locale)
        self._known[profile.id] = _Believed(profile, self.seconds())
        self._known.move_to_end(profile.id)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return profile

    def known(self, id: str) -> Profile | None:
        """Return what is remembered of somebody, without asking."""
        known = self._known.get(id)
        return known.profile if known else None

    def forget(self, id: str) -> None:
        """Forget what Slack said of somebody; the next time it is asked anew."""
        self._known.pop(id, None)
        self._waiting.pop(id, None)

    def name(self, id: str) -> str:
        """Return somebody's name where it is known, without asking."""
        known = self._known.get(id)
        return known.profile.name if known else ""

    def owners(self) -> tuple[str, ...]:
        """Return the names of the owners, as far as they were met."""
        known = (believed.profile for believed in self._known.values())
        return tuple(sorted(one.name for one in known if one.rank >= OWNER and not one.gone))

    async def names(self, ids: Iterable[str]) -> None:
        """Learn the names of people, for a moment; who cannot be asked about stays nameless."""
        try:
            async with asyncio.timeout(self.moment):
                for id in list(ids)[:10]:
                    await self.in_passing(id)
        except (SlackError, NetworkError, TimeoutError):
            return

    async def member(self, id: str) -> Member | None:
        """Return somebody with the roles of now: their standing in Slack and their groups.

        Raises SlackError and NetworkError where nobody can tell.
        """
        profile = await self.profile(id)
        if profile is None or profile.gone:
            return None
        return _member(profile, await self.groups.of(id))

    async def as_member(self, profile: Profile) -> Member:
        """Return a person with the roles that are known, without waiting for Slack."""
        return _member(profile, await self.groups.in_passing(profile.id))


def _member(profile: Profile, groups: tuple[str, ...]) -> Member:
    return Member(
        id=profile.id,
        name=profile.name,
        roles=(*profile.titles, *groups),
        bot=profile.bot,
        rank=profile.rank,
    )
