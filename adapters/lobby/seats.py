"""Proofs: a token for each tab, and one-time links to the moderator's seat."""

import hashlib
import hmac
import re
import secrets

#: Links that may be open at once.
MOST_SEATS = 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,128}")


def person_id(token: str) -> str:
    """Return the id of the person that a tab's token stands for."""
    return "p-" + _digest("person", token)[:16]


def key_of(token: str) -> str:
    """Return what is kept of a token: enough to know it again, too little to use it."""
    return _digest("key", token)


def is_token(token: object) -> bool:
    """Return whether this can be a token at all."""
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def proves(token: str, key: str) -> bool:
    """Return whether a token is the one that `key` was made from, in constant time."""
    return hmac.compare_digest(key_of(token), key)


def _digest(use: str, token: str) -> str:
    return hashlib.sha256(f"evenhand lobby {use} {token}".encode()).hexdigest()


class Seats:
    """Links to the moderator's seat; each works once, and none survives a restart."""

    def __init__(self) -> None:
        self._free: set[str] = set()

    def new(self) -> str:
        """Return the token of a new link."""
        token = secrets.token_urlsafe(24)
        while len(self._free) >= MOST_SEATS:
            self._free.pop()
        self._free.add(token)
        return token

    def is_free(self, token: str) -> bool:
        """Return whether a link still works."""
        return self._find(token) is not None

    def take(self, token: str) -> bool:
        """Use a link up; False where it does not work."""
        found = self._find(token)
        self._free.discard(found or "")
        return found is not None

    def give_back(self, token: str) -> None:
        """Make a link work again that could not be used after all."""
        self._free.add(token)

    def _find(self, token: str) -> str | None:
        found = None
        for free in self._free:
            if hmac.compare_digest(free.encode(), token.encode()):
                found = free
        return found
