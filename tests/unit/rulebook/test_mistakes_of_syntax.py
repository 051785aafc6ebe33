"""Broken, cut-off, huge and hostile files: each row says what is told about it, and where."""

# ruff: noqa: E501  # what is told stays on one line, as admins see it

import pytest

from tests.unit.rulebook.toys import mistakes

H = "version: 1\ncommunity: C\n"
P = H + "policies: []\n"
T = H + "policies:\n  - name: a\n    kind: toy\n"

# fmt: off
ROWS: list[tuple[str, str, list[str]]] = [
    ('an empty file', '', [
        '1:1: there is nothing in this file | If it was cut off, bring it back from your last copy.',
    ]),
    ('only comments', '# version: 1\n', [
        '1:1: there is nothing in this file | If it was cut off, bring it back from your last copy.',
    ]),
    ('only a document mark', '---\n', [
        "2:1: a policy file is keys with values, and this is empty | Begin with 'version: 1'.",
    ]),
    ('words instead of keys', 'just some words\n', [
        "1:1: a policy file is keys with values, and this is the text 'just some words' | Begin with 'version: 1'.",
    ]),
    ('a list instead of keys', '- version: 1\n', [
        "1:1: a policy file is keys with values, and this is a list | Begin with 'version: 1'.",
    ]),
    ('cut off inside a quote', 'version: 1\ncommunity: "Kettle\n', [
        '2:12: a quote opens here and is never closed | Add the closing quote.',
    ]),
    ('cut off inside a list', 'version: 1\ncommunity: C\nrules: [one, two', [
        '3:8: a [ opens here and is never closed | Add the closing ].',
    ]),
    ('cut off inside braces', 'version: 1\nplaces: {lobby: main', [
        '2:9: a { opens here and is never closed | Add the closing }.',
    ]),
    ('cut off behind a key', 'version: 1\ncommunity: C\npolicies:\n  - name: a\n    kind:', [
        "5:10: 'kind' should be text, and this is empty | Write a value, or leave the key out.",
    ]),
    ('a name with @', H + 'policies: []\nteam:\n  moderators: [@mods]\n', [
        '5:16: text cannot begin with @ | Put it in quotes: "@mods"',
    ]),
    ('a name with `', H + 'rules: `be nice`\n', [
        '3:8: text cannot begin with ` | Put it in quotes: "`be"',
    ]),
    ('a name with %', H + 'rules:\n  - %percent\n', [
        '4:5: text cannot begin with % | Put it in quotes: "%percent"',
    ]),
    ('a channel read as comment in a list', T + '    channels: [#help]\n', [
        '6:16: #help is read as a comment, and so the list never ends | Put it in quotes: "#help"',
    ]),
    ('the second channel read as comment', T + '    channels: ["#help", #orders]\n    mode: observe\n', [
        '6:25: #orders is read as a comment, and so the list never ends | Put it in quotes: "#orders"',
    ]),
    ('a tab as indentation', H + 'team:\n\tmoderators: [M]\n', [
        '4:1: a tab stands at the beginning of this line | Indent with spaces.',
    ]),
    ('no space after a colon', H + 'policies:\n  - name: a\n    kind: toy\n    mode:enforce\n    channels: all\n', [
        "6:9: a space is missing after 'mode:' | Write 'mode: enforce'.",
    ]),
    ('no space after the last colon', 'version: 1\ncommunity:C\n', [
        "2:10: a space is missing after 'community:' | Write 'community: C'.",
    ]),
    ('a quote closed too late', H + 'rules:\n  - "be nice\n  - be "kind"\n', [
        '4:5: the quote opened here is closed only in line 5 | Add the closing quote where the text ends.',
    ]),
    ('text behind a closing quote', H + "rules:\n  - 'be' nice\n", [
        "4:10: text goes on after its closing quote | Put the whole text in quotes; inside '…' write '' for an apostrophe.",
    ]),
    ('an apostrophe in single quotes', H + "rules:\n  - 'it's fine'\n", [
        "4:9: text goes on after its closing quote | Put the whole text in quotes; inside '…' write '' for an apostrophe.",
    ]),
    ('a second colon', 'version: 1\ncommunity: Kettle: the shop\n', [
        "2:18: there is a second colon in this line | Put text that contains ': ' in quotes.",
    ]),
    ('a line indented too far', 'version: 1\n  community: C\n', [
        '2:12: this line is indented further than it may be | Give it as many spaces as its neighbours have.',
    ]),
    ('a line indented too little', H + 'team:\n    moderators: [A]\n  admins: [B]\n', [
        "5:3: this line does not fit its neighbours' indentation | Give it as many spaces as its neighbours have.",
    ]),
    ('a line without a colon', 'version: 1\ncommunity: C\nlanguage\npolicies: []\n', [
        "3:9: a line that should read 'key: value' has no colon | Add the colon, or indent the line if it continues the text above.",
    ]),
    ('a backslash in double quotes', H + 'rules: ["\\d+"]\n', [
        '3:11: a backslash in double quotes must be part of an escape such as \\n | Write two backslashes, or use single quotes.',
    ]),
    ('an escape beyond Unicode', H + 'rules: ["\\UFFFFFFFF"]\n', [
        '3:10: \\UFFFFFFFF is no character | Remove it.',
    ]),
    ('half a character', P + 'rules: ["\\ud800"]\n', [
        '4:9: \\ud800 is no character that can be stored | Remove the escape.',
    ]),
    ('a NUL by escape', P + 'rules: ["a\\0b"]\n', [
        '4:9: \\u0000 is no character that can be stored | Remove the escape.',
    ]),
    ('a bracket never opened', H + 'rules: ]\n', [
        '3:8: this line cannot be read | Compare it with the lines above it.',
    ]),
    ('a missing comma', H + 'rules: ["a" "b"]\n', [
        '3:13: a comma or ] is missing here | Text with , [ ] { } or quotes in a list needs quotes around it.',
    ]),
    ('an alias', P + 'rules: *all\n', [
        '4:8: aliases (*all) are not read, so that a small file cannot grow without end | Text that begins with * needs quotes; to use a value twice, write it out a second time.',
    ]),
    ('an anchor', P + 'rules: &all [a]\n', [
        '4:8: anchors (&all) are not read | Text that begins with & needs quotes; to use a value twice, write it out a second time.',
    ]),
    ('an alias bomb', P + 'rules: &a [x]\ntexts: [*a, *a]\n', [
        '4:8: anchors (&a) are not read | Text that begins with & needs quotes; to use a value twice, write it out a second time.',
        "5:8: 'texts' should be keys with values, and this is a list",
        '5:9: aliases (*a) are not read, so that a small file cannot grow without end | Text that begins with * needs quotes; to use a value twice, write it out a second time.',
        '5:13: aliases (*a) are not read, so that a small file cannot grow without end | Text that begins with * needs quotes; to use a value twice, write it out a second time.',
    ]),
    ('a tag', P + 'language: !!python/name:os.system en\n', [
        '4:11: tags (!!python/name:os.system) are not read: a policy file holds values, never types or code | Text that begins with ! needs quotes.',
    ]),
    ('a merge key', P + 'team:\n  <<: {moderators: [M]}\n', [
        '5:3: merge keys (<<) are not read | Write the values out.',
    ]),
    ('a directive', '%YAML 1.1\n---\n' + P, [
        '1:1: lines that begin with % are not read | Remove it.',
    ]),
    ('a second document', P + '---\nversion: 1\n', [
        '4:1: a second document begins here (---), and a policy file is one document | Put the second one into a file of its own.',
    ]),
    ('a key that is a list', P + '[a]: b\n', [
        '4:1: a list or table cannot be a key | Text that begins with { or [ needs quotes.',
    ]),
    ('a key twice', P + 'language: en\nlanguage: de\n', [
        "5:1: 'language' stands here a second time (first in line 4) | Keep one of the two.",
    ]),
    ('a key twice deeper down', T + '    mode: observe\n    mode: enforce\n', [
        "7:5: 'mode' stands here a second time (first in line 6) | Keep one of the two.",
    ]),
    ('nested too deep', P + 'rules: ' + '[' * 60 + '\n', [
        '4:57: this is nested more than 50 levels deep, and Evenhand does not read such files',
    ]),
    ('too many values', P + 'rules: [' + 'a,\n' * 20100 + ']\n', [
        '19995:1: this file holds more than 20,000 values, and Evenhand does not read such files | Move long lists into files of their own.',
    ]),
    ('too many lines', P + '\n' * 50100, [
        '50001:1: this file has more than 50,000 lines, and Evenhand does not read such policy files | Break long texts over lines, and move long lists into files of their own.',
    ]),
    ('too long a line', P + "rules: ['" + '!' * 20000 + "']\n", [
        '4:1: this line is longer than 10,000 characters, and Evenhand does not read such policy files | Break long texts over lines, and move long lists into files of their own.',
    ]),
    ('too large', P + '# filler\n' * 120000, [
        '1:1: this file is larger than 1 MB, and Evenhand does not read such policy files | Move long lists into files of their own.',
    ]),
    ('a NUL', 'version: 1\ncommunity: \x00\n', [
        '2:12: there is an invisible character here (U+0000) that is no text | Remove it; if the whole file looks like this, it is no policy file.',
    ]),
    ('a control character', 'version: 1\ncommunity: \x1b[31m\n', [
        '2:12: there is an invisible character here (U+001B) that is no text | Remove it; if the whole file looks like this, it is no policy file.',
    ]),
]
# fmt: on


@pytest.mark.parametrize(("text", "told"), [pytest.param(*r[1:], id=r[0]) for r in ROWS])
def test_admins_are_told_where_a_file_cannot_be_read(text: str, told: list[str]) -> None:
    assert mistakes(text) == told
