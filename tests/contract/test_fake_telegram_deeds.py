"""The fake Telegram insists on what Telegram insists on: what a bot may say and do."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.telegram_client import GROUP, Client, opened
from tests.fakes.telegram.chats import RIGHTS, Seat
from tests.fakes.telegram.wire import stamp


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with opened() as client:
        yield client


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "  "}, "message text is empty"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<script>x</script>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "message_thread_id": 77}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[
            {"text": "a", "callback_data": "ä" * 33}]]}}, "BUTTON_DATA_INVALID"),
    ],
)  # fmt: skip
async def test_words_that_telegram_takes_from_nobody(
    client: Client, sent: dict[str, Any], told: str
) -> None:
    code, words = await client.no("sendMessage", chat_id=GROUP, **sent)
    assert (code, told in words) == (400, True)


async def test_a_group_takes_twenty_messages_a_minute(client: Client) -> None:
    for _ in range(20):
        await client.get("sendMessage", chat_id=GROUP, text="x")
    body = await client.ask("sendMessage", chat_id=GROUP, text="x")
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": 61})
    client.clock.tick(61)
    await client.get("sendMessage", chat_id=GROUP, text="x")


async def test_the_bot_may_say_thirty_things_a_second(client: Client) -> None:
    people = [client.cloud.person(f"P{n}", started=True) for n in range(31)]
    for person in people[:30]:
        await client.get("sendMessage", chat_id=person.id, text="x")
    assert (await client.no("sendMessage", chat_id=people[30].id, text="x"))[0] == 429


async def test_who_has_not_opened_the_chat_or_closed_it_is_not_written_to(client: Client) -> None:
    assert (await client.no("sendMessage", chat_id=client.ann.id, text="x"))[0] == 403
    client.people.start_bot(client.ann)
    await client.get("sendMessage", chat_id=client.ann.id, text="x")
    client.ann.blocked = True
    assert (await client.no("sendMessage", chat_id=client.ann.id, text="x"))[0] == 403


async def test_a_pressed_button_is_answered_once_and_soon(client: Client) -> None:
    first, second = [client.people.press_data(client.group, client.ann, 1, "x") for _ in range(2)]
    await client.get("answerCallbackQuery", callback_query_id=first)
    assert (await client.no("answerCallbackQuery", callback_query_id=first))[0] == 400
    client.clock.tick(31)
    assert (await client.no("answerCallbackQuery", callback_query_id=second))[0] == 400


async def test_commands_are_kept_by_scope_and_language(client: Client) -> None:
    scope = {"type": "all_group_chats"}
    rules = [{"command": "rules", "description": "Lies die Regeln"}]
    await client.get("setMyCommands", commands=rules, scope=scope, language_code="de")
    assert await client.get("getMyCommands", scope=scope, language_code="de") == rules
    assert await client.get("getMyCommands", scope=scope) == []
    wrong = [{"command": "Rules", "description": "x"}]
    assert (await client.no("setMyCommands", commands=wrong))[1].endswith("BOT_COMMAND_INVALID")


# ---------------------------------------------------------------------------- deeds


async def test_what_is_two_days_old_or_not_the_bots_to_delete_stays(client: Client) -> None:
    old, young = client.says()[0], 0
    client.clock.tick(timedelta(hours=48).total_seconds())
    young = client.says()[0]
    told = (await client.no("deleteMessage", chat_id=GROUP, message_id=old))[1]
    assert "can't be deleted" in told
    assert (await client.no("deleteMessages", chat_id=GROUP, message_ids=[old, young]))[0] == 400
    client.group.seats[client.cloud.bot.id].rights = frozenset()
    assert (await client.no("deleteMessage", chat_id=GROUP, message_id=young))[0] == 400
    client.group.seats[client.cloud.bot.id].rights = frozenset(RIGHTS)
    await client.get("deleteMessages", chat_id=GROUP, message_ids=[young, 12345])
    assert young not in client.group.messages


@pytest.mark.parametrize(
    ("seconds", "ends"),
    [
        # nearer than half a minute, or farther than 366 days: no end at all
        (29, False),
        (30, True),
        (366 * 86_400, True),
        (366 * 86_400 + 1, False),
    ],
)
async def test_a_mute_ends_by_itself_within_bounds(
    client: Client, seconds: int, *, ends: bool
) -> None:
    until = stamp(client.clock.now() + timedelta(seconds=seconds))
    nothing: dict[str, bool] = {}
    await client.get(
        "restrictChatMember",
        chat_id=GROUP,
        user_id=client.ann.id,
        permissions=nothing,
        until_date=until,
    )
    client.clock.tick(seconds)
    seat = client.group.seats[client.ann.id]
    assert bool(client.cloud.allowed_now(client.group, seat)) == ends


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("owner", "can't remove chat owner"),
        ("administrator", "user is an administrator of the chat"),
        ("bot", "can't restrict self"),
        ("nobody", "PARTICIPANT_ID_INVALID"),
    ],
)
async def test_there_are_people_on_whom_no_bot_acts(client: Client, whom: str, told: str) -> None:
    seats = client.group.seats
    lee = client.cloud.person("Lee")
    seats[lee.id] = Seat(lee, "administrator")
    owner = next(id for id, seat in seats.items() if seat.status == "creator")
    ids = {"owner": owner, "administrator": lee.id, "bot": client.cloud.bot.id, "nobody": 5}
    assert told in (await client.no("banChatMember", chat_id=GROUP, user_id=ids[whom]))[1]


async def test_who_asks_to_come_in_is_let_in_once(client: Client) -> None:
    zoe = client.cloud.person("Zoe")
    client.people.ask_to_join(client.group, zoe)
    await client.get("approveChatJoinRequest", chat_id=GROUP, user_id=zoe.id)
    assert client.group.here(zoe.id)
    told = await client.no("declineChatJoinRequest", chat_id=GROUP, user_id=zoe.id)
    assert "HIDE_REQUESTER_MISSING" in told[1]


async def test_a_group_that_moved_says_where(client: Client) -> None:
    small = client.cloud.group(-4_001, "Small", type="group")
    client.people.upgrade(small, client.ann, -1_007_777)
    body = await client.ask("sendMessage", chat_id=-4_001, text="x")
    assert (body["error_code"], body["parameters"]) == (400, {"migrate_to_chat_id": -1_007_777})


@pytest.mark.parametrize("method", ["restrictChatMember", "unbanChatMember"])
async def test_some_things_take_a_supergroup(client: Client, method: str) -> None:
    client.cloud.group(-4_001, "Small", type="group")
    asked = {"chat_id": -4_001, "user_id": client.ann.id, "permissions": {"can_send_messages": 0}}
    assert "supergroup" in (await client.no(method, **asked))[1]


async def test_a_wrong_token_opens_nothing(client: Client) -> None:
    url = f"{client.fake.url}/botother/getMe"
    async with client.session.post(url) as answer:
        assert answer.status == 401
