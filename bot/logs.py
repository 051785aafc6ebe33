"""Logging: one readable line per record, on stderr, and never a secret.

Tokens of the known forms are starred out wherever they stand, also inside exceptions.
"""

import logging
import re
import sys

from bot.errors import EvenhandError

_SECRETS = re.compile(
    r"""(?x)
    [MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}           # a bot token of Discord
    | (?<=/webhooks/)\d{15,20}/[\w-]{60,}               # a webhook of Discord
    | \d{8,10}:[\w-]{35}                                # a bot token of Telegram
    | x(?:ox[abeoprs]|app)-[\w.-]{10,}                  # tokens of Slack
    | (?<=hooks\.slack\.com/)[\w/-]{20,}                # a webhook of Slack
    | (?<=[?&]ticket=)[\w.~+/=-]{8,}                    # what opens a link of Slack's Socket Mode
    | (?<=://)[^/\s@]*:[^/\s]+(?=@)                     # a name and password in an address
    | (?<=/seat/)[\w-]{16,}                             # the moderator's link of the lobby
    | (?i:(?<=bearer\ )|(?<=basic\ ))[\w.~+/=-]{12,}    # what a request proves itself with
    | (?i:(?:token|secret|passw(?:or)?d|api_?key|signature)(?:\s*=\s*["']?|["']\s*:\s*["']))
      [^\s"'&,;)}]{6,}
    """
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def without_secrets(text: str) -> str:
    """Return the text with stars where it holds what looks like a secret."""
    return _SECRETS.sub("***", text)


class SecretFilter(logging.Formatter):
    """Formats a record and stars out what looks like a secret; control characters go.

    Lines after the first are indented, so that no text from outside can pose as a record.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line without secrets."""
        text = _CONTROLS.sub("�", without_secrets(super().format(record)))
        return text.replace("\n", "\n    ")


def trace(error: BaseException) -> BaseException | None:
    """Return what a record shows beside its line: nothing where the error is a sentence of ours."""
    return None if isinstance(error, EvenhandError) else error


def set_up_logging(level: str) -> None:
    """Send records of at least `level` to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretFilter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
