"""What members read. Whole texts on purpose: this is how the bot speaks."""

from dataclasses import replace

import pytest

from bot.domain import (
    Action,
    AlertTeam,
    Ban,
    Button,
    Decision,
    HoldForReview,
    Kick,
    Member,
    Mode,
    Nudge,
    OpenCase,
    PurgeMessages,
    Reply,
    SendDirect,
    Unban,
    Untimeout,
    Verdict,
    Warn,
)
from bot.locale import Phrasebook
from bot.tell import alert, notice, statement
from tests.unit.tell.told import (
    BOOK,
    DE,
    DELETE,
    EN,
    HOUR,
    NOON,
    SIE,
    VERDICT,
    a_case,
    by_mara,
    decided,
)

AWAY = replace(HOUR, away=True)


def read_by_kim(decision: Decision, book: Phrasebook = EN) -> str:
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
            "I have closed Kettle & Co. to you for 1 day, until Tuesday, 6 January, 12:00 UTC. "
            "Reason: rule “No insults”. If you think this is wrong, press Appeal and a person will "
            "look at it.",
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
    assert read_by_kim(decided(*actions)) == said


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
    said = read_by_kim(by_mara(action))
    assert said.startswith(begins)
    assert "Reason: insults." in said
    assert "somebody else will look at it" in said


@pytest.mark.parametrize(
    ("decision", "book", "said"),
    [
        (decided(AWAY), EN, "I have taken you out of the channels of Kettle & Co. for 1 hour"),
        (decided(DELETE, AWAY), EN, "and you are out of the channels of Kettle & Co. for 1 hour"),
        (by_mara(AWAY), EN, "We have taken you out of the channels of Kettle & Co."),
        (decided(AWAY), DE, "Du bist für 1 Stunde nicht in den Channels von Kettle & Co."),
        (decided(AWAY), SIE, "Danach hole ich Sie wieder herein."),
    ],
)
def test_somebody_taken_out_of_channels_is_not_told_that_they_can_read_on(
    decision: Decision, book: Phrasebook, said: str
) -> None:
    for case in (214, 215):
        told = read_by_kim(replace(decision, case=case), book)
        assert case == 215 or said in told
        assert not {"read", "Reading", "Lesen", "Mitlesen"} & set(told.split())


def test_a_member_learns_that_a_pause_was_lifted() -> None:
    lifted = replace(by_mara(Untimeout(member="u1")), facts="we talked")
    said = "You can write in Kettle & Co. again. We lifted the pause early."
    assert notice(lifted, BOOK, EN) == (f"{said} Reason: we talked.", ())
    assert notice(replace(lifted, facts=""), BOOK, EN) == (said, ())


def test_messages_of_other_channels_are_not_told_as_of_this_one() -> None:
    other = PurgeMessages(channel="help", messages=("m2", "m3"))
    assert "3 of your messages in #general and elsewhere" in read_by_kim(decided(DELETE, other))
    assert "3 deiner Nachrichten in #general und anderswo" in read_by_kim(
        decided(DELETE, other), DE
    )


def test_a_warning_that_is_not_held_against_anybody_says_so() -> None:
    bare = replace(VERDICT, forget_after=None)
    said = read_by_kim(decided(DELETE, Warn(member="u1"), verdict=bare))
    assert "and it does not add up with others" in said


def test_the_member_can_ask_why_and_appeal() -> None:
    told = notice(decided(DELETE), BOOK, EN)
    assert told is not None
    assert told[1] == (
        Button(id="why:d1", label="Why?"),
        Button(id="appeal:d1", label="Appeal"),
    )
    told = notice(decided(Nudge(member="u1")), BOOK, EN)
    assert told is not None
    assert told[1] == (Button(id="why:d1", label="Why?"),)


@pytest.mark.parametrize(
    "decision",
    [
        decided(),  # nothing was done
        decided(AlertTeam(), OpenCase(), HoldForReview()),  # a matter of the team's
        decided(Reply(channel="general", text="hello")),
        decided(DELETE, SendDirect(member="u1", text="my own words")),  # it speaks for itself
        decided(DELETE, subject=None),
        by_mara(Unban(member="u1")),  # who is banned cannot be reached
    ],
)
def test_sometimes_there_is_nothing_to_say(decision: Decision) -> None:
    assert notice(decision, BOOK, EN) is None


