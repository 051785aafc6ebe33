"""What the team's own second thoughts say about the policies: how often they are right.

Nothing here changes anything: an admin reads it, and writes what they agree with into the policy
file.
"""

from bot.learning.examples import SIGNALS, Example, Reader, examples
from bot.learning.labels import Looked, looks
from bot.learning.layer import Bounds, Proposed, Refused, Trial, propose_layer
from bot.learning.precision import Precision, precision, wilson
from bot.learning.proposal import FEWEST, Proposal, propose
from bot.learning.words import Fine, fine_words

__all__ = [
    "FEWEST",
    "SIGNALS",
    "Bounds",
    "Example",
    "Fine",
    "Looked",
    "Precision",
    "Proposal",
    "Proposed",
    "Reader",
    "Refused",
    "Trial",
    "examples",
    "fine_words",
    "looks",
    "precision",
    "propose",
    "propose_layer",
    "wilson",
]
