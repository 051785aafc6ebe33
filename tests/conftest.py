"""What tests of every kind may ask for."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.postgres import PACKAGE, PostgresServer, installed

# The contracts are no test modules by name, and should still say what they compared.
pytest.register_assert_rewrite("tests.contract")


# Whether a change passes is for no clock and no chance to say; who looks for faults that nobody
# knows yet asks for chance, and for more of it: pytest --hypothesis-profile=thorough
_calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", _calm, derandomize=True, database=None, max_examples=40)
settings.register_profile("thorough", _calm, derandomize=False, max_examples=2_000)
settings.load_profile("usual")


# What is collected stays to the end; to look through it for garbage again and again would take a
# tenth of all the time.
def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of our own."""
    programs = installed()
    if programs is None:
        pytest.skip(f"NO POSTGRESQL: {PACKAGE} is not installed, so nothing was tested on it")
    server = PostgresServer(programs)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)
