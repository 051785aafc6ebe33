from datetime import timedelta

import pytest

from bot.domain import (
    Ban,
    EffectClass,
    Kick,
    Reply,
    SendDirect,
    Timeout,
    Unban,
    Untimeout,
    Warn,
)
from tests.unit.commands.world import ADA, ANN, HAL, KIM, MARA, NOON, PAL, TOM, World


async def test_a_moderator_warns_a_member() -> None:
    reaction = await World().ask(MARA, "/warn @Kim insults in #general")
    assert reaction.actions == (Warn(member="u1", reason="insults in #general"),)
    assert reaction.subject == KIM
    assert reaction.forget_after == timedelta(days=30)
    assert reaction.answer == "@Kim is warned. Reason: “insults in #general”."


async def test_a_warned_member_is_told_why_and_how_to_appeal() -> None:
    world = World()
    await world.give(MARA, "/warn @Kim insults")
    (direct,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert "Reason: insults." in direct.text
    assert "30 days" in direct.text
    assert [button.label for button in direct.buttons] == ["Why?", "Appeal"]


async def test_the_team_reads_who_warned_whom() -> None:
    world = World()
    await world.give(MARA, "/warn @Kim insults")
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == "#214 · warned · @Kim in #general · by @Mara · reason: “insults”"
    assert [button.id.partition(":")[0] for button in alert.buttons] == ["undo", "why"]


async def test_a_warning_needs_no_reason() -> None:
    reaction = await World().ask(MARA, "/warn @Kim")
    assert reaction.actions == (Warn(member="u1", reason=""),)


@pytest.mark.parametrize(
    ("line", "seconds", "why"),
    [
        ("/timeout @Kim 1h insults", 3600, "insults"),
        ("/timeout @Kim 2 Stunden Beleidigungen", 7200, "Beleidigungen"),
        ('/timeout @Kim "1 hour 30 minutes" insults', 5400, "insults"),
        ("/timeout @Kim 1 day, 2 hours insults", 93600, "insults"),
        ("/timeout @Ann Lee 10m", 600, ""),  # a name of two words
    ],
)
async def test_a_moderator_times_a_member_out(line: str, seconds: int, why: str) -> None:
    reaction = await World().ask(MARA, line)
    (action,) = reaction.actions
    assert isinstance(action, Timeout)
    assert (action.seconds, action.reason) == (seconds, why)
    assert action.until == NOON + timedelta(seconds=seconds)


async def test_a_timeout_that_is_a_removal_is_called_one() -> None:
    reaction = await World(removes=True).ask(MARA, "/timeout @Kim 1h insults")
    assert reaction.answer.startswith(
        "@Kim is taken out of the channels for 1 hour, until 13:00 UTC, and let back in then."
    )


async def test_the_answer_to_a_timeout_says_until_when() -> None:
    reaction = await World().ask(MARA, "/timeout @Kim 1h insults")
    assert reaction.answer == ("@Kim can't write for 1 hour, until 13:00 UTC. Reason: “insults”.")


@pytest.mark.parametrize("span", ["3 seconds", "2 years and 5 days", "400 days"])
async def test_a_timeout_of_a_senseless_length_is_refused(span: str) -> None:
    said = await World().refusal(MARA, f'/timeout @Kim "{span}" x')
    assert "nothing was changed" in said or "no span of time" in said


async def test_a_moderator_lets_a_member_write_again() -> None:
    world = World(so={Untimeout: False})
    said = await world.give(MARA, "/untimeout @Kim we talked")
    assert said == "@Kim can write again."
    assert world.effects[0] == Untimeout(member="u1", reason="we talked")
    assert any(isinstance(a, SendDirect) and "again" in a.text for a in world.effects)


async def test_a_moderator_kicks_a_member_who_is_told_before() -> None:
    world = World()
    await world.give(MARA, "/kick @Kim third time")
    kinds = [type(action) for action in world.effects]
    assert kinds.index(SendDirect) < kinds.index(Kick)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("/ban @Kim 7 days scam links", 7 * 86400),
        ("/ban @Kim scam links", None),  # no duration: no end set
        ("/ban @Kim", None),
    ],
)
async def test_a_moderator_bans_a_member(line: str, seconds: int | None) -> None:
    reaction = await World().ask(MARA, line)
    (action,) = reaction.actions
    assert isinstance(action, Ban)
    assert action.seconds == seconds
    assert ("no end set" in reaction.answer) is (seconds is None)