def test_the_policy_files_words_win() -> None:
    own = replace(
        VERDICT,
        say="Hi {member}, {rule} in {channel} of {community}: {reason}. {duration}. {rules_url}\n",
    )
    assert read_by_kim(decided(DELETE, HOUR, verdict=own)) == (
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
    said = read_by_kim(decided(DELETE, action, verdict=own))
    assert said.startswith("Please be kind.")
    assert added in said
    assert ("press Appeal" in said) is bool(added)


def test_the_reason_is_the_house_rule_where_a_policy_names_one() -> None:
    own = replace(VERDICT, say="({reason})", rule="rule 1: no insults")
    decision = decided(DELETE, verdict=own, rule="rule 1: no insults")
    assert read_by_kim(decision) == "(rule 1: no insults)"


def test_a_nudges_own_words_win_over_the_policys() -> None:
    own = replace(VERDICT, say="the policy's words")
    said = read_by_kim(decided(DELETE, Nudge(member="u1", text="a word, {member}"), verdict=own))
    assert said == "a word, @Kim"


def test_words_of_a_policy_that_only_observes_are_not_said() -> None:
    own = replace(VERDICT, say="observed", mode=Mode.OBSERVE)
    assert read_by_kim(decided(DELETE, verdict=own)).startswith("I removed")


def test_a_text_with_a_hole_that_nothing_fills_gives_way_to_ours() -> None:
    own = replace(VERDICT, say="the answer is {answer}")
    assert read_by_kim(decided(DELETE, verdict=own)).startswith("I removed")


def test_a_name_full_of_braces_stays_a_name() -> None:
    own = replace(VERDICT, say="Hi {member}.")
    decision = decided(
        DELETE, verdict=own, subject=Member(id="u1", name="{rules_url}{0.__class__}")
    )
    assert read_by_kim(decision) == "Hi @{rules_url}{0.__class__}."


def test_wordings_change_with_the_case_and_say_the_same() -> None:
    even = read_by_kim(decided(DELETE, case=214))
    odd = read_by_kim(decided(DELETE, case=215))
    assert even != odd
    assert "rule “No insults”" in odd


def test_a_community_says_it_in_its_own_words() -> None:
    book = Phrasebook("en", "du", {"removed": "Gone from {channel} ({reason})."})
    assert read_by_kim(decided(DELETE), book) == "Gone from #general (rule “No insults”)."


def test_a_german_member_reads_german() -> None:
    assert read_by_kim(decided(DELETE, HOUR), DE) == (
        "Ich habe deine Nachricht in #general entfernt, und du kannst bei Kettle & Co. für "
        "1 Stunde nicht schreiben, bis 13:00 Uhr (UTC). Grund: Regel „No insults“. Mitlesen geht "
        "weiter. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es "
        "sich an."
    )
    assert "Ich habe Ihre Nachricht in #general entfernt" in read_by_kim(decided(DELETE, HOUR), SIE)


def test_the_channel_is_named_as_people_call_it() -> None:
    decision = decided(DELETE, channel="815", details={"channel_name": "general"})
    assert "in #general" in read_by_kim(decision)


def test_each_reads_rule_and_reason_in_their_own_language() -> None:
    own = replace(
        VERDICT,
        rule="No insults",
        told_rule="Keine Beleidigungen",
        told_reason="es liest sich wie eine Beleidigung",
        say="{rule}: {reason}",
    )
    decision = decided(DELETE, verdict=own)
    assert "Regel „Keine Beleidigungen“" in read_by_kim(decided(DELETE, verdict=_plain(own)), DE)
    assert read_by_kim(decision, DE) == "Keine Beleidigungen: Regel „Keine Beleidigungen“"
    bare = decided(DELETE, verdict=replace(own, rule="", told_rule=""), rule="Manners")
    assert read_by_kim(bare, DE) == "Manners: es liest sich wie eine Beleidigung"
    assert alert(decision, a_case(), BOOK, EN)[0].endswith("rule “No insults”")
    said = statement(decision, DE, NOON)
    assert "Auf welcher Grundlage: Regel „Keine Beleidigungen“." in said
    assert "Was aufgefallen ist: es liest sich wie eine Beleidigung." in said


def _plain(verdict: Verdict) -> Verdict:
    return replace(verdict, say=None)
