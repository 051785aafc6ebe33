"""What every store promises; inherit StoreContract and give it a fixture `store`."""

from tests.contract.store_contract_archive import ErasingContract, HandingOverContract
from tests.contract.store_contract_events import EventLogContract, TimersContract
from tests.contract.store_contract_evidence import EvidenceContract
from tests.contract.store_contract_ledger import LedgerContract
from tests.contract.store_contract_matters import (
    CaseBookContract,
    LeasesContract,
    OrdersContract,
)
from tests.contract.store_contract_safes import SafesContract
from tests.contract.store_contract_standstills import StandstillsContract


class StoreContract(
    EventLogContract,
    TimersContract,
    LedgerContract,
    EvidenceContract,
    CaseBookContract,
    OrdersContract,
    LeasesContract,
    HandingOverContract,
    ErasingContract,
    StandstillsContract,
    SafesContract,
):
    """All that a store promises, whatever it keeps things in."""
