"""The signs that policies put under messages."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

#: A network's name for a sign, or a server's own: `eyes`, `kettle:815123456789012345`.
_NAME = re.compile(r"[a-z0-9_+'-]{2,80}|\w{2,32}:\d{15,20}")
_LONGEST = 12
#: Letters that are signs all the same.
_LETTERS = frozenset("\N{INFORMATION SOURCE}")


def parse_sign(value: Any) -> str:
    """Return the sign or the name for one that an admin wrote; raises ValueError in their words."""
    sign = value.strip().strip(":") if isinstance(value, str) else ""
    if _NAME.fullmatch(sign) or _is_emoji(sign):
        return sign
    raise ValueError(f"{value!r} is no sign; write one emoji such as '👀', or its name: 'eyes'")


def _is_emoji(sign: str) -> bool:
    if not sign or len(sign) > _LONGEST or sign.isascii():
        return False
    return not any(one.isspace() or _is_letter(one) for one in sign)


def _is_letter(one: str) -> bool:
    return one not in _LETTERS and unicodedata.category(one).startswith("L")


#: A sign such as 👀, or a name that the network knows for one.
Sign = Annotated[
    str,
    BeforeValidator(parse_sign),
    WithJsonSchema({"type": "string", "examples": ["👀", "eyes"]}),
]
