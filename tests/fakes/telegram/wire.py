"""What goes over the wire: arguments as they were sent, and errors as Telegram words them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A no of the Bot API: its code, its description, and the parameters that say more."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> Json:
        """The answer's body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(description: str) -> ApiError:
    """Return a bad request, as most noes are."""
    return ApiError(400, f"Bad Request: {description}")


class Params:
    """The arguments of one call; raises ApiError where one is missing or of a wrong form."""

    def __init__(self, sent: Mapping[str, str]) -> None:
        self.sent = dict(sent)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        value = self.sent.get(name, default)
        if value is None:
            raise bad(f"parameter '{name}' is required")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.sent.get(name)
        if value is None and default is not None:
            return default
        try:
            return int(self.text(name))
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self.sent.get(name, "").lower() in ("true", "1", '"true"')

    def value(self, name: str) -> Any:
        """Return what was sent as JSON, None where nothing was."""
        raw = self.sent.get(name)
        if raw is None:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad(f"can't parse {name}") from None


def stamp(at: datetime) -> int:
    """Return a moment as the Bot API sends it."""
    return int(at.timestamp())


def moment(seconds: int) -> datetime:
    """Return the moment of a number of seconds."""
    return datetime.fromtimestamp(seconds, UTC)
