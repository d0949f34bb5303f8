"""A page asks the database the same number of times whether it shows one thing of each kind or three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import World

PAGES = (
    "/ca/",
    "/ca/towns/",
    "/ca/towns/banyoles/",
    "/ca/towns/banyoles/feed.atom",
    "/ca/towns/banyoles/deadlines.ics",
    "/ca/signals/signal-0/",
    "/ca/signals/signal-0/?town=banyoles",
)


@pytest.mark.parametrize("path", PAGES)
def test_more_rows_are_not_more_queries(client: Client, world: World, path: str) -> None:
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    world.add_signals(6)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
