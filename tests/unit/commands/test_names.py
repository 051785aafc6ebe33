"""Commands, their parameters and choices have German names that every network can show."""

import re

import pytest

from bot.commands import COMMANDS
from bot.domain import CommandSpec, ParameterType

NAME = re.compile(r"[-\w]{1,32}")


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: str(spec.name))
def test_a_command_has_german_names(spec: CommandSpec) -> None:
    names = [spec.names["de"], *(parameter.names["de"] for parameter in spec.parameters)]
    assert all(NAME.fullmatch(name) and name == name.lower() for name in names)
    assert len(set(names[1:])) == len(spec.parameters)
    choices = [one for one in spec.parameters if one.type is ParameterType.CHOICE]
    for parameter in choices:
        german = [parameter.choice_names[choice]["de"] for choice in parameter.choices]
        assert len(set(german)) == len(parameter.choices)


def test_no_two_commands_share_a_name_in_any_language() -> None:
    # One that is the same in both languages is one name.
    names = [name for spec in COMMANDS for name in {spec.name, spec.names["de"]}]
    assert len(set(names)) == len(names)
