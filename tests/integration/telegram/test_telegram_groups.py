"""Several groups in one bot, each on its own; and text of any kind that people can send."""

import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain import (
    Button,
    ButtonPressed,
    CommandGiven,
    MessagePosted,
    OutcomeState,
    Reply,
    SendDirect,
    event_key,
)
from bot.logs import SecretFilter
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.faults import Fault, server_error

OTHER = -1_002_222


@pytest.fixture
async def two(quiet: TelegramBench) -> TelegramBench:
    """A bench with a second group under another rulebook."""
    quiet.cloud.group(OTHER, "Tea & Co.")
    quiet.house.places = {quiet.place: "kettle-co", str(OTHER): "tea-co"}
    await quiet.start()
    return quiet


def other(bench: TelegramBench) -> Chat:
    return bench.cloud.chats[OTHER]


async def test_each_group_belongs_to_its_community(two: TelegramBench) -> None:
    ann = two.person(await two.join("Ann"))
    two.people.join(other(two), ann)
    await two.say(str(ann.id), "kettles")
    await two.heard(two.people.say(other(two), ann, "tea")[1])
    heard = [(event.community, event.text) for event in two.house.of(MessagePosted)]
    assert heard == [("kettle-co", "kettles"), ("tea-co", "tea")]


async def test_a_moderator_of_one_group_is_none_in_the_other(two: TelegramBench) -> None:
    kim = two.person(await two.join("Kim"))
    rights = frozenset({"can_restrict_members"})
    two.people.change(two.group, two.owner, kim, status="administrator", rights=rights)
    two.people.join(other(two), kim)
    await two.heard(two.people.say(other(two), kim, "hello")[1])
    assert two.house.of(MessagePosted)[-1].member.roles == ()
    in_other = await two.adapter.find_member(str(OTHER), str(kim.id))
    assert (in_other is not None and in_other.roles) == ()


async def test_a_button_belongs_to_the_group_it_was_made_for(two: TelegramBench) -> None:
    office = two.cloud.group(-1_004_444, "Office of both")
    mara = two.person(await two.join("Mara"))
    for place in (two.place, str(OTHER)):
        button = Button(id="undo:d1", label=place)
        alert = Reply(channel="-1004444", text="look", buttons=(button,))
        made = await two.perform(alert, place=place)
        two.people.press(office, mara, int(made.made or 0), place)
    await two.cloud.until(lambda: len(two.house.of(ButtonPressed)) == 2)
    assert [event.place for event in two.house.of(ButtonPressed)] == [two.place, str(OTHER)]


async def test_in_private_somebody_means_the_group_they_are_in(two: TelegramBench) -> None:
    zoe = two.cloud.person("Zoe", started=True)
    two.people.join(other(two), zoe)
    chat = two.cloud.chat(zoe.id)
    await two.heard(two.people.say(chat, zoe, "/rules")[1])
    assert two.house.of(CommandGiven)[-1].community == "tea-co"


async def test_in_private_somebody_means_the_group_they_came_from(two: TelegramBench) -> None:
    ann = two.person(await two.join("Ann", started=False))
    two.people.join(other(two), ann)
    note = SendDirect(member=str(ann.id), text="A word.", channel=str(OTHER))
    await two.perform(note, place=str(OTHER))
    (url,) = [
        message["reply_markup"]["inline_keyboard"][0][0]["url"]
        for message in other(two).messages.values()
        if "reply_markup" in message
    ]
    await two.heard(two.people.start_bot(ann, url.partition("start=")[2]))
    await two.heard(two.people.say(two.cloud.chat(ann.id), ann, "/rules")[1])
    assert two.house.of(CommandGiven)[-1].community == "tea-co"


async def test_a_pause_of_one_group_holds_up_no_other(two: TelegramBench) -> None:
    say = Reply(channel=two.channel, text="hello")
    states = [(await two.perform(say)).state for _ in range(21)]
    assert states[-1] is OutcomeState.FAILED
    elsewhere = Reply(channel=str(OTHER), text="hello")
    assert (await two.perform(elsewhere, place=str(OTHER))).state is OutcomeState.DONE


# ------------------------------------------------------------------------------- any update

ODD: tuple[Any, ...] = (
    None,
    "",
    "x" * 5000,
    "\ud83d",
    0,
    -1,
    2**63,
    1.5,
    True,
    [],
    {},
    [1],
    {"a": 1},
)


def broken(update: Any, chance: random.Random) -> Any:
    """Return an update in which something is not as it should be."""
    if isinstance(update, dict) and update and chance.random() < 0.85:
        key = chance.choice(list(update))
        rest = {k: v for k, v in update.items() if k != key}
        return rest if chance.random() < 0.2 else {**rest, key: broken(update[key], chance)}
    if isinstance(update, list) and update and chance.random() < 0.5:
        return [broken(update[0], chance), *update[1:]]
    return chance.choice(ODD)


def samples(bench: TelegramBench) -> Iterator[dict[str, Any]]:
    ann = bench.cloud.person("Ann")
    bench.people.join(bench.group, ann)
    message, _ = bench.people.say(bench.group, ann, "hello @kim https://x.example /rules")
    bench.people.say(bench.group, ann, "/warn @kim x", reply_to=message)
    bench.people.edit(bench.group, message, "changed")
    bench.people.react(bench.group, ann, message, "👍")
    bench.people.press_data(bench.group, ann, message, "abcdundo:d1")
    bench.people.start_bot(ann, "read")
    bench.people.leave(bench.group, ann)
    yield from [dict(update) for update in bench.cloud.waiting()]


async def test_two_thousand_broken_updates_break_nothing(
    bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    chance = random.Random(11)
    kinds = list(samples(bench))
    for number in range(2_000):
        update = {k: v for k, v in chance.choice(kinds).items() if k not in ("_at", "update_id")}
        (kind,) = update
        body = {kind: broken(update[kind], chance)} if number % 7 else update
        last = bench.cloud.push_raw(body)
        if number % 100 == 99:
            await bench.heard(last)
    await bench.say(await bench.join("Kim"), "still here")
    assert bench.house.of(MessagePosted)[-1].text == "still here"
    keys = [event_key(event) for event in bench.house.received]
    assert len(keys) == len(set(keys))


async def test_the_token_is_in_no_record(
    bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    unauthorised = Fault(code=401, description="Unauthorized")
    bench.telegram.faults.plan("sendMessage", server_error(), Fault(cut=True), unauthorised)
    for _ in range(3):
        await bench.perform(Reply(channel=bench.channel, text="hello"))
    bench.cloud.push_raw({"message": {"text": "?"}})
    await bench.say(await bench.join("Ann"), "hello")
    form = SecretFilter("%(message)s")
    secret = bench.telegram.token.partition(":")[2]
    assert not any(secret in form.format(record) for record in caplog.records)
