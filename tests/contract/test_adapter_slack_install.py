"""Many workspaces with one app: installed through Slack's own flow, their tokens encrypted."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet

from adapters.slack import slack
from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.cli import main
from bot.domain import MessagePosted, OutcomeState, Reply
from bot.errors import NetworkError, UsageError
from tests.contract.slack_bench import SlackBench
from tests.fakes.slack import SECRET, Workspace
from tests.support.patience import PATIENCE

# Slack's library proves itself to Slack in a way that its HTTP library will one day drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
KEY = Fernet.generate_key().decode()


class InstallBench(SlackBench):
    """An app that nobody has installed yet; `visit` is somebody's browser."""

    def __init__(self, folder: Path, key: str = KEY) -> None:
        super().__init__(folder, socket=False)
        self.key = key
        self.other = self.slack.workspace("T0OTHER001", "Other")
        self.house.places = {self.space.team: "kettle-co", self.other.team: "other-co"}
        self.browser: aiohttp.ClientSession | None = None

    def new_adapter(self, port: int = 0) -> None:
        settings = SlackSettings(
            client_id="123.456",
            client_secret="c" * 32,
            signing_secret=SECRET,
            key=self.key,
            port=port,
            api_url=self.slack.api_url,
        )
        self._adapter = SlackAdapter(settings, self.folder)

    async def visit(self, path: str) -> tuple[int, str]:
        if self.browser is None:
            self.browser = aiohttp.ClientSession()
        # The cookie is for https alone; a browser on loopback keeps it all the same.
        cookies = {c.key: c.value for c in self.browser.cookie_jar}
        url = f"http://127.0.0.1:{self.adapter.port}{path}"
        async with self.browser.get(url, headers=_cookie(cookies)) as answer:
            self.cookies = {**getattr(self, "cookies", {}), **_set(answer)}
            return answer.status, await answer.text()

    async def install(self, space: Workspace, *, state: str = "", cookie: bool = True) -> int:
        """Let somebody install the app in a workspace; returns the last page's status."""
        _, page = await self.visit("/slack/install")
        found = re.search(r"state=([\w-]+)", page)
        assert found is not None
        self.slack.codes["code-1"] = space
        assert self.browser is not None
        path = f"/slack/oauth_redirect?code=code-1&state={state or found[1]}"
        headers = _cookie(self.cookies) if cookie else {}
        url = f"http://127.0.0.1:{self.adapter.port}{path}"
        async with self.browser.get(url, headers=headers) as answer:
            return answer.status

    async def close(self) -> None:
        if self.browser is not None:
            await self.browser.close()
        await super().close()


def _cookie(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {}


def _set(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {name: morsel.value for name, morsel in answer.cookies.items()}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[InstallBench]:
    bench = InstallBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def heard(bench: InstallBench, space: Workspace) -> bool:
    before = len(bench.house.of(MessagePosted))
    await bench.slack.say(space, space.general, space.owner.id, "hello")[1]
    return len(bench.house.of(MessagePosted)) > before


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


async def test_tokens_are_not_in_clear_on_the_disk(bench: InstallBench) -> None:
    await bench.install(bench.space)
    (kept,) = bench.folder.glob("workspaces.json")
    assert kept.stat().st_mode & 0o077 == 0
    assert "xox" not in kept.read_text()


async def test_another_key_is_said_and_opens_nothing(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.stop()
    bench.key = Fernet.generate_key().decode()
    bench.new_adapter()
    with pytest.raises(NetworkError, match="cannot be opened with EVENHAND_SLACK_KEY"):
        await bench.start()


async def test_a_new_key_in_front_of_the_old_one_opens_everything(bench: InstallBench) -> None:
    await bench.install(bench.space)
    bench.key = f"{Fernet.generate_key().decode()},{KEY}"
    await bench.restart()
    assert await heard(bench, bench.space)


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
    assert not (bench.folder / "workspaces.json").exists()


async def test_somebody_who_changes_their_mind_is_shown_a_page(bench: InstallBench) -> None:
    status, _ = await bench.visit("/slack/oauth_redirect?error=access_denied")
    assert status == 200


async def test_events_of_a_workspace_that_never_installed_it_are_left(bench: InstallBench) -> None:
    await bench.install(bench.space)
    assert not await heard(bench, bench.other)


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    many = {
        "EVENHAND_SLACK_CLIENT_ID": "123.456",
        "EVENHAND_SLACK_CLIENT_SECRET": "c" * 32,
        "EVENHAND_SLACK_SIGNING_SECRET": SECRET,
    }
    with pytest.raises(UsageError, match="without EVENHAND_SLACK_KEY"):
        SlackAdapter.configure(many, tmp_path)
    with pytest.raises(UsageError, match="EVENHAND_SLACK_KEY"):
        SlackAdapter.configure({**many, "EVENHAND_SLACK_KEY": "-" * 44}, tmp_path)
    bot = {"EVENHAND_SLACK_BOT_TOKEN": "xoxb-1234567890"}
    with pytest.raises(UsageError, match="leave EVENHAND_SLACK_BOT_TOKEN"):
        SlackAdapter.configure({**many, **bot, "EVENHAND_SLACK_KEY": KEY}, tmp_path)


def test_evenhand_slack_key_prints_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "key"]) == 0
    box = Fernet(capsys.readouterr().out.strip().encode())
    assert box.decrypt(box.encrypt(b"token")) == b"token"
