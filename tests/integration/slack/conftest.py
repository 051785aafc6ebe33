"""What tests of Evenhand on Slack share."""

import pytest

from adapters.slack.settings import SlackSettings
from tests.support.patience import PATIENCE


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let names be waited for as long as the slowest machine needs to say them."""
    usual = vars(SlackSettings)["__init__"].__kwdefaults__
    monkeypatch.setitem(usual, "moment", PATIENCE)
