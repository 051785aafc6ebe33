"""The pages of docs/reference by name."""

from collections.abc import Iterator

from bot.bootstrap import policy_kinds
from bot.rulebook.schema import schema_text
from tools.docs.commands import commands_page
from tools.docs.environment import environment_page
from tools.docs.events import events_page
from tools.docs.policy_file import policy_file_page


def all_pages() -> Iterator[tuple[str, str]]:
    """Yield each page's name and text."""
    yield "policy-file.md", policy_file_page()
    yield "policy-file.schema.json", schema_text(policy_kinds())
    yield "events.md", events_page()
    yield "commands.md", commands_page()
    yield "environment.md", environment_page()
