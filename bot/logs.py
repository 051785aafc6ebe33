"""Logging: one readable line per record, on stderr, and never a secret.

Tokens of the known forms are starred out wherever they stand, also inside exceptions.
"""

import logging
import re
import sys

_SECRETS = re.compile(
    r"""(?x)
    [MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}        # a bot token of Discord
    | \d{8,10}:[\w-]{35}                              # a bot token of Telegram
    | x(?:ox[abeprs]|app)-[\w-]{10,}                  # tokens of Slack
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                 # a name and password in an address
    | (?<=/seat/)[\w-]{16,}                           # the moderator's link of the lobby
    """
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x9b]")


class SecretFilter(logging.Formatter):
    """Formats a record and stars out what looks like a secret; control characters go."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line without secrets."""
        return _CONTROLS.sub("�", _SECRETS.sub("***", super().format(record)))


def set_up_logging(level: str) -> None:
    """Send records of at least `level` to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretFilter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
