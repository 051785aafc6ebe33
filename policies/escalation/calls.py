"""How questions and calls for a person look, as patterns that the core matches for us."""

from collections.abc import Iterable

from bot.ports import Pattern
from policies.settings import words_regex

CALL, QUESTION = "call", "question"

_TEAM_EN = r"(?:humans?|real persons?|moderators?|mods?|admins?|staff|members? of (?:the )?team)"
_TEAM_DE = (
    r"(?:menschen|mensch|moderatorinnen|moderatorin|moderatoren|moderator|mods?|admins?|"
    r"mitarbeiterin|mitarbeiter|jemand (?:vom|aus dem) team)"
)
_TALK_EN = r"(?:talk|speak|chat|write) (?:to|with)"
#: English and German. Each asks for a person, or for the team to come; none names one in passing.
#: Longer words stand before shorter ones, and no `\b` stands inside: both cost matches.
_CALLS = (
    rf"\b(?:can|could|may|let) (?:i|me|we|us) (?:please )?{_TALK_EN} (?:a |an |some |the )?"
    rf"(?:real |actual )?(?:{_TEAM_EN}|person|people|someone|somebody)\b",
    rf"\b(?:want|need|like) to {_TALK_EN} (?:a |an |the )?(?:real |actual )?"
    rf"(?:{_TEAM_EN}|person)\b",
    rf"\b(?:is|are) (?:there )?(?:any|an|a|some) (?:real )?{_TEAM_EN}(?:[^\w?][^?]{{0,30}})?\?",
    rf"\b(?:any|some) {_TEAM_EN} (?:here|around|online|about|available)\b",
    r"\b(?:call|get|ping|i need|we need) (?:an|a|the|some) (?:moderators?|mods?|admins?|human)\b",
    r"(?:^|\s)@(?:moderator(?:en|innen|s)?|mods?|admins?|team|staff)\b",
    rf"\b(?:mit|zu) (?:einem|einer|nem|ner|dem|der) (?:echten |richtigen )?{_TEAM_DE}\s"
    r"(?:[^?.!]{0,20}\s)?(?:sprechen|reden|schreiben|chatten)\b",
    rf"\b(?:kann|könnte|darf|können|könnten|dürfen) (?:ich|wir) (?:[^?.!]{{0,20}}\s)?mit "
    rf"(?:einem|einer|nem|ner|dem|der) (?:echten |richtigen )?{_TEAM_DE}\b",
    rf"\b(?:(?:ist|sind|gibts|gibt es) (?:hier |da |gerade |denn |noch )+|wo (?:ist|sind) )"
    rf"(?:einen|einem|eine|ein|irgendein)? ?(?:echter |richtiger )?"
    rf"{_TEAM_DE}(?:[^\w?][^?]{{0,30}})?\?",
    r"\b(?:can|could) (?:someone|somebody|anyone|anybody) from the (?:team|staff|shop)\b",
    r"\bmit (?:jemandem|jemand|wem) (?:vom|aus dem) team\b",
    rf"\b(?:brauche|brauchen|ruft|holt|hol) (?:hier |mal |bitte )*(?:einen|eine|den|die) "
    rf"{_TEAM_DE}\b",
    rf"\b(?:kann|könnte) (?:mir |uns |mal |hier |bitte |vielleicht )*(?:eine |ein )?{_TEAM_DE}\b",
    r"^\W*(?:human|moderator|mod|mensch|admin),? (?:please|bitte|pls)\W*$",
)
_QUESTIONS = (
    r"\?(?:\s|$|[)\"'”“!?.])",
    r"^\W*(?:how|what|where|when|why|who|which|can|could|does|do|is|are|has|have|anybody|anyone)\W"
    r".{7,}",
    r"^\W*(?:wie|was|wo|wohin|woher|wann|warum|wieso|weshalb|wer|wem|wen|welche[rsnm]?|kann|könnt|"
    r"könnte|gibt|hat|habt|weiß|kennt|darf|muss)\W.{7,}",
)


def patterns(*, calls: bool, words: Iterable[str], questions: bool) -> tuple[Pattern, ...]:
    """Return what the policy listens for; names begin with `call` or `question`."""
    found: list[Pattern] = []
    if calls:
        regexes = [*_CALLS, *(words_regex(phrase) for phrase in words)]
        found += [
            Pattern(name=f"{CALL} {number}", regex=regex, form="clean")
            for number, regex in enumerate(regexes)
        ]
    if questions:
        found += [
            Pattern(name=f"{QUESTION} {number}", regex=regex, form="clean")
            for number, regex in enumerate(_QUESTIONS)
        ]
    return tuple(found)
