"""Local pools for all tests, judged on every answer."""

import pytest

import world
from calls import Record, connect
from local_pool import LocalPool


@pytest.fixture(scope="session")
def record():
    return Record()


@pytest.fixture(scope="session")
def server():
    pool = LocalPool()
    yield pool
    pool.stop()


@pytest.fixture(scope="session")
def strict_server():
    """A second pool that counts attempts and requests."""
    pool = LocalPool("--quotas")
    yield pool
    pool.stop()


@pytest.fixture(scope="session")
def punctual_server():
    """A third pool, whose clock no test moves: for programs that compare it with their own."""
    pool = LocalPool()
    yield pool
    pool.stop()


@pytest.fixture(scope="session")
def cognito(server, record):
    return connect(server.url, record)


@pytest.fixture(scope="session")
def pool_id(cognito):
    return world.new_pool(cognito)


@pytest.fixture(scope="session")
def app(cognito, pool_id):
    """An app without a secret that may read and write everything."""
    return world.new_app(cognito, pool_id, **world.RIGHTS)


@pytest.fixture(scope="session")
def secret_app(cognito, pool_id):
    return world.new_app(cognito, pool_id, GenerateSecret=True, **world.RIGHTS)


@pytest.fixture
def person(cognito, pool_id):
    return world.new_person(cognito, pool_id)


@pytest.fixture
def token(app, person):
    """An access token of `person`."""
    return app.access_token(person)
