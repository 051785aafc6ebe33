"""What the team's own second thoughts say about the policies: how often they are right.

Nothing here changes anything: an admin reads it, and writes what they agree with into the policy
file.
"""

from bot.learning.labels import Looked, looks
from bot.learning.precision import Precision, precision, wilson
from bot.learning.proposal import FEWEST, Proposal, propose

__all__ = [
    "FEWEST",
    "Looked",
    "Precision",
    "Proposal",
    "looks",
    "precision",
    "propose",
    "wilson",
]
