"""Discord's rules as values: who may do what, how long to wait, what settings make sense."""

from dataclasses import replace

import pytest

from adapters.discord import places
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.commands import command_body
from adapters.discord.inviting import invitation
from adapters.discord.places import Overwrite, Place, Role, Room, lacking
from adapters.discord.reading import id_at, is_id, made_at
from adapters.discord.settings import read_settings
from bot.commands import COMMANDS
from bot.domain import Ban, DeleteMessage
from bot.errors import UsageError
from tests.fakes.discord import TOKEN
from tests.fakes.discord.routes.interactions import check_command

EVERYBODY, HELPER, MODERATOR = "100000000000000001", "2", "3"
READ, WRITE = places.VIEW_CHANNEL, places.SEND_MESSAGES


def place(*overwrites: Overwrite, parent: bool = False) -> tuple[Place, Room]:
    """Return a server with one room; with `parent` the room is a thread in it."""
    room = Room(id="9", name="general", overwrites=overwrites)
    thread = Room(id="8", name="thread", type=11, parent="9")
    roles = {
        EVERYBODY: Role(id=EVERYBODY, name="@everyone", position=0, permissions=READ | WRITE),
        HELPER: Role(id=HELPER, name="Helper", position=1, permissions=0),
        MODERATOR: Role(
            id=MODERATOR, name="Moderator", position=2, permissions=places.ADMINISTRATOR
        ),
    }
    made = Place(
        id=EVERYBODY,
        name="Kettle",
        owner="1",
        roles=roles,
        rooms={"9": room, "8": thread},
        me="7",
        my_roles=(HELPER,),
    )
    return made, thread if parent else room


def shut(id: str, bits: int = WRITE, type: int = 0) -> Overwrite:
    return Overwrite(id=id, type=type, allow=0, deny=bits)


def opened(id: str, bits: int = WRITE, type: int = 0) -> Overwrite:
    return Overwrite(id=id, type=type, allow=bits, deny=0)


MAY_WRITE: list[tuple[str, tuple[str, ...], tuple[Overwrite, ...], bool]] = [
    ("5", (), (), True),  # nothing is said in the room
    ("5", (), (shut(EVERYBODY),), False),  # nobody may
    ("5", (HELPER,), (shut(EVERYBODY), opened(HELPER)), True),  # but helpers may
    ("5", (HELPER,), (opened(HELPER), shut(EVERYBODY)), True),  # in whatever order it stands
    ("5", (HELPER,), (shut(HELPER), opened("5", type=1)), True),  # one person before a role
    ("5", (HELPER,), (opened(HELPER), shut("5", type=1)), False),
    ("5", (MODERATOR,), (shut(EVERYBODY), shut(MODERATOR)), True),  # administrators always may
    ("1", (), (shut(EVERYBODY),), True),  # the owner always may
    ("5", ("gone",), (), True),  # a role that is no longer there
]


@pytest.mark.parametrize(("member", "roles", "overwrites", "may"), MAY_WRITE)
def test_permissions_are_reckoned_as_discord_does(
    member: str, roles: tuple[str, ...], overwrites: tuple[Overwrite, ...], may: bool
) -> None:
    made, room = place(*overwrites)
    assert bool(made.permissions(member, roles, room) & WRITE) is may


def test_a_thread_has_the_permissions_of_the_room_it_hangs_on() -> None:
    made, thread = place(shut(EVERYBODY), parent=True)
    assert not made.permissions("5", (), thread) & WRITE


def test_heights() -> None:
    made, _ = place()
    assert made.rank("5", ()) == 0
    assert made.rank("5", (HELPER, MODERATOR)) == 2
    assert made.rank("1", ()) > 1_000_000
    assert made.my_rank == 1


def test_rooms_and_roles_are_found_by_id_and_by_name() -> None:
    made, room = place()
    assert made.room_named("9") == made.room_named("#General") == room
    assert made.room_named("nowhere") is None
    assert made.role_named("@helper") == made.roles[HELPER]
    assert made.role_named("nobody") is None


def test_of_several_rooms_with_one_name_the_text_channel_is_meant() -> None:
    made, _ = place()
    rooms = {
        "1": Room(id="1", name="General", type=4),
        "2": Room(id="2", name="general", type=11, parent="3"),
        "3": Room(id="3", name="General", type=2),
        "4": Room(id="4", name="general", type=0),
    }
    assert replace(made, rooms=rooms).room_named("#general") == rooms["4"]
    del rooms["4"]
    assert replace(made, rooms=rooms).room_named("#general") == rooms["3"]
    assert replace(made, rooms={"1": rooms["1"]}).room_named("#general") is None


def test_what_is_lacking_is_named_as_discord_names_it() -> None:
    assert lacking(READ, READ) == ""
    assert lacking(0, READ | WRITE) == "'View Channels', 'Send Messages'"


IDS = [
    ("815123456789012345", True),
    ("nobody", False),
    ("12345", False),
    ("８１５１２３４５６７８９０１２３４５", False),  # digits of another script
    ("-815123456789012345", False),
]


@pytest.mark.parametrize(("text", "fits"), IDS)
def test_ids_are_known_by_their_shape(text: str, fits: bool) -> None:
    assert is_id(text) is fits


def test_an_id_says_when_it_was_made() -> None:
    assert made_at("815123456789012345").year == 2021
    assert abs(int(id_at(made_at("815123456789012345"))) - 815123456789012345) < 1 << 22


# ------------------------------------------------------------------------------------- settings


def test_without_a_token_there_is_no_discord() -> None:
    assert read_settings({}) is None
    assert read_settings({"EVENHAND_DISCORD_TOKEN": "  "}) is None


WRONG = [
    ({"EVENHAND_DISCORD_TOKEN": "secret-of-mine"}, "three parts with dots between"),
    ({"EVENHAND_DISCORD_TOKEN": TOKEN, "EVENHAND_DISCORD_API": "discord"}, "write an address"),
]


@pytest.mark.parametrize(("environ", "says"), WRONG)
def test_settings_that_make_no_sense_are_told_without_the_secret(
    environ: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says) as error:
        read_settings(environ)
    assert "secret-of-mine" not in str(error.value)
    assert TOKEN not in str(error.value)


def test_a_missing_library_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'evenhand\[discord\]'"):
        read_settings({"EVENHAND_DISCORD_TOKEN": TOKEN})


def test_the_token_is_in_no_representation() -> None:
    settings = read_settings({"EVENHAND_DISCORD_TOKEN": TOKEN})
    assert settings is not None
    assert TOKEN not in repr(settings)


# -------------------------------------------------------------------------- what is offered


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_command_of_the_house_is_one_that_discord_takes(spec: object) -> None:
    check_command(command_body(spec))  # type: ignore[arg-type]  # of the house's own list


def test_an_invitation_asks_for_what_is_needed() -> None:
    few = invitation("1", [DeleteMessage])
    assert "Manage Messages" in few.rights
    assert "Ban Members" not in few.rights
    assert "Ban Members" in invitation("1", [Ban]).rights
    assert "permissions=" in few.address


def test_everything_that_is_promised_can_be_done() -> None:
    assert len(DiscordAdapter.abilities) == 23
