"""How Telegram's noes, silences and pauses are taken: nothing is said twice, nothing is hidden."""

import pytest

from bot.clock import HandClock
from bot.domain import (
    AddRole,
    Ban,
    DeleteMessage,
    Effect,
    OutcomeState,
    Reply,
    RestoreMessage,
    SlowMode,
    Timeout,
)
from bot.errors import NetworkError
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.faults import Fault, server_error, too_many

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED
FAILED, IN_DOUBT = OutcomeState.FAILED, OutcomeState.IN_DOUBT


async def somebody(bench: TelegramBench) -> int:
    return int(await bench.join("Ann"))


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        # nobody acts on administrators and owners
        (Timeout(member="kim", seconds=60), "administrator"),
        (Ban(member="olga"), "own"),
        # Telegram has no such thing
        (SlowMode(channel="?", seconds=10), "cannot"),
        (AddRole(member="kim", role="Helper"), "cannot"),
        # a room that is not there
        (Reply(channel="#attic", text="hi"), "attic"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
async def test_what_cannot_be_done_is_refused_in_a_sentence(
    bench: TelegramBench, effect: Effect, told: str
) -> None:
    kim = bench.person(await bench.join("Kim"))
    bench.people.change(bench.group, bench.owner, kim, status="administrator")
    ids = {"kim": str(kim.id), "olga": str(bench.owner.id)}
    if isinstance(effect, Timeout):
        effect = Timeout(member=ids[effect.member], seconds=60)
    elif isinstance(effect, Ban):
        effect = Ban(member=ids[effect.member])
    outcome = await bench.perform(effect)
    assert outcome.state is REFUSED
    assert told in outcome.detail
    assert outcome.detail.endswith(".")


async def test_a_german_team_reads_in_german_what_is_missing(bench: TelegramBench) -> None:
    bench.house.languages = {"kettle-co": "de"}
    ann = await somebody(bench)
    bench.group.seats[bench.cloud.bot.id].rights = frozenset()
    outcome = await bench.perform(Ban(member=str(ann)))
    assert (outcome.state, "„Nutzer sperren“" in outcome.detail) == (REFUSED, True)


async def test_a_missing_right_is_named(bench: TelegramBench) -> None:
    ann = await somebody(bench)
    bench.group.seats[bench.cloud.bot.id].rights = frozenset()
    outcome = await bench.perform(Ban(member=str(ann)))
    assert (outcome.state, "'Ban users'" in outcome.detail) == (REFUSED, True)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        # the message may be there, so nobody repeats it
        (server_error(502), IN_DOUBT),
        (server_error(500, after=True), IN_DOUBT),
        (Fault(cut=True), IN_DOUBT),
        (Fault(raw=b"<html>", code=503), IN_DOUBT),
        (Fault(raw=b"<html>"), IN_DOUBT),
        # it is certain that nothing was said
        (too_many(30), FAILED),
        (Fault(code=400, description="Bad Request: chat not found"), REFUSED),
        (Fault(code=403, description="Forbidden: bot was kicked from the group chat"), REFUSED),
        (Fault(code=401, description="Unauthorized"), REFUSED),
    ],
    ids=["502", "500 after", "reset", "html 503", "html 200", "429", "400", "403", "401"],
)
async def test_a_message_is_never_said_twice(
    bench: TelegramBench, fault: Fault, state: OutcomeState
) -> None:
    bench.telegram.faults.plan("sendMessage", fault)
    outcome = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert outcome.state is state
    assert outcome.detail.endswith(".")


@pytest.mark.parametrize("fault", [server_error(502), Fault(cut=True), server_error(after=True)])
async def test_what_can_be_repeated_is_tried_again(bench: TelegramBench, fault: Fault) -> None:
    ann = await somebody(bench)
    bench.telegram.faults.plan("banChatMember", fault)
    outcome = await bench.perform(Ban(member=str(ann)), key="d1:0")
    assert (outcome.state, outcome.retry_after is not None) == (FAILED, True)
    assert (await bench.perform(Ban(member=str(ann)), key="d1:0")).state is DONE


async def test_nobody_listening_means_nothing_was_said(bench: TelegramBench) -> None:
    await bench.telegram.stop()
    outcome = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert outcome.state is FAILED


async def test_a_long_pause_holds_words_back_and_no_deeds(
    bench: TelegramBench, clock: HandClock
) -> None:
    message = await bench.say(await bench.join("Ann"), "hello")
    bench.telegram.faults.plan("sendMessage", too_many(344))
    say = Reply(channel=bench.channel, text="hello")
    assert (await bench.perform(say)).retry_after == 344
    calls = len(bench.telegram.calls)
    assert (await bench.perform(say)).retry_after == 344
    assert len(bench.telegram.calls) == calls
    gone = DeleteMessage(channel=bench.channel, message=message)
    assert (await bench.perform(gone)).state is DONE
    clock.tick(345)
    assert (await bench.perform(say)).state is DONE


async def test_telegrams_limit_for_a_group_is_a_pause(bench: TelegramBench) -> None:
    say = Reply(channel=bench.channel, text="hello")
    outcomes = [await bench.perform(say) for _ in range(21)]
    assert [one.state for one in outcomes] == [*([DONE] * 20), FAILED]
    assert outcomes[-1].retry_after == 61


async def test_a_message_that_was_taken_down_is_quoted(bench: TelegramBench) -> None:
    restore = RestoreMessage(
        channel=bench.channel,
        message="5",
        member="7",
        member_name="Ann",
        text="see <b>https://x.example</b> @olga",
    )
    outcome = await bench.perform(restore)
    made = bench.group.messages[int(outcome.made or 0)]
    assert [entity["type"] for entity in made["entities"]] == ["blockquote"]


async def test_a_server_that_never_answers_leaves_words_in_doubt_and_deeds_to_be_tried_again(
    quiet: TelegramBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.line._PATIENCE", 0.3)
    ann = str(quiet.cloud.person("Ann").id)
    for method in ("sendMessage", "banChatMember"):
        quiet.telegram.faults.plan(method, Fault(hang=True))
    say = await quiet.perform(Reply(channel=quiet.channel, text="hello"))
    ban = await quiet.perform(Ban(member=ann))
    assert (say.state, ban.state) == (IN_DOUBT, FAILED)


async def test_somebody_is_not_taken_for_unknown_because_telegram_is_away(
    bench: TelegramBench,
) -> None:
    ann = await bench.join("Ann")
    bench.telegram.faults.plan("getChatMember", server_error(502))
    with pytest.raises(NetworkError):
        await bench.adapter.find_member(bench.place, ann)
    found = await bench.adapter.find_member(bench.place, ann)
    assert found is not None
