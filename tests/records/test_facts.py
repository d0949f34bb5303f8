"""Drafts of facts and twin towns become statements, figures and twinnings of places, or are kept aside."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.accounts.models import AuditEntry, User
from antena.places import actions
from antena.places.enums import TwinState, Unplaced
from antena.places.models import Country, Figure, Place, PlaceCode, PlaceName, Statement, TwinTown
from antena.records.importing.facts import FactImporter
from antena.records.importing.retrying import Retried, retry_unresolved
from antena.records.linking import Found, Link, Wanted
from antena.sources.drafts import ConceptDraft, DraftFigure, FactDraft, PlaceRef, TwinDraft
from antena.sources.importing import Counts, Importer, WrongDraftError

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
Make = Callable[..., Place]


@pytest.fixture
def make(db: None) -> Make:
    for code in ("ES", "FR", "GR"):
        Country.objects.create(code=code, iso3=code + "X", continent="EU", in_eu=True)

    def made(name: str, country: str = "ES", *, at: tuple[float, float] = (42.0, 2.0), **over: Any) -> Place:
        values: dict[str, Any] = {"population": 1_000, "sort_key": name.lower(), **over}
        place = Place.objects.create(name=name, country_id=country, latitude=at[0], longitude=at[1], **values)
        PlaceName.objects.create(place=place, text=name.lower(), weight=0.5)
        return place

    return made


def lau(code: str, name: str = "", *, country: str = "ES") -> PlaceRef:
    return PlaceRef(scheme="lau", country=country, code=code, name=name)


def fact(key: str, place: PlaceRef, **over: Any) -> FactDraft:
    said: dict[str, Any] = {"source": "tests", "external_id": key, "place": place, **over}
    return FactDraft(**said)


def twin(key: str, place: PlaceRef, other: PlaceRef, **over: Any) -> TwinDraft:
    said: dict[str, Any] = {"source": "tests", "external_id": key, "place": place, "twin": other, **over}
    return TwinDraft(**said)


def store(*drafts: Any, at: datetime = NOW, importer: FactImporter | None = None) -> Counts:
    return (importer or FactImporter(authority=80)).store(drafts, run_id=1, at=at)


def test_it_is_an_importer() -> None:
    checked: Importer = FactImporter(authority=80)
    assert checked.__class__ is FactImporter


def test_a_mixed_batch_is_counted_exactly_and_the_second_time_all_the_same(make: Make) -> None:
    make("olot", lau_code="17114")
    figures = (DraftFigure(indicator="a.b", period="2025", value=1),)
    drafts = [
        fact("a", lau("17114"), population=37_000, figures=figures),
        fact("b", lau("99999", "nowhere")),
        twin("a", lau("17114"), PlaceRef(scheme="name", country="FR", name="nulle part")),
    ]
    assert store(*drafts) == Counts(new=3)
    assert store(*drafts, at=LATER) == Counts(same=3)
    changed = fact("a", lau("17114"), population=37_100)
    assert store(changed, *drafts[1:], at=LATER) == Counts(changed=1, same=2)
    assert Place.objects.get().population == 37_100
    assert Figure.objects.get().value == 1
    importer = FactImporter(authority=80)
    assert importer.listed("tests") == 3
    store(changed, at=LATER + timedelta(days=1))
    assert importer.delist_unseen("tests", since=LATER + timedelta(hours=1)) == 2
    assert importer.listed("tests") == 1


def test_a_place_is_found_by_any_of_its_codes(make: Make) -> None:
    place = make("olot", lau_code="17114", geonames_id=77)
    store(fact("a", lau("17114"), codes={"wikidata": "Q1", "idescat": "171142", "nuts3": "ES512"}))
    refs = [
        PlaceRef(scheme="wikidata", code="Q1"),
        PlaceRef(scheme="geonames", code="77"),
        lau("17114"),
    ]
    store(*(fact(f"r{n}", ref, altitude_m=443.0) for n, ref in enumerate(refs)))
    store(fact("by idescat", PlaceRef(scheme="name", code="", name="?"), codes={"idescat": "171142"}))
    assert Statement.objects.filter(source="tests").exclude(place=place).count() == 0
    assert Statement.objects.get(external_id="r0").evidence == ["code:wikidata"]


def test_the_code_of_another_country_is_another_place(make: Make) -> None:
    make("olot", lau_code="17114")
    store(fact("a", lau("17114", country="FR")))
    assert Statement.objects.get(external_id="a").reason == Unplaced.NO_NAME


def test_regions_and_countries_have_figures(make: Make) -> None:
    figures = (DraftFigure(indicator="e.sdg_01", period="2024", value=20.5),)
    areas: list[tuple[Any, str]] = [
        ("nuts", "ES51"),
        ("country", "ES"),
        ("nuts", "EL"),
        ("nuts", "XX1"),
        ("nuts", "ES-51"),
    ]
    store(*(fact(code, PlaceRef(scheme=scheme, code=code), figures=figures) for scheme, code in areas))
    assert sorted(Figure.objects.values_list("area", flat=True)) == ["ES", "ES51", "GR"]
    assert {row.external_id for row in Statement.objects.filter(reason=Unplaced.NOT_FOUND)} == {
        "XX1",
        "ES-51",
    }


def test_the_degree_of_urbanisation_comes_as_a_figure(make: Make) -> None:
    make("olot", lau_code="17114")
    figures = tuple(
        DraftFigure(indicator="eurostat.degurba", period=period, value=value)
        for period, value in (("2021", 3.0), ("2024", 2.0))
    )
    store(fact("a", lau("17114"), figures=figures))
    assert Place.objects.get().degurba == 2
    store(fact("b", lau("17114"), figures=(DraftFigure(indicator="degurba", period="2025", value=7.0),)))
    assert Place.objects.get().degurba == 2


def test_a_code_is_learned_from_the_name_and_then_leads_by_itself(make: Make) -> None:
    place = make("koksijde", "FR", population=21_000)
    store(fact("a", lau("38014", "Koksijde", country="FR"), population=21_900))
    code = PlaceCode.objects.get(scheme="lau")
    assert (code.place, code.code, code.confidence) == (place, "38014", 0.93)
    store(fact("b", lau("38014", "Another spelling", country="FR")))
    assert Statement.objects.get(external_id="b").place == place


def test_a_municipality_is_not_given_to_a_place_that_has_another_code(make: Make) -> None:
    make("sant pere", lau_code="11111", population=900)
    store(fact("a", lau("22222", "Sant Pere"), population=910))
    kept = Statement.objects.get(external_id="a")
    assert (kept.place, kept.reason, kept.said["population"]) == (None, Unplaced.NOT_FOUND, 910)


def test_bilingual_names_and_names_with_their_article_last(make: Make) -> None:
    make("agurain")
    make("la bisbal", at=(41.0, 1.0))
    store(
        fact("a", lau("01051", "Agurain/Salvatierra"), population=1_000),
        fact("b", lau("17022", "Bisbal, La"), population=1_000),
    )
    PlaceName.objects.create(place=Place.objects.get(name="la bisbal"), text="bisbal", weight=0.5)
    store(fact("c", lau("17022", "Bisbal, La"), population=1_000))
    found = dict(Statement.objects.filter(source="tests").values_list("external_id", "place__name"))
    assert found == {"a": "agurain", "b": None, "c": "la bisbal"}


class Knows:
    """A finder that knows one name."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.asked: list[Wanted] = []

    def find(self, wanted: Wanted) -> Found:
        self.asked.append(wanted)
        known = wanted.name == "Ville d'Orange"
        return Found("municipality", Link(self.place.pk, 0.9, ("name:exact",)) if known else None)


