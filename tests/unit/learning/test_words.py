"""A word is proposed to be fine here when the team took back again and again what it carried."""

import pytest

from bot.learning import Looked, fine_words

COMMON = frozenset({"you", "are"})


def about(evidence: str, right: bool | None, count: int, *, asked: bool = False) -> list[Looked]:
    entry = Looked(policy="Manners", decision="d", asked=asked, right=right, evidence=(evidence,))
    return [entry] * count


FOUND: list[tuple[str, list[Looked], list[str]]] = [
    ("taken back often", about("you are a Clown", False, 5), ["clown"]),
    ("not often enough", about("clown", False, 4), []),
    ("as often right", [*about("clown", False, 6), *about("clown", True, 4)], []),
    ("once right in many", [*about("clown", False, 20), *about("clown", True, 1)], ["clown"]),
    ("nobody looked", about("clown", None, 50), []),
    ("the team was only asked", about("clown", False, 9, asked=True), []),
    ("counted once per message", about("clown clown clown", False, 4), []),
    ("most often first", [*about("noob", False, 5), *about("clown", False, 7)], ["clown", "noob"]),
    ("its evidence was forgotten", about("", False, 9), []),
]


@pytest.mark.parametrize(("why", "found", "words"), FOUND)
def test_words_are_proposed_by_what_the_team_took_back(
    why: str, found: list[Looked], words: list[str]
) -> None:
    assert [each.word for each in fine_words(found, COMMON)] == words, why
