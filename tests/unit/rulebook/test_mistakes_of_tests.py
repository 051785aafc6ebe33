"""Mistakes in a file's own tests: each row says what is told about it, and where."""

# ruff: noqa: E501  # what is told stays on one line, as admins see it

import pytest

from tests.unit.rulebook.toys import mistakes

H = "version: 1\ncommunity: C\n"
P = H + "policies: []\n"
C = P + "tests:\n  - name: t\n    chat:\n"

# fmt: off
ROWS: list[tuple[str, str, list[str]]] = [
    ('a test without anything', P + 'tests:\n  - {}\n', [
        "5:5: 'name' is missing here",
        "5:5: 'chat' is missing here",
        "5:5: 'expect' is missing here",
    ]),
    ('nobody speaks', P + 'tests:\n  - name: t\n    chat: []\n    expect: []\n', [
        "6:11: 'chat' is empty | Write something, or leave the key out.",
    ]),
    ('a line that does nothing', C + '      - {who: ann}\n    expect: []\n', [
        '7:9: a line is one of says, edits, reports, presses or does | This has none of them.',
    ]),
    ('a line that does two things', C + '      - {who: ann, says: a, does: joins}\n    expect: []\n', [
        '7:9: a line is one of says, edits, reports, presses or does | This has says and does.',
    ]),
    ('a key misspelt', C + '      - {who: ann, say: a}\n    expect: []\n', [
        "7:20: unknown key 'say' | Did you mean 'says'?",
    ]),
    ('an unquoted channel', C + '      - {who: ann, in: general, says: 12}\n    expect: []\n', [
        '7:39: \'says\' should be text, and this is the number 12 | Put it in quotes: "12"',
    ]),
    ('a time that is none', C + '      - {who: ann, says: a, at: soon}\n    expect: []\n', [
        "7:33: 'soon' is no span of time | Write '30 minutes', '2 hours', '1 day'.",
    ]),
    ('time that runs backwards', C + '      - {who: ann, says: a, at: 2 minutes}\n      - {who: ann, says: b, at: 1 minute}\n    expect: []\n', [
        '8:33: this is earlier than the line above',
    ]),
    ('an answer to nobody', C + '      - {who: ann, says: a}\n      - {who: bob, says: b, reply_to: anna}\n    expect: []\n', [
        "8:39: nobody called 'anna' has written anything above | Did you mean 'ann'?",
    ]),
    ('a report about nobody', C + '      - {who: ann, says: a}\n      - {who: ann, reports: bob}\n    expect: []\n', [
        "8:29: nobody called 'bob' has written anything above | Known here: ann.",
    ]),
    ('an edit of nothing', C + '      - {who: ann, edits: a}\n    expect: []\n', [
        '7:27: ann has written nothing above',
    ]),
    ('a score above 1', C + '      - {who: ann, says: a, signals: {toxicity: 97}}\n    expect: []\n', [
        "7:49: 'toxicity' must be at most 1",
    ]),
    ('no expectation', C + '      - {who: ann, says: a}\n', [
        "5:5: 'expect' is missing here",
    ]),
    ('an action misspelt in a test', C + '      - {who: ann, says: a}\n    expect:\n      - {do: delet, of: ann}\n', [
        "9:14: 'delet' is nothing that can be done | Did you mean 'delete'?",
    ]),
    ('a stranger', C + '      - {who: ann, says: a}\n    expect:\n      - {do: delete, of: anne}\n', [
        "9:26: nobody called 'anne' is in this chat | Did you mean 'ann'?",
    ]),
    ('of and to', C + '      - {who: ann, says: a}\n    expect:\n      - {do: delete, of: ann, to: ann}\n', [
        "9:9: 'of' and 'to' mean the same | Keep one of them.",
    ]),
    ('an expectation as text', C + '      - {who: ann, says: a}\n    expect: [delete]\n', [
        "8:14: each entry of 'expect' should be keys with values, and this is the text 'delete'",
    ]),
    ('two tests of one name', C + '      - {who: ann, says: a}\n    expect: []\n  - name: T\n    chat: [{who: a, says: b}]\n    expect: nothing\n', [
        "9:11: 'T' is already the name of the one in line 5 | Give each a name of its own.",
    ]),
]
# fmt: on


@pytest.mark.parametrize(("text", "told"), [pytest.param(*r[1:], id=r[0]) for r in ROWS])
def test_admins_are_told_what_is_wrong_with_a_test(text: str, told: list[str]) -> None:
    assert mistakes(text) == told
