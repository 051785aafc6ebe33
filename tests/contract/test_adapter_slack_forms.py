"""Forms, shortcuts and the home tab at Slack: each comes to a command that the house knows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.domain import Answer, Button, CommandGiven, OutcomeState, Reply
from tests.contract.slack_bench import SlackBench, slack_at
from tests.fakes.slack import Message


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    bench = SlackBench(tmp_path)
    bench.house.commands = COMMANDS
    # The house under test takes this user group for its team.
    bench.space.add_group("Moderator").users = [bench.space.owner.id]
    async with slack_at(bench):
        yield bench


def given(bench: SlackBench) -> CommandGiven:
    """Return the one command that reached the house."""
    (event,) = bench.house.of(CommandGiven)
    return event


async def message_of(bench: SlackBench, member: str, text: str) -> Message:
    id = await bench.say(member, text)
    return bench.room.messages[id.rpartition("-")[2]]


async def test_a_moderator_who_types_nothing_more_gets_a_form(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/timeout")
    assert bench.house.of(CommandGiven) == []
    (view,) = bench.space.views
    elements = {block["block_id"]: block["element"]["type"] for block in view["blocks"]}
    assert elements == {
        "member": "users_select",
        "duration": "plain_text_input",
        "reason": "plain_text_input",
    }
    await bench.slack.submit(bench.space, owner, view, member=ann, duration="1 day", reason="spam")
    event = given(bench)
    assert (event.name, event.channel, event.member.id) == ("timeout", bench.channel, owner)
    assert event.options == {"member": ann, "duration": "1 day", "reason": "spam"}
    assert event.interaction.startswith("http")


@pytest.mark.parametrize(
    ("rule", "words", "reason"),
    [
        ("Be kind.", "You called her names.", "Be kind. You called her names."),
        ("Be kind.", "", "Be kind"),  # the sentence around it brings the full stop
        ("", "spam", "spam"),
        ("", "", None),
    ],
)
async def test_a_rule_can_be_chosen_as_the_reason(
    bench: SlackBench, rule: str, words: str, reason: str | None
) -> None:
    bench.house.house_rules = ("Be kind.", " ", "x" * 400)
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/timeout")
    view = bench.space.views[0]
    blocks = {block["block_id"]: block for block in view["blocks"]}
    choose = blocks["evenhand_rule"]
    assert [option["value"] for option in choose["element"]["options"]] == [
        "Be kind.",
        "x" * 149 + "…",
    ]
    assert blocks["reason"]["optional"]
    typed = {"member": owner, "duration": "1h", "evenhand_rule": rule, "reason": words}
    await bench.slack.submit(bench.space, owner, view, **typed)
    assert given(bench).options.get("reason") == reason


async def test_a_form_that_is_sent_twice_is_one_command(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/warn")
    for _ in range(2):
        await bench.slack.submit(bench.space, owner, bench.space.views[0], member=owner)
    assert given(bench).name == "warn"


async def test_a_member_gets_no_form_for_what_they_may_not_do(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    await bench.slack.command(bench.space, bench.room, ann, "/timeout")
    assert bench.space.views == []
    assert given(bench).name == "timeout"


async def test_a_form_that_cannot_be_opened_leaves_the_command_to_the_house(
    bench: SlackBench,
) -> None:
    bench.slack.fail("views.open", {"ok": False, "error": "expired_trigger_id"})
    await bench.slack.command(bench.space, bench.room, bench.space.owner.id, "/warn")
    assert given(bench).name == "warn"


async def test_a_channel_chosen_in_a_form_is_known_to_the_house(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/slowmode")
    view = bench.space.views[0]
    await bench.slack.submit(bench.space, owner, view, duration="30s", channel=bench.channel)
    (mention,) = given(bench).mentions
    assert (mention.kind, mention.id) == ("channel", bench.channel)


async def test_policies_are_offered_while_somebody_types(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/policy")
    view = bench.space.views[0]
    found = await bench.slack.suggest(bench.space, owner, view, "policy", "keep")
    assert found is not None
    assert [one["value"] for one in found["options"]] == ["Keep insults out"]


async def test_a_busy_house_leaves_the_form_open_and_says_so(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.command(bench.space, bench.room, owner, "/warn")
    bench.house.busy = 10_000
    answer = await bench.slack.submit(bench.space, owner, bench.space.views[0], member=owner)
    assert answer is not None
    assert answer["response_action"] == "errors"
    assert "try again" in answer["errors"]["member"]


# ------------------------------------------------------------------------------- shortcuts


async def test_a_message_is_reported_with_a_reason(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    message = await message_of(bench, bench.space.owner.id, "buy now")
    await bench.slack.shortcut(bench.space, bench.room, ann, message, "evenhand_report")
    (view,) = bench.space.views
    assert [block["block_id"] for block in view["blocks"]] == ["reason"]
    await bench.slack.submit(bench.space, ann, view, reason="spam")
    event = given(bench)
    assert (event.name, event.reply_to) == ("report", f"{bench.channel}-{message.ts}")
    assert event.options == {"member": bench.space.owner.id, "reason": "spam"}


async def test_why_is_asked_of_the_decision_that_a_message_tells_of(bench: SlackBench) -> None:
    press = (Button(id="undo:d-42", label="Undo"), Button(id="why:d-42", label="Why"))
    said = await bench.perform(Reply(channel=bench.channel, text="#214", buttons=press))
    assert said.made is not None
    message = bench.room.messages[said.made.rpartition("-")[2]]
    ann = await bench.join("Ann")
    await bench.slack.shortcut(bench.space, bench.room, ann, message, "evenhand_why")
    assert (given(bench).name, given(bench).raw) == ("why", "d-42")


async def test_why_elsewhere_is_asked_of_the_latest_decision(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    message = await message_of(bench, ann, "hello")
    await bench.slack.shortcut(bench.space, bench.room, ann, message, "evenhand_why")
    assert (given(bench).name, given(bench).raw) == ("why", "")


async def test_an_answer_is_saved_for_next_time(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    message = await message_of(bench, owner, "Yes, within 24 hours.")
    await bench.slack.shortcut(bench.space, bench.room, owner, message, "evenhand_faq")
    view = bench.space.views[0]
    await bench.slack.submit(bench.space, owner, view, question="Can I cancel?")
    assert given(bench).options == {
        "do": "add",
        "question": "Can I cancel?",
        "answer": "Yes, within 24 hours.",
    }


@pytest.mark.parametrize(
    ("id", "typed", "name", "options"),
    [
        (
            "evenhand_ask",
            {"question": "Can I cancel?"},
            "faq",
            {"do": "ask", "answer": "", "question": "Can I cancel?"},
        ),
        ("evenhand_tell", {"reason": "spam"}, "report", {"reason": "spam"}),
        ("evenhand_say", {"text": "nice"}, "feedback", {"text": "nice"}),
    ],
)
async def test_a_shortcut_everywhere_opens_a_form_that_is_answered_in_private(
    bench: SlackBench, id: str, typed: dict[str, str], name: str, options: dict[str, str]
) -> None:
    ann = await bench.join("Ann")
    assert await bench.slack.shortcut_anywhere(bench.space, ann, id) == {}
    await bench.slack.submit(bench.space, ann, bench.space.views[0], **typed)
    event = given(bench)
    assert (event.name, event.options) == (name, options)
    assert event.channel == bench.space.im(ann).id


async def test_a_shortcut_everywhere_that_nobody_knows_does_nothing(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    assert await bench.slack.shortcut_anywhere(bench.space, ann, "somebody_elses") == {}
    assert bench.space.views == []


async def test_a_message_is_kept_as_feedback(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    message = await message_of(bench, ann, "The search is slow.")
    owner = bench.space.owner.id
    await bench.slack.shortcut(bench.space, bench.room, owner, message, "evenhand_feedback")
    await bench.slack.submit(bench.space, owner, bench.space.views[0])
    assert given(bench).name == "feedback"
    assert given(bench).options == {"text": "The search is slow."}
    assert given(bench).reply_to == f"{bench.room.id}-{message.ts}"


async def test_a_shortcut_without_its_command_does_nothing(bench: SlackBench) -> None:
    message = await message_of(bench, bench.space.owner.id, "hello")
    owner = bench.space.owner.id
    bench.house.commands = [spec for spec in COMMANDS if spec.name != "feedback"]
    for id in ("evenhand_feedback", "somebody_elses"):
        assert await bench.slack.shortcut(bench.space, bench.room, owner, message, id) == {}
    assert bench.house.of(CommandGiven) == []


# -------------------------------------------------------------------------------- home, DM


async def test_the_home_tab_shows_members_and_the_team_what_they_can_do(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    bench.space.users[ann].locale = "de-DE"
    await bench.restart()
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, ann)
    await bench.slack.open_home(bench.space, owner)
    assert "Regeln lesen" in str(bench.space.homes[ann])
    assert "Offene Fälle" not in str(bench.space.homes[ann])
    assert "Open cases" in str(bench.space.homes[owner])


async def test_a_button_of_the_home_tab_is_answered_in_private(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.slack.open_home(bench.space, owner)
    await bench.slack.press_home(bench.space, owner, "Open cases")
    event = given(bench)
    direct = bench.space.im(owner)
    assert (event.name, event.raw, event.channel) == ("cases", "open", direct.id)
    answer = Answer(member=owner, channel=event.channel, text="None are open.")
    assert (await bench.perform(answer)).state is OutcomeState.DONE
    assert [message.text for message in direct.messages.values()] == ["None are open."]


async def test_a_question_from_the_home_tab_is_asked_in_a_form(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    await bench.slack.open_home(bench.space, ann)
    await bench.slack.press_home(bench.space, ann, "Ask a question")
    view = bench.space.views[0]
    await bench.slack.submit(bench.space, ann, view, question="Can I cancel?")
    assert given(bench).options["question"] == "Can I cancel?"
    assert given(bench).options["do"] == "ask"


@pytest.mark.parametrize(
    ("text", "name", "raw"),
    [
        ("rules", "rules", ""),  # a command by its name
        ("/why 214", "why", "214"),  # as in a channel
        ("Hello you", "help", ""),  # anything else gets help
    ],
)
async def test_a_private_message_to_the_app_is_a_command(
    bench: SlackBench, text: str, name: str, raw: str
) -> None:
    ann = await bench.join("Ann")
    direct = bench.space.im(ann)
    assert await bench.slack.say(bench.space, direct, ann, text)[1]
    event = given(bench)
    assert (event.name, event.raw, event.channel) == (name, raw, direct.id)


async def test_what_the_app_says_in_private_is_not_heard(bench: SlackBench) -> None:
    direct = bench.space.im(bench.space.owner.id)
    assert await bench.slack.say(bench.space, direct, bench.space.bot.id, "rules")[1]
    assert bench.house.of(CommandGiven) == []
