"""The JSON Schema that editors use, put together from kinds they have never seen."""

from typing import Any

import pytest

from bot.rulebook.model_keys import keys_at
from bot.rulebook.models import FileModel
from bot.rulebook.schema import kind_schema, schema
from tests.support.json_schema import mistakes_in
from tests.unit.rulebook.toys import KINDS, ToySettings


def policy(**keys: Any) -> dict[str, Any]:
    return {"version": 1, "community": "C", "policies": [{"name": "a", "kind": "toy", **keys}]}


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"mode": "observe", "channels": ["#help"]},
        {"channels": "all"},
        {"when": {"toxicity_above": 0.5}},
        {"answers": "faq.yaml"},  # a file is named, its content is not written here
    ],
)
def test_what_the_loader_reads_fits(keys: dict[str, Any]) -> None:
    assert mistakes_in(policy(**keys), schema(KINDS)) == []


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "nobody"},
        {"mode": "off"},
        {"channels": []},
        {"whenn": {}},
        {"when": {}},
        {"when": {"toxicity_above": 5}},
        {"answers": {"entries": []}},
    ],
)
def test_what_the_loader_refuses_does_not_fit(keys: dict[str, Any]) -> None:
    assert mistakes_in(policy(**keys), schema(KINDS))


def test_each_kind_has_its_own_keys_beside_the_common_ones() -> None:
    made = kind_schema(KINDS["toy"])
    assert list(made["properties"])[:4] == ["name", "kind", "mode", "channels"]
    assert made["properties"]["kind"]["const"] == "toy"
    assert set(ToySettings.model_fields) <= set(made["properties"])
    assert made["required"] == ["name", "kind"]


def test_only_what_is_used_is_defined() -> None:
    assert not any("Answers" in name for name in schema(KINDS)["$defs"])


@pytest.mark.parametrize(
    ("model", "path", "keys"),
    [
        (FileModel, ("limits",), "deletions_per_hour timeouts_per_day kicks_per_day bans_per_day"),
        (FileModel, ("tests", 0), "name chat expect"),
        (FileModel, ("tests", 0, "expect", 3), "do of to in saying for by"),
        (ToySettings, ("when",), "toxicity_above within"),  # behind `| None`
        (ToySettings, ("level", 0), "toxicity_above within"),  # behind a choice of shapes
        (FileModel, ("places",), ""),  # any key may stand here
        (FileModel, ("nowhere", "at", 1), ""),
    ],
)
def test_the_keys_that_may_stand_at_a_place_are_known(
    model: type, path: tuple[str | int, ...], keys: str
) -> None:
    assert keys_at(model, path) == keys.split()
