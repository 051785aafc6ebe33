"""What Telegram cannot do is told by line when a policy file is read."""

from pathlib import Path

import pytest

from bot.bootstrap import read_rulebook
from bot.errors import RulebookError

FILE = """\
version: 1
community: Kettle Works
places:
  telegram: "-1001234567890"
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn]
      - [{then}]
"""


@pytest.mark.parametrize(
    "then", ["delete, 'slow mode: 10 seconds'", "'add role: Muted'", "'remove role: Member'"]
)
def test_admins_are_told_by_line_what_telegram_cannot_do(tmp_path: Path, then: str) -> None:
    file = tmp_path / "community.yaml"
    file.write_text(FILE.format(then=then), encoding="utf-8")
    with pytest.raises(RulebookError) as error:
        read_rulebook(file)
    (mistake,) = str(error.value).splitlines()[:1]
    assert "telegram cannot" in mistake
    assert "asks for in line 12" in mistake


def test_what_telegram_can_do_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "community.yaml"
    then = "delete, 'timeout: 1 hour', kick, open case, alert team"
    file.write_text(FILE.format(then=then), encoding="utf-8")
    assert read_rulebook(file).name == "Kettle Works"
