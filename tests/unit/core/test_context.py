from datetime import UTC, datetime

import pytest

from bot.context import Context
from bot.domain import ButtonPressed, Member
from bot.detectors.text import prepare
