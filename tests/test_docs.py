"""The docs are part of the code: nothing is left out of them, and what they show works."""

import json
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import adapters
from bot.bootstrap import STARTER, adapter_kinds, player, policy_kinds, read_rulebook
from bot.cli import COMMANDS as PROGRAMS
from bot.commands import COMMANDS
from bot.domain import ACTION_KINDS, EVENT_KINDS
from bot.environment import all_variables
from bot.errors import RulebookError
from bot.locale import MOMENTS
from bot.rulebook.loader import load_text
from bot.rulebook.models import (
    FileModel,
    LimitsModel,
    NewcomersModel,
    PolicyModel,
    SharedBansModel,
    TeamModel,
)
from bot.rulebook.schema import schema
from bot.rulebook.trial import run_tests
from bot.rulebook.yaml_parse import Parser
from bot.rulebook.yaml_scalars import data_of
from bot.wire import event_from_json
from policies.settings import HOLES, WISHES
from tests.support.json_schema import mistakes_in
from tools.docs.pages import all_pages

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PLAY = player()
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
#: For tests alone: killing the process at a named point, and a network in memory.
NOT_FOR_OPERATORS = {"EVENHAND_CRASH_AT", "EVENHAND_MEMORY"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "written"), list(all_pages()), ids=lambda value: value[:30])
def test_the_reference_says_what_the_code_says(name: str, written: str) -> None:
    assert text_of(REFERENCE / name) == written, "run `make docs`"


def headings(page: str) -> set[str]:
    return set(re.findall(r"^#+ (.+)$", text_of(REFERENCE / page), re.MULTILINE))


def named(page: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text_of(REFERENCE / page)))


def test_every_kind_of_policy_and_each_of_its_keys_is_documented() -> None:
    for name, kind in policy_kinds().items():
        assert f"kind: {name}" in headings("policy-file.md")
        assert set(kind.Settings.model_fields) <= named("policy-file.md")


def test_every_key_of_the_file_is_documented() -> None:
    models = (FileModel, TeamModel, LimitsModel, NewcomersModel, SharedBansModel, PolicyModel)
    for model in models:
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert keys <= named("policy-file.md")


def test_every_key_says_what_it_means() -> None:
    silent = [
        line
        for line in text_of(REFERENCE / "policy-file.md").splitlines()
        if re.fullmatch(r"\| `[a-z_]+` \|[^|]+\|\s*(\*\*Needed.\*\*)?\s*(Default: \S+)?\s*\|", line)
    ]
    assert silent == []


def test_every_action_event_wish_hole_and_text_is_documented() -> None:
    assert set(ACTION_KINDS) | set(EVENT_KINDS) <= headings("events.md")
    told = named("policy-file.md")
    assert all(any(word.partition(":")[0] == wish for word in told) for wish in WISHES)
    assert {f"{{{hole}}}" for hole in HOLES} <= told
    assert set(MOMENTS) <= told


def test_every_command_is_documented_with_its_arguments() -> None:
    assert {f"/{spec.name}" for spec in COMMANDS} <= headings("commands.md")
    arguments = {parameter.name for spec in COMMANDS for parameter in spec.parameters}
    assert arguments <= named("commands.md")


def test_every_program_is_documented() -> None:
    assert {f"evenhand {name}" for name in PROGRAMS} <= headings("commands.md")


def sources() -> Iterator[Path]:
    for folder in ("bot", "adapters", "policies", "migrations"):
        yield from (ROOT / folder).rglob("*.py")


def test_every_environment_variable_is_documented() -> None:
    used = {
        name
        for source in sources()
        for name in re.findall(r"\"(EVENHAND_[A-Z0-9_]+)\"", text_of(source))
    }
    assert used - NOT_FOR_OPERATORS <= named("environment.md")


