"""Reading the parts of made sentences."""


def parts(text: str) -> list[str]:
    """Return the phrases of a text: one a line, or parted by strokes."""
    return [each.strip() for each in text.replace("\n", "|").split("|") if each.strip()]
