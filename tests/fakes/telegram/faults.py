"""How the fake misbehaves when it is told to: noes, silence, and answers lost after the deed."""

from collections import deque
from dataclasses import dataclass

from tests.fakes.telegram.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One trouble of one call.

    `code` and `description` are what is answered; with `after` the deed is done first. `hang`
    never answers, `cut` closes the connection, and `raw` is a body that is no JSON.
    """

    code: int = 0
    description: str = ""
    after: bool = False
    hang: bool = False
    cut: bool = False
    raw: bytes | None = None
    retry_after: int = 0

    @property
    def body(self) -> Json:
        """The answer's body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | (
            {"parameters": {"retry_after": self.retry_after}} if self.retry_after else {}
        )


class Faults:
    """The troubles that wait, by method; `*` stands for any."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def plan(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong, each in its way."""
        self._waiting.setdefault(method, deque()).extend(faults)

    def take(self, method: str) -> Fault | None:
        """Return the trouble of this call."""
        for key in (method, "*"):
            waiting = self._waiting.get(key)
            if waiting:
                return waiting.popleft()
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self._waiting.clear()


def too_many(seconds: int) -> Fault:
    """Return the fault of a flood limit."""
    return Fault(
        code=429, description=f"Too Many Requests: retry after {seconds}", retry_after=seconds
    )


def server_error(code: int = 502, *, after: bool = False) -> Fault:
    """Return the fault of a server that breaks, before or after the deed."""
    return Fault(code=code, description="Bad Gateway", after=after)
