"""What stays of a message when its trimmings change: for floods and copies."""

from hashlib import blake2b

from bot.ports import Text

_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_NO_LETTERS = bytes(byte for byte in range(256) if byte not in _LETTERS)


def shape(text: Text) -> int:
    """Return a number that is equal for texts that differ only in trimmings.

    Trimmings are case, digits, punctuation, spaces, emoji and what is invisible. A text without
    any letter keeps all but its spaces. The number has 63 bits and is the same in every run.
    """
    clean = text.clean
    if clean.isascii():
        letters = clean.lower().encode().translate(None, _NO_LETTERS)
    else:
        letters = "".join(filter(str.isalpha, clean.casefold())).encode()
    kept = letters or clean.replace(" ", "").encode()
    return int.from_bytes(blake2b(kept, digest_size=8).digest(), "big") >> 1
