"""What the operator sets, and what is said where it makes no sense."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.faults import NO_CRASH, POINTS, CrashPoints
from bot.settings import VARIABLES, Settings


def test_nothing_set_is_fine() -> None:
    settings = Settings.from_environ({})
    assert settings.data == Path("evenhand-data")
    assert settings.database == "sqlite+aiosqlite:///evenhand-data/evenhand.db"
    assert settings.rules is None
    assert settings.log_level == "warning"
    assert settings.keep_text == timedelta(hours=24)
    assert settings.health is None
    assert settings.hold_after == timedelta(hours=12)


def test_everything_may_be_set() -> None:
    settings = Settings.from_environ(
        {
            "EVENHAND_DATA": "kept",
            "EVENHAND_RULES": "rules.yaml",
            "EVENHAND_LOG_LEVEL": "DEBUG",
            "EVENHAND_KEEP_TEXT": "2 days",
            "EVENHAND_HEALTH": "[::1]:8481",
            "EVENHAND_HOLD_AFTER": "Never",
        }
    )
    assert settings.data == Path("kept")
    assert settings.database == "sqlite+aiosqlite:///kept/evenhand.db"
    assert settings.rules == Path("rules.yaml")
    assert settings.log_level == "debug"
    assert settings.keep_text == timedelta(days=2)
    assert settings.health == ("::1", 8481)
    assert settings.hold_after is None


@pytest.mark.parametrize(
    ("address", "used"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),  # as people write it
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),  # as hosts write it
        ("postgresql+asyncpg://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),  # with its driver
    ],
)
def test_addresses_of_databases(address: str, used: str) -> None:
    assert Settings.from_environ({"EVENHAND_DATABASE": address}).database == used


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EVENHAND_LOG_LEVEL", "loud", "must be one of debug, info, warning, error"),
        ("EVENHAND_DATABASE", "mysql://root:hunter2@db/x", "must begin with sqlite:///"),
        ("EVENHAND_KEEP_TEXT", "a while", "no span of time"),
        ("EVENHAND_HOLD_AFTER", "ages", "no span of time"),
        ("EVENHAND_HEALTH", "8481", "write HOST:PORT"),  # for whom it listens must be said
        ("EVENHAND_HEALTH", ":8481", "write HOST:PORT"),
        ("EVENHAND_HEALTH", "localhost:http", "write HOST:PORT"),
        ("EVENHAND_HEALTH", "localhost:70000", "write HOST:PORT"),
    ],
)
def test_what_makes_no_sense_is_named_and_its_value_is_not_told(
    name: str, value: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        Settings.from_environ({name: value})
    assert name in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_password_is_not_shown_with_the_settings() -> None:
    settings = Settings.from_environ({"EVENHAND_DATABASE": "postgresql://u:hunter2@h/d"})
    assert "hunter2" not in repr(settings)


def test_every_variable_is_explained() -> None:
    assert all(name.startswith("EVENHAND_") and meaning for name, meaning in VARIABLES.items())


# ---- places where tests may kill the process


@pytest.mark.parametrize(
    ("wanted", "passed", "killed"),
    [
        ("written:3", ["written"] * 2, False),  # not yet
        ("written:3", ["written"] * 3, True),  # the third time
        ("written", ["written"], True),  # without a number, the first
        ("written:often", ["written"], True),
        ("written:1", [p for p in POINTS if p != "written"], False),  # elsewhere
        ("nowhere:1", ["nowhere", *POINTS], False),  # no such point
        ("", list(POINTS), False),
    ],
)
def test_crash_points(
    wanted: str, passed: list[str], killed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills: list[tuple[int, int]] = []
    monkeypatch.setattr("bot.faults.os.kill", lambda *args: kills.append(args))
    points = CrashPoints({"EVENHAND_CRASH_AT": wanted})
    for name in passed:
        points.passing(name)
    assert bool(kills) is killed


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.faults.os.kill", lambda *_: pytest.fail("killed"))
    for name in POINTS:
        NO_CRASH.passing(name)
