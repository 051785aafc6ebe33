"""The workspaces in which the app was installed, with their tokens: on the disk, encrypted."""

import asyncio
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.errors import NetworkError, UsageError

_VARIABLE = "EVENHAND_SLACK_KEY"


class VaultShut(NetworkError):
    """The tokens cannot be read or written, and waiting does not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one workspace granted: a bot's token, and perhaps an admin's."""

    team: str
    name: str = ""
    bot_token: str = field(repr=False)
    user_token: str = field(default="", repr=False)


class Vault:
    """Keeps grants in a file that is replaced whole; its key is never on the disk.

    `keys` are Fernet keys parted by commas: the first encrypts, all of them decrypt, so that a
    new one can be put in front. Raises UsageError where they are none.
    """

    def __init__(self, path: Path, keys: str) -> None:
        from cryptography.fernet import Fernet, MultiFernet

        try:
            self._box = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError:
            raise UsageError(
                f"{_VARIABLE} is no key; make one with `evenhand slack key` and keep it safe."
            ) from None
        self._path = path
        self._grants: dict[str, Grant] | None = None
        self._writing = asyncio.Lock()

    def all(self) -> list[Grant]:
        """Return every grant; raises VaultShut where they cannot be read."""
        return list(self._known().values())

    def of(self, team: str) -> Grant | None:
        """Return what a workspace granted, None where the app is not installed."""
        return self._known().get(team)

    async def put(self, grant: Grant) -> None:
        """Keep a grant in place of an earlier one; raises VaultShut."""
        earlier = self.of(grant.team)
        kept = grant
        if earlier is not None and earlier.user_token and not grant.user_token:
            # Somebody who is no admin installed it again; the admin's token still holds.
            kept = Grant(**{**asdict(grant), "user_token": earlier.user_token})
        await self._write({**self._known(), kept.team: kept})

    async def drop(self, team: str) -> None:
        """Forget a workspace; raises VaultShut."""
        rest = {key: grant for key, grant in self._known().items() if key != team}
        if len(rest) < len(self._known()):
            await self._write(rest)

    def _known(self) -> dict[str, Grant]:
        if self._grants is None:
            self._grants = {grant.team: grant for grant in self._read()}
        return self._grants

    def _read(self) -> list[Grant]:
        from cryptography.fernet import InvalidToken

        if not self._path.exists():
            return []
        try:
            lines = json.loads(self._path.read_bytes())
            return [Grant(**json.loads(self._box.decrypt(line))) for line in lines.values()]
        except InvalidToken:
            raise VaultShut(
                f"{self._path} cannot be opened with {_VARIABLE}; set the key with which it was "
                "written, or move the file away and install the app again in each workspace."
            ) from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise VaultShut(
                f"{self._path} cannot be read; mend it, or move it away and install the app again "
                "in each workspace."
            ) from error

    async def _write(self, grants: dict[str, Grant]) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(self._replace, grants)
            except OSError as error:
                raise VaultShut(
                    f"{self._path} cannot be written ({error.strerror}); make room on the disk."
                ) from error
            self._grants = grants

    def _replace(self, grants: dict[str, Grant]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = {
            team: self._box.encrypt(json.dumps(asdict(grant)).encode()).decode()
            for team, grant in grants.items()
        }
        beside = self._path.with_suffix(".new")
        # Nobody else on this machine need see which workspaces there are.
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(lines, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
