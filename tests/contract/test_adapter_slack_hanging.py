"""A Slack that hangs: messages go on, other workspaces go on, and nobody is misjudged."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import api, groups, workspaces
from bot.domain import MessageDeleted, MessagePosted, OutcomeState, Reply
from bot.errors import NetworkError
from tests.contract.slack_bench import SlackBench, slack_at
from tests.contract.slack_install_bench import InstallBench
from tests.contract.slack_install_bench import heard as heard_in
from tests.support.patience import PATIENCE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    bench = SlackBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def test_messages_of_unknown_people_and_channels_do_not_wait_for_a_slack_that_hangs(
    tmp_path: Path,
) -> None:
    bench = SlackBench(tmp_path)
    bench.moment = 0.05
    held = [bench.slack.hang(one) for one in ("users.info", "users.list", "conversations.info")]
    async with slack_at(bench):
        ann = bench.space.add_user("Ann").id
        new = bench.space.add_channel("new")
        for _ in range(3):
            assert await bench.slack.say(bench.space, new, ann, "hello")[1]
        heard = bench.house.of(MessagePosted)
        assert [(e.member.id, e.member.name, e.channel_name) for e in heard] == [(ann, ann, "")] * 3
        # Who was not known is asked about beside, once, however often they wrote.
        assert len(bench.slack.called("users.info")) <= 2
        for one in held:
            one.set()
        async with asyncio.timeout(PATIENCE):
            while bench.house.of(MessagePosted)[-1].member.name != "Ann":
                await bench.say(ann, "hello")


async def test_nobody_is_taken_for_a_plain_member_while_slack_does_not_say_who_is_in_the_team(
    bench: SlackBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await bench.join("Ann")
    bench.helpers.users.append(ann)
    await bench.stop()
    bench.new_adapter()
    bench.slack.fail("usergroups.list", 503)
    with pytest.raises(NetworkError):
        await bench.adapter.find_member(bench.place, ann)
    # Not asked again at once, and not guessed either.
    with pytest.raises(NetworkError, match="has not said yet which user groups there are"):
        await bench.adapter.find_member(bench.place, ann)
    monkeypatch.setattr(groups, "AGAIN", 0.0)
    await bench.stop()
    bench.new_adapter()
    bench.slack.fail("usergroups.list", 503)
    with pytest.raises(NetworkError):
        await bench.adapter.find_member(bench.place, ann)
    found = await bench.adapter.find_member(bench.place, ann)
    assert found is not None
    assert found.roles == ("Helper",)
    await bench.adapter.close()


async def test_roles_stay_as_they_were_while_slack_does_not_say_them_anew(
    bench: SlackBench,
) -> None:
    ann = await bench.join("Ann")
    bench.helpers.users.append(ann)
    shown = {"type": "subteam_updated", "subteam": bench.helpers.as_json(bench.place, users=True)}
    assert await bench.slack.emit(bench.space, shown)
    found = await bench.adapter.find_member(bench.place, ann)
    assert found is not None
    assert found.roles == ("Helper",)
    bench.slack.fail("usergroups.list", 503)
    assert await bench.slack.emit(bench.space, shown)
    again = await bench.adapter.find_member(bench.place, ann)
    assert again == found


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "error": "paid_teams_only"},  # as Slack says it
        404,  # as one says it that knows no user groups
    ],
)
async def test_a_plan_without_user_groups_has_none_and_is_not_asked_each_time(
    bench: SlackBench, answer: dict[str, object] | int
) -> None:
    ann = await bench.join("Ann")
    await bench.stop()
    bench.new_adapter()
    bench.slack.fail("usergroups.list", answer)
    before = len(bench.slack.called("usergroups.list"))
    for _ in range(3):
        found = await bench.adapter.find_member(bench.place, ann)
        assert found is not None
        assert found.roles == ()
    assert len(bench.slack.called("usergroups.list")) == before + 1
    await bench.adapter.close()


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_one_workspace_that_hangs_does_not_keep_another_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What hangs is not given up while this lasts.
    monkeypatch.setattr(api, "LIMIT", 10 * PATIENCE)
    monkeypatch.setattr(workspaces, "LIMIT", 10 * PATIENCE)
    async with slack_at(InstallBench(tmp_path)) as bench:
        assert isinstance(bench, InstallBench)
        await bench.install(bench.space)
        await bench.install(bench.other)
        rooms = [bench.space.add_channel(f"room-{number}") for number in range(130)]
        held = bench.slack.hang(bench.space.team)
        words = (Reply(channel=room.id, text="hello") for room in rooms)
        stuck = [asyncio.create_task(bench.perform(one)) for one in words]
        async with asyncio.timeout(PATIENCE):
            while len(bench.slack.called("chat.postMessage")) < len(rooms):
                await asyncio.wait(stuck, timeout=0.01)
        bench.place = bench.other.team
        said = await bench.perform(Reply(channel=bench.other.general.id, text="hello"))
        assert said.state is OutcomeState.DONE
        assert await heard_in(bench, bench.other)
        held.set()
        await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_deleted_message_whose_answers_stay_is_told_as_deleted(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    root, told = bench.slack.say(bench.space, bench.room, ann, "a question")
    assert await told
    answer = bench.slack.say(bench.space, bench.room, ann, "an answer", thread_ts=root.ts)[1]
    assert await answer
    assert await bench.slack.remove(bench.space, bench.room, root)
    assert bench.room.messages[root.ts].subtype == "tombstone"
    (event,) = bench.house.of(MessageDeleted)
    assert event.message == f"{bench.channel}-{root.ts}"
    assert event.member is not None
    assert event.member.id == ann
