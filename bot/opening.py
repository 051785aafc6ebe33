"""Puts together what works on one community for as long as its lease is held."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.casework import Casework
from bot.chores import Chores
from bot.commands.reaction import Reaction
from bot.community import Community, Settle
from bot.counter import Counter
from bot.dispatcher import Dispatcher
from bot.domain import Event
from bot.erasing import Erasing
from bot.guard import Guard
from bot.halt import Halt
from bot.outbox import OnOutcome, Outbox
from bot.reception import Reception
from bot.returning import Returning
from bot.rulebook.book import Rulebook
from bot.second_look import SecondLooks
from bot.session import Session
from bot.surroundings import Surroundings
from bot.taking_over import Sharing
from bot.telling import Telling
from bot.timers import Alarm
from bot.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What the workers of a session ask of whoever runs the community."""

    fence: Callable[[], int]
    rulebook: Callable[[], Rulebook]
    settle: Settle
    note: Settle
    submit: Callable[[Event], None]
    set_aside: Callable[[Event, str], Awaitable[None]]
    after_command: Callable[[Reaction], Awaitable[None]]
    tell_outcome: OnOutcome


def open_session(
    shop: Workshop,
    around: Surroundings,
    counter: Counter,
    ways: Ways,
    last_case: int,
) -> Session:
    """Return the workers of a community; nobody has started them yet."""
    halt = Halt()
    casework = Casework(
        shop.rulebook,
        last_case=last_case,
        fence=ways.fence,
        takes_out=counter.takes_out,
    )
    community = _community(shop, around, counter, ways, casework)
    telling = Telling(casework, around.store)
    dispatcher = Dispatcher(community.handle, ways.set_aside)
    outbox = Outbox(
        shop.rulebook.id,
        orders=around.store.orders,
        adapters=around.adapters,
        gate=Guard(ways.rulebook, around.clock).check,
        reword=telling.as_it_came,
        still_says=telling.still_says,
        on_outcome=ways.tell_outcome,
        clock=around.clock,
        fence=ways.fence,
        crash=around.crash,
        halt=halt,
    )
    alarm = Alarm(
        shop.rulebook.id,
        timers=around.store.timers,
        submit=ways.submit,
        clock=around.clock,
        crash=around.crash,
        halt=halt,
    )
    return Session(community, dispatcher, outbox, alarm, telling, halt)


def _community(
    shop: Workshop, around: Surroundings, counter: Counter, ways: Ways, casework: Casework
) -> Community:
    store, clock, id = around.store, around.clock, shop.rulebook.id
    places = shop.rulebook.places
    erasing = Erasing(id, adapters=around.adapters, archive=store.archive, places=places)
    sharing = Sharing(casework, store, around.adapters)
    chores = Chores(casework, store.casebook, store.ledger, erasing, sharing)
    reception = Reception(
        counter, casework, clock=clock, settle=ways.settle, changed=ways.after_command
    )
    return Community(
        engine=shop.engine,
        decider=shop.decider,
        casework=casework,
        clock=clock,
        settle=ways.settle,
        note=ways.note,
        short_road=reception.answer,
        chore=lambda event: chores.do(event, clock.now()),
        looks=SecondLooks(id, store, clock, ways.submit),
        returning=Returning(casework, store.ledger, clock),
        crash=around.crash,
    )
