"""The workspaces in which the app was installed, with their tokens: in the store, sealed."""

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.errors import NetworkError, StoreError, UsageError
from bot.ports import Safe

log = logging.getLogger(__name__)
_VARIABLE = "EVENHAND_SLACK_KEY"


class VaultError(NetworkError):
    """The tokens cannot be read or kept for now."""


class VaultShut(VaultError):
    """The tokens cannot be read, and waiting does not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one workspace granted: a bot's token, and perhaps an admin's."""

    team: str
    name: str = ""
    bot_token: str = field(repr=False)
    user_token: str = field(default="", repr=False)


class Vault:
    """Seals grants before they are kept; the key is nowhere but in the environment.

    `keys` are Fernet keys parted by commas: the first seals, all of them open, so that a new one
    can be put in front. Raises UsageError where they are none. `before` is the file in which
    earlier releases kept the same.
    """

    def __init__(self, keys: str, before: Path) -> None:
        from cryptography.fernet import Fernet, MultiFernet

        try:
            boxes = [Fernet(key.strip()) for key in keys.split(",")]
        except ValueError:
            raise UsageError(
                f"{_VARIABLE} is no key; make one with `evenhand slack key` and keep it safe."
            ) from None
        self._newest, self._box = boxes[0], MultiFernet(boxes)
        self._before = before
        self._safe: Safe | None = None
        self._grants: dict[str, Grant] = {}
        #: What is not sealed with the newest key, or not in the safe yet.
        self._outdated: set[str] = set()

    def entrust(self, safe: Safe) -> None:
        """Take the safe."""
        self._safe = safe

    def all(self) -> list[Grant]:
        """Return every grant, as it was when they were read last."""
        return list(self._grants.values())

    def of(self, team: str) -> Grant | None:
        """Return what one workspace granted, None where nothing is known."""
        return self._grants.get(team)

    async def read(self) -> None:
        """Read what is kept; raises VaultShut, and VaultError where it cannot be read for now."""
        try:
            kept = await self._opened().all()
        except StoreError as error:
            raise VaultError(f"Slack's workspaces cannot be read for now: {error}") from None
        earlier = self._file()
        self._outdated = set(earlier) - set(kept)
        self._grants = {team: self._open(team, line) for team, line in {**earlier, **kept}.items()}

    async def bring_up_to_date(self) -> None:
        """Seal with the newest key what is not, and empty the file of earlier releases."""
        for team in sorted(self._outdated):
            await self.put(self._grants[team])
        self._outdated.clear()
        if self._before.exists():
            try:
                self._before.unlink()
            except OSError as error:
                log.warning("%s is of no use any more; remove it: %s", self._before, error.strerror)

    async def put(self, grant: Grant) -> None:
        """Keep a grant in place of an earlier one; raises VaultError where that cannot be."""
        earlier = self.of(grant.team)
        kept = grant
        if earlier is not None and earlier.user_token and not grant.user_token:
            # Somebody who is no admin installed it again; the admin's token still holds.
            kept = Grant(**{**asdict(grant), "user_token": earlier.user_token})
        sealed = self._box.encrypt(json.dumps(asdict(kept)).encode()).decode()
        try:
            await self._opened().put(kept.team, sealed)
        except StoreError as error:
            raise VaultError(f"Slack's tokens cannot be kept for now: {error}") from None
        self._grants[kept.team] = kept

    async def drop(self, team: str) -> None:
        """Forget a workspace; raises VaultError where that cannot be for now."""
        try:
            await self._opened().drop(team)
        except StoreError as error:
            raise VaultError(f"a workspace cannot be forgotten for now: {error}") from None
        self._grants.pop(team, None)

    def _opened(self) -> Safe:
        if self._safe is None:
            raise VaultError("Slack's workspaces are in the database, and it is not open.")
        return self._safe

    def _open(self, team: str, line: str) -> Grant:
        from cryptography.fernet import InvalidToken

        try:
            grant = Grant(**json.loads(self._box.decrypt(line)))
        except (InvalidToken, ValueError, TypeError):
            raise VaultShut(
                f"The tokens of the Slack workspace {team} cannot be opened with {_VARIABLE}; set "
                "the key with which they were sealed, behind the new one with a comma between. "
                f"Where it is lost, run `evenhand slack forget {team}` and install the app there "
                "again."
            ) from None
        with suppress(InvalidToken):
            self._newest.decrypt(line)
            return grant
        self._outdated.add(team)
        return grant

    def _file(self) -> Mapping[str, str]:
        """Return the sealed lines of the file of earlier releases."""
        if not self._before.exists():
            return {}
        try:
            lines = json.loads(self._before.read_bytes())
            return {str(team): str(line) for team, line in lines.items()}
        except (OSError, ValueError, AttributeError) as error:
            raise VaultShut(
                f"{self._before} cannot be read; mend it, or move it away and install the app "
                "again in each workspace."
            ) from error
