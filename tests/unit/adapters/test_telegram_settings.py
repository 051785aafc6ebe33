"""What the operator sets for Telegram, and what is said where it makes no sense."""

import pytest

from adapters.telegram.settings import read_settings
from bot.errors import UsageError

TOKEN = "1234567890:AAFakeTokenOfAFakeBotOnLoopback01234"
SET = {"EVENHAND_TELEGRAM_TOKEN": TOKEN}


def test_an_operator_without_a_token_has_no_telegram() -> None:
    assert read_settings({}) is None
    assert read_settings({"EVENHAND_TELEGRAM_TOKEN": "  "}) is None


def test_an_operator_needs_a_token_alone() -> None:
    settings = read_settings(SET)
    assert settings is not None
    assert (settings.base_url, settings.webhook) == ("https://api.telegram.org/bot", "")


def test_a_token_shows_in_no_repr() -> None:
    assert TOKEN not in repr(read_settings(SET))


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        # a token of another network, or half of one
        ({"EVENHAND_TELEGRAM_TOKEN": "xoxb-123-secretsecret"}, "EVENHAND_TELEGRAM_TOKEN"),
        ({"EVENHAND_TELEGRAM_TOKEN": TOKEN[:20]}, "EVENHAND_TELEGRAM_TOKEN"),
        # no address, or one with a password in it
        ({**SET, "EVENHAND_TELEGRAM_API": "localhost"}, "EVENHAND_TELEGRAM_API"),
        ({**SET, "EVENHAND_TELEGRAM_API": "https://me:pass@host"}, "EVENHAND_TELEGRAM_API"),
        # Telegram calls nothing else
        ({**SET, "EVENHAND_TELEGRAM_WEBHOOK": "http://bot.example/x"}, "https://"),
        ({**SET, "EVENHAND_TELEGRAM_PORT": "70000"}, "EVENHAND_TELEGRAM_PORT"),
        ({**SET, "EVENHAND_TELEGRAM_PORT": "http"}, "EVENHAND_TELEGRAM_PORT"),
    ],
)
def test_an_operator_hears_what_to_mend_and_no_secret(environ: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError, match=named) as told:
        read_settings(environ)
    assert environ["EVENHAND_TELEGRAM_TOKEN"] not in str(told.value)
    assert "pass@" not in str(told.value)