def test_the_linker_is_asked_last_and_never_for_a_bare_code(make: Make) -> None:
    knows = Knows(make("orange", "FR"))
    importer = FactImporter(authority=50, finder=lambda: knows)
    olot = make("olot", lau_code="17114")
    name = PlaceRef(scheme="name", country="FR", name="Ville d'Orange")
    store(
        twin("a", lau("17114"), name, since=date(1981, 1, 1)),
        fact("b", lau("84087", "Ville d'Orange", country="FR")),
        importer=importer,
    )
    twinning = TwinTown.objects.get()
    assert (twinning.place, twinning.twin, twinning.confidence) == (olot, knows.place, 0.9)
    assert [(one.name, one.city, one.country) for one in knows.asked] == [("Ville d'Orange",) * 2 + ("FR",)]
    assert Statement.objects.get(external_id="b").place is None


def test_what_was_not_found_is_found_once_its_place_is_there(make: Make) -> None:
    figures = (DraftFigure(indicator="a.b", period="2025", value=4),)
    orange = PlaceRef(scheme="name", country="FR", name="Orange")
    store(fact("a", lau("17114", "Olot"), population=1_000, figures=figures), twin("t", lau("17114"), orange))
    assert retry_unresolved(at=LATER) == Retried(tried=2, placed=0)
    olot, found = make("olot"), make("orange", "FR")
    assert retry_unresolved(at=LATER, source="another") == Retried(tried=0, placed=0)
    assert retry_unresolved(at=LATER) == Retried(tried=2, placed=2)
    assert Figure.objects.get().place == olot
    twinning = TwinTown.objects.get()
    assert (twinning.place, twinning.twin, twinning.reason) == (olot, found, "")
    assert retry_unresolved(at=LATER) == Retried(tried=0, placed=0)
    assert store(twin("t", lau("17114"), orange), at=LATER) == Counts(same=1)


