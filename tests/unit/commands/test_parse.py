import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS, respond
from bot.domain import Ban, CommandGiven, LockChannel, Mention, Standing, Timeout, Warn
from bot.errors import CommandError
from tests.unit.commands.world import ADA, ANN, BOOK, KIM, MARA, NOON, World


@pytest.mark.parametrize(
    ("line", "said"),
    [
        # nothing at all
        ("/warn", "Something is missing: whom. Write it like this: /warn @kim spam"),
        # a second argument that is missing
        ("/timeout @Kim", "Something is missing: how long, such as 10 minutes, 2h or 1 day."),
        # no such span
        ("/timeout @Kim soon", "“soon” is no span of time."),
        # somebody unknown
        ("/warn kim insults", "I don't know who “kim” is."),
        ("/warn @nobody insults", "I can't find “@nobody” here."),
        # no number
        ("/purge many", "“many” is no number."),
        ("/case abc", "“abc” is no case number."),
        # a word too many
        ("/case 214 please", "I can't place “please”."),
        # none of the choices
        ("/cases lost", "“lost” is none of these: open, claimed, mine, closed, all."),
        ("/policy stop", "“stop” is none of these: list, pause, observe, enforce, reload."),
    ],
)
async def test_wrong_arguments_are_answered_with_what_to_write(line: str, said: str) -> None:
    answer = await World().refusal(MARA, line)
    assert said in answer
    assert f"/{line[1:].split()[0]} " in answer


@pytest.mark.parametrize(
    ("line", "near"),
    [("/timout @Kim 1h", "/timeout"), ("/undoo 3", "/undo"), ("/regeln", "/help")],
)
async def test_an_unknown_command_gets_the_nearest_one(line: str, near: str) -> None:
    said = await World().refusal(MARA, line)
    assert near in said


async def test_members_are_not_pointed_to_commands_they_may_not_use() -> None:
    assert "/timeout" not in await World().refusal(KIM, "/timout @Ann Lee 1h")


@pytest.mark.parametrize("name", ["warn", "WARN", "/warn"])
async def test_the_name_of_a_command_may_be_written_in_any_case(name: str) -> None:
    assert (await World().ask(MARA, f"/{name.removeprefix('/')} @Kim x")).actions


async def test_a_mention_is_known_by_the_id_that_the_network_writes() -> None:
    world = World()
    event = world.command(MARA, "/warn <@u1> spam")
    assert event.mentions == ()
    reaction = await world.ask(MARA, "/warn <@u1> spam")
    assert reaction.actions == (Warn(member="u1", reason="spam"),)


async def test_a_plain_id_names_a_member() -> None:
    assert (await World().ask(MARA, "/warn u1 spam")).subject == KIM


async def test_the_longest_name_wins() -> None:
    ann = type(ANN)(id="u7", name="Ann")
    world = World(people=[MARA, ann, ANN])
    assert (await world.ask(MARA, "/warn @Ann Lee spam")).subject == ANN
    assert (await world.ask(MARA, "/warn @Ann spam")).subject == ann


async def test_typed_options_are_read_as_they_are() -> None:
    options = {"member": "u1", "duration": "2 hours", "reason": "“quoted” words stay"}
    world = World()
    reaction = await world.ask(MARA, "/timeout", options=options)
    (action,) = reaction.actions
    assert isinstance(action, Timeout)
    assert (action.member, action.seconds) == ("u1", 7200)
    assert action.reason == "“quoted” words stay"


async def test_a_typed_option_that_is_wrong_is_told() -> None:
    options = {"member": "u1", "duration": "soon"}
    said = await World().refusal(MARA, "/timeout", options=options)
    assert "“soon” is no span of time" in said


async def test_a_typed_option_that_is_left_out_may_be_missing() -> None:
    reaction = await World().ask(MARA, "/ban", options={"member": "u1"})
    assert reaction.actions == (Ban(member="u1", reason=""),)


async def test_a_reason_in_quotation_marks_loses_them() -> None:
    reaction = await World().ask(MARA, '/warn @Kim "be kind"')
    assert reaction.reason == "be kind"


async def test_a_reason_with_quotation_marks_inside_keeps_them() -> None:
    reaction = await World().ask(MARA, '/warn @Kim "idiots" is not kind')
    assert reaction.reason == '"idiots" is not kind'


async def test_a_very_long_reason_is_cut() -> None:
    reaction = await World().ask(MARA, "/warn @Kim " + "x" * 5000)
    assert len(reaction.reason) == 1000


def _given(raw: str, *mentions: Mention, name: str = "warn") -> CommandGiven:
    return CommandGiven(
        id="c1",
        at=NOON,
        network="lobby",
        community="kettle",
        channel="general",
        member=MARA,
        name=name,
        raw=raw,
        mentions=mentions,
    )


async def _actions(event: CommandGiven) -> tuple[object, ...]:
    reaction = await respond(
        event, World(), actor=MARA, standing=Standing.MODERATOR, language="en", now=NOON
    )
    assert reaction is not None
    return reaction.actions


@pytest.mark.parametrize(
    "raw",
    [
        "<@u1> spam",  # as one network writes it
        "<@!u1> spam",  # and as it used to
        "<@u1|kim> spam",  # as another does
        "@somebody spam",  # the name in the text is not the one shown, and there is only one
    ],
)
async def test_a_mention_is_found_however_the_network_writes_it(raw: str) -> None:
    kim = Mention(id="u1", name="Kim")
    assert await _actions(_given(raw, kim)) == (Warn(member="u1", reason="spam"),)


@pytest.mark.parametrize("raw", ["<#815> why", "#help why", "<#815|help> why"])
async def test_a_channel_is_found_however_the_network_writes_it(raw: str) -> None:
    room = Mention(id="815", kind="channel", name="help")
    event = _given(raw, room, name="lock")
    assert await _actions(event) == (LockChannel(channel="815", reason="why"),)


PIECES = [
    *("@Kim", "@Tom", "<@u1>", "u1", "#214", "#help", "7", "1h", "2 Tage", '"', "“", "?"),
    *("ask", "add", "list", "reload", "pause", "off", "\n", "\x00", "{reason}"),
]


@given(
    name=st.sampled_from([spec.name for spec in COMMANDS]),
    raw=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(PIECES),
            max_size=6,
        ).map(" ".join),
    ),
)
async def test_whatever_is_typed_gets_an_answer_or_a_sentence(name: str, raw: str) -> None:
    world = World(reloads=[BOOK.version])
    event = _given(raw, Mention(id="u1", name="Kim"), name=name)
    try:
        reaction = await respond(
            event, world, actor=ADA, standing=Standing.ADMIN, language="de", now=NOON
        )
    except CommandError as error:
        said = str(error)
    else:
        said = reaction.answer if reaction else ""
    assert said


async def test_a_span_that_is_none_is_quoted_whole() -> None:
    assert "“5 years” is no span of time" in await World().refusal(MARA, "/timeout @Kim 5 years")
    assert "“3” is no span of time" in await World().refusal(MARA, "/timeout @Kim 3")
    assert "“spam” is no span of time" in await World().refusal(MARA, "/timeout @Kim spam")
