"""`evenhand replay` as admins use it: a report, decisions as lines, and two files compared."""

import io
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cli import FINE, MISTAKES, USAGE, WORLD, main
from bot.community import Community
from bot.detectors import builtin
from bot.domain import Event
from bot.wire import event_to_json
from policies.troll.words import WordsPolicy
from tests.support.making import after, posted

RULES = """\
version: 1
community: Kettle
language: en
team:
  moderators: [Moderator]
  alerts_to: "#mod-alerts"
policies:
  - name: No foul words
    kind: words
    mode: {mode}
    channels: all
    when:
      words: [{word}]
    then:
      - [delete, nudge]
      - [delete, warn]
    forget_after: 1 day
"""


_detectors = cache(builtin)


@pytest.fixture(autouse=True)
def one_set_of_detectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building them takes a quarter of a second, and these tests are not about them."""
    monkeypatch.setattr("bot.bootstrap.builtin", _detectors)
    monkeypatch.setattr("bot.replay.play.builtin", _detectors)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a policy file and a recording of five messages, as the working folder."""
    monkeypatch.chdir(tmp_path)
    write_rules("rules.yaml")
    said = ["hello there", "you twit", "what a nice day", "twit yourself", "bye"]
    record(
        "chat.jsonl", *(posted(f"m{n}", says=text, at=after(60 * n)) for n, text in enumerate(said))
    )
    return tmp_path


def write_rules(name: str, word: str = "twit", mode: str = "enforce") -> None:
    Path(name).write_text(RULES.format(word=word, mode=mode), encoding="utf-8")


def record(name: str, *events: Event, extra: str = "") -> None:
    lines = [json.dumps(event_to_json(event)) for event in events]
    Path(name).write_text("\n".join([*lines, extra]), encoding="utf-8")


@pytest.mark.usefixtures("here")
def test_an_admin_reads_what_a_file_would_have_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "rules.yaml", "chat.jsonl"]) == FINE
    said, complained = capsys.readouterr()
    assert "5 events, 5 messages among them, from 2026-01-05 12:00 to 2026-01-05 12:04" in said
    assert "Acted 2 times, on 40.000% of the events." in said
    assert "delete_message 2, nudge 1, warn 1" in said
    assert "line 2 · 2026-01-05 12:01 · @Rude in #general" in said
    assert "said: you twit" in said
    assert "did: message removed, private word" in said
    assert "What the team would have read (2 of 2)" in said
    assert complained == ""


@pytest.mark.usefixtures("here")
def test_json_prints_decisions_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "rules.yaml", "chat.jsonl", "--json"]) == FINE
    decisions = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [decision["event"] for decision in decisions] == ["m1", "m3"]
    assert [action["do"] for action in decisions[1]["actions"]] == ["delete_message", "warn"]
    assert set(decisions[0]) == {"event", "mode", "actions", "withheld", "verdicts"}


