"""What a policy file may hold, as strict models; each policy's own keys are its kind's."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from bot.rulebook.chats import Span, TestModel

#: The version of the file's shape that is read here.
VERSION = 1


class Strict(BaseModel):
    """No unknown key, no text where a number belongs, nothing changes afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


_NETWORK = re.compile(r"[a-z][a-z0-9_]{0,30}")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,500}")


def _web_address(text: str) -> str:
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError("this is no web address; write it with https://")
    return text


def _place_id(text: str) -> str:
    if text.split() != [text]:
        raise ValueError("an id has no spaces; copy it from the network's settings")
    return text


def _network(text: str) -> str:
    if not _NETWORK.fullmatch(text):
        raise ValueError(f"'{text[:40]}' is no network's name; write it in small letters")
    return text


def _version(value: Any) -> Any:
    if value != VERSION:
        raise ValueError(
            f"this Evenhand reads policy files of version {VERSION}; "
            f"write 'version: {VERSION}', or update Evenhand"
        )
    return value


#: The sorts of lines that networks write into rooms by themselves.
OwnLine = Literal["joins", "leaves", "pins", "changes", "calls"]
Line = Annotated[str, Field(min_length=1, max_length=200)]
#: Files hold lists, settings hold tuples: the one place that is not strict.
Lines = Annotated[tuple[Line, ...], Field(strict=False, max_length=500)]
Number = Annotated[int, Field(ge=0, le=100_000)]
#: `#name` or id of channels.
Rooms = Literal["all"] | Annotated[tuple[Line, ...], Field(strict=False, min_length=1)]


class TeamModel(Strict):
    """Who looks after the community: names of roles, as the network shows them."""

    moderators: Lines = Field(default=(), description="Roles whose members are moderators.")
    admins: Lines = Field(default=(), description="Roles whose members may also change the rules.")
    leave_alone: Lines = Field(default=(), description="Roles that no policy ever acts on.")
    alerts_to: Annotated[str, Field(max_length=200)] = Field(
        default="", description="The channel where the team is told, as '#name' or id."
    )


class LimitsModel(Strict):
    """Past these numbers the policies stop and ask the team; 0 means never alone."""

    deletions_per_hour: Number = Field(default=30, description="Messages taken down in an hour.")
    timeouts_per_day: Number = Field(default=20, description="Time-outs in a day.")
    kicks_per_day: Number = Field(default=0, description="Members removed in a day.")
    bans_per_day: Number = Field(default=0, description="Members banned in a day.")


class NewcomersModel(Strict):
    """When newcomers become regulars; until then policies are stricter with links and the like."""

    until_messages: Annotated[int, Field(ge=0, le=100)] = Field(
        default=0,
        description="How many messages of substance they have to write within a day: sentences of "
        "their own, each another one. 0: a day in the community is enough.",
    )
    at_most: Span = Field(
        default=timedelta(days=30), description="After this long everybody is a regular."
    )


class SharedBansModel(Strict):
    """Other communities in this Evenhand with which bans are shared; each has to name the other."""

    with_: Annotated[Lines, Field(min_length=1, max_length=20)] = Field(
        alias="with", description="The other communities by their names, as their files give them."
    )
    take_over: Literal["ask", "ban"] = Field(
        default="ask",
        description="What a ban that was passed on comes to here: ask asks the team, ban bans.",
    )
    never: Lines = Field(
        default=(), description="Ids of people whom no ban from elsewhere reaches here."
    )


class PolicyModel(Strict):
    """The keys that every policy has, whatever its kind."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = Field(
        description="What you call it; shown to the team. No two are alike."
    )
    kind: Annotated[str, Field(min_length=1, max_length=80)] = Field(
        description="What sort of policy it is; the other keys depend on it."
    )
    mode: Literal["enforce", "observe", "paused"] = Field(
        default="enforce",
        description="enforce acts; observe only writes down; paused does not look.",
    )
    channels: Rooms = Field(
        default="all", description="all, or a list such as ['#help', '#orders']."
    )


class FileModel(Strict):
    """A policy file."""

    version: Annotated[int, AfterValidator(_version), WithJsonSchema({"const": VERSION})] = Field(
        description="The version of this format: 1."
    )
    community: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="The community's name."
    )
    language: Literal["en", "de"] = Field(
        default="en", description="The language the bot speaks where it knows no better."
    )
    address: Literal["du", "sie"] = Field(
        default="du", description="How members are addressed in German."
    )
    rules: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=500)], ...],
        Field(strict=False, max_length=100),
    ] = Field(default=(), description="The house rules as members read them, one text each.")
    rules_url: Annotated[str, Field(max_length=500), AfterValidator(_web_address)] = Field(
        default="", description="Where the rules can be read in full."
    )
    places: dict[
        Annotated[str, AfterValidator(_network)],
        Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_place_id)],
    ] = Field(
        default_factory=dict,
        description="Network to the id of the server, workspace or group there, in quotes.",
    )
    team: TeamModel = Field(default_factory=TeamModel, description="Who looks after it.")
    limits: LimitsModel = Field(
        default_factory=LimitsModel, description="Where policies stop and ask the team."
    )
    newcomers: NewcomersModel = Field(
        default_factory=NewcomersModel, description="When newcomers become regulars."
    )
    shared_bans: SharedBansModel | None = Field(
        default=None, description="Other communities with which bans are shared."
    )
    tidy: Annotated[tuple[OwnLine, ...], Field(strict=False, max_length=20)] = Field(
        default=(),
        description="Which of the network's own lines are taken down: joins and leaves of people, "
        "pins, changes (of the title, the picture, the timer), calls. On Telegram.",
    )
    layer: Annotated[str, Field(max_length=200)] = Field(
        default="",
        description="The file of a layer on top of the built-in scorer, which `evenhand learn "
        "--layer` proposed; leave the line out to do without.",
    )
    policies: Annotated[tuple[dict[str, Any], ...], Field(strict=False, max_length=500)] = Field(
        description="The rules that the bot keeps, in order of importance."
    )
    texts: dict[str, Annotated[str, Field(min_length=1, max_length=1500)]] = Field(
        default_factory=dict, description="What the bot says at a moment, in your own words."
    )
    tests: Annotated[tuple[TestModel, ...], Field(strict=False, max_length=1000)] = Field(
        default=(), description="Chats and what must come of them; `evenhand check` plays them."
    )
