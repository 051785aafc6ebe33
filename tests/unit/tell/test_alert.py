"""What the team reads. Whole texts on purpose: this is how the bot speaks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import (
    Action,
    AlertTeam,
    Ban,
    Button,
    CaseStatus,
    HoldForReview,
    LockChannel,
    OpenCase,
    Signal,
    Verdict,
    Withheld,
)
from bot.tell import alert, explain, reminder, room_of, standing_card
from tests.unit.tell.told import BOOK, DE, DELETE, EN, HOUR, NOON, VERDICT, a_case, by_mara, decided


def test_the_team_reads_one_line() -> None:
    text, buttons = alert(decided(DELETE), a_case(), BOOK, EN)
    assert text == (
        "#214 · message removed · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
        "rule “No insults”"
    )
    assert [button.id for button in buttons] == ["undo:d1", "right:214", "why:d1"]


def test_the_team_reads_one_line_in_german() -> None:
    text, _ = alert(decided(DELETE, HOUR, strike=4), a_case(), BOOK, DE)
    assert text == (
        "#214 · Nachricht entfernt, Auszeit für 1 Stunde · @Kim in #general · 4. Mal · "
        "Toxizität 0,97 („idiots“) · Regel „No insults“"
    )


def test_an_open_case_can_be_claimed_from_the_alert() -> None:
    _, buttons = alert(decided(DELETE, OpenCase()), a_case(status=CaseStatus.OPEN), BOOK, EN)
    ids = ["undo:d1", "right:214", "why:d1", "claim:214"]
    assert [button.id for button in buttons] == ids


SPAM = replace(VERDICT, signals=(Signal(name="spam", score=0.93),))


BOTH = replace(VERDICT, signals=(Signal(name="spam", score=0.9), *VERDICT.signals))


@pytest.mark.parametrize(
    ("verdict", "action", "english", "german"),
    [
        # an insult that was taken down
        (VERDICT, DELETE, ["Undo", "Was right"], ["Zurücknehmen", "War richtig"]),
        # spam that was taken down
        (SPAM, DELETE, ["Not spam, undo", "Spam"], ["Kein Spam, zurücknehmen", "Spam"]),
        # both at once: whether it was spam is not the question
        (BOTH, DELETE, ["Undo", "Was right"], ["Zurücknehmen", "War richtig"]),
        # an insult that may be one
        (
            VERDICT,
            HoldForReview(),
            ["Remove message", "Let it be"],
            ["Nachricht entfernen", "So lassen"],
        ),
        # spam that may be some
        (
            SPAM,
            HoldForReview(),
            ["Spam, remove", "Not spam, let it be"],
            ["Spam, entfernen", "Kein Spam, so lassen"],
        ),
    ],
)
def test_an_alert_asks_whether_it_was_right(
    verdict: Verdict, action: Action, english: list[str], german: list[str]
) -> None:
    held = isinstance(action, HoldForReview)
    case = a_case(kind="review", status=CaseStatus.OPEN) if held else a_case()
    for book, labels in ((EN, english), (DE, german)):
        _, buttons = alert(decided(action, verdict=verdict), case, BOOK, book)
        assert [button.label for button in buttons][:2] == labels


def test_nobody_is_asked_whether_a_person_was_right() -> None:
    _, buttons = alert(by_mara(DELETE), a_case(), BOOK, EN)
    assert not [button for button in buttons if button.id.startswith("right:")]


@pytest.mark.parametrize(
    ("kind", "action", "text"),
    [
        (
            "question",
            OpenCase(kind="question", title="how do I cancel?"),
            "#214 · question · @Kim in #help · “how do I cancel?”",
        ),
        (
            "report",
            OpenCase(kind="report", title="insults me"),
            "#214 · report · @Kim in #help · “insults me”",
        ),
        (
            "review",
            HoldForReview(reason="not sure"),
            "#214 · please decide · @Kim in #help · first time · toxicity 0.97 (“idiots”) · "
            "rule “No insults”",
        ),
    ],
)
def test_matters_for_people_begin_with_what_they_are(kind: str, action: Action, text: str) -> None:
    title = action.title if isinstance(action, OpenCase) else ""
    case = a_case(kind=kind, title=title, channel="help", status=CaseStatus.OPEN)
    said, buttons = alert(decided(action, AlertTeam()), case, BOOK, EN)
    assert said == text
    assert [button.id for button in buttons][-2:] == ["why:d1", "claim:214"]


def test_a_person_can_decide_what_a_policy_only_asked() -> None:
    held = Withheld(action=HOUR, because="limit timeouts_per_day (20) is reached")
    review = a_case(kind="review", status=CaseStatus.OPEN)
    cases = [
        # not sure about a message
        (decided(HoldForReview()), review, ["remove:214", "close:214"]),
        # no message to take down
        (decided(HoldForReview(), message=None), review, ["close:214"]),
        # a limit was reached
        (decided(DELETE, withheld=(held,)), review, ["do:214", "close:214", "undo:d1"]),
        # a limit was reached in a matter that is open anyway
        (decided(withheld=(held,)), a_case(status=CaseStatus.OPEN), ["do:214"]),
        # settled
        (decided(withheld=(held,)), a_case(), []),
    ]
    for decision, case, ids in cases:
        _, buttons = alert(decision, case, BOOK, EN)
        rest = ("why:d1", "claim:214")
        assert [button.id for button in buttons if button.id not in rest] == ids


def test_a_line_of_the_houses_own_stands_alone() -> None:
    decision = by_mara(AlertTeam(text="@Mara set “Flood” to paused."), subject=None)
    assert alert(decision, None, BOOK, EN) == ("@Mara set “Flood” to paused.", ())


def test_a_kind_of_case_that_only_a_policy_knows_keeps_its_name() -> None:
    text, _ = alert(decided(OpenCase(kind="wish")), a_case(kind="wish"), BOOK, EN)
    assert text.startswith("#214 · ")
    assert "put on the team's list (wish)" in explain(decided(OpenCase(kind="wish")))


def test_an_alerts_own_words_and_buttons_are_kept() -> None:
    own = Button(id="answer:9", label="Answer")
    action = AlertTeam(text="nobody has answered for 2 hours", buttons=(own,))
    case = a_case(kind="question", title="how?", status=CaseStatus.OPEN)
    text, buttons = alert(decided(OpenCase(kind="question"), action), case, BOOK, EN)
    assert text == ("#214 · question · nobody has answered for 2 hours · @Kim in #general · “how?”")
    assert buttons[0] == own


def test_a_limit_that_was_reached_is_told() -> None:
    held = Withheld(action=Ban(member="u1"), because="limit bans_per_day (0) is reached")
    text, _ = alert(decided(DELETE, withheld=(held,)), a_case(), BOOK, EN)
    assert text.endswith("not done: banned, no end set (limit bans_per_day (0) is reached)")


def test_what_was_observed_only_is_not_told_as_withheld() -> None:
    held = Withheld(action=HOUR, because="the policy only observes")
    text, _ = alert(decided(DELETE, withheld=(held,)), a_case(), BOOK, EN)
    assert "time" not in text.replace("first time", "")


def test_words_of_people_in_an_alert_are_one_line_and_cut() -> None:
    case = a_case(kind="report", title="a\n@everyone\n" + "x" * 500, status=CaseStatus.OPEN)
    text, _ = alert(decided(OpenCase(kind="report")), case, BOOK, EN)
    assert "\n" not in text
    assert len(text) < 300


def test_a_channels_alert_names_no_person() -> None:
    text, _ = alert(by_mara(LockChannel(channel="general")), None, BOOK, EN)
    assert text == "#general locked · #general · by @Mara · reason: “insults”"


def test_a_reminder_says_for_how_long_nobody_came() -> None:
    case = a_case(kind="question", title="how do I cancel?", status=CaseStatus.OPEN)
    text, buttons = reminder(case, NOON + timedelta(minutes=30), EN)
    assert text == (
        "#214 · question · nobody has it yet, after 30 minutes · @Kim in #general · "
        "“how do I cancel?”"
    )
    assert [button.id for button in buttons] == ["claim:214", "why:d1"]


def test_an_alert_shows_how_its_case_stands() -> None:
    undo = Button(id="undo:d1", label="Undo")
    case = a_case(status=CaseStatus.CLAIMED, assignee_name="Mara")
    text, buttons = standing_card("#214 · x\nold state", case, EN, kept=(undo,))
    assert text == "#214 · x\n@Mara has it"
    assert [button.id for button in buttons] == ["close:214", "undo:d1", "why:d1"]
    done = a_case(closed_by="Mara", resolution="")
    assert standing_card("#214 · x", done, EN)[0] == "#214 · x\nclosed by @Mara"
    text, buttons = standing_card("", a_case(status=CaseStatus.OPEN), EN, undone_by="Tom")
    assert text == "#214\ntaken back by @Tom"
    assert [button.id for button in buttons] == ["claim:214", "why:d1"]


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        ("#general", "#general"),
        ("help", "#help"),
        # a number is nothing that people can read
        ("-1001234567890", ""),
        ("-1001234567890/7", ""),
        ("", ""),
    ],
)
def test_a_room_is_named_where_it_has_a_name(channel: str, shown: str) -> None:
    case = replace(a_case(), channel=channel)
    assert room_of(case) == shown
