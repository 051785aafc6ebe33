"""What can come of a request to Discord besides the wished-for answer."""


class No(Exception):
    """It is not done; the message is the whole sentence for whoever wanted it."""


class Refusal(Exception):
    """Discord refused a request: HTTP status, Discord's code, Discord's words."""

    def __init__(self, status: int, code: int, words: str) -> None:
        super().__init__(f"{status} {words} ({code})")
        self.status = status
        self.code = code


class Busy(Exception):
    """Nothing was done, and it may be tried again after so many seconds."""

    def __init__(self, sentence: str, retry_after: float) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unclear(Exception):
    """Whether it was done nobody can tell."""


#: Discord's codes that the adapter knows by name.
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE = 10003, 10004, 10007, 10008
UNKNOWN_ROLE, UNKNOWN_USER, UNKNOWN_WEBHOOK, UNKNOWN_BAN = 10011, 10013, 10015, 10026
UNKNOWN_EMOJI, MOST_PINS, MOST_SIGNS, SIGN_BLOCKED = 10014, 30003, 30010, 90001
THREAD_ARCHIVED, SYSTEM_MESSAGE = 50083, 50021
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060
MISSING_ACCESS, NO_DIRECT_MESSAGES, MISSING_PERMISSIONS = 50001, 50007, 50013
BAD_WEBHOOK_TOKEN, TOO_OLD_FOR_BULK = 50027, 50034
#: Codes that say that a person is not there.
NOBODY = frozenset({UNKNOWN_MEMBER, UNKNOWN_USER})
#: Codes that say that the time for answering an interaction is over.
TOO_LATE = frozenset({UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, BAD_WEBHOOK_TOKEN})
_SENTENCES = {
    UNKNOWN_CHANNEL: "This channel is no longer there.",
    UNKNOWN_GUILD: "I am no longer in this server; invite me again.",
    UNKNOWN_MEMBER: "Nobody with this id is here.",
    UNKNOWN_USER: "Discord knows nobody with this id.",
    UNKNOWN_ROLE: "This role is no longer there.",
    MISSING_ACCESS: "I can't see this channel; give my role 'View Channel' there.",
    NO_DIRECT_MESSAGES: "They take no direct messages from me.",
    UNKNOWN_MESSAGE: "That message is gone, or stands in another channel.",
    UNKNOWN_EMOJI: "Discord knows no such sign, or it is another server's own.",
    MOST_PINS: "This channel has as many pins as Discord takes; take one away first.",
    MOST_SIGNS: "There are as many signs under that message as Discord takes.",
    SIGN_BLOCKED: "Whoever wrote that message has blocked me, so I can put no sign under it.",
    THREAD_ARCHIVED: "That thread is archived; bring it back with /unarchive first.",
    SYSTEM_MESSAGE: "That is a message of Discord's own, which nobody can pin or change.",
    MISSING_PERMISSIONS: (
        "Discord says that I lack the permission; look at my role's permissions and its height."
    ),
}


def sentence(refusal: Refusal) -> str:
    """Return Discord's no as a sentence that says what to do."""
    if refusal.status == 401 and refusal.code == 0:
        return "Discord no longer accepts my token; set EVENHAND_DISCORD_TOKEN to a new one."
    return _SENTENCES.get(refusal.code, f"Discord refused: {refusal}.")


def sentence_of(code: int) -> str:
    """Return the sentence for one of Discord's codes that has one."""
    return _SENTENCES[code]
