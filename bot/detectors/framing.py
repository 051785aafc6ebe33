"""What stands around a hit and changes what it means: quotation, report, negation, jest."""

import re

#: How far around a hit is looked, in characters.
_AROUND = 80

_OPEN, _CLOSE = '"„“”«»‚', '"“”»«‘'
_QUOTED_LINE = re.compile(r"(?:^|\n)\s*>[^\n]*$")
_REPORT_BEFORE = re.compile(
    r"\b(?:call(?:s|ed|ing)?|named?|said|says|saying|told|tells|telling|wrote|writes|writing|"
    r"posted|"
    r"posts|shouted|yelled|quot(?:e|ed|ing)|wrote back|replied|answered|texted|term|slur|word|phrase|"
    r"nann?te[nt]?|nennt|nennen|sagt|sagte[nt]?|sagen|meint|meinte[nt]?|schreibt|schrieb(?:en)?|schreit|"
    r"rief(?:en)?|gerufen|antwortete|beschimpft(?:e|en)? als|wort|begriff|zitat|spruch|kommentar)"
    r"\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"\b(?:i|ich|we|wir)\s+(?:\w+\s+)?(?:said|say|told|tell|call|called|sag|sage|sagte|nenne|meine)\b"
    r"(?!\s+(?:me|us|mir|uns|mich))[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_REPORT_AFTER = re.compile(
    r"^[^.!?\n]{0,30}\b(?:genannt|gesagt|geschrieben|beschimpft|beleidigt|gerufen|zu mir|zu uns|"
    r"is (?:a )?(?:slur|offensive|hate ?speech|not ok|never ok|unacceptable|rude|wrong)|"
    r"ist (?:eine )?(?:beleidigung|rassistisch|nicht ok|nicht okay|verletzend))",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|n't|dont|never|nobody(?: here)? (?:is|said)|no one (?:is|said)|stop|without|instead of|"
    r"please don't|rather than|nicht|kein(?:e|er|en)?|niemand|nie|niemals|ohne|hört auf|hör auf|statt)"
    r"(?: (?:saying|calling|think(?:ing)?|mean|say|call|believe|be|to be|being|that|people|each other|"
    r"others|her|him|them|me|dass|als|andere|anderen|leute|sagen|so))*\s*$",
    re.IGNORECASE,
)
_ABOUT_SELF = re.compile(
    r"\b(?:i am|i'm|im|i was|i feel like|am i|me,|i must be|ich bin|bin ich|ich war|ich)"
    r"\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|as if|like if|wenn|falls|als ob)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_JEST = re.compile(
    r"(?:[:;]-?[)DpP]|\bxd\b|\blol\b|\bhaha|\bhehe|\bjk\b|\bj/k\b|just kidding|\bnur spa(?:ß|ss)\b|<3|[😂🤣😉😄😜😘❤😊😆])",
    re.IGNORECASE,
)


def weight(original: str, start: int, end: int, signal: str) -> float:
    """Return from 0 to 1 how much of a hit's score stands, given the words around it."""
    before = original[max(0, start - _AROUND) : start]
    after = original[end : end + _AROUND]
    if _NEGATED.search(before):
        return 0.2
    if signal != "threat" and _ABOUT_SELF.search(before):
        return 0.2
    told = 1.0
    if _is_quoted(before, after) or _QUOTED_LINE.search(before):
        told = 0.5
    if _REPORT_AFTER.search(after) or (
        _REPORT_BEFORE.search(before) and not _OWN_WORDS.search(before)
    ):
        told = min(told, 0.45)
    if _SUPPOSED.search(before):
        told = min(told, 0.6)
    if signal != "threat" and _JEST.search(after[:12]):
        told = min(told, 0.93)
    return told


def _is_quoted(before: str, after: str) -> bool:
    opened = max((before.rfind(sign) for sign in _OPEN), default=-1)
    if opened < 0 or not any(sign in after for sign in _CLOSE):
        return False
    # An even number of straight quotation marks before means that the last one closed.
    straight = before.count('"')
    return before[opened] != '"' or straight % 2 == 1
