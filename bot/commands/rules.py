"""The house rules as members read them, and the policies that uphold them."""

from dataclasses import replace
from pathlib import PurePath

from bot.commands.declared import Command, parameter, team_words, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.domain import AlertTeam, CommandSpec, Mode, ParameterType, Standing
from bot.errors import CommandError, Mistake, RulebookError
from bot.tell import person

LIST, PAUSE, OBSERVE, ENFORCE, RELOAD = "list", "pause", "observe", "enforce", "reload"
_MODES = {PAUSE: Mode.PAUSED, OBSERVE: Mode.OBSERVE, ENFORCE: Mode.ENFORCE}
MOST_MISTAKES = 10


async def rules(call: Call, desk: Desk) -> Reaction:
    """Show the house rules."""
    rulebook, book = desk.rulebook, words(call, desk)
    lines = [f"{number}. {rule}" for number, rule in enumerate(rulebook.rules, start=1)]
    if rulebook.rules_url:
        lines.append(book.say("rules_at", url=rulebook.rules_url))
    if not lines:
        return Reaction(answer=book.say("rules_none", community=rulebook.name))
    return Reaction(answer="\n".join([book.say("rules_head", community=rulebook.name), *lines]))


async def policy(call: Call, desk: Desk) -> Reaction:
    """List the policies, set how far one may go, or read the policy file again."""
    do = str(call.arguments["do"])
    if do == LIST:
        return _listing(call, desk)
    if do == RELOAD:
        return await _reload(call, desk)
    name = call.arguments.get("policy")
    if not name:
        raise CommandError(words(call, desk).say("error_policy_which", do=do))
    return _set_mode(call, desk, str(name), _MODES[do])


def _listing(call: Call, desk: Desk) -> Reaction:
    book = words(call, desk)
    lines = [
        book.say(
            "policy_line",
            name=book.quote(policy.name, 80),
            kind=policy.kind,
            mode=book.say(f"mode_{policy.mode.value}"),
            line=str(policy.line),
        )
        for policy in desk.policies
    ]
    return Reaction(answer="\n".join(lines) or book.say("policies_none"))


def _set_mode(call: Call, desk: Desk, name: str, mode: Mode) -> Reaction:
    book, team = words(call, desk), team_words(desk)
    now = next(policy.mode for policy in desk.policies if policy.name == name)
    spoken = book.say(f"mode_{mode.value}")
    if now is mode:
        return Reaction(answer=book.say("mode_same", name=book.quote(name), mode=spoken))
    told = team.say(
        "mode_changed",
        who=person(call.actor.name),
        policy=team.quote(name),
        mode=team.say(f"mode_{mode.value}"),
    )
    return Reaction(
        answer=book.say("mode_set", name=book.quote(name), mode=spoken),
        modes={name: mode},
        actions=(AlertTeam(text=told),),
        reason=told,
    )


async def _reload(call: Call, desk: Desk) -> Reaction:
    book, team = words(call, desk), team_words(desk)
    before = desk.rulebook.version
    try:
        version = await desk.reload()
    except RulebookError as error:
        raise CommandError(_refusal(call, desk, error)) from None
    if version == before:
        return Reaction(answer=book.say("reload_same", version=version[:12]))
    told = team.say("reloaded_by", who=person(call.actor.name), version=version[:12])
    return Reaction(
        answer=book.say("reloaded", version=version[:12]),
        actions=(AlertTeam(text=told),),
        reason=told,
    )


def _refusal(call: Call, desk: Desk, error: RulebookError) -> str:
    shown = [str(_in_chat(mistake)) for mistake in error.mistakes[:MOST_MISTAKES]]
    book = words(call, desk)
    count = len(error.mistakes)
    moment = "reload_refused_one" if count == 1 else "reload_refused"
    lines = [book.say(moment, count=str(count)), *shown]
    more = count - len(shown)
    if more:
        lines.append(book.say("and_more", count=str(more)))
    return "\n".join(lines)


def _in_chat(mistake: Mistake) -> Mistake:
    """Return a mistake without the folder, which is nobody's business in a chat."""
    return replace(mistake, file=PurePath(mistake.file).name)


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="rules",
            help={"en": "Show the house rules.", "de": "Die Hausregeln zeigen."},
            examples=("/rules",),
        ),
        run=rules,
    ),
    Command(
        spec=CommandSpec(
            name="policy",
            help={
                "en": "List the policies, pause one, let it observe or enforce, reload the file.",
                "de": "Regeln auflisten, anhalten, beobachten oder durchsetzen, Datei neu laden.",
            },
            parameters=(
                parameter(
                    "do",
                    ParameterType.CHOICE,
                    "what to do",
                    "was zu tun ist",
                    choices=(LIST, PAUSE, OBSERVE, ENFORCE, RELOAD),
                ),
                parameter(
                    "policy",
                    ParameterType.POLICY,
                    "which policy",
                    "welche Regel",
                    required=False,
                ),
            ),
            right=Standing.MODERATOR,
            examples=("/policy list", "/policy pause Keep insults out"),
        ),
        run=policy,
    ),
)
