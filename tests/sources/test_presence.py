"""Which fields came is counted draft by draft, and written down with the run."""

from collections import Counter
from datetime import date

import pytest

from antena.sources import actions, presence
from antena.sources.drafts import Draft, DraftText, TwinDraft
from antena.sources.drafts.places import PlaceRef
from tests.sources.conftest import MORNING, MemoryImporter
from tests.sources.fake_server import World, topic


def draft(**more: object) -> Draft:
    texts = (DraftText(language="en", title="T", summary=str(more.pop("summary", ""))),)
    return Draft(source="s", external_id="1", kind="call", url="", texts=texts, **more)  # type: ignore[arg-type]  # by name


def test_a_field_counts_where_it_says_something() -> None:
    counts: Counter[str] = Counter()
    presence.count(draft(published_on=date(2026, 11, 22), licence="CC0", summary="S"), counts)
    presence.count(draft(published_on=date(2026, 11, 22), countries=(), budget_total_eur=5), counts)
    assert counts == {
        "signal": 2,
        "signal.published_on": 2,
        "signal.budget_total_eur": 1,
        "signal.texts.summary": 1,
    }


def test_each_kind_of_draft_is_counted_by_its_name() -> None:
    counts: Counter[str] = Counter()
    place = PlaceRef(scheme="name", name="Olot")
    presence.count(TwinDraft(source="s", external_id="1", place=place, twin=place, url="https://x"), counts)
    assert counts == {"twin": 1, "twin.url": 1}


@pytest.mark.django_db
def test_a_run_says_which_fields_came_and_how_many_pages_there_are(
    world: World, importer: MemoryImporter
) -> None:
    world.topics = [topic(number) for number in range(1, 76)]
    run = actions.sync(source="sedia", importer=importer, at=MORNING)
    assert run.fields["signal"] == run.seen == 75
    assert 0 < run.fields["signal.deadlines"] <= 75
    assert run.announced >= 3
    assert run.attempt_at == MORNING
