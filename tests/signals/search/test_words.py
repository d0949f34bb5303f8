"""Finding by words: morphology, identifiers, phrases, and the order among what is found."""

from collections.abc import Callable

import pytest

from antena.signals.models import Signal
from antena.signals.search import FoundBy, SearchPage, SearchRequest, champions, index_signals, search
from tests.signals.search.conftest import AT


def ask(text: str, language: str = "ca", **filters: object) -> SearchPage:
    return search(SearchRequest(text=text, **filters), language=language, at=AT)  # type: ignore[arg-type]  # by name


def found(text: str, **filters: object) -> list[int]:
    return [hit.signal.pk for hit in ask(text, **filters).hits]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Gestió de les aigües residuals", "l'aigua"),
        ("Xarxa de l'aigua potable", "aigües"),
        ("Noves col·laboracions entre municipis", "col·laboració"),
        ("Noves col·laboracions entre municipis", "collaboracio"),
        ("Una col·laboració entre municipis", "collaboracions"),
        ("Ajuts als agermanaments", "agermanament"),
        ("L'agermanament amb una vila", "AGERMANAMENTS"),
        ("Educació ambiental", "educacio"),
        ("Els polítics locals", "politics"),
    ],
)
@pytest.mark.parametrize("prepared", [False, True])
def test_catalan_forms_of_a_word_find_each_other(
    publish: Callable[..., Signal], written: str, asked: str, prepared: bool
) -> None:
    signal = publish({"ca": written})
    publish({"ca": "Una altra cosa ben diferent"})
    if prepared:
        champions.rebuild(at=AT)
    assert found(asked) == [signal.pk]


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "Cities and their policies", "city policy"),
        ("es", "Educación y políticas municipales", "educacion"),
        ("fr", "Énergies renouvelables", "energie"),
        ("de", "Städte am Wasser", "stadte"),
    ],
)
def test_each_language_is_read_with_its_own_rules(
    publish: Callable[..., Signal], language: str, written: str, asked: str
) -> None:
    signal = publish({language: written})
    assert found(asked) == [signal.pk]


@pytest.mark.parametrize(
    "asked",
    ["HORIZON-CL5-2026-D4-01", "horizon-cl5-2026-d4-01", "HORIZON-CL5-2026", "HORIZON CL5-2026-D4-01"],
)
def test_a_topic_is_found_as_typed_and_first(publish: Callable[..., Signal], asked: str) -> None:
    for number in range(5):
        publish({"en": f"Horizon Horizon Horizon CL5 2026 D4 01 leaflet {number}"})
    topic = publish({"en": "Buildings that store energy"}, external_id="HORIZON-CL5-2026-D4-01")
    champions.rebuild(at=AT)
    assert found(asked)[0] == topic.pk


def test_an_act_is_found_by_what_refers_to_it(publish: Callable[..., Signal]) -> None:
    act = publish({"en": "Accessibility of websites"}, external_id="32016L2102")
    follower = publish({"en": "Implementing decision"}, references={"amends": ["32016L2102"]})
    publish({"en": "Another act"}, external_id="32019L1024")
    assert set(found("32016L2102")) == {act.pk, follower.pk}


def test_a_quoted_phrase_must_stand_as_written(publish: Callable[..., Signal]) -> None:
    exact = publish({"ca": "Xarxa d'aigua potable rural"})
    publish({"ca": "Aigua rural, potable i neta: aigua"})
    assert found('"aigua potable"') == [exact.pk]
    assert found("«aigua potable»") == [exact.pk]
    assert len(found("aigua potable")) == 2


def test_a_title_weighs_more_than_a_body_and_a_rare_word_more_than_a_common_one(
    publish: Callable[..., Signal],
) -> None:
    in_body = publish({"en": ("Notice", "", "housing " + "other words here " * 10)})
    in_title = publish({"en": ("Housing", "", "notice " + "other words here " * 10)})
    for number in range(12):
        publish({"en": f"Grants for towns, round {number}"})
    rare = publish({"en": "Dormice and towns"})
    assert found("housing") == [in_title.pk, in_body.pk]
    assert found("towns dormice")[0] == rare.pk
    champions.rebuild(at=AT)
    assert found("housing") == [in_title.pk, in_body.pk]
    assert found("towns dormice")[0] == rare.pk


def test_what_arrives_after_the_lists_were_made_is_found_at_once_and_what_changed_is_read_anew(
    publish: Callable[..., Signal],
) -> None:
    old = publish({"en": "Libraries for all"})
    champions.rebuild(at=AT)
    new = publish({"en": "A library on wheels"})
    assert set(found("library")) == {old.pk, new.pk}
    old.texts.update(title="Swimming pools for all")

    assert index_signals([old.pk]) == 1
    assert found("library") == [new.pk]
    assert found("pool") == [old.pk]
    new.delete()
    assert found("library") == []


def test_words_nobody_wrote_find_nothing_and_a_near_spelling_is_offered(
    publish: Callable[..., Signal],
) -> None:
    publish({"ca": "Agermanaments i cooperació"})
    champions.rebuild(at=AT)
    page = ask("Agermanamants xyzzy")
    assert (page.hits, page.total, page.total_label) == ((), 0, "0")
    assert page.did_you_mean == "Agermanaments xyzzy"
    assert ask("agermanaments").did_you_mean == ""


def test_marks_stand_on_the_words_found(publish: Callable[..., Signal]) -> None:
    publish({"ca": ("Les aigües del riu", "El cicle de l'aigua al municipi.", "")})
    (hit,) = ask("l'aigua").hits
    assert [piece for piece, marked in hit.title.pieces if marked] == ["aigües"]
    assert [piece for piece, marked in hit.snippet.pieces if marked] == ["aigua"]
    assert (hit.found_by, hit.is_own) == (FoundBy.WORDS, True)
