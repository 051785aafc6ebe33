"""How questions and calls for a person look, as patterns that the core matches for us."""

from collections.abc import Iterable

from bot.ports import Pattern
from policies.settings import words_regex

CALL, QUESTION = "call", "question"

#: English and German. Each asks for a person, or for the team to come; none names one in passing.
_CALLS = (
    r"\b(?:can|could|may|let) (?:i|me|we|us) (?:please )?(?:talk|speak|chat|write) (?:to|with) "
    r"(?:a |an |some )?(?:real |actual )?(?:human|person|people|someone|somebody|mod|moderator|"
    r"admin|staff|support agent|member of (?:the )?(?:team|staff))\b",
    r"\b(?:want|need|like) to (?:talk|speak|chat) (?:to|with) (?:a |an )?(?:real |actual )?"
    r"(?:human|person|mod|moderator|admin|member of (?:the )?(?:team|staff))\b",
    r"\b(?:is|are) (?:there )?(?:any|a|an|some) (?:human|real person|mods?|moderators?|admins?)\b"
    r"[^?]{0,30}\?",
    r"\b(?:any|some) (?:mods?|moderators?|admins?) (?:here|around|online|about|available)\b",
    r"\b(?:call|get|ping|i need|we need) (?:a|the|an|some) (?:mods?|moderators?|admins?)\b",
    r"@(?:mods?|moderators?|moderator(?:en|innen)|admins?|team|staff)\b",
    r"\b(?:kann|könnte|darf|können|könnten|dürfen) (?:ich|wir) (?:bitte |mal |hier )*(?:mit )"
    r"(?:einem|einer|nem|ner|dem|der|jemandem|wem)[^?.!]{0,20}?"
    r"(?:menschen?|person|moderator(?:in)?|admin|mitarbeiter(?:in)?|team|echten?)\b",
    r"\b(?:mit (?:einem|einer|nem|ner)) (?:echten |richtigen )?"
    r"(?:menschen?|moderator(?:in)?|admin|mitarbeiter(?:in)?)\b[^?.!]{0,20}"
    r"\b(?:sprechen|reden|schreiben|chatten)\b",
    r"\b(?:ist|gibt es|gibts|sind|wo ist|wo sind) (?:hier |da |gerade |denn )*"
    r"(?:ein|eine|einer|irgendein|irgendwer|jemand|kein|keine)? ?(?:echter |richtiger )?"
    r"(?:mensch|menschen|mods?|moderator(?:en|in|innen)?|admins?|vom team|aus dem team)\b"
    r"[^?]{0,30}\?",
    r"\b(?:brauche|brauchen|ruft|hol|holt) (?:hier |mal |bitte )*(?:einen|eine|den|die) "
    r"(?:menschen|mods?|moderator(?:en|in|innen)?|admins?)\b",
)
_QUESTIONS = (
    r"\?(?:\s|$|[)\"'”“!?.])",
    r"^\W*(?:how|what|where|when|why|who|which|can|could|does|do|is|are|has|have|anybody|anyone)\b"
    r".{8,}",
    r"^\W*(?:wie|was|wo|wohin|woher|wann|warum|wieso|weshalb|wer|wem|wen|welche[rsnm]?|kann|könnt|"
    r"könnte|gibt|hat|habt|weiß|kennt|darf|muss)\b.{8,}",
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
