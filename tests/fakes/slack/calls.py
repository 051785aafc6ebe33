"""The Web API's methods: who may call them, how often, and what their no is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tests.fakes.slack.state import Channel, Json, Message, Token, User, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.slack import FakeSlack


class ApiError(Exception):
    """Slack's no, in its own word."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(frozen=True, slots=True)
class Call:
    """One call: to whom, in whose name, and with what."""

    slack: "FakeSlack"
    space: Workspace
    token: Token
    arguments: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return an argument, empty where it is left out."""
        return str(self.arguments.get(name) or "")

    def flag(self, name: str) -> bool:
        """Return whether an argument says yes."""
        return str(self.arguments.get(name, "")).lower() in ("true", "1")

    def need(self, name: str) -> str:
        """Return an argument that must be there."""
        return self.text(name) or self.refuse("invalid_arguments")

    def refuse(self, code: str, **more: Any) -> NoReturn:
        """Say no."""
        raise ApiError(code, **more)

    @property
    def me(self) -> User:
        """Whose token it is."""
        return self.space.users[self.token.user]

    @property
    def is_admin(self) -> bool:
        """Whether it is a person of the workspace's admins who calls."""
        return self.token.kind == "user" and (self.me.admin or self.me.owner)

    def channel(self, *, inside: bool = False) -> Channel:
        """Return the channel that is named, as far as the caller may see it."""
        found = self.space.channels.get(self.need("channel"))
        if found is None or (found.kind != "public" and self.token.user not in found.members):
            self.refuse("channel_not_found")
        if inside and self.token.user not in found.members:
            self.refuse("not_in_channel")
        return found

    def user(self, name: str = "user") -> User:
        """Return the user that is named."""
        return self.space.users.get(self.need(name)) or self.refuse("user_not_found")

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """Return the message that is named."""
        return channel.messages.get(self.need(name)) or self.refuse("message_not_found")


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """One method; `scopes` are by kind of token, a kind that is left out may not call it.

    `a_minute` is its tier, counted for each workspace (and channel, for messages).
    """

    run: Handler
    scopes: Mapping[str, tuple[str, ...]]
    a_minute: int


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    bot: str | None = None,
    user: str | None = None,
    app: str | None = None,
    a_minute: int = 50,
) -> Callable[[Handler], Handler]:
    """Declare a method with the scopes, parted by blanks, of which one is needed."""
    by_kind = {"bot": bot, "user": user, "app": app}
    scopes = {kind: tuple(text.split()) for kind, text in by_kind.items() if text is not None}

    def declare(run: Handler) -> Handler:
        METHODS[name] = Method(run, scopes, a_minute)
        return run

    return declare


def check_scope(name: str, found: Method, token: Token) -> None:
    """Refuse a token that lacks what a method needs."""
    if token.kind not in found.scopes:
        raise ApiError("not_allowed_token_type")
    needed = found.scopes[token.kind]
    if needed and not token.scopes.intersection(needed):
        raise ApiError("missing_scope", needed=needed[0], provided=",".join(sorted(token.scopes)))