def test_every_network_says_what_it_can_do_and_what_it_reads() -> None:
    for kind in adapter_kinds().values():
        assert kind.abilities
        assert all(name.startswith("EVENHAND_") for name in kind.variables)
    told = all_variables()
    assert adapters.VARIABLES.keys() == adapters.ADAPTERS.keys()
    assert all(kind.variables in told.values() for kind in adapter_kinds().values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", text_of(page))):
        path = urllib.parse.unquote(target.partition("#")[0])
        if path and not re.match(r"[a-z]+:", path):
            assert (page.parent / path).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_pages_name_exist(page: Path) -> None:
    text = text_of(page)
    programs = set(re.findall(r"`(?:\$ )?evenhand ([a-z]+)", text))
    assert programs <= set(PROGRAMS)
    spoken = set(re.findall(r"`/([a-z]+)(?:`| )", text))
    assert spoken <= {spec.name for spec in COMMANDS}


def examples() -> Iterator[Any]:
    for page in PAGES:
        for number, (language, text) in enumerate(FENCE.findall(text_of(page)), start=1):
            if language == "yaml":
                yield pytest.param(text, id=f"{page.relative_to(ROOT)}-{number}")


def whole(example: str) -> str:
    """Return a policy file around an example that shows only a part of one."""
    text = example if "policies:" in example else f"policies: []\n{example}"
    if example.startswith("- name:"):
        text = "policies:\n" + example
    return text if "version:" in text else f"version: 1\ncommunity: Example\n{text}"


@pytest.mark.parametrize("example", list(examples()))
def test_policy_files_that_pages_show_can_be_read(example: str) -> None:
    load_text(whole(example), kinds=policy_kinds(), folder=STARTER.parent)


@pytest.mark.parametrize(
    "line",
    [
        text
        for page in PAGES
        for language, text in FENCE.findall(text_of(page))
        if language == "json"
    ],
)
def test_events_that_pages_show_can_be_read(line: str) -> None:
    for each in line.splitlines():
        data = json.loads(each)
        if "kind" in data:
            event_from_json(data)


def policy_files() -> list[Path]:
    found = [STARTER, *sorted((ROOT / "examples").glob("*.yaml"))]
    return [file for file in found if "\ncommunity:" in text_of(file)]


def made_here(file: Path) -> bool:
    """Return whether a file uses a kind of policy that it brings along as an example."""
    kinds = set(re.findall(r"^    kind: (\w+)", text_of(file), re.MULTILINE))
    return not kinds <= set(policy_kinds())


@pytest.mark.parametrize("file", policy_files(), ids=lambda file: str(file.relative_to(ROOT)))
async def test_policy_files_that_come_along_keep_their_promises(file: Path) -> None:
    if made_here(file):
        with pytest.raises(RulebookError, match="there is no kind of policy"):
            read_rulebook(file)
        return
    book = read_rulebook(file)
    assert book.tests
    differing = {test.name: test.differences for test in await run_tests(book, PLAY)}
    assert {name: told for name, told in differing.items() if told} == {}


@pytest.mark.parametrize("file", policy_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_policy_files_that_come_along_fit_the_schema(file: Path) -> None:
    root = Parser(text_of(file), file.name).parse()
    assert root is not None
    if not made_here(file):
        assert mistakes_in(data_of(root), schema(policy_kinds())) == []


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    whole_schema = schema(policy_kinds())
    good: dict[str, Any] = {"version": 1, "community": "C", "policies": []}
    assert mistakes_in(good, whole_schema) == []
    for wrong in (
        {"version": 2},
        {"language": "fr"},
        {"limits": {"bans_per_day": -1}},
        {"limits": {"bans_per_week": 1}},
        {"places": {"discord": 815}},
        {"policies": [{"name": "a", "kind": "nobody"}]},
        {"policies": [{"name": "a", "kind": "abuse", "mode": "off"}]},
        {"policies": [{"name": "a", "kind": "abuse", "when": {"toxicity_abov": 0.9}}]},
        {"tests": [{"name": "t", "chat": [], "expect": []}]},
        {"tests": [{"name": "t", "chat": [{"who": "a"}], "expect": [{"do": "delet"}]}]},
    ):
        assert mistakes_in({**good, **wrong}, whole_schema), wrong
