"""Shortcuts on a message and everywhere: what each is called, and which command it gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """One entry in a menu; offered where its command is."""

    id: str
    command: str
    label: dict[str, str]


REPORT = Shortcut(
    id="evenhand_report",
    command="report",
    label={"en": "Report to moderators", "de": "Dem Team melden"},
)
WHY = Shortcut(
    id="evenhand_why",
    command="why",
    label={"en": "Why was this removed?", "de": "Warum ist das weg?"},
)
FAQ = Shortcut(
    id="evenhand_faq",
    command="faq",
    label={"en": "Save as FAQ answer", "de": "Als Antwort merken"},
)
FEEDBACK = Shortcut(
    id="evenhand_feedback",
    command="feedback",
    label={"en": "Save as feedback", "de": "Als Rückmeldung merken"},
)
#: Slack cuts their names at 24 characters.
SHORTCUTS = (REPORT, WHY, FAQ, FEEDBACK)
#: Those that Slack offers wherever somebody is, also from its search.
ASK = Shortcut(
    id="evenhand_ask",
    command="faq",
    label={"en": "Ask a question", "de": "Eine Frage stellen"},
)
TELL = Shortcut(
    id="evenhand_tell",
    command="report",
    label={"en": "Report something", "de": "Etwas melden"},
)
SAY = Shortcut(
    id="evenhand_say",
    command="feedback",
    label={"en": "Give feedback", "de": "Etwas rückmelden"},
)
EVERYWHERE = (ASK, TELL, SAY)
