"""Emoji as people see them, for those of Slack's names that mean something to the house."""

from collections.abc import Mapping
from types import MappingProxyType

_SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "+1": "👍",
        "thumbsup": "👍",
        "-1": "👎",
        "thumbsdown": "👎",
        "white_check_mark": "✅",
        "heavy_check_mark": "✔️",
        "ballot_box_with_check": "☑️",
        "raising_hand": "🙋",
        "question": "❓",
        "eyes": "👀",
        "heart": "❤️",
        "tada": "🎉",
        "pray": "🙏",
        "warning": "⚠️",
        "x": "❌",
        "sos": "🆘",
    }
)


def shown(name: str) -> str:
    """Return the emoji of one of Slack's names, without its skin tone, or the name itself."""
    plain = name.partition("::")[0]
    return _SHOWN.get(plain, plain)
