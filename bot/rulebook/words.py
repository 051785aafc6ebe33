"""Words for admins: near misses, lists in sentences, actions by their short names."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.domain import DO_OF, Action

#: How policy files write actions in `expect:`; the open format's own names are known as well.
DO_WORDS: dict[str, str] = {
    "delete": "delete_message",
    "purge": "purge_messages",
    "restore": "restore_message",
    "timeout": "timeout",
    "untimeout": "untimeout",
    "kick": "kick",
    "ban": "ban",
    "unban": "unban",
    "reply": "reply",
    "edit reply": "edit_reply",
    "direct message": "send_direct",
    "answer": "answer",
    "add role": "add_role",
    "remove role": "remove_role",
    "slow mode": "slow_mode",
    "lock channel": "lock_channel",
    "unlock channel": "unlock_channel",
    "archive channel": "archive_channel",
    "unarchive channel": "unarchive_channel",
    "pin": "pin_message",
    "unpin": "unpin_message",
    "react": "add_reaction",
    "remove reaction": "remove_reaction",
    "hold back": "hold_back",
    "greet": "greet",
    "let in": "let_in",
    "turn away": "turn_away",
    "nudge": "nudge",
    "warn": "warn",
    "alert team": "alert_team",
    "open case": "open_case",
    "hold": "hold_for_review",
}
_SHORT = {do: word for word, do in DO_WORDS.items()}


def short_name(action: type[Action]) -> str:
    """Return what admins call an action, such as `delete`."""
    do = DO_OF[action]
    return _SHORT.get(do, do.replace("_", " "))


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like this one, or nothing."""
    candidates = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold()[:60], candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint: the nearest word, else the words there are."""
    names = list(known)
    near = closest(word, names)
    if near:
        return f"Did you mean '{near}'?"
    return f"Known here: {', '.join(names[:30])}." if names else ""


def either(words: Iterable[str]) -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} or {last}" if most else last


def shorten(text: str, most: int = 60) -> str:
    """Return the text on one line, cut where it is longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def what_and_hint(sentence: str) -> tuple[str, str]:
    """Split `what is wrong; what to write` in two, each ready to be shown."""
    what, _, hint = sentence.partition("; ")
    hint = f"{hint[:1].upper()}{hint[1:]}"
    return what, f"{hint}." if hint and hint[-1] not in ".?:" else hint
