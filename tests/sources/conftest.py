"""An importer in memory, a fake server, and a client that does not wait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from pytest_django import Settings

from antena.lib.http import Pace, PoliteClient
from antena.sources import fetching, queries
from antena.sources.contracts import Contract
from antena.sources.drafts import AnyDraft
from antena.sources.importing import Counts, Importer
from antena.sources.pages import Connector
from tests.sources.fake_server import FakeServer, World

MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE_SIZE = 30


@dataclass
class MemoryImporter:
    """Keeps drafts in a dict; what a run does to it is what it would do to the database."""

    records: dict[str, AnyDraft] = field(default_factory=dict)
    last_seen: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:
        new = changed = 0
        for draft in drafts:
            known = self.records.get(draft.external_id)
            new += known is None
            changed += known is not None and known != draft
            self.records[draft.external_id] = draft
            self.last_seen[draft.external_id] = at
            self.gone.discard(draft.external_id)
        return Counts(new=new, changed=changed, same=len(drafts) - new - changed)

    def listed(self, source: str) -> int:
        return sum(draft.source == source for draft in self.records.values()) - len(self.gone)

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        unseen = {key for key, seen in self.last_seen.items() if seen < since} - self.gone
        self.gone |= unseen
        return len(unseen)


@pytest.fixture
def importer() -> MemoryImporter:
    memory = MemoryImporter()
    # mypy holds the fake to the protocol here
    checked: Importer = memory
    assert checked is memory
    return memory


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses a run would have made, in seconds; none of them is made."""
    slept: list[float] = []

    def client_for(contract: Contract) -> PoliteClient:
        return PoliteClient(
            interval=0, timeout=0.4, attempts=contract.manners.attempts, pace=Pace(), sleep=slept.append
        )

    monkeypatch.setattr(fetching, "client_for", client_for)
    return slept


def with_options(monkeypatch: pytest.MonkeyPatch, **options: int) -> None:
    """Have every source's connector read other numbers than its contract says."""
    real = queries.connector

    def connector(source: str) -> Connector:
        found = real(source)
        contract = msgspec.structs.replace(found.contract, options={**found.contract.options, **options})
        return msgspec.structs.replace(found, contract=contract)

    monkeypatch.setattr(queries, "connector", connector)


def with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every source content with a handful of records, however many its contract expects."""
    real = queries.connector

    def connector(source: str) -> Connector:
        found = real(source)
        expected = msgspec.structs.replace(found.contract.expected, least=1)
        contract = msgspec.structs.replace(found.contract, expected=expected)
        return msgspec.structs.replace(found, contract=contract)

    monkeypatch.setattr(queries, "connector", connector)


@pytest.fixture
def world(settings: Settings, naps: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world a fake server plays; both connectors ask it, for small pages."""
    with_options(monkeypatch, page_size=PAGE_SIZE, rows=200)
    with FakeServer() as server:
        settings.SOURCE_ADDRESSES = server.addresses
        yield server.world
