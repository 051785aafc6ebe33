"""Who is in the room: coming in, going, standing, and what each may see."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict

from adapters.lobby import seats
from adapters.lobby.asked import Trouble
from adapters.lobby.names import clean_name, trouble_with
from adapters.lobby.records import SEAT_ROLE, Owed, Person, Post
from adapters.lobby.room import STAFF_CHANNELS, Room
from bot.domain import MemberJoined, MemberLeft
from bot.errors import NetworkError, StoreError
from bot.ports import House

#: The network's name, and its one place.
NETWORK = PLACE = "lobby"
#: Whoever has had no page open for this long has left; the team keeps its seats for longer.
AWAY = timedelta(minutes=10)
TEAM_AWAY = timedelta(days=7)


class Place(TypedDict):
    """Where an event happened."""

    network: str
    community: str
    place: str


class Guests:
    """The people in the room, as the house knows them."""

    def __init__(self, room: Room, house: House) -> None:
        self.room = room
        self.house = house
        self._coming: set[str] = set()
        self._pages: Counter[str] = Counter()
        self._away: dict[str, datetime] = {}

    @property
    def community(self) -> str:
        """The community that this room belongs to; raises NetworkError where there is none."""
        community = self.house.places.get(PLACE)
        if community is None:
            raise NetworkError(
                "No rulebook speaks of the lobby; add `lobby: lobby` under `places:` in one."
            )
        return community

    @property
    def here(self) -> Place:
        """The fields that every event of this room shares."""
        return Place(network=NETWORK, community=self.community, place=PLACE)

    def is_staff(self, person: Person) -> bool:
        """Return whether the rulebook in force counts a person to the team."""
        return self.house.standing(self.community, person.as_member()).is_staff

    def may_see(self, person: Person, post: Post) -> bool:
        """Return whether a post is meant for this person too."""
        return post.to in ("", person.id) and post.channel in self.channels_of(person)

    def channels_of(self, person: Person) -> list[str]:
        """Return the channels that a person sees."""
        staff = self.is_staff(person)
        return [name for name in self.room.halls if staff or name not in STAFF_CHANNELS]

    @property
    def online(self) -> frozenset[str]:
        """The ids of people with a page open."""
        return frozenset(self._pages)

    def page_opened(self, person: str) -> None:
        """Count a page that somebody opened."""
        self._pages[person] += 1
        self._away.pop(person, None)

    def page_closed(self, person: str) -> None:
        """Count a page that somebody closed."""
        self._pages[person] -= 1
        if self._pages[person] <= 0:
            del self._pages[person]
            self._away[person] = self.room.now

    async def see_off(self) -> None:
        """Let everybody go who has been away for too long."""
        now = self.room.now
        for person in list(self.room.people.values()):
            if not person.here or person.sample or person.id in self._pages:
                continue
            since = self._away.setdefault(person.id, now)
            if now - since >= (TEAM_AWAY if person.roles else AWAY):
                await self.leave(person)

    async def join(self, token: str, typed: str, *, seat: bool = False) -> Person:
        """Let somebody in under a name of their own; raises Trouble where that cannot be."""
        id = seats.person_id(token)
        known = self.room.people.get(id)
        if known is not None and known.is_banned(self.room.now):
            raise Trouble("banned")
        if known is not None and known.here:
            await self.room.settled()
            return known
        name = clean_name(typed)
        if seat:
            await self._make_way(name)
        self._check_name(name)
        return await self.let_in(
            Person(
                id=id,
                name=name,
                key=seats.key_of(token),
                roles=(SEAT_ROLE,) if seat else (),
                joined_at=self.room.now,
                joins=known.joins + 1 if known else 1,
                timeout_until=known.timeout_until if known else None,
                timeout_reason=known.timeout_reason if known else "",
            )
        )

    async def let_in(self, person: Person) -> Person:
        """Tell the house that somebody comes in, and then the room."""
        event = MemberJoined(
            id=f"{person.id}-{person.joins}",
            at=person.joined_at,
            member=person.as_member(),
            **self.here,
        )
        self._coming.add(person.name)
        try:
            await self.house.receive(event)
            await self.room.commit(person)
        finally:
            self._coming.discard(person.name)
        return person

    async def _make_way(self, name: str) -> None:
        """Let whoever runs Evenhand have the name again that a closed tab of theirs still holds."""
        for person in list(self.room.people.values()):
            same = person.name.casefold() == name.casefold()
            if same and person.here and person.id not in self._pages:
                await self.leave(person)

    def _check_name(self, name: str) -> None:
        here = [person for person in self.room.people.values() if person.here]
        staff = [person.name for person in here if self.is_staff(person)]
        trouble = trouble_with(name, {*(p.name for p in here), *self._coming}, staff)
        if trouble:
            raise Trouble(trouble, name=name)

    async def take_seat(self, person: Person) -> None:
        """Give somebody who is here the moderator's role."""
        if SEAT_ROLE not in person.roles:
            await self.room.commit(replace(person, roles=(*person.roles, SEAT_ROLE)))

    async def leave(self, person: Person) -> None:
        """Let somebody go; the house hears of it even if this process ends right after."""
        self._away.pop(person.id, None)
        owed = Owed(id=f"left-{person.id}-{person.joins}", person=person.id, at=self.room.now)
        await self.room.commit(replace(person, here=False, out_reason="", roles=()), owed)

    async def pay(self) -> bool:
        """Tell the house of leavings that it has not heard of; False says to try again later."""
        for owed in list(self.room.owed.values()):
            person = self.room.people.get(owed.person)
            try:
                if person is not None:
                    await self.house.receive(self._left(owed.id, owed.at, person))
                if owed.id in self.room.owed:
                    await self.room.commit(replace(owed, paid=True))
            except (StoreError, NetworkError):
                return False
        return True

    def _left(self, id: str, at: datetime, person: Person) -> MemberLeft:
        return MemberLeft(id=id, at=at, member=person.as_member(), **self.here)
