"""What can be done: effects by a network, and what happens in the house."""

from bot.domain.effects import Effect
from bot.domain.house_actions import HouseAction

Action = Effect | HouseAction
