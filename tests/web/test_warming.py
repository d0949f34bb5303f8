"""A web process is warm before anybody asks, and serves all the same where it cannot be."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from antena.matching.queries import twins
from antena.web import warming
from tests.web.conftest import World


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection of the test is not the thread's own, and stays open."""
    monkeypatch.setattr(connection, "close", lambda: None)
    twins.forget()


def test_the_world_is_read_once(world: World) -> None:
    warming.warm()
    with CaptureQueriesContext(connection) as made:
        twins.propose(world.towns[0].pk)
    assert not [query for query in made if "split_part" in query["sql"]]


def test_a_database_that_does_not_answer_is_no_failure(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(warming, "propose", fail)
    warming.warm()
    assert "the first who asks waits" in caplog.text


def test_where_there_is_no_town_nothing_is_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(warming, "propose", lambda *said, **more: asked.append(said))
    warming.warm()
    assert asked == []
