"""When a message asks us something: what a question looks like, and whom it is put to."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain import MessagePosted
from bot.ports import Context, Seen

_GREETING = re.compile(
    r"^(?:(?:hi|hey|hello|hallo|moin|servus|guten\s+(?:tag|morgen|abend)|good\s+(?:morning|evening)"
    r"|excuse\s+me|entschuldigung|sorry|please|bitte|ok|okay|so|and|und|also)\b"
    r"(?:\s+(?:all|everyone|everybody|there|team|zusammen|leute|ihr|an\s+alle))?[\s,.!:;-]*)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ASKING = frozenset(
    _WORD.findall(
        "how what where when why who whom whose which can could do does did is are am was were "
        "will would should shall may has have anybody anyone somebody someone "
        "wie was wo wohin woher wann warum wieso weshalb wer wen wem wessen welche welcher "
        "welches welchen kann kannst können könnt könnte könnten ist sind gibt gibts darf dürfen "
        "muss müssen soll sollte hat habt haben hast wird werden weiß weiss kennt jemand"
    )
)
#: Beside the words above: too common to say what a question is about.
_SMALL = frozenset(
    _WORD.findall(
        "the and but not for with this that these those there here you your yours our ours his her "
        "its they them their any some something anything nothing thing things one ones get got "
        "need want use make just like now then than too very much many more please thanks help "
        "know think say tell way yes out off from into about been being don doesn didn isn "
        "der die das den dem des ein eine einen einem einer und oder aber nicht für mit von vom "
        "zum zur bei auf aus nach über ich mich mir mein meine meinen meinem meiner wir uns unser "
        "unsere ihr euch euer eure sie ihn ihm ihre sich man etwas nichts alles noch schon auch "
        "nur mal denn dann doch hier dort jetzt sehr viel mehr bitte danke hilfe wissen machen "
        "geht gehen haben sein werden diese dieser dieses dass wenn als"
    )
)
_STEM = 5
_TO_SOMEBODY = re.compile(r"^@?[\w.-]{2,32}:\s|^@\w")
_NAMED = re.compile(r"(?<!\S)@\w+[,:]?")
_NO_NAMES = frozenset({"question", "frage", "q", "f", "hi", "hello", "hallo", "help", "hilfe"})
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
FEWEST_WORDS = 3
_NEAR = 60
AGAIN = timedelta(minutes=10)


def looks_like_question(text: str) -> bool:
    """Return whether a text asks something: by its mark, or by the word it begins with."""
    if "?" in text:
        return bool(_WORD.search(text))
    # Most messages end here: no word that asks is near the beginning.
    if _ASKING.isdisjoint(text[:_NEAR].casefold().replace(",", " ").split()):
        return False
    first = _WORD.search(_GREETING.sub("", text.strip(), count=1))
    return first is not None and first[0].casefold() in _ASKING


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


def the_question(text: str) -> str:
    """Return the part of a text that asks, without names and greeting; all where none does."""
    text = _NAMED.sub(" ", text)
    asking = [part.strip() for part in _SENTENCE.findall(text) if looks_like_question(part)]
    return _GREETING.sub("", asking[-1] if asking else text.strip(), count=1) or text.strip()


def telling_words(question: str, known: Iterable[str]) -> int:
    """Return how many words that tell what it is about the question shares with `known` texts.

    Words of five letters and more also match by their beginning, and inside of compounds.
    """
    asked = {
        word
        for word in map(str.casefold, _WORD.findall(question))
        if (len(word) > 2 or not word.isalpha()) and word not in _SMALL and word not in _ASKING
    }
    there = {word for text in known for word in map(str.casefold, _WORD.findall(text))}
    return sum(1 for word in asked if any(_akin(word, other) for other in there))


def _akin(word: str, other: str) -> bool:
    if word == other:
        return True
    if min(len(word), len(other)) < _STEM:
        return False
    return word[:_STEM] == other[:_STEM] or word in other or other in word


def is_called(event: MessagePosted, context: Context, names: Iterable[str]) -> bool:
    """Return whether the message mentions one of `names` (in small letters): the bot's own."""
    if any(mention.name.casefold().lstrip("@") in names for mention in event.mentions):
        return True
    if "@" not in context.text.clean:
        return False
    words = context.text.clean.casefold()
    return any(f"@{name}" in words for name in names)


def is_for_somebody(event: MessagePosted, context: Context) -> bool:
    """Return whether a message is meant for another member: it mentions or answers one."""
    if any(mention.kind == "member" for mention in event.mentions):
        return True
    to = _TO_SOMEBODY.match(context.text.clean)
    if to is not None and to[0].strip(" :").casefold() not in _NO_NAMES:
        return True
    if event.reply_to is None:
        return False
    own = context.recent(within=AGAIN, member=event.member.id)
    return all(seen.message != event.reply_to for seen in own)


def asked_again(event: MessagePosted, context: Context) -> bool:
    """Return whether the same member put the same question a short while ago."""
    earlier = context.recent(within=AGAIN, member=event.member.id, channel=event.channel)
    if not earlier:
        return False
    shape = context.shape()
    return any(seen.shape == shape for seen in earlier)


def team_is_here(recent: Sequence[Seen]) -> bool:
    """Return whether somebody of the team wrote lately."""
    return any(seen.staff for seen in recent)


def others_talk(recent: Sequence[Seen], member: str) -> bool:
    """Return whether somebody else wrote lately, so that this may be part of a conversation."""
    return any(seen.member != member for seen in recent)
