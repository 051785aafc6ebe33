"""What the operator sets, read from the environment once at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.durations import parse_duration
from bot.errors import UsageError

#: Every variable that the core reads, with what it means; the adapters add their own.
VARIABLES: dict[str, str] = {
    "EVENHAND_DATA": "folder for everything that is kept; default ./evenhand-data",
    "EVENHAND_DATABASE": "address of the database; default SQLite in EVENHAND_DATA",
    "EVENHAND_RULES": "policy file, or a folder of them; default: the starter rulebook",
    "EVENHAND_LOG_LEVEL": "debug, info, warning or error; default warning",
    "EVENHAND_KEEP_TEXT": "how long ordinary messages' text is kept; default 24 hours",
    "EVENHAND_HOLD_AFTER": "after so long without Evenhand, what is left from before waits for the "
    "team's word; never switches that off; default 12 hours",
    "EVENHAND_HEALTH": "HOST:PORT that answers /healthz apart from the lobby; default: none",
}
#: Those that a model, asked beside the built-in detectors, reads.
MODEL_VARIABLES: dict[str, str] = {
    "EVENHAND_DETOXIFY": "original, unbiased, multilingual, or the path of a checkpoint; "
    "default: Detoxify is not used",
    "EVENHAND_DETOXIFY_SHA256": "SHA-256 of the checkpoint, in hexadecimal; needed for a path",
    "EVENHAND_DETOXIFY_CONFIG": "folder with the checkpoint's config.json and vocabulary; "
    "default: the checkpoint's own folder",
    "EVENHAND_DETOXIFY_MEMORY": "how many megabytes its process may take; default 6000",
}
#: Those that an encoder reads, which refines what the built-in scorer is unsure of.
ENCODER_VARIABLES: dict[str, str] = {
    "EVENHAND_EMBEDDINGS": "use-multilingual, or the folder of an encoder "
    "(embeddings.model_dir); default: no encoder is used",
    "EVENHAND_EMBEDDINGS_SHA256": "SHA-256 of the encoder's model file, in hexadecimal; needed for "
    "a folder",
    "EVENHAND_EMBEDDINGS_MEMORY": "how many megabytes its process may take; default 2000",
}
#: Host and port.
HealthAddress = tuple[str, int]
_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator set; `rules` is None for the starter rulebook."""

    data: Path
    database: str = field(repr=False)
    rules: Path | None
    log_level: str
    keep_text: timedelta
    hold_after: timedelta | None = None
    health: HealthAddress | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raises UsageError naming the variable that makes no sense."""
        data = Path(environ.get("EVENHAND_DATA") or "evenhand-data")
        level = (environ.get("EVENHAND_LOG_LEVEL") or "warning").lower()
        if level not in _LEVELS:
            raise UsageError(f"EVENHAND_LOG_LEVEL must be one of {', '.join(_LEVELS)}")
        database = environ.get("EVENHAND_DATABASE") or f"sqlite+aiosqlite:///{data}/evenhand.db"
        rules = environ.get("EVENHAND_RULES")
        return cls(
            data=data,
            database=_with_driver(database),
            rules=Path(rules) if rules else None,
            log_level=level,
            keep_text=_span("EVENHAND_KEEP_TEXT", environ.get("EVENHAND_KEEP_TEXT") or "24 hours"),
            hold_after=_hold_after(environ.get("EVENHAND_HOLD_AFTER") or "12 hours"),
            health=_address("EVENHAND_HEALTH", environ.get("EVENHAND_HEALTH") or ""),
        )


def _hold_after(text: str) -> timedelta | None:
    return None if text.strip().lower() == "never" else _span("EVENHAND_HOLD_AFTER", text)


def _span(name: str, text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from None


def _address(name: str, text: str) -> HealthAddress | None:
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise UsageError(f"{name} is {text!r}; write HOST:PORT, such as 127.0.0.1:8481")
    return host.strip("[]"), int(port)


def _with_driver(database: str) -> str:
    for plain, driver in (
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgresql://", "postgresql+asyncpg://"),
        ("postgres://", "postgresql+asyncpg://"),
    ):
        if database.startswith(plain):
            return driver + database.removeprefix(plain)
    if not database.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
        raise UsageError(
            "EVENHAND_DATABASE must begin with sqlite:/// or postgresql://, "
            "for example sqlite:///evenhand-data/evenhand.db"
        )
    return database
