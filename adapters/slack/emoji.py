"""Emoji as people see them, for those of Slack's names that mean something to the house."""

import re
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
        "pushpin": "📌",
        "speech_balloon": "💬",
        "robot_face": "🤖",
        "wave": "👋",
        "ok_hand": "👌",
        "clap": "👏",
        "raised_hands": "🙌",
        "handshake": "🤝",
        "thinking_face": "🤔",
        "slightly_smiling_face": "🙂",
        "bulb": "💡",
        "memo": "📝",
        "book": "📖",
        "mag": "🔍",
        "hourglass_flowing_sand": "⏳",
        "bell": "🔔",
        "ticket": "🎫",
        "fire": "🔥",
        "100": "💯",
        "exclamation": "❗",
    }
)
_NAME = re.compile(r"[a-z0-9_+'-]{1,80}")
#: Asks for the coloured form of a sign; Slack's names know no other.
_COLOURED = "\ufe0f"
_NAMES: Mapping[str, str] = MappingProxyType(
    {sign.rstrip(_COLOURED): name for name, sign in reversed(tuple(_SHOWN.items()))}
)


def shown(name: str) -> str:
    """Return the emoji of one of Slack's names, without its skin tone, or the name itself."""
    plain = name.partition("::")[0]
    return _SHOWN.get(plain, plain)


def name_of(emoji: str) -> str:
    """Return Slack's name of a sign, given by either; empty where none is known."""
    sign = emoji.strip().strip(":").rstrip(_COLOURED)
    if sign in _NAMES:
        return _NAMES[sign]
    return sign if _NAME.fullmatch(sign) else ""


def is_known(emoji: str) -> bool:
    """Return whether Slack has a name for a sign, as far as is known here."""
    return name_of(emoji) != ""