async def test_a_moderator_bans_by_id_somebody_who_left() -> None:
    reaction = await World().ask(MARA, "/ban 123456789012345678 raid")
    assert reaction.actions == (Ban(member="123456789012345678", reason="raid"),)


async def test_a_moderator_unbans_somebody_by_id() -> None:
    world = World(so={Unban: False})
    said = await world.give(MARA, "/unban 123456789012345678")
    assert said == "@123456789012345678 may come back."
    assert world.effects == (Unban(member="123456789012345678", reason=""),)


@pytest.mark.parametrize("name", ["warn", "timeout", "kick"])
async def test_whoever_is_not_here_can_only_be_banned(name: str) -> None:
    said = await World().refusal(MARA, f"/{name} 123456789012345678 1h x")
    assert f"/{name} @kim" in said


@pytest.mark.parametrize("name", ["warn", "timeout", "untimeout", "kick", "ban", "unban"])
async def test_members_may_not_moderate(name: str) -> None:
    said = await World().refusal(KIM, f"/{name} @Ann Lee 1h")
    assert said == f"/{name} is for the team. To reach them, write /report"


@pytest.mark.parametrize("command", ["warn @{} x", "timeout @{} 1h", "kick @{}", "ban @{}"])
@pytest.mark.parametrize(
    ("actor", "target", "because"),
    [
        (MARA, TOM, "at your height or above"),  # a colleague
        (MARA, ADA, "at your height or above"),  # an admin
        (ADA, ADA, "about themselves"),
        (MARA, MARA, "about themselves"),
        (MARA, HAL, "That is a bot"),
    ],
)
async def test_rank_is_respected(command: str, actor: object, target: object, because: str) -> None:
    assert isinstance(actor, type(KIM))
    assert isinstance(target, type(KIM))
    said = await World().refusal(actor, "/" + command.format(target.name))
    assert because in said
    assert said.endswith("Nothing was changed.")


async def test_an_admin_may_act_on_a_moderator() -> None:
    assert (await World().ask(ADA, "/warn @Mara late")).actions


async def test_a_moderator_may_act_on_those_whom_policies_leave_alone() -> None:
    assert (await World().ask(MARA, f"/warn @{PAL.name} spam")).actions


async def test_the_height_in_the_network_counts_too() -> None:
    mara = type(MARA)(id="m1", name="Mara", roles=("Moderator",), rank=3)
    high = type(KIM)(id="u9", name="High", rank=7)
    world = World(people=[mara, high])
    assert "at your height or above" in await world.refusal(mara, "/kick @High x")
    assert (await world.ask(mara, "/untimeout @High")).actions  # to let go takes no height


async def test_what_the_network_cannot_do_is_said_at_once() -> None:
    world = World(abilities={SendDirect: EffectClass.KEYED})
    said = await world.refusal(MARA, "/kick @Kim x")
    assert said == (
        "Not possible: removed from the community (@Kim). This network can't do that. "
        "Nothing was changed."
    )


async def test_a_german_moderator_is_answered_in_german() -> None:
    world = World(language="de")
    said = await world.give(MARA, "/timeout @Kim 1h Beleidigungen")
    assert said == ("@Kim hat Auszeit für 1 Stunde, bis 13:00 Uhr (UTC). Grund: „Beleidigungen“.")


async def test_a_member_is_told_in_the_language_they_were_told_in_before() -> None:
    world = World(language="de")
    await world.judged(KIM, "du Idiot")
    world.language = "en"
    await world.give(MARA, "/warn @Kim insults")
    (direct,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert "Verwarnung" in direct.text
    assert "du Idiot" not in world.said
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert "warned · @Kim" in alert.text
    statement = await world.give(KIM, "/why")
    assert statement.startswith("Was: verwarnt, in #general")


async def test_a_command_in_the_teams_channel_tells_nobody_of_it() -> None:
    world = World()
    await world.give(MARA, "/warn @Kim insults", channel="mod-alerts")
    assert world.decision.channel is None
    (word,) = [a for a in world.effects if isinstance(a, SendDirect)]
    assert word.channel == ""
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == "#214 · warned · @Kim · by @Mara · reason: “insults”"
    assert (await world.give(KIM, "/why")).startswith("What: warned, on Monday, 5 January 2026")
    assert (await world.give(MARA, "/why 214")).startswith("#214, ")


async def test_a_german_member_may_not_moderate() -> None:
    said = await World(language="de").refusal(ANN, "/ban @Kim")
    assert said == "/ban ist für das Team. Zu erreichen ist es mit /report"
