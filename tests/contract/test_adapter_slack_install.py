"""Many workspaces with one app: installed through Slack's own flow, their tokens encrypted."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import slack
from bot.domain import MessagePosted, OutcomeState, Reply
from tests.contract.slack_install_bench import InstallBench, heard
from tests.support.patience import PATIENCE

# Slack's library proves itself to Slack in a way that its HTTP library will one day drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[InstallBench]:
    bench = InstallBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def test_a_workspace_that_installs_the_app_is_heard_and_spoken_to_at_once(
    bench: InstallBench,
) -> None:
    assert not await heard(bench, bench.space)
    assert await bench.install(bench.space) == 200
    assert await heard(bench, bench.space)
    said = await bench.perform(Reply(channel="general", text="hello"))
    assert said.state is OutcomeState.DONE


async def test_two_workspaces_are_two_places_also_after_a_restart(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    await bench.restart()
    assert await heard(bench, bench.space)
    assert await heard(bench, bench.other)
    events = bench.house.of(MessagePosted)
    assert [event.community for event in events] == ["kettle-co", "other-co"]
    before = len(bench.space.general.messages)
    bench.place = bench.other.team
    assert (await bench.perform(Reply(channel="general", text="hello"))).state is OutcomeState.DONE
    assert len(bench.space.general.messages) == before


async def test_a_workspace_that_takes_the_app_away_is_forgotten_and_the_others_go_on(
    bench: InstallBench,
) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    await bench.slack.emit(bench.space, {"type": "app_uninstalled"})
    assert await heard(bench, bench.other)
    await bench.restart()
    assert not await heard(bench, bench.space)
    assert await heard(bench, bench.other)


async def test_a_token_that_ended_meanwhile_does_not_keep_the_others_out(
    bench: InstallBench,
) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    bench.slack.tokens[f"xoxb-{bench.space.team}-bot"].revoked = True
    await bench.restart()
    assert await heard(bench, bench.other)


async def test_a_token_that_ends_unsaid_ends_one_workspace_alone(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    bench.slack.tokens[f"xoxb-{bench.space.team}-bot"].revoked = True
    no = await bench.perform(Reply(channel="general", text="hello"))
    assert no.state is OutcomeState.REFUSED
    assert await heard(bench, bench.other)
    # Slack may have been mistaken: the token is kept, and tried again after a restart.
    assert len(await bench.safe.all()) == 2


async def test_one_workspace_that_cannot_be_reached_does_not_keep_the_others_waiting(
    bench: InstallBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    bench.slack.fail("auth.test", 503)
    await bench.stop()
    bench.new_adapter()
    await bench.start()
    # Those of one that is not connected yet are not acknowledged, so Slack brings them again.
    assert sorted([await heard(bench, bench.space), await heard(bench, bench.other)]) == [
        False,
        True,
    ]
    monkeypatch.setattr(slack, "_JOIN", 0.01)
    await bench.restart()
    assert await heard(bench, bench.space)
    assert await heard(bench, bench.other)


async def test_one_workspace_that_joins_later_is_heard_then(
    bench: InstallBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "_JOIN", 0.01)
    await bench.install(bench.space)
    await bench.install(bench.other)
    bench.slack.fail("auth.test", 503)
    await bench.restart()
    async with asyncio.timeout(PATIENCE):
        both = False
        while not both:
            both = await heard(bench, bench.space) and await heard(bench, bench.other)


async def test_a_workspace_that_says_no_for_reasons_of_its_own_is_passed_over(
    bench: InstallBench,
) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    bench.slack.fail("auth.test", {"ok": False, "error": "team_access_not_granted"})
    await bench.restart()
    found = [await heard(bench, bench.space), await heard(bench, bench.other)]
    assert any(found)


async def test_an_admin_who_takes_their_token_back_ends_no_more_than_that(
    bench: InstallBench,
) -> None:
    await bench.install(bench.space)
    event = {"type": "tokens_revoked", "tokens": {"oauth": [bench.space.owner.id], "bot": []}}
    await bench.slack.emit(bench.space, event)
    assert await heard(bench, bench.space)


@pytest.mark.parametrize(
    ("state", "cookie"),
    [
        ("forged", True),  # a state that nobody issued
        ("", False),  # another browser than the one that began
    ],
)
async def test_an_installation_that_nobody_began_is_turned_away(
    bench: InstallBench, state: str, cookie: bool
) -> None:
    assert await bench.install(bench.space, state=state, cookie=cookie) in (400, 401)
    assert await bench.safe.all() == {}


async def test_an_installation_for_a_whole_organisation_is_turned_away(
    bench: InstallBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.slack.whole_org = True
    assert await bench.install(bench.space) == 500
    assert await bench.safe.all() == {}
    assert "for a whole organisation; install it in each workspace by itself" in caplog.text


async def test_somebody_who_changes_their_mind_is_shown_a_page(bench: InstallBench) -> None:
    status, _ = await bench.visit("/slack/oauth_redirect?error=access_denied")
    assert status == 200


async def test_events_of_a_workspace_that_never_installed_it_are_left(bench: InstallBench) -> None:
    await bench.install(bench.space)
    assert not await heard(bench, bench.other)