@pytest.mark.usefixtures("here")
def test_a_policy_that_observes_is_shown_as_held_back(capsys: pytest.CaptureFixture[str]) -> None:
    write_rules("rules.yaml", mode="observe")
    assert main(["replay", "rules.yaml", "chat.jsonl"]) == FINE
    said = capsys.readouterr().out
    assert "Acted 0 times" in said
    assert "Spoke and was held back 2 times." in said
    assert "the policy only observes" in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        # bad lines are named and left out
        ([], FINE),
        # and are a mistake where they should not be there
        (["--strict"], MISTAKES),
    ],
)
@pytest.mark.usefixtures("here")
def test_bad_lines_are_named(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    record("bad.jsonl", posted("m1"), extra="half a line\n" + '{"kind": "dance"}')
    assert main(["replay", "rules.yaml", "bad.jsonl", *arguments]) == code
    said, complained = capsys.readouterr()
    assert "Left out, as they could not be read: 2 lines." in said
    assert "bad.jsonl:2: not JSON" in complained
    assert "bad.jsonl:3: unknown kind of event 'dance'" in complained


@pytest.mark.usefixtures("here")
def test_more_bad_lines_than_anybody_reads_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    record("bad.jsonl", posted("m1"), extra="?\n" * 100)
    assert main(["replay", "rules.yaml", "bad.jsonl"]) == FINE
    assert "bad.jsonl: 80 more lines could not be read" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_two_files_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    write_rules("other.yaml", word="nice")
    assert main(["replay", "rules.yaml", "chat.jsonl", "--compare", "other.yaml"]) == FINE
    said = capsys.readouterr().out
    assert "One: Kettle, rules.yaml" in said
    assert "only the one acts" in said
    assert "Where they differ (3 of 3)" in said
    assert "other: nothing (line 2)" in said
    assert "one: nothing (line 3)" in said


@pytest.mark.usefixtures("here")
def test_a_file_is_alike_to_itself_but_for_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "rules.yaml", "chat.jsonl", "--compare", "rules.yaml"]) == FINE
    said = capsys.readouterr().out
    assert "Where they differ" not in said
    assert re.search(r"both do the same +2\n", said)


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        # nothing in it
        (["rules.yaml", "empty.jsonl"], MISTAKES, "there is no event in it to replay"),
        # nothing of that community in it
        (
            ["rules.yaml", "chat.jsonl", "--community", "tea"],
            MISTAKES,
            "there is no event of that community in it",
        ),
        # one or the other
        (["rules.yaml", "chat.jsonl", "--json", "--compare", "rules.yaml"], USAGE, "leave out"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_cannot_be_replayed_is_said_in_a_sentence(
    arguments: list[str], code: int, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.jsonl").touch()
    assert main(["replay", *arguments]) == code
    assert what in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_a_number_of_examples_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["replay", "rules.yaml", "chat.jsonl", "--limit-examples", "some"])
    assert stopped.value.code == USAGE
    assert "'some' is no number from 0 on" in capsys.readouterr().err
    assert main(["replay", "rules.yaml", "chat.jsonl", "--limit-examples", "0"]) == FINE
    said = capsys.readouterr().out
    assert "Examples" not in said
    assert "What the team" not in said


class _Stream(io.BytesIO):
    @property
    def buffer(self) -> "_Stream":
        return self


@pytest.mark.usefixtures("here")
def test_events_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", _Stream(Path("chat.jsonl").read_bytes()))
    assert main(["replay", "rules.yaml", "-"]) == FINE
    assert "5 events" in capsys.readouterr().out


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A policy with a mistake in its code."""

    async def judge(*_: Any) -> None:
        raise RuntimeError("oh dear")

    with monkeypatch.context() as patch:
        patch.setattr(WordsPolicy, "judge", judge)
        yield


@pytest.mark.usefixtures("here", "broken")
def test_what_breaks_inside_is_counted_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "rules.yaml", "chat.jsonl"]) == WORLD
    said = capsys.readouterr().out
    assert "Went wrong in Evenhand itself" in said
    assert "policy 'No foul words' failed: RuntimeError: oh dear" in said
    assert main(["replay", "rules.yaml", "chat.jsonl", "--json"]) == WORLD
    said, complained = capsys.readouterr()
    assert said == ""
    assert "oh dear" in complained


@pytest.mark.usefixtures("here")
def test_an_event_that_breaks_the_judging_is_set_aside_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handle = Community.handle

    async def stumble(self: Community, event: Event) -> None:
        if event.id == "m1":
            raise KeyError("oh dear")
        await handle(self, event)

    monkeypatch.setattr(Community, "handle", stumble)
    assert main(["replay", "rules.yaml", "chat.jsonl"]) == WORLD
    said = capsys.readouterr().out
    assert "a message_posted could not be judged: KeyError: 'oh dear'" in said
    assert "Acted 1 time" in said


@pytest.mark.usefixtures("here")
def test_what_people_wrote_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    record("evil.jsonl", posted("m1", says="twit \x1b[2J\x07 gone\r\nsaid: nothing"))
    assert main(["replay", "rules.yaml", "evil.jsonl"]) == FINE
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "said: twit [2J gone said: nothing" in said


@pytest.mark.usefixtures("here")
def test_progress_is_shown_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.replay.EVERY", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["replay", "rules.yaml", "chat.jsonl"]) == FINE
    shown = capsys.readouterr().err
    assert "5 events, 100%" in shown
    assert shown.endswith("\r\x1b[K")
