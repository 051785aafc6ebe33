"""The seams of the house: what the core asks of networks, policies, detectors and storage.

Each port is small and has a twin in memory that ships with the code. Implementations import this
package and the domain, nothing else of the core.
"""

from bot.ports.judging import (
    Answerer,
    Candidate,
    Context,
    Detector,
    LateDetector,
    Needs,
    Pattern,
    PatternHit,
    Policy,
    PolicyKind,
    Scene,
    Scores,
    Seen,
    Text,
)
from bot.ports.keeping import (
    Archive,
    CaseBook,
    EventLog,
    Leases,
    Ledger,
    OrderBook,
    Store,
    Timers,
)
from bot.ports.networks import (
    Adapter,
    AdapterKind,
    Adviser,
    Clock,
    Examiner,
    Finding,
    House,
    Invitation,
    Inviter,
    Onlooker,
)
from bot.ports.records import LearnedAnswer, Settlement, Strike, Timer

__all__ = [
    "Adapter",
    "AdapterKind",
    "Adviser",
    "Answerer",
    "Archive",
    "Candidate",
    "CaseBook",
    "Clock",
    "Context",
    "Detector",
    "EventLog",
    "Examiner",
    "Finding",
    "House",
    "Invitation",
    "Inviter",
    "LateDetector",
    "LearnedAnswer",
    "Leases",
    "Ledger",
    "Needs",
    "Onlooker",
    "OrderBook",
    "Pattern",
    "PatternHit",
    "Policy",
    "PolicyKind",
    "Scene",
    "Scores",
    "Seen",
    "Settlement",
    "Store",
    "Strike",
    "Text",
    "Timer",
    "Timers",
]
