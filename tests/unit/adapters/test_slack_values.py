"""Slack's values: settings, signatures, pace, and what errors mean."""

from contextlib import suppress

import pytest

from adapters.slack.api import SlackError, outcome_of
from adapters.slack.pace import METHODS, Pace, TooFast
from adapters.slack.settings import SlackSettings
from adapters.slack.signed import is_slacks
from bot.domain import OutcomeState
from bot.errors import UsageError
from bot.logs import without_secrets
from tests.fakes.slack.delivery import signed

BOT = {"EVENHAND_SLACK_BOT_TOKEN": "xoxb-1234567890-abc"}
APP = {"EVENHAND_SLACK_APP_TOKEN": "xapp-1-A0-1234567890-abc"}
SIGNED = {"EVENHAND_SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}


def test_without_a_token_there_is_no_slack() -> None:
    assert SlackSettings.from_environ({}) is None


def test_an_app_token_means_socket_mode_and_a_signing_secret_http() -> None:
    socket, http = (SlackSettings.from_environ({**BOT, **more}) for more in (APP, SIGNED))
    assert socket is not None
    assert http is not None
    assert (socket.over_http, http.over_http) == (False, True)


def test_secrets_do_not_show() -> None:
    assert "xox" not in repr(SlackSettings.from_environ({**BOT, **APP}))
    assert "xapp" not in repr(SlackSettings.from_environ({**BOT, **APP}))
    words = "tokens xoxb-1234567890-abc, xapp-1-A0-1234567890-abc, xoxp-1234567890-abc"
    assert "1234567890" not in without_secrets(words)
    link = "wss://wss-primary.slack.com/link/?ticket=1a2b3c4d5e6f&app_id=A1"
    assert "1a2b3c4d" not in without_secrets(link)


WRONG = [
    (BOT, "APP_TOKEN"),  # no way to be reached
    (APP, "without EVENHAND_SLACK_BOT_TOKEN"),  # half of it
    ({"EVENHAND_SLACK_BOT_TOKEN": "xoxp-1234567890", **APP}, "begins with xoxb-"),  # another kind
    ({**BOT, "EVENHAND_SLACK_APP_TOKEN": "secret words"}, "begins with xapp-"),  # no token at all
    ({**BOT, "EVENHAND_SLACK_SIGNING_SECRET": "short"}, "letters and digits"),  # no secret
    ({**BOT, **APP, "EVENHAND_SLACK_PORT": "many"}, "EVENHAND_SLACK_PORT"),  # no number
    ({**BOT, **APP, "EVENHAND_SLACK_PORT": "70000"}, "EVENHAND_SLACK_PORT"),  # no port
    ({**BOT, **APP, "EVENHAND_SLACK_API_URL": "slack"}, "EVENHAND_SLACK_API_URL"),  # no address
]


@pytest.mark.parametrize(("environ", "word"), WRONG)
def test_a_setting_that_makes_no_sense_is_named_without_its_secret(
    environ: dict[str, str], word: str
) -> None:
    with pytest.raises(UsageError, match=word) as caught:
        SlackSettings.from_environ(environ)
    assert "secret words" not in str(caught.value)


def test_what_slack_signed_is_slacks_and_nothing_else() -> None:
    body, now = b"hello", 1_700_000_000.0
    headers = signed("s3cret", body, now)
    assert is_slacks(headers, body, "s3cret", now + 299)
    assert not is_slacks(headers, body, "s3cret", now + 301)
    assert not is_slacks(headers, b"hallo", "s3cret", now)
    assert not is_slacks(headers, body, "other", now)
    assert not is_slacks({}, body, "s3cret", now)


# ------------------------------------------------------------------------------------- pace


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize("method", ["users.info", "conversations.kick", "usergroups.list"])
def test_no_minute_sees_more_calls_than_slack_grants(method: str) -> None:
    seconds, calls = Seconds(), []
    pace = Pace(seconds)
    while seconds.at < 180:
        with suppress(TooFast):
            calls.append(seconds.at + pace.reserve("T1", method))
        seconds.at += 0.05
    granted = METHODS.get(method, 50)
    for start in calls:
        assert sum(start <= call < start + 60 for call in calls) <= granted


def test_one_workspace_never_delays_another() -> None:
    pace = Pace(Seconds())
    with suppress(TooFast):
        for _ in range(100):
            pace.reserve("T1", "users.info")
    with pytest.raises(TooFast):
        pace.reserve("T1", "users.info")
    assert pace.reserve("T2", "users.info") == 0


def test_what_slack_shut_stays_shut_for_as_long_as_it_said() -> None:
    seconds = Seconds()
    pace = Pace(seconds)
    pace.shut("T1", "chat.delete", 30)
    with pytest.raises(TooFast):
        pace.reserve("T1", "chat.delete")
    seconds.at = 30.0
    assert pace.reserve("T1", "chat.delete") == 0


# ------------------------------------------------------------------------------------ errors

ERRORS = [
    ("missing_scope", "it lacks the scope chat:write"),
    ("restricted_action", "A setting of this workspace"),
    ("token_revoked", "install the app again"),
    ("something_new", "chat.delete: something_new"),
]


@pytest.mark.parametrize(("code", "words"), ERRORS)
def test_slacks_no_becomes_a_sentence(code: str, words: str) -> None:
    outcome = outcome_of(SlackError("chat.delete", code, needed="chat:write"))
    assert outcome.state is OutcomeState.REFUSED
    assert words in outcome.detail
    assert outcome.detail.endswith(".")
