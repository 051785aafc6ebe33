"""What stays of a message when its trimmings change: for floods and copies."""

from hashlib import blake2b
from zlib import crc32

from bot.ports import Text

#: Texts with fewer letters than this are compared by their shape alone.
FEWEST_LETTERS = 30
#: So much of a text is compared, in bytes.
_COMPARED = 400
_PIECE = 6
_SLOTS, _BITS = 32, 4
#: So long is a sketch.
SKETCH_BYTES = _SLOTS * _BITS // 8
_LOW = int("1" * _SLOTS, 16)

_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
#: Small letters of capitals, and a space of all else.
_ONLY_LETTERS = bytes(
    ord(chr(byte).lower()) if byte in _LETTERS else ord(" ") for byte in range(256)
)
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


def sketch(text: Text) -> int:
    """Return a number from which `likeness` tells how much two texts have in common.

    It is 0 where there are too few letters, has 128 bits, and is the same in every run: of all
    pieces of the text that fall into a slot the one with the least hash stands for the slot.
    """
    clean = text.clean
    if clean.isascii():
        letters = b" ".join(clean.encode().translate(_ONLY_LETTERS).split())[:_COMPARED]
    else:
        words = "".join(letter if letter.isalpha() else " " for letter in clean.casefold())
        letters = " ".join(words.split()).encode()[:_COMPARED]
    if len(letters) < FEWEST_LETTERS:
        return 0
    hashes = {crc32(letters[at : at + _PIECE]) for at in range(len(letters) - _PIECE + 1)}
    # The least comes last and stays.
    slots = {value % _SLOTS: value // _SLOTS for value in sorted(hashes, reverse=True)}
    found = 0
    for slot in range(_SLOTS):
        lent = slot
        while lent % _SLOTS not in slots:
            lent += 1
        found = found << _BITS | (slots[lent % _SLOTS] + lent - slot) & 15
    # No text's sketch is 0, which stands for none.
    return found or 1


def likeness(one: int, other: int) -> float:
    """Return about which share of their pieces two texts have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    differing = one ^ other
    slots = (differing | differing >> 1 | differing >> 2 | differing >> 3) & _LOW
    equal = (_SLOTS - slots.bit_count()) / _SLOTS
    by_chance = 1 / (1 << _BITS)
    return max(0.0, (equal - by_chance) / (1 - by_chance))
