"""Where the tokens of many workspaces are: sealed, in the store, for every machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.slack import slack
from adapters.slack.adapter import SlackAdapter
from bot.cli import main
from bot.errors import NetworkError, UsageError
from tests.contract.slack_install_bench import KEY, BusySafe, InstallBench, heard
from tests.fakes.slack import SECRET
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


async def test_tokens_are_sealed_before_they_are_kept(bench: InstallBench) -> None:
    await bench.install(bench.space)
    kept = await bench.safe.all()
    assert list(kept) == [bench.space.team]
    opened = json.loads(Fernet(KEY).decrypt(kept[bench.space.team]))
    assert opened["bot_token"].startswith("xoxb-")
    assert opened["user_token"].startswith("xoxp-")
    assert "xox" not in str(kept)
    assert "Kettle" not in str(kept)
    assert not list(bench.folder.glob("workspaces*"))


async def test_what_earlier_releases_kept_in_a_file_is_taken_over(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    kept = await bench.safe.all()
    await bench.stop()
    file = bench.folder / "workspaces.json"
    file.write_text(json.dumps(kept))
    for team in kept:
        await bench.safe.drop(team)
    bench.new_adapter()
    # Looking changes nothing.
    assert any("Kettle" in finding.what for finding in await bench.adapter.examine())
    assert file.exists()
    await bench.start()
    assert await heard(bench, bench.space)
    assert await heard(bench, bench.other)
    assert not file.exists()
    assert list(await bench.safe.all()) == sorted(kept)


async def test_a_file_that_cannot_be_read_is_said_and_stays(bench: InstallBench) -> None:
    await bench.stop()
    file = bench.folder / "workspaces.json"
    file.write_text('{"T0KETT')
    bench.new_adapter()
    with pytest.raises(NetworkError, match=r"workspaces\.json cannot be read; mend it"):
        await bench.start()
    assert file.exists()


async def test_a_database_that_is_busy_keeps_nobody_out_for_good(bench: InstallBench) -> None:
    await bench.install(bench.space)
    busy = BusySafe(bench.safe)
    bench.safe = busy
    await bench.restart()
    assert busy.refused == 1
    assert await heard(bench, bench.space)


async def test_an_installation_that_cannot_be_kept_is_said_on_its_page(
    bench: InstallBench,
) -> None:
    bench.safe = BusySafe(bench.safe, times=100)
    bench.adapter.entrust(bench.safe)
    assert await bench.install(bench.space) == 500
    assert not await heard(bench, bench.space)


async def test_another_key_is_said_and_opens_nothing(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.stop()
    bench.key = Fernet.generate_key().decode()
    bench.new_adapter()
    lost = rf"cannot be opened with EVENHAND_SLACK_KEY.*`evenhand slack forget {bench.space.team}`"
    with pytest.raises(NetworkError, match=lost):
        await bench.start()


async def test_a_new_key_in_front_of_the_old_one_seals_everything_anew(
    bench: InstallBench,
) -> None:
    await bench.install(bench.space)
    new = Fernet.generate_key().decode()
    bench.key = f"{new},{KEY}"
    await bench.restart()
    assert await heard(bench, bench.space)
    bench.key = new
    await bench.restart()
    assert await heard(bench, bench.space)
    sealed = await bench.safe.all()
    await bench.restart()
    assert await bench.safe.all() == sealed


async def test_a_workspace_installed_at_another_machine_is_heard_here_as_well(
    bench: InstallBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.install(bench.space)
    kept = await bench.safe.all()
    await bench.safe.drop(bench.space.team)
    monkeypatch.setattr(slack, "_JOIN", 0.01)
    await bench.restart()
    assert not await heard(bench, bench.space)
    await bench.safe.put(bench.space.team, kept[bench.space.team])
    async with asyncio.timeout(PATIENCE):
        while not await heard(bench, bench.space):
            pass


async def test_doctor_names_each_workspace_that_refuses_the_app(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.install(bench.other)
    await bench.stop()
    bench.slack.tokens[f"xoxb-{bench.space.team}-bot"].revoked = True
    bench.new_adapter()
    found = await bench.adapter.examine()
    (wrong,) = [finding for finding in found if not finding.ok]
    assert wrong.what.startswith("the workspace Kettle refuses the app's token: Slack takes this")
    assert "/slack/install" in wrong.mend
    assert any("the workspace Other (T0OTHER001)" in finding.what for finding in found)


async def test_doctor_says_that_the_key_does_not_fit(bench: InstallBench) -> None:
    await bench.install(bench.space)
    await bench.stop()
    bench.key = Fernet.generate_key().decode()
    bench.new_adapter()
    (found,) = await bench.adapter.examine()
    assert not found.ok
    assert "cannot be opened with EVENHAND_SLACK_KEY" in found.what


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
