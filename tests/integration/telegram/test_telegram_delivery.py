"""Hearing without loss: what is not committed is not confirmed, however bad the day."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain import MemberJoined, MessagePosted
from bot.errors import NetworkError, StoreError
from bot.ports import House
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.faults import Fault, server_error, too_many

ADDRESS = "https://bot.example/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.polling._FIRST_PAUSE", 0.01)


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[TelegramBench]:
    bench = TelegramBench(tmp_path, webhook=ADDRESS)
    await bench.open()
    await bench.start()
    yield bench
    await bench.shut()


def lines(bench: TelegramBench) -> list[str]:
    return [event.text for event in bench.house.of(MessagePosted)]


async def test_what_waited_while_the_bot_was_away_is_read_in_order(quiet: TelegramBench) -> None:
    ann = quiet.cloud.person("Ann")
    quiet.people.join(quiet.group, ann)
    said = [quiet.people.say(quiet.group, ann, f"line {number}")[1] for number in range(250)]
    await quiet.start()
    await quiet.heard(said[-1])
    assert lines(quiet) == [f"line {number}" for number in range(250)]


async def test_what_was_not_committed_comes_again_after_a_kill(quiet: TelegramBench) -> None:
    ann = quiet.cloud.person("Ann")
    said = [quiet.people.say(quiet.group, ann, f"line {number}")[1] for number in range(5)]
    quiet.house.gate.clear()
    await quiet.start()
    await quiet.house.knocked.wait()
    await quiet.stop()
    assert len(quiet.cloud.waiting()) == 5
    quiet.house.gate.set()
    await quiet.start()
    await quiet.heard(said[-1])
    assert lines(quiet) == [f"line {number}" for number in range(5)]


async def test_what_was_confirmed_and_comes_again_is_one_event(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    bench.people.say(bench.group, ann, "hello")
    update = dict(bench.cloud.waiting()[0])
    await bench.heard(update["update_id"])
    bench.cloud.push_again(update)
    await bench.say(str(ann.id), "again")
    assert lines(bench) == ["hello", "again"]


async def test_a_database_that_is_away_for_a_while_loses_nothing(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    bench.house.broken = StoreError("The disk is full.")
    update = bench.people.say(bench.group, ann, "hello")[1]
    await bench.cloud.until(lambda: bench.cloud.waiting())
    bench.house.broken = None
    await bench.heard(update)
    assert lines(bench) == ["hello"]


async def test_one_event_that_cannot_be_taken_in_does_not_hold_up_the_rest(
    quiet: TelegramBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: House = quiet.house
    receive = whole.receive

    async def choosy(event: Any) -> bool:
        if getattr(event, "text", "") == "poison":
            raise ValueError("cannot be written down")
        return await receive(event)

    monkeypatch.setattr(quiet.house, "receive", choosy)
    await quiet.start()
    ann = await quiet.join("Ann")
    await quiet.say(ann, "poison")
    await quiet.say(ann, "hello")
    assert lines(quiet) == ["hello"]


@pytest.mark.parametrize(
    "fault",
    [
        server_error(502),
        server_error(500),
        Fault(cut=True),
        Fault(raw=b"<html>sorry</html>"),
        Fault(raw=b'{"ok": true, "result": "odd"}'),
        too_many(1),
        Fault(code=409, description="Conflict: terminated by other getUpdates request"),
    ],
    ids=["502", "500", "reset", "html", "odd", "429", "409"],
)
async def test_a_bad_answer_is_asked_for_again(bench: TelegramBench, fault: Fault) -> None:
    ann = await bench.join("Ann")
    bench.telegram.faults.plan("getUpdates", fault)
    bench.cloud.release()
    await bench.say(ann, "hello")
    assert lines(bench) == ["hello"]


async def test_a_refused_token_ends_it_with_a_sentence_that_keeps_the_token(
    quiet: TelegramBench,
) -> None:
    token, quiet.telegram.token = quiet.telegram.token, "other"
    quiet.telegram.cloud.polls = -1
    with pytest.raises(NetworkError, match="EVENHAND_TELEGRAM_TOKEN") as told:
        await quiet.adapter.listen(quiet.house)
    assert token not in str(told.value)


async def test_who_else_uses_the_token_is_told(bench: TelegramBench) -> None:
    conflict = Fault(code=409, description="Conflict: can't use getUpdates while webhook is active")
    bench.telegram.faults.plan("getUpdates", *([conflict] * 3))
    bench.cloud.release()
    await bench.say(await bench.join("Ann"), "hello")
    assert any("another program" in line for line in bench.house.announced)


# --------------------------------------------------------------------------------- webhooks


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        # no secret, a wrong one, an odd one
        ({}, b"{}", 401),
        ({HEADER: "wrong"}, b"{}", 401),
        ({HEADER: "ä" * 20}, b"{}", 401),
        ({HEADER: "x" * 4000}, b"{}", 401),
        # the right one, and no JSON behind it
        ({HEADER: "right"}, b"{", 400),
        ({HEADER: "right"}, b"\xff\xfe", 400),
        ({HEADER: "right"}, b"[" * 3_000, 400),
        # JSON that is no update: nothing to do, and nothing to bring again
        ({HEADER: "right"}, b"[]", 200),
        ({HEADER: "right"}, b'{"update_id": "x"}', 200),
        # more than any update holds
        ({HEADER: "right"}, b" " * 1_100_000, 413),
    ],
)
async def test_only_telegram_is_heard(
    hooked: TelegramBench, headers: dict[str, str], body: bytes, status: int
) -> None:
    secret = hooked.cloud.webhook["secret_token"]
    sent = {key: secret if value == "right" else value for key, value in headers.items()}
    url = f"{hooked.telegram.hooks.reach}/telegram"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=sent) as answer,
    ):
        assert answer.status == status
    assert hooked.house.received == []


async def test_a_webhook_is_answered_only_when_the_house_has_it(hooked: TelegramBench) -> None:
    ann = hooked.person(await hooked.join("Ann"))
    hooked.house.gate.clear()
    answers = len(hooked.telegram.hooks.answers)
    update = hooked.people.say(hooked.group, ann, "hello")[1]
    await hooked.house.knocked.wait()
    assert len(hooked.telegram.hooks.answers) == answers
    hooked.house.gate.set()
    await hooked.heard(update)


async def test_going_back_to_asking_gives_up_our_own_webhook_alone(
    hooked: TelegramBench,
) -> None:
    await hooked.say(await hooked.join("Ann"), "by webhook")
    hooked.webhook = ""
    await hooked.restart()
    await hooked.say(await hooked.join("Kim"), "by asking")
    assert lines(hooked) == ["by webhook", "by asking"]
    assert len(hooked.house.of(MemberJoined)) == 2
