"""Filters, facets, totals, order and the number of queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.signals.models import Signal, SignalTheme
from antena.signals.search import (
    BadRequest,
    FoundBy,
    Samples,
    SearchPage,
    SearchRequest,
    Sort,
    champions,
    refresh_filters,
    search,
)
from antena.signals.search import facets as facet_module
from antena.themes.models import Theme
from tests.signals.search.conftest import AT, IdeaEmbedder


def ask(embedder: IdeaEmbedder | None = None, **fields: object) -> SearchPage:
    return search(SearchRequest(**fields), language="ca", at=AT, embedder=embedder)  # type: ignore[arg-type]  # by name


def ids(page: SearchPage) -> list[int]:
    return [hit.signal.pk for hit in page.hits]


def counts(page: SearchPage, facet: str) -> dict[str, int]:
    (found,) = [each for each in page.facets if each.name == facet]
    return {value.value: value.count for value in found.values}


def test_each_filter_alone_and_all_together(publish: Callable[..., Signal]) -> None:
    wanted = publish(
        {"en": "Water"},
        kind="act",
        status="open",
        programme="LIFE",
        impact="duty",
        source="cellar",
        is_sample=True,
        published_on=date(2026, 5, 1),
        next_deadline=datetime(2027, 1, 31, 22, tzinfo=UTC),
    )
    publish({"es": "Agua"}, published_on=date(2020, 1, 1), next_deadline=AT + timedelta(days=400))
    narrowings: list[dict[str, object]] = [
        {"kinds": ("act",)},
        {"statuses": ("open",)},
        {"programmes": ("LIFE",)},
        {"impacts": ("duty",)},
        {"sources": ("cellar",)},
        {"languages": ("en",)},
        {"samples": Samples.ONLY},
        {"published_from": date(2026, 5, 1), "published_until": date(2026, 5, 1)},
        {"due_from": date(2027, 1, 31), "due_until": date(2027, 1, 31)},
    ]
    for narrowing in narrowings:
        assert ids(ask(**narrowing)) == [wanted.pk], narrowing
        assert ids(ask(text="water agua", **narrowing)) == [wanted.pk], narrowing
    everything = {name: value for narrowing in narrowings for name, value in narrowing.items()}
    assert ids(ask(text="water", **everything)) == [wanted.pk]
    assert wanted.pk not in ids(ask(samples=Samples.WITHOUT))
    assert ask(due_until=date.max, published_from=date.min).total == 2


def test_facets_count_what_choosing_would_give(publish: Callable[..., Signal]) -> None:
    for kind, status in (("call", "open"), ("call", "closed"), ("act", "open"), ("event", "closed")):
        publish({"en": f"Water {kind} {status}"}, kind=kind, status=status)
    publish({"en": "Bread"}, kind="call", status="open")
    page = ask(text="water", kinds=("call",), statuses=("open",))
    assert page.total == 1
    assert counts(page, "kind") == {"call": 1, "act": 1}
    assert counts(page, "status") == {"open": 1, "closed": 1}
    for facet, found in (("kind", counts(page, "kind")), ("status", counts(page, "status"))):
        for value, number in found.items():
            field = {"kind": "kinds", "status": "statuses"}[facet]
            other = {"kinds": ("call",), "statuses": ("open",)} | {field: (value,)}
            assert ask(text="water", **other).total == number
    assert counts(ask(), "kind") == {"call": 3, "act": 1, "event": 1}
    assert counts(ask(kinds=("news",)), "kind")["news"] == 0


def test_a_field_stands_for_its_themes_and_an_unknown_theme_is_refused(
    publish: Callable[..., Signal],
) -> None:
    field = Theme.objects.create(
        code="sustainability", letter="b", position=0, labels={"ca": "Sostenibilitat"}
    )
    theme = Theme.objects.create(code="water", parent=field, letter="b", position=1, labels={"en": "Water"})
    signal = publish({"en": "Wells"})
    publish({"en": "Buses"})
    SignalTheme.objects.create(signal=signal, theme=theme, score=0.9)
    assert refresh_filters([signal.pk]) == 1
    assert refresh_filters() == 0
    for code in ("sustainability", "water"):
        page = ask(themes=(code,))
        assert ids(page) == [signal.pk]
    (facet,) = [each for each in page.facets if each.name == "theme"]
    assert {(value.value, value.label, value.count) for value in facet.values} == {
        ("sustainability", "Sostenibilitat", 1),
        ("water", "Water", 1),
    }
    with pytest.raises(BadRequest) as caught:
        ask(themes=("cheese",))
    assert (caught.value.field, caught.value.problem) == ("theme", "unknown")


def test_orders(publish: Callable[..., Signal]) -> None:
    def made(day: int, deadline: int | None) -> int:
        at = AT + timedelta(days=deadline) if deadline is not None else None
        return publish({"en": "Water works"}, published_on=date(2026, 1, day), next_deadline=at).pk

    late, none, past, soon = made(1, 90), made(4, None), made(2, -5), made(3, 5)
    for text in ("", "water"):
        assert ids(ask(text=text, sort=Sort.DEADLINE)) == [soon, late, past, none]
        assert ids(ask(text=text, sort=Sort.NEWEST)) == [none, soon, past, late]


def test_pages_follow_each_other_and_totals_are_honest(
    publish: Callable[..., Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {publish({"en": f"Water {number}"}).pk for number in range(25)}
    champions.rebuild(at=AT)
    for text in ("", "water"):
        pages = [ask(text=text, page=number) for number in (1, 2, 3)]
        assert [len(page.hits) for page in pages] == [20, 5, 0]
        assert {pk for page in pages for pk in ids(page)} == made
        assert {(page.total_label, page.pages) for page in pages} == {("25", 2)}
    monkeypatch.setattr(facet_module, "COUNTED", 10)
    assert ask(text="water").total_label == "10+"
    assert ask(kinds=("call",)).total_label == "10+"


def test_what_the_lists_do_not_reach_follows_the_newest_first(
    publish: Callable[..., Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(champions, "LIMIT", 2)
    best = publish({"en": "Water water water"}, published_on=date(2020, 1, 1))
    publish({"en": "Water water"}, published_on=date(2020, 1, 2))
    rest = [publish({"en": "Water " + "and more " * n}, published_on=date(2026, 1, n)) for n in range(1, 5)]
    champions.rebuild(at=AT)
    monkeypatch.setattr("antena.signals.search.legs.FEW", 0)
    found = ids(ask(text="water"))
    assert found[0] == best.pk
    assert found[2:] == [signal.pk for signal in reversed(rest)]


def test_a_question_in_catalan_finds_an_english_call_by_meaning(
    publish: Callable[..., Signal], embedder: IdeaEmbedder
) -> None:
    both = publish({"ca": "Xarxes d'aigua"})
    meant = publish({"en": "Safe drinking water in rural areas"})
    publish({"en": "Cycling lanes"})
    page = ask(embedder, text="aigua")
    assert [(hit.signal.pk, hit.found_by) for hit in page.hits] == [
        (both.pk, FoundBy.BOTH),
        (meant.pk, FoundBy.MEANING),
    ]
    assert page.total == 2
    assert ids(ask(embedder, text="aigua", kinds=("act",))) == []
    assert counts(ask(embedder, text="aigua", kinds=("act",)), "kind") == {"call": 2, "act": 0}
    assert ids(ask(None, text="aigua")) == [both.pk]


def test_the_number_of_queries_does_not_grow(publish: Callable[..., Signal], embedder: IdeaEmbedder) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(embedder, text=text)
        return len(captured)

    publish({"en": "Water", "ca": "Aigua"})
    few = [queries(text) for text in ("", "water")]
    for _ in range(2):
        publish({"en": "Water", "ca": "Aigua", "fr": "Eau"})
    assert [queries(text) for text in ("", "water")] == few


@pytest.mark.parametrize(
    "text",
    ["'", "''", "\\", "a & b | !c", "(((", "%", "%s %(x)s {0}", "'; drop table x --", "<-> :*", "\u202eabc",
     "the", '""', '"the"', "“ ”", "🙂", "ʼn ŉ ː", "١٢٣ 市町村", "-01 -1 1.5e3", "a" * 400, "a " * 200],
)  # fmt: skip
def test_no_text_breaks_the_search(publish: Callable[..., Signal], embedder: IdeaEmbedder, text: str) -> None:
    publish({"en": ("Water", "", text), "xx": text})
    page = ask(embedder, text=text)
    assert page.total >= 0
    assert ask(embedder, text=text, kinds=("call",), sort=Sort.DEADLINE).pages >= 1
