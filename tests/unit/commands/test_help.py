import pytest

from bot.commands import COMMANDS, complete
from bot.commands.desk import PolicyInForce
from bot.domain import CommandSpec, Mode
from tests.unit.commands.world import HAL, KIM, MARA, World

#: The commands that the documentation promises.
PROMISED = {
    *("warn", "timeout", "untimeout", "kick", "ban", "unban", "purge", "note", "history"),
    *("case", "cases", "claim", "close", "undo", "why", "lock", "unlock", "slowmode"),
    *("pin", "unpin", "archive", "unarchive"),
    *("policy", "faq", "share", "report", "appeal", "feedback", "mydata", "erase", "rules", "help"),
}


def test_every_promised_command_is_there_and_no_other() -> None:
    assert {command.name for command in COMMANDS} == PROMISED


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: str(spec.name))
def test_every_command_explains_itself_in_both_languages(spec: CommandSpec) -> None:
    texts = [spec.help, *(parameter.help for parameter in spec.parameters)]
    assert all(set(text) == {"en", "de"} and all(text.values()) for text in texts)
    assert spec.examples
    assert all(example.startswith(f"/{spec.name}") for example in spec.examples)
    # Networks show at most 100 characters.
    assert all(len(words) <= 100 for text in texts for words in text.values())


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: str(spec.name))
def test_no_required_argument_follows_an_optional_one(spec: CommandSpec) -> None:
    if spec.name != "note":  # a note is on a person or on a case, and its text comes last
        required = [parameter.required for parameter in spec.parameters]
        assert required == sorted(required, reverse=True)


async def test_a_member_sees_what_members_can_use() -> None:
    said = await World().give(KIM, "/help")
    assert "/report: Ask the team" in said
    assert "/ban" not in said


async def test_a_moderator_sees_the_teams_commands_too() -> None:
    assert "For the team:\n/warn: Warn a member privately" in await World().give(MARA, "/help")


async def test_one_command_is_explained_with_an_example() -> None:
    assert await World().give(MARA, "/help ban") == (
        "Keep a person out, for a while or for good; an id will do.\n"
        "Write it like this: /ban <member> [duration] [reason]\n"
        "  member: whom\n"
        "  duration: how long, such as 7 days; left out, no end is set\n"
        "  reason: why, in words the member may read\n"
        "For example: /ban @kim 7d spam"
    )


async def test_help_on_an_unknown_command_points_to_a_near_one() -> None:
    assert "Did you mean /rules?" in await World().refusal(KIM, "/help /ruls")
    assert "/ban" not in await World().refusal(KIM, "/help ban")


async def test_help_in_german() -> None:
    assert "Die Hausregeln zeigen." in await World(language="de").give(KIM, "/help rules")


async def test_a_language_that_is_not_spoken_falls_back_to_english() -> None:
    assert "Show the house rules." in await World(language="fr").give(KIM, "/help rules")


@pytest.mark.parametrize(
    ("command", "parameter", "typed", "first"),
    [
        ("policy", "do", "", "list"),
        ("policy", "do", "en", "enforce"),
        ("/policy", "policy", "insults", "Keep insults out"),  # in the middle of the name
        ("timeout", "duration", "1 h", "1 hour"),
        ("slowmode", "duration", "o", "off"),
        ("help", "command", "app", "appeal"),
        ("case", "case", "#2", "214"),
    ],
)
async def test_what_is_typed_is_completed(
    command: str, parameter: str, typed: str, first: str
) -> None:
    policies = (PolicyInForce(name="Keep insults out", kind="abuse", mode=Mode.ENFORCE),)
    world = World(policies=policies)
    await world.give(KIM, "/report @Ann Lee x")
    assert (await complete(world, command, parameter, typed))[0] == first


@pytest.mark.parametrize(
    ("command", "parameter"), [("ban", "member"), ("ban", "nothing"), ("nothing", "member")]
)
async def test_what_the_house_does_not_know_is_not_completed(command: str, parameter: str) -> None:
    assert await complete(World(), command, parameter, "x") == ()


async def test_no_more_than_25_suggestions_are_made() -> None:
    policies = tuple(
        PolicyInForce(name=f"Rule {n}", kind="words", mode=Mode.ENFORCE) for n in range(40)
    )
    assert len(await complete(World(policies=policies), "policy", "policy", "")) == 25


@pytest.mark.parametrize("button", ["answer:7", "undo", "undo:", "", ":x", "person:1"])
async def test_buttons_of_policies_are_left_to_them(button: str) -> None:
    assert await World().press(KIM, button) is None


async def test_a_language_with_a_region_is_understood() -> None:
    assert "Die Hausregeln zeigen." in await World(language="de-AT").give(KIM, "/help rules")


async def test_bots_are_not_answered() -> None:
    world = World()
    assert await world.give(HAL, "/help") == ""
    assert world.effects == ()
