"""How many letters of a text are small and how many are capitals."""

from string import ascii_lowercase, ascii_uppercase

_SMALL, _CAPITAL = ascii_lowercase.encode(), ascii_uppercase.encode()


def count_cases(text: str) -> tuple[int, int]:
    """Return the number of small letters and of capitals."""
    if text.isascii():
        # What the other way finds letter by letter, in one step: most texts are plain.
        written = text.encode()
        small = len(written) - len(written.translate(None, _SMALL))
        return small, len(written) - len(written.translate(None, _CAPITAL))
    return sum(map(str.islower, text)), sum(map(str.isupper, text))
