import pytest

from bot.domain import AlertTeam, Answer, ButtonPressed, CancelTimer, OpenCase, Reply, Verdict
from policies.faq.replies import Press, read_press
from tests.unit.policies.faqs import faq
from tests.unit.policies.stage import NOW, Stage, actions, case, person


def pressed(button: str, by: str = "ann", language: str = "") -> ButtonPressed:
    return ButtonPressed(
        id="b1", at=NOW, network="lobby", community="c", channel="help", member=person(by),
        button=button, message="r1", interaction="i1", language=language,
    )  # fmt: skip


async def brought(event: ButtonPressed, *, cases: object = ()) -> Verdict | None:
    known = list(cases) if isinstance(cases, list) else []
    return await faq(remind_after="15 minutes").judge(event, Stage(event, cases=known))


async def test_yes_settles_the_question() -> None:
    cancel, answer = actions(await brought(pressed("faq:yes:cancel:m1:ann")))
    assert cancel == CancelTimer(key="unanswered:lobby:help:m1")
    assert answer == Answer(
        member="ann", channel="help", text="Good. Come back any time.", interaction="i1"
    )


async def test_a_person_is_asked_for_the_one_who_asked() -> None:
    opened, alert, cancel, answer = actions(await brought(pressed("faq:person:cancel:m1:ann")))
    assert cancel == CancelTimer(key="unanswered:lobby:help:m1")
    assert opened == OpenCase(
        kind="question", title="Asked for a person about: Can I cancel my order?",
        remind_after=900, channel="help", message="m1", member="ann", member_name="ann",
    )  # fmt: skip
    assert alert == AlertTeam()
    assert isinstance(answer, Answer)
    assert answer.text == "I have asked the team. Somebody will answer you here."


async def test_a_second_press_opens_no_second_case() -> None:
    verdict = await brought(pressed("faq:person:cancel:m1:ann"), cases=[case(message="m1")])
    (answer,) = actions(verdict)
    assert isinstance(answer, Answer)
    assert answer.text.startswith("The team has your question already")


@pytest.mark.parametrize("what", ["yes", "person"])
async def test_somebody_else_s_press_changes_nothing(what: str) -> None:
    (answer,) = actions(await brought(pressed(f"faq:{what}:cancel:m1:ann", by="kim")))
    assert isinstance(answer, Answer)
    assert answer.member == "kim"
    assert answer.text.startswith("These buttons belong to whoever asked.")


async def test_the_answer_that_is_chosen_is_given() -> None:
    cancel, reply = actions(await brought(pressed("faq:pick:cancel:m1:ann")))
    assert cancel == CancelTimer(key="unanswered:lobby:help:m1")
    assert isinstance(reply, Reply)
    assert reply.text.startswith("Yes, within 24 hours.")
    assert (reply.message, reply.buttons[0].id) == ("m1", "faq:yes:cancel:m1:ann")


async def test_somebody_else_may_look_but_alone() -> None:
    (answer,) = actions(await brought(pressed("faq:pick:cancel:m1:ann", by="kim")))
    assert isinstance(answer, Answer)
    assert answer.text.startswith("Yes, within 24 hours.")


async def test_who_reads_german_is_told_in_german() -> None:
    _, answer = actions(await brought(pressed("faq:yes:cancel:m1:ann", language="de")))
    assert isinstance(answer, Answer)
    assert answer.text == "Gut. Frag jederzeit wieder."


async def test_an_entry_that_is_gone_is_said_to_be_gone() -> None:
    (answer,) = actions(await brought(pressed("faq:pick:old-entry:m1:ann")))
    assert isinstance(answer, Answer)
    assert "no longer on the list" in answer.text
    # A person can be asked all the same.
    assert isinstance(actions(await brought(pressed("faq:person:old-entry:m1:ann")))[0], OpenCase)


@pytest.mark.parametrize(
    "button",
    ["undo:d1", "claim:7", "faq", "faq:", "faq:yes:cancel:m1", "faq:delete:cancel:m1:ann", ""],
)
async def test_other_buttons_are_left_alone(button: str) -> None:
    assert await brought(pressed(button)) is None


def test_a_button_says_whose_question_it_is() -> None:
    press = Press(what="pick", entry="cancel", message="m1", asker="@kim:matrix.example")
    # An id may have colons of its own; the asker comes last for that.
    assert read_press(press.id) == press
