"""A Slack for tests: it speaks Slack's protocols to Slack's own library, and can misbehave."""

from tests.fakes.slack.slack import APP, SECRET, FakeSlack
from tests.fakes.slack.state import Channel, Message, Token, User, Workspace

__all__ = ["APP", "SECRET", "Channel", "FakeSlack", "Message", "Token", "User", "Workspace"]
