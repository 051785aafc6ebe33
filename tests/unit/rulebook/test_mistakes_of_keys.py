"""Keys and values that make no sense: each row says what is told about it, and where."""

# ruff: noqa: E501  # what is told stays on one line, as admins see it

import pytest

from tests.unit.rulebook.toys import mistakes

H = "version: 1\ncommunity: C\n"
P = H + "policies: []\n"
T = H + "policies:\n  - name: a\n    kind: toy\n"

# fmt: off
ROWS: list[tuple[str, str, list[str]]] = [
    ('a file that a policy names', 'entries: []\n', [
        "1:1: this is no policy file; it looks like what 'answers' of a toy names | Check the policy file that names it.",
    ]),
    ('nothing but the version', 'version: 1\n', [
        "1:1: 'community' is missing here",
        "1:1: 'policies' is missing here",
    ]),
    ('a later version', 'version: 2\ncommunity: C\npolicies: []\n', [
        "1:10: this Evenhand reads policy files of version 1 | Write 'version: 1', or update Evenhand.",
    ]),
    ('a quoted version', 'version: "1"\ncommunity: C\npolicies: []\n', [
        "1:10: 'version' should be a whole number, and this is the text '1' | Take the quotes away.",
    ]),
    ('a version that is true', 'version: true\ncommunity: C\npolicies: []\n', [
        "1:10: 'version' should be a whole number, and this is the word true",
    ]),
    ('an unknown key', P + 'polices: []\n', [
        "4:1: unknown key 'polices' | Did you mean 'policies'?",
    ]),
    ('a number as a name', 'version: 1\ncommunity: 2024\npolicies: []\n', [
        '2:12: \'community\' should be text, and this is the number 2024 | Put it in quotes: "2024"',
    ]),
    ('an empty name', 'version: 1\ncommunity: ""\npolicies: []\n', [
        "2:12: 'community' is empty | Write something, or leave the key out.",
    ]),
    ('a language that is not spoken', P + 'language: fr\n', [
        "4:11: 'language' cannot be 'fr' | Write en or de.",
    ]),
    ('an unquoted id', P + 'places:\n  discord: 815123456789012345\n', [
        '5:12: \'discord\' should be text, and this is the number 815123456789012345 | Ids are names, not numbers: put it in quotes: "815123456789012345"',
    ]),
    ('an id with spaces', P + 'places:\n  discord: "815 123"\n', [
        "5:12: an id has no spaces | Copy it from the network's settings.",
    ]),
    ('a network in capitals', P + 'places:\n  Discord: "815"\n', [
        "5:3: 'Discord' is no network's name | Write it in small letters.",
    ]),
    ('a role instead of a list', P + 'team:\n  moderators: Moderator\n', [
        "5:15: 'moderators' should be a list, and this is the text 'Moderator' | Write a list: [Moderator].",
    ]),
    ('a role that is a number', P + 'team:\n  moderators: [12]\n', [
        '5:16: each entry of \'moderators\' should be text, and this is the number 12 | Put it in quotes: "12"',
    ]),
    ('alerts to a comment', P + 'team:\n  alerts_to: #mod-alerts\n', [
        '5:13: \'alerts_to\' should be text, and this is empty | #mod-alerts is read as a comment. Put it in quotes: "#mod-alerts"',
    ]),
    ('a channel in a list read as comment', T + '    channels:\n      - #help\n      - a\n', [
        '7:8: each entry of \'channels\' should be text, and this is empty | #help is read as a comment. Put it in quotes: "#help"',
    ]),
    ('a team without anything', P + 'team:\n', [
        "4:6: 'team' should be keys with values, and this is empty | Write a value, or leave the key out.",
    ]),
    ('a negative limit', P + 'limits:\n  bans_per_day: -1\n', [
        "5:17: 'bans_per_day' must be at least 0",
    ]),
    ('a limit with a fraction', P + 'limits:\n  bans_per_day: 1.5\n', [
        "5:17: 'bans_per_day' should be a whole number, and this is the number 1.5",
    ]),
    ('a limit in words', P + 'limits:\n  bans_per_day: none\n', [
        "5:17: 'bans_per_day' should be a whole number, and this is the text 'none'",
    ]),
    ('a limit that does not exist', P + 'limits:\n  bans_per_week: 3\n', [
        "5:3: unknown key 'bans_per_week' | Did you mean 'bans_per_day'?",
    ]),
    ('rules as one text', P + 'rules: Be nice\n', [
        "4:8: 'rules' should be a list, and this is the text 'Be nice' | Write a list: [Be nice].",
    ]),
    ('a rule that became a table', P + 'rules:\n  - Be nice: always\n', [
        "5:5: each entry of 'rules' should be text, and this is keys with values | Put text that contains ': ' in quotes.",
    ]),
    ('an address that is none', P + 'rules_url: www.example.org\n', [
        '4:12: this is no web address | Write it with https://.',
    ]),
    ('no policies', H, [
        "1:1: 'policies' is missing here",
    ]),
    ('a policy that is a word', H + 'policies: [abuse]\n', [
        "3:12: each entry of 'policies' should be keys with values, and this is the text 'abuse'",
    ]),
    ('a policy without a name', H + 'policies:\n  - kind: toy\n', [
        "4:5: 'name' is missing here",
    ]),
    ('a policy without a kind', H + 'policies:\n  - name: a\n', [
        "4:5: 'kind' is missing here",
    ]),
    ('an unknown kind', H + 'policies:\n  - name: a\n    kind: toi\n', [
        "5:11: there is no kind of policy called 'toi' | Did you mean 'toy'?",
    ]),
    ('a kind nobody knows', H + 'policies:\n  - name: a\n    kind: zzzz\n', [
        "5:11: there is no kind of policy called 'zzzz' | Known here: toy.",
    ]),
    ('mode off', T + '    mode: off\n', [
        "6:11: 'mode' cannot be 'off' | Did you mean 'paused'? Possible: enforce, observe or paused.",
    ]),
    ('mode on', T + '    mode: on\n', [
        "6:11: 'mode' cannot be 'on' | Did you mean 'enforce'? Possible: enforce, observe or paused.",
    ]),
    ('mode true', T + '    mode: true\n', [
        "6:11: 'mode' cannot be 'true' | Did you mean 'enforce'? Possible: enforce, observe or paused.",
    ]),
    ('a mode misspelt', T + '    mode: enforse\n', [
        "6:11: 'mode' cannot be 'enforse' | Did you mean 'enforce'? Possible: enforce, observe or paused.",
    ]),
    ('one channel without a list', T + '    channels: "#help"\n', [
        '6:15: \'channels\' should be all or a list, and this is the text \'#help\' | Write a list: ["#help"].',
    ]),
    ('no channels', T + '    channels: []\n', [
        "6:15: 'channels' is empty | Write something, or leave the key out.",
    ]),
    ('two policies of one name', T + '  - name: A\n    kind: toy\n', [
        "6:11: 'A' is already the name of the one in line 4 | Give each a name of its own.",
    ]),
    ('a threshold misspelt', T + '    when:\n      toxicity_abov: 0.9\n', [
        "7:7: unknown key 'toxicity_abov' | Did you mean 'toxicity_above'?",
    ]),
    ('a common key misspelt', T + '    chanels: all\n', [
        "6:5: unknown key 'chanels' | Did you mean 'channels'?",
    ]),
    ('a threshold above 1', T + '    when: {toxicity_above: 90}\n', [
        "6:28: 'toxicity_above' must be at most 1",
    ]),
    ('a threshold in quotes', T + '    when: {toxicity_above: "0.9"}\n', [
        "6:28: 'toxicity_above' should be a number, and this is the text '0.9' | Take the quotes away.",
    ]),
    ('a threshold that is no number', T + '    when: {toxicity_above: .nan}\n', [
        "6:28: 'toxicity_above' should be a number, and this is the text '.nan'",
    ]),
    ('a span without a unit', T + '    when: {toxicity_above: 0.9, within: 30}\n', [
        "6:41: 30 is no span of time | Write '30 minutes'.",
    ]),
    ('a span in unknown words', T + '    when: {toxicity_above: 0.9, within: a while}\n', [
        "6:41: 'a while' is no span of time | Write '30 minutes', '2 hours', '1 day'.",
    ]),
    ('an action misspelt', T + '    then: [delete, nuge]\n', [
        "6:20: 'nuge' is nothing that can be done",
    ]),
    ('actions as text', T + '    then: delete\n', [
        '6:11: write a list of actions such as [delete, nudge]',
    ]),
    ('a hole without quotes', T + '    say: {member}\n', [
        "6:10: 'say' should be text, and this is keys with values | Text that begins with { needs quotes.",
    ]),
    ('a word where yes or no belongs', T + '    loud: yes\n', [
        "6:11: 'loud' should be true or false, and this is the text 'yes' | Write true.",
    ]),
    ('one of several shapes, and none fits', T + '    level: high\n', [
        "6:12: 'level' should be a whole number or a list, and this is the text 'high' | Write a list: [high].",
    ]),
    ('one of several shapes, and a mistake within', T + '    level: [{toxicity_above: 2}]\n', [
        "6:30: 'toxicity_above' must be at most 1",
    ]),
    ('a kind that refuses', T + '    refuse: value\n', [
        "6:13: this toy refuses | Write 'refuse: no'.",
    ]),
    ('a kind with a fault', T + '    refuse: fault\n', [
        "5:11: this policy cannot be built: KeyError: 'a fault of the kind' | This is a fault of the kind 'toy', not of your file.",
    ]),
    ('settings with a fault', T + '    fault: x\n', [
        "5:11: this policy cannot be built: TypeError: a fault of the settings | This is a fault of the kind 'toy', not of your file.",
    ]),
    ('a file that is not named', T + '    answers:\n    refuse: value\n', [
        "7:13: this toy refuses | Write 'refuse: no'.",
    ]),
    ('a file that is a list', T + '    answers: [faq.yaml]\n', [
        "6:14: 'answers' should be keys with values, and this is a list",
    ]),
    ('a file with nowhere to look', T + '    answers: faq.yaml\n', [
        "6:14: 'faq.yaml' cannot be read: there is no folder to look in",
    ]),
    ('a bad pattern', T + "    patterns:\n      - ok\n      - 'a(b'\n", [
        "8:13: the pattern 'a(b' cannot be used: a bracket ( is never closed | Add ) or write \\( for the sign.",
    ]),
]
# fmt: on


@pytest.mark.parametrize(("text", "told"), [pytest.param(*r[1:], id=r[0]) for r in ROWS])
def test_admins_are_told_which_key_or_value_makes_no_sense(text: str, told: list[str]) -> None:
    assert mistakes(text) == told
