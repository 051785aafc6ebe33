"""What the operator set for Slack, from environment variables; secrets are never told."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.slack.variables import API, HOST, PORT
from bot.errors import UsageError

#: What each secret must look like.
_FORMS = {
    "EVENHAND_SLACK_BOT_TOKEN": (re.compile(r"xoxb-[\w.-]{8,}"), "begins with xoxb-"),
    "EVENHAND_SLACK_APP_TOKEN": (re.compile(r"xapp-[\w.-]{8,}"), "begins with xapp-"),
    "EVENHAND_SLACK_USER_TOKEN": (re.compile(r"xoxp-[\w.-]{8,}"), "begins with xoxp-"),
    "EVENHAND_SLACK_SIGNING_SECRET": (re.compile(r"\w{16,128}"), "is a row of letters and digits"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """Tokens and addresses; `app_token` means Socket Mode, `signing_secret` means HTTP."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    user_token: str = field(default="", repr=False)
    host: str = HOST
    port: int = PORT
    api_url: str = API

    @property
    def over_http(self) -> bool:
        """Whether Slack comes to us over HTTP rather than over a socket that we open."""
        return not self.app_token

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "SlackSettings | None":
        """Read the settings, None where Slack is not set up; raises UsageError."""
        secrets = {name: _secret(environ, name) for name in _FORMS}
        bot_token = secrets["EVENHAND_SLACK_BOT_TOKEN"]
        if not bot_token:
            _alone(secrets)
            return None
        app_token = secrets["EVENHAND_SLACK_APP_TOKEN"]
        signing_secret = secrets["EVENHAND_SLACK_SIGNING_SECRET"]
        if not app_token and not signing_secret:
            raise UsageError(
                "EVENHAND_SLACK_BOT_TOKEN is set, but not how Slack reaches Evenhand; set "
                "EVENHAND_SLACK_APP_TOKEN for Socket Mode, or EVENHAND_SLACK_SIGNING_SECRET."
            )
        _need_library()
        return cls(
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            user_token=secrets["EVENHAND_SLACK_USER_TOKEN"],
            host=environ.get("EVENHAND_SLACK_HOST", "").strip() or HOST,
            port=_port(environ.get("EVENHAND_SLACK_PORT", "").strip()),
            api_url=_address(environ.get("EVENHAND_SLACK_API_URL", "").strip() or API),
        )


def _secret(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    form, words = _FORMS[name]
    if value and not form.fullmatch(value):
        raise UsageError(f"{name} is not in the form that Slack gives out: it {words}.")
    return value


def _alone(secrets: Mapping[str, str]) -> None:
    lonely = [name for name, value in secrets.items() if value]
    if lonely:
        raise UsageError(f"{lonely[0]} is set without EVENHAND_SLACK_BOT_TOKEN; set both or none.")


def _need_library() -> None:
    if importlib.util.find_spec("slack_bolt") is None:
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
