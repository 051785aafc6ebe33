"""A wave of copies is noticed also when the process was restarted in the middle of it."""

from bot.detectors import builtin
from bot.domain import DeleteMessage, Event, PurgeMessages, event_key
from bot.workshop import detectors_by_signal, set_up
from policies.troll.spam import SpamPolicy
from policies.troll.spam_settings import SpamSettings
from tests.support.making import NOON, after, posted, settlement
from tests.support.policies import rulebook
from tests.support.running import beside, until
from tests.support.worlds import World
from tests.unit.policies.stage import SCENE

COPIES = [
    "Hello all, my uncle sells his old camera collection this week, write me on WhatsApp",
    "Hi friends, my uncle sells his old camera collection this week, write me on WhatsApp",
    "hey!! my uncle sells his old camera collection this week, write me on WhatsApp 📷",
]


def spam() -> SpamPolicy:
    settings = SpamSettings.model_validate({"when": {"spam_above": None}})
    return SpamPolicy(name="Spam", settings=settings, scene=SCENE)


async def before_the_restart(world: World, *events: Event) -> None:
    await world.store.events.admit(events)
    fence = await world.store.leases.take("kettle", "before", NOON, 60) or 0
    await world.store.ledger.settle([settlement(event_key(event), fence=fence) for event in events])
    await world.store.leases.release("kettle", "before", fence)


async def test_a_wave_goes_on_over_a_restart() -> None:
    world = World(detectors=detectors_by_signal(builtin()))
    first, second, third = (
        posted(f"m{number}", who=f"u{number}", says=says, at=after(60 * number - 180))
        for number, says in enumerate(COPIES, start=1)
    )
    await before_the_restart(world, first, second)
    runtime = world.runtime(spam())
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        await world.store.events.admit([third])
        runtime.submit(third)
        await until(lambda: len(world.network.performed) > 1)
    gone = [order.action for order in world.network.performed]
    assert DeleteMessage(channel="general", message="m3", member="u3") in gone
    assert PurgeMessages(channel="general", messages=("m1", "m2")) in gone


async def test_a_rulebook_that_begins_to_compare_reads_what_was_said_again() -> None:
    world = World()
    silent, comparing = rulebook(), rulebook(spam())
    first = await set_up(silent, store=world.store, detectors={}, clock=world.clock)
    second = await set_up(
        comparing, store=world.store, detectors={}, clock=world.clock, windows=first.windows
    )
    third = await set_up(
        comparing, store=world.store, detectors={}, clock=world.clock, windows=second.windows
    )
    assert first.windows.sketch is None
    assert second.windows is not first.windows
    assert third.windows is second.windows
