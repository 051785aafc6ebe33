"""What members and the team read. Whole texts on purpose: this is how the bot speaks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import (
    Action,
    AddRole,
    AlertTeam,
    Ban,
    Button,
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    HoldForReview,
    Kick,
    LockChannel,
    Member,
    Mode,
    Nudge,
    OpenCase,
    Order,
    Outcome,
    OutcomeState,
    PurgeMessages,
    Reply,
    SendDirect,
    Signal,
    Silence,
    SlowMode,
    Timeout,
    Unban,
    Untimeout,
    Verdict,
    Warn,
    Withheld,
)
from bot.locale import Phrasebook
from bot.rulebook.book import Rulebook
from bot.tell import alert, explain, failure, notice, reminder, standing_card, statement

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
BOOK = Rulebook(
    id="kettle", name="Kettle & Co.", version="abcdef0123456789", rules_url="https://k.example/r"
)
EN, DE, SIE = Phrasebook("en"), Phrasebook("de"), Phrasebook("de", "sie")
DELETE = DeleteMessage(channel="general", message="m1", member="u1")
HOUR = Timeout(member="u1", seconds=3600)
VERDICT = Verdict(
    policy="Keep insults out",
    reason="it reads as an insult",
    steps=((),),
    signals=(Signal(name="toxicity", score=0.97, evidence="idiots"),),
    forget_after=timedelta(days=30),
)


def _decision(*actions: Action, verdict: Verdict | None = VERDICT, **more: object) -> Decision:
    plain = Decision(
        id="d1",
        at=NOON,
        community="kettle",
        network="lobby",
        channel="general",
        cause="lobby::message_posted:m1",
        actor="Keep insults out",
        subject=Member(id="u1", name="Kim"),
        message="m1",
        actions=actions,
        verdicts=(verdict,) if verdict else (),
        strike=1,
        case=214,
        rule="No insults",
        facts="it reads as an insult",
        evidence="idiots",
        policy_version=BOOK.version,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Decision by name


def _by_mara(*actions: Action, **more: object) -> Decision:
    return _decision(
        *actions,
        verdict=None,
        actor="lobby:m1",
        rule="warn",
        facts="insults",
        evidence="",
        strike=0,
        automated_detection=False,
        automated_decision=False,
        details={"by": "Mara", "forget_after": "2592000"},
        **more,
    )


def _case(**more: object) -> Case:
    plain = Case(
        community="kettle",
        number=214,
        kind="conduct",
        title="",
        status=CaseStatus.CLOSED,
        opened_at=NOON,
        subject="lobby:u1",
        subject_name="Kim",
        network="lobby",
        channel="general",
        about="d1",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Case by name


def _said(decision: Decision, book: Phrasebook = EN) -> str:
    told = notice(decision, BOOK, book)
    assert told is not None
    return told[0]


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        # the message alone
        (
            (DELETE,),
            "I removed your message in #general. Reason: rule “No insults”. Nothing else happens "
            "now. If you think this is wrong, press Appeal and a person will look at it.",
        ),
        # with a private word
        (
            (DELETE, Nudge(member="u1")),
            "I took your message in #general down. Reason: rule “No insults”. Put it another way "
            "and it can stay; nothing else happens now. If I got it wrong, press Appeal and a "
            "person will look at it.",
        ),
        # the word alone
        (
            (Nudge(member="u1"),),
            "Your message in #general can stay, but it comes close to a line here. Reason: rule "
            "“No insults”. Nothing else happens now.",
        ),
        # a warning says when it is forgotten
        (
            (DELETE, Warn(member="u1")),
            "I removed your message in #general. Reason: rule “No insults”. This is a warning, "
            "and it is forgotten after 30 days. If you think this is wrong, press Appeal and a "
            "person will look at it.",
        ),
        # the harsher speaks for both
        (
            (DELETE, Warn(member="u1"), HOUR),
            "I removed your message in #general, and you can't write in Kettle & Co. for 1 hour, "
            "until 13:00 UTC. Reason: rule “No insults”. You can still read everything. If you "
            "think this is wrong, press Appeal and a person will look at it.",
        ),
        # several messages
        (
            (PurgeMessages(channel="general", messages=("m1", "m2", "m3")),),
            "I removed 3 of your messages in #general. Reason: rule “No insults”. Nothing else "
            "happens now. If you think this is wrong, press Appeal and a person will look at it.",
        ),
        # out, and the message too
        (
            (DELETE, Kick(member="u1")),
            "I removed your message in #general. I have removed you from Kettle & Co.; you may "
            "come back. Reason: rule “No insults”. If you think this is wrong, press Appeal and "
            "a person will look at it.",
        ),
        # for a while
        (
            (Ban(member="u1", seconds=86400),),
            "I have closed Kettle & Co. to you for 1 day, until Tuesday, 12:00 UTC. Reason: rule "
            "“No insults”. If you think this is wrong, press Appeal and a person will look at it.",
        ),
        # with no end
        (
            (Ban(member="u1"),),
            "I have closed Kettle & Co. to you, with no end set. Reason: rule “No insults”. If "
            "you think this is wrong, press Appeal and a person will look at it.",
        ),
    ],
)
def test_a_member_reads_one_coherent_message(actions: tuple[Action, ...], said: str) -> None:
    assert _said(_decision(*actions)) == said


@pytest.mark.parametrize(
    ("action", "begins"),
    [
        (Warn(member="u1"), "We, the team of Kettle & Co., are giving you a warning."),
        (HOUR, "We have paused your writing in Kettle & Co. for 1 hour, until 13:00 UTC."),
        (Kick(member="u1"), "We have removed you from Kettle & Co.; you may come back."),
        (Ban(member="u1"), "We have closed Kettle & Co. to you, with no end set."),
        (Ban(member="u1", seconds=60), "We have closed Kettle & Co. to you for 1 minute"),
        (PurgeMessages(channel="general", messages=("m1",)), "We removed your message in"),
    ],
)
def test_the_team_says_we_when_a_person_decided(action: Action, begins: str) -> None:
    said = _said(_by_mara(action))
    assert said.startswith(begins)
    assert "Reason: insults." in said
    assert "somebody else will look at it" in said


def test_a_member_learns_that_a_pause_was_lifted() -> None:
    told = notice(_by_mara(Untimeout(member="u1")), BOOK, EN)
    assert told == ("You can write in Kettle & Co. again. We lifted the pause early.", ())


def test_a_warning_that_is_not_held_against_anybody_says_so() -> None:
    bare = replace(VERDICT, forget_after=None)
    said = _said(_decision(DELETE, Warn(member="u1"), verdict=bare))
    assert "and it does not add up with others" in said


def test_the_member_can_ask_why_and_appeal() -> None:
    told = notice(_decision(DELETE), BOOK, EN)
    assert told is not None
    assert told[1] == (
        Button(id="why:d1", label="Why?"),
        Button(id="appeal:d1", label="Appeal"),
    )
    told = notice(_decision(Nudge(member="u1")), BOOK, EN)
    assert told is not None
    assert told[1] == (Button(id="why:d1", label="Why?"),)


@pytest.mark.parametrize(
    "decision",
    [
        _decision(),  # nothing was done
        _decision(AlertTeam(), OpenCase(), HoldForReview()),  # a matter of the team's
        _decision(Reply(channel="general", text="hello")),
        _decision(DELETE, SendDirect(member="u1", text="my own words")),  # it speaks for itself
        _decision(DELETE, subject=None),
        _by_mara(Unban(member="u1")),  # who is banned cannot be reached
    ],
)
def test_sometimes_there_is_nothing_to_say(decision: Decision) -> None:
    assert notice(decision, BOOK, EN) is None


def test_the_policy_files_words_win() -> None:
    own = replace(
        VERDICT,
        say="Hi {member}, {rule} in {channel} of {community}: {reason}. {duration}. {rules_url}\n",
    )
    assert _said(_decision(DELETE, HOUR, verdict=own)) == (
        "Hi @Kim, No insults in #general of Kettle & Co.: it reads as an insult. 1 hour. "
        "https://k.example/r If you think this is wrong, press Appeal and a person will look at "
        "it."
    )


@pytest.mark.parametrize(
    ("action", "added"),
    [
        (Nudge(member="u1"), ""),
        (Warn(member="u1"), "This is a warning, and it is forgotten after 30 days."),
        (HOUR, "You can't write in Kettle & Co. for 1 hour, until 13:00 UTC."),
        (Kick(member="u1"), "You are out of Kettle & Co. for now and may join again."),
        (Ban(member="u1"), "Kettle & Co. is closed to you, with no end set."),
        (Ban(member="u1", seconds=60), "closed to you for 1 minute, until 12:01 UTC."),
    ],
)
def test_what_the_policy_files_words_leave_out_is_added(action: Action, added: str) -> None:
    own = replace(VERDICT, say="Please be kind.")
    said = _said(_decision(DELETE, action, verdict=own))
    assert said.startswith("Please be kind.")
    assert added in said
    assert ("press Appeal" in said) is bool(added)


def test_the_reason_is_the_house_rule_where_a_policy_names_one() -> None:
    own = replace(VERDICT, say="({reason})", rule="rule 1: no insults")
    decision = _decision(DELETE, verdict=own, rule="rule 1: no insults")
    assert _said(decision) == "(rule 1: no insults)"


def test_a_nudges_own_words_win_over_the_policys() -> None:
    own = replace(VERDICT, say="the policy's words")
    said = _said(_decision(DELETE, Nudge(member="u1", text="a word, {member}"), verdict=own))
    assert said == "a word, @Kim"


def test_words_of_a_policy_that_only_observes_are_not_said() -> None:
    own = replace(VERDICT, say="observed", mode=Mode.OBSERVE)
    assert _said(_decision(DELETE, verdict=own)).startswith("I removed")


def test_a_text_with_a_hole_that_nothing_fills_gives_way_to_ours() -> None:
    own = replace(VERDICT, say="the answer is {answer}")
    assert _said(_decision(DELETE, verdict=own)).startswith("I removed")


def test_a_name_full_of_braces_stays_a_name() -> None:
    own = replace(VERDICT, say="Hi {member}.")
    decision = _decision(
        DELETE, verdict=own, subject=Member(id="u1", name="{rules_url}{0.__class__}")
    )
    assert _said(decision) == "Hi @{rules_url}{0.__class__}."


def test_wordings_change_with_the_case_and_say_the_same() -> None:
    even = _said(_decision(DELETE, case=214))
    odd = _said(_decision(DELETE, case=215))
    assert even != odd
    assert "rule “No insults”" in odd


def test_a_community_says_it_in_its_own_words() -> None:
    book = Phrasebook("en", "du", {"removed": "Gone from {channel} ({reason})."})
    assert _said(_decision(DELETE), book) == "Gone from #general (rule “No insults”)."


def test_a_german_member_reads_german() -> None:
    assert _said(_decision(DELETE, HOUR), DE) == (
        "Ich habe deine Nachricht in #general entfernt, und du kannst bei Kettle & Co. für "
        "1 Stunde nicht schreiben, bis 13:00 Uhr (UTC). Grund: Regel „No insults“. Mitlesen geht "
        "weiter. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es "
        "sich an."
    )
    assert "Ich habe Ihre Nachricht in #general entfernt" in _said(_decision(DELETE, HOUR), SIE)


def test_the_channel_is_named_as_people_call_it() -> None:
    decision = _decision(DELETE, channel="815", details={"channel_name": "general"})
    assert "in #general" in _said(decision)


def test_the_team_reads_one_line() -> None:
    text, buttons = alert(_decision(DELETE), _case(), BOOK, EN)
    assert text == (
        "#214 · message removed · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
        "rule “No insults”"
    )
    assert [button.id for button in buttons] == ["undo:d1", "why:d1"]


def test_the_team_reads_one_line_in_german() -> None:
    text, _ = alert(_decision(DELETE, HOUR, strike=4), _case(), BOOK, DE)
    assert text == (
        "#214 · Nachricht entfernt, Auszeit für 1 Stunde · @Kim in #general · 4. Mal · "
        "Toxizität 0,97 („idiots“) · Regel „No insults“"
    )


def test_an_open_case_can_be_claimed_from_the_alert() -> None:
    _, buttons = alert(_decision(DELETE, OpenCase()), _case(status=CaseStatus.OPEN), BOOK, EN)
    assert [button.id for button in buttons] == ["undo:d1", "why:d1", "claim:214"]


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
    case = _case(kind=kind, title=title, channel="help", status=CaseStatus.OPEN)
    said, buttons = alert(_decision(action, AlertTeam()), case, BOOK, EN)
    assert said == text
    assert [button.id for button in buttons][-2:] == ["why:d1", "claim:214"]


def test_a_person_can_decide_what_a_policy_only_asked() -> None:
    held = Withheld(action=HOUR, because="limit timeouts_per_day (20) is reached")
    review = _case(kind="review", status=CaseStatus.OPEN)
    cases = [
        # not sure about a message
        (_decision(HoldForReview()), review, ["remove:214", "close:214"]),
        # no message to take down
        (_decision(HoldForReview(), message=None), review, ["close:214"]),
        # a limit was reached
        (_decision(DELETE, withheld=(held,)), review, ["do:214", "close:214", "undo:d1"]),
        # a limit was reached in a matter that is open anyway
        (_decision(withheld=(held,)), _case(status=CaseStatus.OPEN), ["do:214"]),
        # settled
        (_decision(withheld=(held,)), _case(), []),
    ]
    for decision, case, ids in cases:
        _, buttons = alert(decision, case, BOOK, EN)
        rest = ("why:d1", "claim:214")
        assert [button.id for button in buttons if button.id not in rest] == ids


def test_a_line_of_the_houses_own_stands_alone() -> None:
    decision = _by_mara(AlertTeam(text="@Mara set “Flood” to paused."), subject=None)
    assert alert(decision, None, BOOK, EN) == ("@Mara set “Flood” to paused.", ())


def test_a_kind_of_case_that_only_a_policy_knows_keeps_its_name() -> None:
    text, _ = alert(_decision(OpenCase(kind="wish")), _case(kind="wish"), BOOK, EN)
    assert text.startswith("#214 · ")
    assert "put on the team's list (wish)" in explain(_decision(OpenCase(kind="wish")))


def test_an_alerts_own_words_and_buttons_are_kept() -> None:
    own = Button(id="answer:9", label="Answer")
    action = AlertTeam(text="nobody has answered for 2 hours", buttons=(own,))
    case = _case(kind="question", title="how?", status=CaseStatus.OPEN)
    text, buttons = alert(_decision(OpenCase(kind="question"), action), case, BOOK, EN)
    assert text == ("#214 · question · nobody has answered for 2 hours · @Kim in #general · “how?”")
    assert buttons[0] == own


def test_a_limit_that_was_reached_is_told() -> None:
    held = Withheld(action=Ban(member="u1"), because="limit bans_per_day (0) is reached")
    text, _ = alert(_decision(DELETE, withheld=(held,)), _case(), BOOK, EN)
    assert text.endswith("not done: banned, no end set (limit bans_per_day (0) is reached)")


def test_what_was_observed_only_is_not_told_as_withheld() -> None:
    held = Withheld(action=HOUR, because="the policy only observes")
    text, _ = alert(_decision(DELETE, withheld=(held,)), _case(), BOOK, EN)
    assert "time" not in text.replace("first time", "")


def test_words_of_people_in_an_alert_are_one_line_and_cut() -> None:
    case = _case(kind="report", title="a\n@everyone\n" + "x" * 500, status=CaseStatus.OPEN)
    text, _ = alert(_decision(OpenCase(kind="report")), case, BOOK, EN)
    assert "\n" not in text
    assert len(text) < 300


def test_an_alert_can_tell_what_came_of_it() -> None:
    outcomes = (
        (_order(HOUR), Outcome(state=OutcomeState.REFUSED, detail="rank")),
        (_order(DELETE), Outcome(state=OutcomeState.IN_DOUBT)),
        (_order(DELETE), Outcome(state=OutcomeState.DONE)),
        (_order(DELETE), None),
    )
    text, _ = alert(_decision(DELETE, HOUR), _case(), BOOK, EN, outcomes)
    assert text.endswith(
        "could not be done: timed out for 1 hour (rank) · in doubt: message removed"
    )


def test_a_channels_alert_names_no_person() -> None:
    text, _ = alert(_by_mara(LockChannel(channel="general")), None, BOOK, EN)
    assert text == "#general locked · #general · by @Mara · reason: “insults”"


def test_a_reminder_says_for_how_long_nobody_came() -> None:
    case = _case(kind="question", title="how do I cancel?", status=CaseStatus.OPEN)
    text, buttons = reminder(case, NOON + timedelta(minutes=30), EN)
    assert text == (
        "#214 · question · nobody has it yet, after 30 minutes · @Kim in #general · "
        "“how do I cancel?”"
    )
    assert [button.id for button in buttons] == ["claim:214", "why:d1"]


def test_an_alert_shows_how_its_case_stands() -> None:
    undo = Button(id="undo:d1", label="Undo")
    case = _case(status=CaseStatus.CLAIMED, assignee_name="Mara")
    text, buttons = standing_card("#214 · x\nold state", case, EN, kept=(undo,))
    assert text == "#214 · x\n@Mara has it"
    assert [button.id for button in buttons] == ["close:214", "undo:d1", "why:d1"]
    done = _case(closed_by="Mara", resolution="")
    assert standing_card("#214 · x", done, EN)[0] == "#214 · x\nclosed by @Mara"
    text, buttons = standing_card("", _case(status=CaseStatus.OPEN), EN, undone_by="Tom")
    assert text == "#214\ntaken back by @Tom"
    assert [button.id for button in buttons] == ["claim:214", "why:d1"]


def _order(action: Action, tries: int = 0) -> Order:
    assert not isinstance(action, Nudge | Warn)
    return Order(
        key="k1",
        community="kettle",
        network="lobby",
        place="",
        action=action,
        actor="Keep insults out",
        decision="d1",
        at=NOON,
        tries=tries,
    )


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        (
            Timeout(member="kim", seconds=3600),
            Outcome(
                state=OutcomeState.REFUSED,
                detail='their role "Helper" stands above mine; move mine up in the settings',
            ),
            'I can\'t do this: timed out for 1 hour (@kim). Their role "Helper" stands above '
            "mine; move mine up in the settings. Nothing was changed.",
        ),
        (
            DeleteMessage(channel="general", message="m1", member="kim"),
            Outcome(state=OutcomeState.FAILED, detail="the network is away"),
            "I tried 6 times and did not get through: message removed (@kim in #general). The "
            "network is away. Nothing was changed; do it by hand, or give the command again "
            "later.",
        ),
        (
            Reply(channel="general", text="hi"),
            Outcome(state=OutcomeState.IN_DOUBT),
            "I don't know whether this took place: said in #general. Please look; I do not repeat "
            "it on my own.",
        ),
        (
            LockChannel(channel="general"),
            Outcome(state=OutcomeState.REFUSED, detail="no right to do so."),
            "I can't do this: #general locked. No right to do so. Nothing was changed.",
        ),
    ],
)
def test_a_failure_says_what_where_and_what_now(
    action: Action, outcome: Outcome, said: str
) -> None:
    assert failure(_order(action, tries=5), outcome, EN) == said


def test_a_statement_of_reasons_has_all_its_points() -> None:
    decision = _decision(DELETE, HOUR, until=NOON + timedelta(hours=1), redress="Appeal here.")
    assert statement(decision, EN).splitlines() == [
        "What: message removed, timed out for 1 hour, in #general, on 2026-01-05, 12:00 UTC.",
        "On what ground: rule “No insults”.",
        "What was noticed: it reads as an insult.",
        "Where: “idiots”",
        "Noticed and decided by the bot on its own, under “Keep insults out”.",
        "Until: 2026-01-05, 13:00 UTC.",
        "Appeal here.",
    ]


def test_a_statement_says_when_a_person_decided() -> None:
    said = statement(_by_mara(Warn(member="u1")), EN)
    assert "Decided by a person of the team." in said
    assert "Mara" not in said
    half = replace(_by_mara(Warn(member="u1")), automated_detection=True)
    assert "Noticed by the bot, decided by a person of the team." in statement(half, EN)


def test_a_statement_about_what_was_undone_says_so() -> None:
    said = statement(_decision(DELETE, undone_at=NOON, undone_by="Tom"), EN)
    assert said.endswith("It was taken back on 2026-01-05.")


def test_an_explanation_shows_everything() -> None:
    decision = _decision(
        DELETE,
        HOUR,
        withheld=(Withheld(action=Ban(member="u1"), because="limit bans_per_day"),),
        silent=(Silence(policy="Flood", because="2 messages of 6"),),
        details={"text": "you idiots"},
        undone_at=NOON,
        undone_by="Tom",
    )
    orders = (
        (_order(DELETE), Outcome(state=OutcomeState.DONE, detail="ok")),
        (_order(HOUR), Outcome(state=OutcomeState.IN_DOUBT, detail="no answer in time")),
        (_order(AddRole(member="u1", role="muted")), None),
    )
    assert explain(decision, orders).splitlines() == [
        "#214, d1: @Kim in #general, 2026-01-05, 12:00 UTC",
        "Decided by the policy “Keep insults out”, on its own",
        "Message: “you idiots”",
        "It was the first time",
        "Taken back by @Tom, 2026-01-05, 12:00 UTC",
        "Policy “Keep insults out” (enforce): it reads as an insult",
        "  toxicity 0.97 (“idiots”)",
        "Decided: message removed",
        "Decided: timed out for 1 hour",
        "Held back: banned, no end set (limit bans_per_day)",
        "Carried out: message removed: done",
        "Carried out: timed out for 1 hour: in doubt (no answer in time)",
        "Carried out: given the role “muted”: waiting",
        "Kept silent: “Flood” (2 messages of 6)",
        "Policy file abcdef012345",
    ]


def test_an_explanation_of_nothing_done_says_so() -> None:
    assert "Decided: nothing done" in explain(_decision())


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (SlowMode(channel="c", seconds=0), "slow mode lifted"),
        (SlowMode(channel="c", seconds=30), "slow mode, one message in 30 seconds"),
    ],
)
def test_slow_mode_is_described_by_its_pace(action: Action, said: str) -> None:
    assert f"Decided: {said}" in explain(_decision(action))
