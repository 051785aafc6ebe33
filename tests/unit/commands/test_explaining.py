"""Why something was decided, and what was decided before, as far as somebody may know it."""

from bot.domain import Outcome, OutcomeState, Reply, SetTimer, Timeout
from tests.unit.commands.world import ANN, KIM, MARA, NOON, TOM, World


async def test_a_member_learns_why_and_what_they_can_do() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    said = await world.give(KIM, "/why")
    assert said.splitlines() == [
        "What: message removed, in #general, on Monday, 5 January 2026, 12:00 UTC.",
        "On what ground: rule “No insults”.",
        "What was noticed: it reads as an insult.",
        "Where: “idiots”",
        "Noticed and decided by the bot on its own, under “Keep insults out”.",
        "You can appeal within six months, by the button or with /appeal. A person who did not "
        "take the decision looks at it, at no cost. Out-of-court bodies and courts stay open to "
        "you.",
    ]


async def test_a_member_learns_nothing_about_others() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots")
    assert await world.press(ANN, f"why:{decision.id}") == (
        "That is not about you, so I keep it to those it concerns."
    )
    assert "Nothing was decided about you" in await world.refusal(ANN, "/why")


async def test_a_moderator_learns_everything() -> None:
    world = World()
    decision = await world.judged(KIM, "you idiots", strike=2)
    said = await world.press(MARA, f"why:{decision.id}")
    assert said is not None
    for fact in (
        f"#214, {decision.id}: @Kim in #general, 2026-01-05, 12:00 UTC",
        "Decided by the policy “Keep insults out”, on its own",
        "It was the second time",
        "toxicity 0.97 (“idiots”)",
        "Carried out: message removed: waiting",
        "Policy file abcdef012345",
    ):
        assert fact in said


async def test_history_shows_decisions_and_notes() -> None:
    world = World()
    await world.judged(KIM, "you idiots")
    await world.give(MARA, "/warn @Kim again")
    await world.give(TOM, "/note @Kim talked to them")
    await world.press(TOM, "undo:" + (await _latest(world)))
    lines = (await world.give(MARA, "/history @Kim")).splitlines()
    assert lines[0] == "About @Kim, newest first:"
    assert "#215 · warned · by @Mara · “again” · taken back by @Tom" in lines[1]
    assert "#214 · message removed · by “Keep insults out”" in lines[2]
    assert lines[3] == "Note, 2026-01-05, 12:00 UTC, Tom: “talked to them”"


async def _latest(world: World) -> str:
    return (await world.store.ledger.decisions_about("kettle", "lobby:u1"))[0].id


async def test_history_shows_what_a_policy_would_have_done() -> None:
    world = World()
    await world.asked(KIM, "idiots", held=(Timeout(member="u1", seconds=3600),))
    line = (await world.give(MARA, "/history @Kim")).splitlines()[1]
    assert "not done: timed out for 1 hour (limit timeouts_per_day (20) is reached)" in line


async def test_history_leaves_out_timers_and_words() -> None:
    world = World()
    timer = SetTimer(key="k", owner="Escalation", seconds=60)
    await world.asked(KIM, "how?", timer, Reply(channel="general", text="I look"))
    assert await world.give(MARA, "/history @Kim") == "Nothing is on record about @Kim."


async def test_what_was_refused_is_not_told_as_done() -> None:
    world = World()
    decision = await world.judged(KIM, "idiots", Timeout(member="u1", seconds=3600))
    no = Outcome(state=OutcomeState.REFUSED, detail="mine is below theirs")
    for order in world.orders:
        if isinstance(order.action, Timeout):
            await world.store.orders.finish(order.key, no, now=NOON)
    line = (await world.give(MARA, "/history @Kim")).splitlines()[1]
    assert " · message removed · " in line
    assert line.endswith("could not be done: timed out for 1 hour (mine is below theirs)")
    assert (await world.give(KIM, f"/why {decision.id}")).startswith("What: message removed, in")


async def test_history_of_somebody_without_one() -> None:
    assert await World().give(MARA, "/history @Ann Lee") == "Nothing is on record about @Ann Lee."


async def test_history_is_for_the_team() -> None:
    assert "is for the team" in await World().refusal(KIM, "/history @Ann Lee")
