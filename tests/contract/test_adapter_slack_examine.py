"""What doctor finds of Slack, line by line, and the manifest that sets the app up."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.effects import ABILITIES
from adapters.slack.scopes import BASE, bot_scopes
from bot.cli import main
from bot.commands import COMMANDS
from bot.domain import AddRole, DeleteMessage, MessagePosted, ReactionAdded, Reply, Timeout
from bot.ports import Examiner
from tests.contract.slack_bench import SlackBench
from tests.fakes.slack.slack import BOT_SCOPES

RULES = """\
version: 1
community: Kettle Works
language: de
places: {slack: "T0KETTLE01"}
team: {moderators: [Owner], alerts_to: "#mod-alerts"}
policies:
  - name: Keine Kiesel
    kind: words
    when: {words: ["kiesel*"]}
    then: [[delete, warn]]
"""


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    bench = SlackBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


async def findings(bench: SlackBench) -> dict[bool, str]:
    """Return what is well and what is not, as lines."""
    assert isinstance(bench.adapter, Examiner)
    found = await bench.adapter.examine()
    return {
        ok: "\n".join(f"{f.what} {f.mend}" for f in found if f.ok is ok) for ok in (True, False)
    }


async def test_a_workspace_that_is_set_up_well_has_no_trouble(bench: SlackBench) -> None:
    found = await findings(bench)
    assert found[False] == ""
    assert "the workspace Kettle (T0KETTLE01)" in found[True]
    assert "it is in #general, #help" in found[True]
    assert "with Olga Owner's token" in found[True]
    assert "Slack lets no app ban" in found[True]


async def test_nothing_is_changed_by_looking(bench: SlackBench) -> None:
    await findings(bench)
    asked = {name for name, _ in bench.slack.calls}
    assert asked <= {
        "auth.test",
        "apps.connections.open",
        "users.conversations",
        "conversations.list",
        "users.info",
        "usergroups.list",
        "conversations.history",
    }


async def test_every_trouble_is_told_with_its_remedy(bench: SlackBench) -> None:
    bot = bench.slack.tokens[f"xoxb-{bench.place}-bot"]
    bot.scopes -= {"chat:write", "usergroups:write"}
    bench.slack.tokens[f"xapp-{bench.place}-app"].revoked = True
    bench.space.owner.owner = bench.space.owner.primary_owner = False
    for channel in bench.space.channels.values():
        channel.members.clear()
    found = await findings(bench)
    assert "the app lacks the scopes chat:write Add chat:write under" in found[False]
    assert "EVENHAND_SLACK_APP_TOKEN" in found[False]
    assert "Evenhand is in no channel" in found[False]
    assert "the user token is not an admin's" in found[False]
    assert "it cannot put people into user groups If it shall, add usergroups:write" in found[True]


async def test_every_right_that_is_wished_for_is_told_with_what_it_is_for(
    bench: SlackBench,
) -> None:
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].scopes &= set(BASE)
    found = await findings(bench)
    assert found[False] == ""
    wished = set(bot_scopes(tuple(ABILITIES))) - set(BASE)
    assert wished == {scope for scope in wished if f"{scope}" in found[True]}
    assert found[True].count("If it shall, add ") == 5


async def test_rights_that_are_never_used_are_named(bench: SlackBench) -> None:
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].scopes.add("files:read")
    assert (
        "scopes that it never uses: app_mentions:read, files:read" in (await findings(bench))[True]
    )


async def test_a_channel_that_it_is_not_in_is_named(bench: SlackBench) -> None:
    bench.space.add_channel("random")
    assert "it is not in #random In each channel" in (await findings(bench))[True]


async def test_a_token_of_no_use_is_told(bench: SlackBench) -> None:
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].revoked = True
    assert "Slack refuses the bot token" in (await findings(bench))[False]


async def test_a_slack_that_is_away_is_told(bench: SlackBench) -> None:
    await bench.slack.stop()
    assert "Slack cannot be reached" in (await findings(bench))[False]


async def test_doctor_says_what_locking_a_channel_takes(bench: SlackBench) -> None:
    assert (
        "and locks no channels Slack lets an app lock channels in Enterprise"
        in (await findings(bench))[True]
    )
    bench.slack.tokens[bench.admin].scopes.add("admin.conversations:write")
    bench.new_adapter()
    assert "locks no channels" not in (await findings(bench))[True]


async def test_another_workspaces_admin_is_told(bench: SlackBench) -> None:
    other = bench.slack.workspace("T0OTHER001", "Other")
    bench.slack.tokens[bench.admin].team = other.team
    bench.slack.tokens[bench.admin].user = other.owner.id
    assert "for another workspace" in (await findings(bench))[False]


# ---------------------------------------------------------------------------------- manifest


def test_the_manifest_asks_for_no_more_rights_than_are_needed() -> None:
    bare = json.loads(SlackAdapter.manifest(COMMANDS, {Reply}, without=[c.name for c in COMMANDS]))
    scopes = bare["oauth_config"]["scopes"]
    assert "channels:manage" not in scopes["bot"]
    assert "user" not in scopes
    full = json.loads(SlackAdapter.manifest(COMMANDS, {Timeout, DeleteMessage, AddRole}))
    scopes = full["oauth_config"]["scopes"]
    assert {"channels:manage", "usergroups:write"} <= set(scopes["bot"])
    assert "chat:write" in scopes["user"]
    assert set(scopes["bot"]) <= set(BOT_SCOPES.split())


def test_the_manifest_listens_to_reactions_only_where_a_policy_does() -> None:
    for hears, listens in ((frozenset({MessagePosted}), False), ({ReactionAdded}, True)):
        found = json.loads(SlackAdapter.manifest(COMMANDS, {Reply}, hears=hears))
        events = found["settings"]["event_subscriptions"]["bot_events"]
        assert ("reaction_added" in events) is listens
        assert ("reactions:read" in found["oauth_config"]["scopes"]["bot"]) is listens


def test_the_manifest_is_for_the_rulebook_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "community.yaml"
    file.write_text(RULES)
    everything = ",".join(command.name for command in COMMANDS)
    assert main(["slack", "manifest", str(file), "--without", everything]) == 0
    found = json.loads(capsys.readouterr().out)
    scopes = found["oauth_config"]["scopes"]
    # It takes messages down and answers; it moves nobody, and listens to no reactions.
    assert scopes["user"] == ["chat:write"]
    assert not {"channels:manage", "usergroups:write", "reactions:read"} & set(scopes["bot"])
    assert [one["command"] for one in found["features"]["slash_commands"]] == ["/evenhand"]
    assert found["features"]["shortcuts"] == []
    assert found["display_information"]["description"].startswith("Kümmert sich")


def test_the_manifest_offers_what_slack_can_do_under_names_that_slack_leaves_free() -> None:
    found = json.loads(SlackAdapter.manifest(COMMANDS, ()))
    names = [command["command"] for command in found["features"]["slash_commands"]]
    assert names[0] == "/evenhand"
    assert {"/warn", "/timeout", "/report"} <= set(names)
    assert not {"/ban", "/slowmode", "/kick", "/help"} & set(names)
    assert all(command["should_escape"] for command in found["features"]["slash_commands"])
    shortcuts = [one["callback_id"] for one in found["features"]["shortcuts"]]
    assert shortcuts == [
        *("evenhand_report", "evenhand_why", "evenhand_faq", "evenhand_feedback"),
        *("evenhand_ask", "evenhand_tell", "evenhand_say"),
    ]
    assert all(len(one["name"]) <= 24 for one in found["features"]["shortcuts"])


@pytest.mark.parametrize("url", ["", "https://bot.example/"])
def test_the_manifest_is_for_a_socket_or_for_an_address(url: str) -> None:
    found = json.loads(SlackAdapter.manifest(COMMANDS, (), url=url))
    assert found["settings"]["socket_mode_enabled"] is (url == "")
    events = found["settings"]["event_subscriptions"]
    at = "https://bot.example/slack/events" if url else None
    assert events.get("request_url") == at
    assert found["features"]["slash_commands"][0].get("url") == at


def test_evenhand_slack_manifest_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "manifest"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("words", [["--url", "http://bot.example"], ["--without", "nonsense"]])
def test_a_manifest_for_nonsense_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slack", "manifest", *words]) == 2
    assert words[0] in capsys.readouterr().err
