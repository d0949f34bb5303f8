"""What the sources page asks: constant in queries, said in sentences, never a page that is not there."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from pytest_django import DjangoAssertNumQueries

from antena.sources import catalogue, queries
from antena.sources.enums import AnswerState, Health, RunState
from antena.sources.models import QuarantinedRecord, RawAnswer, Run
from tests.sources.conftest import DAY, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sources, however many the catalogue has."""
    known = catalogue.connectors()
    monkeypatch.setattr(catalogue, "connectors", lambda: {name: known[name] for name in ("cellar", "sedia")})


def run(*, hours: float, source: str = "sedia", **more: Any) -> Run:
    values = {"state": RunState.DONE, "rows": 629, "new": 3, "listed": 620, "expected": 629, **more}
    started = MORNING - timedelta(hours=hours)
    return Run.objects.create(source=source, started_at=started, finished_at=started, **values)


def three_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue.connectors()
    contract = msgspec.structs.replace(known["sedia"].contract, source="third")
    third = msgspec.structs.replace(known["sedia"], contract=contract)
    monkeypatch.setattr(catalogue, "connectors", lambda: {**known, "third": third})


def test_a_source_that_never_ran() -> None:
    health = {found.contract.source: found for found in queries.health(at=MORNING)}
    assert list(health) == ["cellar", "sedia"]
    assert health["sedia"].health == Health.NEVER
    assert (health["sedia"].latest, health["sedia"].coverage, health["sedia"].counts) == (None, None, [])


def test_health_with_its_last_moments_coverage_and_sparkline() -> None:
    for age in range(15, 0, -1):
        run(hours=24 * age, rows=100 - age, new=1 if age == 4 else 0)
    failed = run(
        hours=1, state=RunState.FAILED, problem="nothing_came", error="HTTP 500", rows=0, new=0, listed=None
    )
    (found,) = queries.health(at=MORNING, sources=["sedia"])
    assert found.health == Health.FAILING
    assert found.latest == failed
    assert (found.last_run, found.last_good, found.last_new) == (
        MORNING - timedelta(hours=1),
        MORNING - DAY,
        MORNING - 4 * DAY,
    )
    assert found.counts == [89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 0]
    assert found.coverage == pytest.approx(620 / 629)
    assert found.problem == "EU Funding & Tenders Portal: not one page could be read: HTTP 500."


@pytest.mark.parametrize("count", [1, 3])
def test_health_asks_as_often_for_three_sources_as_for_one(
    count: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    three_sources(monkeypatch)
    sources = ["sedia", "cellar", "third"][:count]
    for source in sources:
        run(hours=1, source=source)
        run(hours=25, source=source)
    # runs, moments, and the pages that are followed
    with django_assert_num_queries(3):
        found = queries.health(at=MORNING, sources=sources)
    assert [len(source.runs) for source in found] == [2] * count


def set_aside(of: Run, number: int, **more: Any) -> QuarantinedRecord:
    values = {"field": "startDate", "problem": "bad_date", "detail": "soon", "record_kept": True, **more}
    return QuarantinedRecord.objects.create(run=of, record=f"X-{number}", **values)


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_with_what_it_answered_and_set_aside(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = run(
        hours=1,
        state=RunState.PARTIAL,
        problem="pages_failed",
        error="1 / 7",
        warnings=[["too_many", "9 > 8"]],
    )
    for number in range(count):
        set_aside(of, number)
        RawAnswer.objects.create(
            run=of,
            key=f"page-{number}",
            state=AnswerState.FAILED,
            fetched_at=MORNING,
            problem="unreadable",
            error="no list called results",
        )
    with django_assert_num_queries(5):
        page = queries.run_page(of.pk)
    assert page.problem.startswith("EU Funding & Tenders Portal: some pages failed (1 / 7)")
    assert page.warnings == ("EU Funding & Tenders Portal brought more records than expected: 9 > 8.",)
    assert len(page.answers) == count
    assert page.answers[0][1].endswith("page page-0: the answer cannot be read: no list called results.")
    assert page.sentences[0] == (
        "EU Funding & Tenders Portal, record X-0, field startDate: this is not a plausible date: soon."
    )


def test_records_that_were_lost_come_before_fields_and_absurd_pages_are_the_nearest() -> None:
    of = run(hours=1)
    for number in range(60):
        set_aside(of, number)
    whole = set_aside(of, 99, problem="no_title", record_kept=False)
    assert queries.quarantine(run_id=of.pk)[0] == whole
    assert queries.quarantine(run_id=of.pk, page=10**9).number == 2
    assert queries.quarantine(run_id=of.pk, page=-4).number == 2


def test_sources_are_due_at_their_rhythm_and_sooner_where_something_failed() -> None:
    assert queries.due(at=MORNING) == ["cellar", "sedia"]
    run(hours=2, source="cellar")
    run(hours=2, source="sedia", state=RunState.PARTIAL)
    assert queries.due(at=MORNING) == ["sedia"]
    run(hours=1.5, source="sedia", origin="/a/folder")
    assert queries.due(at=MORNING) == ["sedia"]
    assert queries.due(at=MORNING + DAY) == ["cellar", "sedia"]


def test_a_source_that_waits_for_a_key_is_never_due(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    known = catalogue.connectors()
    contract = msgspec.structs.replace(known["sedia"].contract, needs=("api",))
    keyed = msgspec.structs.replace(known["sedia"], contract=contract)
    monkeypatch.setattr(catalogue, "connectors", lambda: {"sedia": keyed})
    assert queries.due(at=MORNING) == []
    (found,) = queries.health(at=MORNING)
    assert found.health == Health.WAITING
    settings.SOURCE_KEYS = {"sedia": {"api": "secret"}}
    assert queries.due(at=MORNING) == ["sedia"]


@pytest.mark.parametrize(
    ("state", "hours", "due"),
    [
        (RunState.DONE, 23, False),
        (RunState.DONE, 24, True),
        (RunState.RUNNING, 23, False),
        (RunState.FAILED, 0.9, False),
        (RunState.FAILED, 1, True),
        (RunState.REFUSED, 23, False),
        (RunState.STOPPED, 23, False),
    ],
)
def test_due_by_state_and_age(state: RunState, hours: float, due: bool) -> None:
    run(hours=hours, state=state)
    assert ("sedia" in queries.due(at=MORNING)) == due


def test_an_installation_can_ask_elsewhere(settings: Any) -> None:
    settings.SOURCE_ADDRESSES = {"sedia": {"search": "https://mirror.example/search"}}
    contract = queries.connector("sedia").contract
    assert contract.api["search"] == "https://mirror.example/search"
    assert contract.api["details"] == catalogue.connector("sedia").contract.api["details"]
    assert queries.connector("cellar") == catalogue.connector("cellar")
