"""A small community for the tests of commands: real storage in memory, real settling, no network.

`give` and `press` return what the person reads; what was decided can be looked up in `store`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.casework import Casework
from bot.clock import HandClock
from bot.commands import respond
from bot.commands.desk import PolicyInForce
from bot.commands.reaction import Reaction
from bot.context import standing_of
from bot.domain import (
    Action,
    Answer,
    ButtonPressed,
    CommandGiven,
    Decision,
    DeleteMessage,
    Effect,
    EffectClass,
    Member,
    Mention,
    MessagePosted,
    Order,
    Standing,
    Withheld,
    event_key,
)
from bot.errors import CommandError
from bot.ports import Answerer, Settlement
from bot.reception import Reception
from bot.rulebook.book import Rulebook, Team
from bot.storage.memory import MemoryStore
from tests.unit.commands.rulings import insult

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

KIM = Member(id="u1", name="Kim")
ANN = Member(id="u2", name="Ann Lee")
MARA = Member(id="m1", name="Mara", roles=("Moderator",))
TOM = Member(id="m2", name="Tom", roles=("Moderator",))
ADA = Member(id="a1", name="Ada", roles=("Admin",))
PAL = Member(id="p1", name="Pal", roles=("Partner",))
HAL = Member(id="b1", name="Hal", bot=True)
EVERYBODY = (KIM, ANN, MARA, TOM, ADA, PAL, HAL)

BOOK = Rulebook(
    id="kettle",
    name="Kettle & Co.",
    version="abcdef0123456789",
    rules=("Be kind.", "No insults."),
    rules_url="https://kettle.example/rules",
    team=Team(
        moderators=("Moderator",),
        admins=("Admin",),
        leave_alone=("Partner",),
        alerts_to="mod-alerts",
    ),
)

ALL_EFFECTS: Mapping[type[Effect], EffectClass] = {
    kind: EffectClass.REPEATABLE for kind in Effect.__args__
}


@dataclass
class World:
    """One community at its desk; it is the Desk as well."""

    rulebook: Rulebook = BOOK
    language: str = "en"
    store: MemoryStore = field(default_factory=MemoryStore)
    policies: Sequence[PolicyInForce] = ()
    answerers: Sequence[tuple[str, Answerer]] = ()
    abilities: Mapping[type[Effect], EffectClass] = field(default_factory=lambda: ALL_EFFECTS)
    people: list[Member] = field(default_factory=lambda: list(EVERYBODY))
    rulebooks: dict[str, Rulebook] = field(default_factory=dict)
    so: dict[type[Effect], bool] = field(default_factory=dict)
    #: What the network's adapter keeps about whoever asks.
    kept: dict[str, list[object]] = field(default_factory=dict)
    reloads: list[str | Exception] = field(default_factory=list)
    #: What the network says that people can do instead.
    advice: str = ""
    #: Whether time-outs take people out of the channels here.
    removes: bool = False
    clock: HandClock = field(default_factory=lambda: HandClock(NOON))
    reactions: list[Reaction] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.casework = Casework(self.rulebook, last_case=213, fence=lambda: 1)
        self._events = 0
        self._reception = Reception(
            self,
            self.casework,
            clock=self.clock,
            settle=self._settle,
            changed=self._changed,
        )

    def standing(self, member: Member) -> Standing:
        return standing_of(self.rulebook, member, self.clock.now())

    def can(self, network: str) -> Mapping[type[Effect], EffectClass]:
        return self.abilities

    async def find_member(self, network: str, place: str, member: str) -> Member | None:
        return next((one for one in self.people if one.id == member), None)

    def takes_out(self, network: str) -> bool:
        return self.removes

    def instead(self, network: str, action: Action, name: str, language: str) -> str:
        return self.advice

    async def kept_about(
        self, network: str, place: str, member: str
    ) -> Mapping[str, Sequence[object]]:
        return self.kept

    async def is_so(self, network: str, place: str, effect: Effect) -> bool | None:
        return self.so.get(type(effect))

    async def reload(self) -> str:
        outcome = self.reloads.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def _settle(self, settlement: Settlement) -> None:
        self.settled.append(settlement)
        await self._write_down(settlement)

    async def _write_down(self, settlement: Settlement) -> None:
        holder = await self.store.leases.holder(self.rulebook.id)
        if not holder:
            await self.store.leases.take(self.rulebook.id, "tests", NOON, 10**9)
        await self.store.ledger.settle([settlement])

    async def _changed(self, reaction: Reaction) -> None:
        self.reactions.append(reaction)

    def command(
        self,
        who: Member,
        line: str,
        *,
        channel: str = "general",
        reply_to: str | None = None,
        network: str = "lobby",
        options: Mapping[str, str] | None = None,
    ) -> CommandGiven:
        """Return the event of somebody giving a command as one line, such as `/warn @Kim why`."""
        self._events += 1
        name, _, raw = line.removeprefix("/").partition(" ")
        mentions = tuple(
            Mention(id=one.id, name=one.name)
            for one in sorted(self.people, key=lambda one: line.find("@" + one.name))
            if "@" + one.name in line
        )
        return CommandGiven(
            id=f"c{self._events}",
            at=self.clock.now(),
            network=network,
            community=self.rulebook.id,
            channel=channel,
            member=who,
            name=name,
            raw=raw,
            options=dict(options or {}),
            mentions=mentions,
            reply_to=reply_to,
            language=self.language,
        )

    async def ask(
        self,
        who: Member,
        line: str,
        *,
        reply_to: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Reaction:
        """Return the reaction to a command; raises CommandError."""
        event = self.command(who, line, reply_to=reply_to, options=options)
        reaction = await respond(
            event,
            self,
            actor=who,
            standing=self.standing(who),
            language=self.language,
            now=self.clock.now(),
        )
        assert reaction is not None
        return reaction

    async def refusal(
        self, who: Member, line: str, options: Mapping[str, str] | None = None
    ) -> str:
        """Return the sentence with which a command is refused."""
        try:
            reaction = await self.ask(who, line, options=options)
        except CommandError as error:
            return str(error)
        raise AssertionError(f"{line} was not refused but answered: {reaction.answer}")

    async def give(
        self, who: Member, line: str, reply_to: str | None = None, *, channel: str = "general"
    ) -> str:
        """Give a command, settle what it comes to, and return what the person reads."""
        event = self.command(who, line, reply_to=reply_to, channel=channel)
        await self._reception.answer(event)
        return self.said

    async def press(
        self, who: Member, button: str, network: str = "lobby", *, channel: str = "general"
    ) -> str | None:
        """Press a button; None for one that is not the house's."""
        self._events += 1
        event = ButtonPressed(
            id=f"b{self._events}",
            at=self.clock.now(),
            network=network,
            community=self.rulebook.id,
            channel=channel,
            member=who,
            button=button,
            language=self.language,
        )
        return self.said if await self._reception.answer(event) else None

    @property
    def said(self) -> str:
        """What the last settlement answers."""
        answers = [o.action for o in self.settled[-1].orders if isinstance(o.action, Answer)]
        return answers[0].text if answers else ""

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders of the last settlement, without the answer."""
        return tuple(o for o in self.settled[-1].orders if not isinstance(o.action, Answer))

    @property
    def effects(self) -> tuple[Action, ...]:
        """What the last settlement wants done, without the answer."""
        return tuple(order.action for order in self.orders)

    @property
    def decision(self) -> Decision:
        """The decision of the last settlement."""
        found = self.settled[-1].decision
        assert found is not None
        return found

    async def write(
        self, who: Member, text: str, *, channel: str = "general", settle: bool = True
    ) -> MessagePosted:
        """Have somebody write a message that is kept in the log."""
        self._events += 1
        event = MessagePosted(
            id=f"msg{self._events}",
            at=self.clock.now(),
            network="lobby",
            community=self.rulebook.id,
            channel=channel,
            member=who,
            text=text,
        )
        await self.store.events.admit([event])
        if settle:
            nothing = self.casework.nothing(event_key(event))
            await self._write_down(nothing)
        return event

    async def judged(self, who: Member, text: str, *actions: Action, strike: int = 1) -> Decision:
        """Have a policy act on what somebody wrote; DeleteMessage is put in front."""
        event = await self.write(who, text, settle=False)
        delete = DeleteMessage(channel=event.channel, message=event.id, member=who.id)
        return await self._decide(event, (delete, *actions), (), strike)

    async def asked(
        self, who: Member, text: str, *actions: Action, held: Sequence[Action] = ()
    ) -> Decision:
        """Have a policy ask the team about what somebody wrote; `held` is over a limit."""
        event = await self.write(who, text, settle=False)
        because = "limit timeouts_per_day (20) is reached"
        withheld = tuple(Withheld(action=action, because=because) for action in held)
        return await self._decide(event, actions, withheld, 0)

    async def _decide(
        self,
        event: MessagePosted,
        actions: tuple[Action, ...],
        withheld: tuple[Withheld, ...],
        strike: int,
    ) -> Decision:
        ruling = insult(self.rulebook, event, self.clock.now(), actions, withheld, strike)
        settlement = self.casework.settle(ruling, language=self.language, text=event.text)
        await self._settle(settlement)
        assert settlement.decision is not None
        return settlement.decision
