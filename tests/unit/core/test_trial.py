"""Rules can be tried on chat without touching anything."""

from datetime import timedelta

from bot.domain import (
    DeleteMessage,
    Event,
    MessagePosted,
    Nudge,
    Reply,
    SetTimer,
    Signal,
    TimePassed,
    Verdict,
)
from bot.ports import Context
from bot.trial import Trial, play, stream
from tests.support.making import NOON, after, command, posted, pressed, verdict
from tests.support.policies import Scripted, rulebook


def manners() -> Scripted:
    async def judge(event: Event, context: Context) -> Verdict | None:
        toxic = await context.signal("toxicity")
        if isinstance(event, MessagePosted) and toxic is not None and toxic.score > 0.5:
            delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
            steps = (delete, Nudge(member=event.member.id)), (delete,)
            return verdict(*steps, forget_after=timedelta(days=1))
        return None

    return Scripted("Manners", judge)


def clockwork() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, TimePassed):
            return verdict((Reply(channel="general", text="time is up"),))
        return verdict((SetTimer(key="k", owner="Clock", seconds=60),))

    return Scripted("Clock", judge, hears=frozenset({MessagePosted, TimePassed}))


TOXIC = {"toxicity": Signal(name="toxicity", score=0.9)}
MILD = {"toxicity": Signal(name="toxicity", score=0.1)}


async def test_chat_is_played_with_the_signals_given() -> None:
    chat = [posted(f"m{n}", at=after(n * 100)) for n in range(3)]
    signals = {"m0": TOXIC, "m1": MILD, "m2": TOXIC}
    decisions = await play(rulebook(manners()), chat, signals, detectors={})
    assert [one.message for one in decisions] == ["m0", "m2"]
    assert [one.strike for one in decisions] == [1, 2]
    assert [one.at for one in decisions] == [after(0), after(200)]


async def test_no_chat_comes_to_nothing() -> None:
    assert await play(rulebook(manners()), []) == []


async def test_time_passes_between_and_after_the_events() -> None:
    chat = [posted("m0", at=after(0)), posted("m1", at=after(90))]
    decisions = await play(rulebook(clockwork()), chat, detectors={})
    replies = [one.at for one in decisions if isinstance(one.actions[0], Reply)]
    assert replies == [after(60), after(150)]


async def test_each_event_comes_with_its_decisions() -> None:
    found = [
        (event.id, len(decisions))
        async for event, decisions in stream(
            rulebook(clockwork()), [posted("m0"), posted("m1", at=after(90))]
        )
    ]
    assert found == [("m0", 1), ("m1", 2)]


async def test_commands_are_left_out_and_buttons_go_to_the_policies() -> None:
    heard = Scripted("Ears", hears=frozenset({type(pressed()), type(command())}))
    await play(rulebook(heard), [command(id="c1"), pressed(id="b1")], detectors={})
    assert heard.asked == ["b1"]


async def test_a_forgetful_trial_keeps_what_later_judgement_needs() -> None:
    trial = Trial(
        rulebook(manners()),
        NOON,
        signals={"m0": TOXIC, "m1": TOXIC},
        detectors={},
        forgetful=True,
    )
    await trial.feed(posted("m0"))
    decisions, orders = trial.take()
    assert [one.strike for one in decisions] == [1]
    assert orders
    await trial.feed(posted("m1", at=after(100)))
    decisions, _ = trial.take()
    assert [one.strike for one in decisions] == [2]
    assert trial.take() == ((), ())


async def test_a_recording_of_another_community_is_judged_as_ours() -> None:
    event = posted("m0", community="elsewhere")
    (decision,) = await play(rulebook(manners()), [event], {"m0": TOXIC}, detectors={})
    assert decision.community == "kettle"
