"""What the operator set for Slack, from environment variables; secrets are never told."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.slack.variables import API, HOST, PORT
from bot.errors import UsageError

#: Seconds; Slack waits three for its answer.
MOMENT = 1.0
#: What each secret must look like.
_FORMS = {
    "BOT_TOKEN": (re.compile(r"xoxb-[\w.-]{8,}"), "begins with xoxb-"),
    "APP_TOKEN": (re.compile(r"xapp-[\w.-]{8,}"), "begins with xapp-"),
    "USER_TOKEN": (re.compile(r"xoxp-[\w.-]{8,}"), "begins with xoxp-"),
    "CLIENT_ID": (re.compile(r"[\d.]{3,64}"), "is two numbers with a point"),
    "CLIENT_SECRET": (re.compile(r"\w{16,128}"), "is a row of letters and digits"),
    "KEY": (re.compile(r"[\w=-]{44}(\s*,\s*[\w=-]{44})*"), "has 44 characters"),
    "SIGNING_SECRET": (re.compile(r"\w{16,128}"), "is a row of letters and digits"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """Tokens and addresses; `app_token` means Socket Mode, `signing_secret` means HTTP.

    `moment` is how many seconds a message waits at most to learn who wrote it and where.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    user_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    host: str = HOST
    port: int = PORT
    api_url: str = API
    moment: float = MOMENT

    @property
    def over_http(self) -> bool:
        """Whether Slack comes to us over HTTP rather than over a socket that we open."""
        return not self.app_token

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "SlackSettings | None":
        """Read the settings, None where Slack is not set up; raises UsageError."""
        secrets = {name: _secret(environ, name) for name in _FORMS}
        if not secrets["BOT_TOKEN"] and not secrets["CLIENT_ID"]:
            _alone(secrets)
            return None
        _fit_together(secrets)
        _need_library()
        return cls(
            **{name.lower(): value for name, value in secrets.items()},
            host=environ.get("EVENHAND_SLACK_HOST", "").strip() or HOST,
            port=_port(environ.get("EVENHAND_SLACK_PORT", "").strip()),
            api_url=_address(environ.get("EVENHAND_SLACK_API_URL", "").strip() or API),
            moment=MOMENT,
        )


def _secret(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(f"EVENHAND_SLACK_{name}", "").strip()
    form, words = _FORMS[name]
    if value and not form.fullmatch(value):
        raise UsageError(f"EVENHAND_SLACK_{name} is not in the form that it must have: it {words}.")
    return value


def _alone(secrets: Mapping[str, str]) -> None:
    lonely = [name for name, value in secrets.items() if value]
    if lonely:
        raise UsageError(
            f"EVENHAND_SLACK_{lonely[0]} is set without EVENHAND_SLACK_BOT_TOKEN; set both or none."
        )


def _fit_together(secrets: Mapping[str, str]) -> None:
    if not secrets["CLIENT_ID"]:
        if not secrets["APP_TOKEN"] and not secrets["SIGNING_SECRET"]:
            raise UsageError(
                "EVENHAND_SLACK_BOT_TOKEN is set, but not how Slack reaches Evenhand; set "
                "EVENHAND_SLACK_APP_TOKEN for Socket Mode, or EVENHAND_SLACK_SIGNING_SECRET."
            )
        return
    if secrets["BOT_TOKEN"] or secrets["APP_TOKEN"]:
        raise UsageError(
            "EVENHAND_SLACK_CLIENT_ID is for many workspaces over HTTP; leave "
            "EVENHAND_SLACK_BOT_TOKEN and EVENHAND_SLACK_APP_TOKEN out, or the client id."
        )
    lacking = [n for n in ("CLIENT_SECRET", "SIGNING_SECRET", "KEY") if not secrets[n]]
    if lacking:
        raise UsageError(
            f"EVENHAND_SLACK_CLIENT_ID is set without EVENHAND_SLACK_{lacking[0]}; many workspaces "
            "need the client secret, the signing secret and a key from `evenhand slack key`."
        )


def _need_library() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("slack_bolt", "cryptography")):
        raise UsageError("Slack needs its library; install it with pip install 'evenhand[slack]'.")


def _port(text: str) -> int:
    if not text:
        return PORT
    if not text.isdecimal() or int(text) > 65535:
        raise UsageError(f"EVENHAND_SLACK_PORT is '{text}'; write a number from 0 to 65535.")
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s?#]+", text):
        raise UsageError("EVENHAND_SLACK_API_URL is no address; leave it out to use Slack's own.")
    return text.rstrip("/") + "/"
