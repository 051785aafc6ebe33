"""A log line is one line, and never holds a secret."""

import logging
import sys

import pytest

from bot.logs import SecretFilter, set_up_logging, without_secrets

#: Made up here, in the forms that networks give them out.
SECRETS = {
    "a bot of Discord": "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB",
    "a webhook of Discord": "123456789012345678/" + "w3bhook-" * 9,
    "a bot of Telegram": "123456789:AAabcdefghijklmnopqrstuvwxyz0123456",
    "a bot of Slack": "xoxb-123456789012-abcdefghij",
    "a person on Slack": "xoxp-123456789012-abcdefghij",
    "an app of Slack": "xapp-1-A0123456789-abcdefghij",
    "a refreshed token of Slack": "xoxe.xoxp-1-abcdefghijklmnop",
    "a webhook of Slack": "services/T00000000/B00000000/abcdefghijklmnop",
    "a database": "evenhand:p@ss/w0rd",
    "a seat in the lobby": "cu-z47QTrmEmsYwarCQ-7JXDQjbrhi58",
    "a request": "eyJhbGciOiJIUzI1NiJ9.e30.abcdefghijk",
    "a setting": "hunter2-hunter2",
}
PLACES = {
    "a webhook of Discord": "https://discord.com/api/webhooks/{}",
    "a bot of Telegram": "https://api.telegram.org/bot{}/getUpdates",
    "a webhook of Slack": "https://hooks.slack.com/{}",
    "a database": "postgresql+asyncpg://{}@db.example/evenhand",
    "a seat in the lobby": "http://127.0.0.1:8480/seat/{}",
    "a request": "Authorization: Bearer {}",
    "a setting": "signing_secret='{}'",
}


def line(message: str, *args: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.INFO, "x.py", 1, message, args, info)
    return SecretFilter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("whose", SECRETS)
def test_a_secret_is_starred_out_wherever_it_stands(whose: str) -> None:
    secret = SECRETS[whose]
    text = PLACES.get(whose, "the token {} was refused").format(secret)
    try:
        raise RuntimeError(text)
    except RuntimeError as caught:
        error = caught
    for said in (line(text), line("%s", text), line("broken", error=error), without_secrets(text)):
        assert secret not in said
        assert "***" in said


def test_ordinary_words_stay() -> None:
    words = "policy 'Keep insults out' took 3:05 at http://127.0.0.1:8480/ for lobby:p-12345678"
    assert without_secrets(words) == words
    assert without_secrets("password authentication failed") == "password authentication failed"
    assert without_secrets("EVENHAND_TOKEN is not set") == "EVENHAND_TOKEN is not set"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\r", "\x9b", "\u2028", "\u202e"])
def test_control_characters_go(control: str) -> None:
    assert line(f"red{control}[31m") == "INFO red�[31m"


def test_no_text_from_outside_poses_as_a_record() -> None:
    assert line("hello\nERROR all is lost") == "INFO hello\n    ERROR all is lost"


def test_records_go_to_stderr_from_the_level_on(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        set_up_logging("warning")
        handler = root.handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(sys.stderr)
        logging.getLogger("bot.test").info("not this")
        logging.getLogger("bot.test").warning("this")
        assert len(root.handlers) == 1
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    said = capsys.readouterr().err
    assert "WARNING bot.test: this" in said
    assert "not this" not in said
