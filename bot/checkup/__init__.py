"""Look over an installation before it runs: settings, rules, database, networks, machine.

Nothing is changed by looking. `bot.cli.doctor` prints what is found.
"""

from bot.checkup.database import look_at_database
from bot.checkup.machine import look_at_machine
from bot.checkup.models import look_at_models, prove_models
from bot.checkup.networks import look_at_networks
from bot.checkup.proof import prove_model
from bot.checkup.rules import look_at_rules
from bot.checkup.settings import look_at_settings

__all__ = [
    "look_at_database",
    "look_at_machine",
    "look_at_models",
    "look_at_networks",
    "look_at_rules",
    "look_at_settings",
    "prove_model",
    "prove_models",
]
