"""Shortcuts on a message: what each is called, and which command it gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """One entry in a message's menu; offered where its command is."""

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
