"""One order on its way: what it needs to be done, and how its end is told."""

from dataclasses import dataclass

from adapters.discord.acknowledged import Acknowledged
from adapters.discord.directory import Directory
from adapters.discord.places import Place, Room, lacking
from adapters.discord.problems import NOBODY, Busy, No, Refusal, Unclear
from adapters.discord.reading import is_id
from adapters.discord.rest import Rest
from adapters.discord.settings import NETWORK
from bot.domain import Effect, Order, Outcome, OutcomeState

LONGEST_REASON = 400
#: Seconds after which what was unclear is tried again.
AGAIN_AFTER = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What deeds are done with."""

    rest: Rest
    directory: Directory
    acknowledged: Acknowledged


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An order with the tools to carry it out."""

    order: Order
    tools: Tools

    @property
    def rest(self) -> Rest:
        """The way to Discord."""
        return self.tools.rest

    @property
    def guild(self) -> str:
        """The path of the order's server."""
        return f"/guilds/{self.order.place}"

    def reason(self, said: str = "") -> str:
        """Return what the audit log shows: why, by whom, and what to look up."""
        return f"{self.why(said)} {self.mark}"

    def why(self, said: str, longest: int = LONGEST_REASON) -> str:
        """Return what was given as a reason and who gave it; a policy goes by its name alone."""
        network, _, id = self.order.actor.partition(":")
        if network == NETWORK and is_id(id):
            who = self.tools.directory.name_of(self.order.place, id)
            words = f"{who}: {said}" if said else f"asked for by {who}"
        else:
            words = said or self.order.actor
        return " ".join(words.split())[:longest]

    @property
    def mark(self) -> str:
        """What a reason ends with: the case, and the decision to look up with /why."""
        case = f"case {self.order.case}, " if self.order.case else ""
        return f"(Evenhand {case}{self.order.decision})"

    async def place(self) -> Place:
        """Return the server as it is now."""
        return await self.tools.directory.place(self.order.place)

    async def room(self, name: str) -> Room:
        """Return a room of the server."""
        return await self.tools.directory.room(await self.place(), name)

    async def may(self, needed: int, room: Room | None = None) -> Place:
        """Make sure, before any request, that Evenhand has a permission; raises No."""
        place = await self.place()
        missing = lacking(place.my_permissions(room), needed)
        if missing:
            where = f"in #{room.name}" if room is not None else f"in {place.name}"
            raise No(
                f"I lack the permission {missing} {where}; give it to my role in Server Settings, "
                "Roles."
            )
        return place

    async def may_touch(self, needed: int, member: str) -> None:
        """Make sure that Evenhand has a permission and stands above a member; raises No."""
        if not is_id(member):
            raise No("Nobody with this id is here.")
        place = await self.may(needed)
        found = await self.tools.directory.member(place.id, member)
        if found is None or found.rank < place.my_rank:
            return
        if member == place.owner:
            raise No(f"{found.name} owns this server; nobody can do that to them.")
        height = f"their role '{found.roles[0]}' stands" if found.roles else "they stand"
        mine = max(
            (place.roles[id] for id in place.my_roles if id in place.roles),
            key=lambda role: role.position,
            default=None,
        )
        mend = f"Move '{mine.name}' above it in" if mine else "Give me a role above it in"
        raise No(
            f"I can't do that to {found.name}: {height} as high as mine or above. {mend} Server "
            "Settings, Roles."
        )

    def touched(self, member: str) -> None:
        """Remember that a member was just changed."""
        self.tools.directory.touch(self.order.place, member)


def done(made: str | None = None, detail: str = "") -> Outcome:
    """Return the outcome of what was done."""
    return Outcome(state=OutcomeState.DONE, made=made, detail=detail)


def put_off(problem: Busy | Unclear) -> Outcome:
    """Return the outcome of what is to be tried again."""
    if isinstance(problem, Busy):
        again = problem.retry_after
        return Outcome(state=OutcomeState.FAILED, detail=str(problem), retry_after=again)
    return Outcome(state=OutcomeState.IN_DOUBT, detail=str(problem), retry_after=AGAIN_AFTER)


def nobody(refusal: Refusal) -> bool:
    """Return whether Discord knows nobody of that id here."""
    return refusal.code in NOBODY


def kind_of(order: Order) -> type[Effect]:
    """Return what kind of effect an order has."""
    return type(order.action)  # type: ignore[return-value]  # orders hold effects
