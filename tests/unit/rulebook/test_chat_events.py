"""The chat of a test, as a network would tell it."""

from datetime import timedelta

from bot.domain import (
    ButtonPressed,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReportFiled,
    Signal,
    TimePassed,
)
from bot.rulebook.chat_events import START, chat_of
from tests.unit.rulebook.toys import read

HEAD = """\
version: 1
community: C
places: {lobby: "room"}
policies:
  - name: Loud
    kind: toy
    then: [delete, nudge]
"""
LINES = """\
tests:
  - name: t
    chat:
      - {who: ann, does: joins}
      - {who: ann, says: first, roles: [Partner], member_for: 2 days, account_age: 3 days}
      - {who: bob, in: "#help", says: second, reply_to: ann, at: 5 minutes, network: other}
      - {who: ann, edits: first again, signals: {toxicity: 0.5}}
      - {who: bob, reports: ann}
      - {who: bob, reply_to: l2, says: third}
      - {who: bob, presses: "yes"}
      - {who: ann, does: leaves}
      - {who: ann, does: waits, at: 2 hours}
"""


def test_a_chat_becomes_events_as_a_network_would_tell_them() -> None:
    book = read(HEAD + LINES + "    expect: []\n")
    chat = chat_of(book.tests[0], book)
    joins, first, second, edit, report, third, press, leaves, waits = chat.events
    assert isinstance(joins, MemberJoined)
    assert joins.member.joined_at == START
    assert isinstance(first, MessagePosted)
    assert (first.id, first.at, first.place) == ("l2", START + timedelta(seconds=30), "room")
    assert first.member.roles == ("Partner",)
    assert first.member.joined_at == first.at - timedelta(days=2)
    assert first.member.account_created_at == first.at - timedelta(days=3)
    assert isinstance(second, MessagePosted)
    assert (second.reply_to, second.channel, second.network) == ("l2", "help", "other")
    assert isinstance(edit, MessageEdited)
    assert (edit.message, edit.text) == ("l2", "first again")
    assert chat.signals == {
        "l4": {"toxicity": Signal(name="toxicity", score=0.5, evidence="first again")}
    }
    assert isinstance(report, ReportFiled)
    assert report.accused is not None
    assert (report.accused.id, report.message, report.text) == ("ann", "l2", "first again")
    assert isinstance(third, MessagePosted)
    assert third.reply_to == "l2"
    assert isinstance(press, ButtonPressed)
    assert press.button == "yes"
    assert isinstance(leaves, MemberLeft)
    assert isinstance(waits, TimePassed)
    assert waits.at == START + timedelta(hours=2)
