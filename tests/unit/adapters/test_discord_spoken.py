"""What the adapter says about orders has a German form, sentence by sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import discord
from adapters.discord import deeds_marks, directory, outbound, problems
from adapters.discord.german import GERMAN
from adapters.discord.spoken import in_language

FOLDER = Path(discord.__file__).parent
#: What says something about an order that somebody reads.
SAYING = ("No", "Busy", "Unclear")
#: Sentences that are kept under a name.
NAMED = {
    "_NOT_HERE": directory._NOT_HERE,
    "_ONLY_THREADS": deeds_marks._ONLY_THREADS,
    "_GONE": deeds_marks._GONE,
}


def spoken(node: ast.expr) -> str | None:
    """Return a sentence in the code with its holes filled, None for what is no sentence there."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return "".join(spoken(part) or "x" for part in parts)
        case ast.Name(id=name):
            return NAMED.get(name)
        case _:
            return None


def calls() -> Iterator[ast.Call]:
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def sentences() -> set[str]:
    found = {*problems._SENTENCES.values(), outbound._SILENT}
    for call in calls():
        said = [word.value for word in call.keywords if word.arg == "detail"]
        if isinstance(call.func, ast.Name) and call.func.id in SAYING:
            said += call.args[:1]
        for node in said:
            parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
            found |= {text for part in parts if (text := spoken(part))}
    return found


def test_every_sentence_in_the_code_has_a_german_form() -> None:
    # Where a role's name and a height are put together out of parts, see the table below.
    without = {one for one in sentences() if in_language(one, "de") == one}
    assert {
        one for one in without if not one.startswith("I can't do that to x: x as high")
    } == set()
    assert len(sentences()) > 30


def test_no_hole_is_lost_on_the_way() -> None:
    for english, german in GERMAN.items():
        holes = {part.partition("}")[0] for part in english.split("{")[1:]}
        assert holes == {part.partition("}")[0] for part in german.split("{")[1:]}
        assert "!" not in german


SAID = [
    (
        "They take no direct messages from me.",
        "Die Person nimmt keine Direktnachrichten von mir an.",
    ),
    (
        "I lack the permission 'Ban Members' in #general; give it to my role in Server Settings, "
        "Roles.",
        "Mir fehlt das Recht 'Ban Members' in #general; meine Rolle bekommt es in den "
        "Servereinstellungen unter Rollen.",
    ),
    (
        "I can't do that to Kim: their role 'Chief' stands as high as mine or above. Move "
        "'Evenhand' above it in Server Settings, Roles.",
        "Bei Kim geht das nicht: Die Rolle 'Chief' steht so hoch wie meine oder höher. 'Evenhand' "
        "muss in den Servereinstellungen unter Rollen darüber stehen.",
    ),
    # Names may hold what is a hole elsewhere, or a line's end.
    (
        "There is no channel '{name}\n' in {server} that I can see.",
        "Einen Kanal '{name}\n' sehe ich in {server} nicht.",
    ),
    # What Discord itself says stays as it is.
    ("Discord refused: 400 Bad (5).", "Discord hat abgelehnt: 400 Bad (5)."),
    ("the network does not answer", "the network does not answer"),
]


@pytest.mark.parametrize(("english", "german"), SAID)
def test_a_team_reads_its_own_language(english: str, german: str) -> None:
    assert in_language(english, "de") == german
    assert in_language(english, "en") == english