def test_a_decision_of_people_is_of_the_pair_and_lasts(make: Make) -> None:
    person = User.objects.create_user("anna")
    make("olot", lau_code="17114")
    make("orange", "FR", lau_code="84087")
    here, there = lau("17114"), lau("84087", "Orange", country="FR")
    store(twin("there", here, there))
    twinning = TwinTown.objects.get()
    actions.confirm_twin(twinning_id=twinning.pk, by=person, at=NOW)
    store(twin("back", there, here))
    store(twin("there", here, there, since=date(1981, 5, 1)), at=LATER)
    assert set(TwinTown.objects.values_list("state", "since")) == {
        (TwinState.CONFIRMED, None),
        (TwinState.CONFIRMED, date(1981, 5, 1)),
    }
    actions.deny_twin(twinning_id=twinning.pk, by=person, at=LATER)
    assert set(TwinTown.objects.values_list("state", "decided_by")) == {(TwinState.DENIED, person.pk)}
    entries = AuditEntry.objects.filter(object_kind="twin town").order_by("pk")
    assert [entry.verb for entry in entries] == ["confirmed twin town", "denied twin town"]
    # the record now speaks of another town: nobody has said anything of that one
    store(twin("there", here, PlaceRef(scheme="name", country="FR", name="Arles")), at=LATER)
    assert TwinTown.objects.get(external_id="there").state == TwinState.TOLD


def test_another_family_is_refused_and_nothing_is_stored(make: Make) -> None:
    make("olot", lau_code="17114")
    with pytest.raises(WrongDraftError, match="ConceptDraft"):
        store(fact("a", lau("17114")), ConceptDraft(source="tests", external_id="c", labels={"en": "A"}))
    assert not Statement.objects.exists()
    assert store() == Counts()


def test_more_drafts_are_not_more_queries(make: Make) -> None:
    for n in range(4):
        make(f"town {n}", lau_code=str(n))
    importer = FactImporter(authority=50)
    store(fact("warm", lau("0")), twin("warm", lau("0"), lau("1")), importer=importer)
    counts = []
    for size in (1, 3):
        drafts: list[Any] = [fact(f"f{size}{n}", lau(str(n), f"Town {n}"), population=9) for n in range(size)]
        drafts += [
            twin(f"t{size}{n}", lau(str(n)), PlaceRef(scheme="name", name="X", country="ES"))
            for n in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            store(*drafts, importer=importer)
        counts.append(len(queries))
    assert counts[0] == counts[1]
