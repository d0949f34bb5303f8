"""Practices for a need, set against a town; who can help."""

import pytest

from antena.matching.models import Profile
from antena.matching.practices.conditions import State
from antena.matching.queries.experts import experts
from antena.matching.queries.practices import latest, need_of, practices
from antena.matching.sentences import speaker
from antena.places.models import PlaceName
from antena.signals.enums import Kind
from antena.signals.models import Signal, SignalText, SignalTheme
from antena.signals.search import index_signals
from antena.themes.models import Theme

pytestmark = pytest.mark.django_db

SHADE = "Plant trees for shade in the streets"


@pytest.fixture
def make_practice(make_signal, vocabulary):
    def make(title, body, *, theme="", language="en", **more):
        signal = make_signal(kind=Kind.PRACTICE, **more)
        SignalText.objects.filter(signal=signal).delete()
        SignalText.objects.create(
            signal=signal, language=language, title=title, body=body, updated_at=signal.first_seen
        )
        if theme:
            SignalTheme.objects.create(signal=signal, theme=Theme.objects.get(code=theme), score=0.8)
        index_signals([signal.pk])
        return Signal.objects.get(pk=signal.pk)

    return make


@pytest.fixture
def make_profile(now):
    def make(place, **more):
        return Profile.objects.create(place=place, changed_at=now, **more)

    return make


def ask(need, now, **more):
    return practices(need, language="en", at=now, **more)


def test_the_practice_with_the_words_of_the_need_comes_first_and_says_so(make_practice, now):
    trees = make_practice("Sampleton: trees", "The town planted trees for shade. Streets are cooler.")
    make_practice("Otherton: water", "Leaks of the network were mended in the streets.")
    first, *_ = ask(SHADE, now)
    assert first.signal == trees
    assert first.transferability is None
    assert first.conditions == ()
    (said,) = [one for one in first.nearness if one.evidence[0].words]
    assert said.evidence[0].words == "The town planted trees for shade."


def test_nothing_is_found_for_nothing_and_nothing_unrelated(make_practice, now):
    make_practice("Otherton: water", "Leaks of the network were mended.")
    assert ask("", now) == ()
    assert ask("orchestra", now) == ()


def test_what_it_rested_on_is_set_against_the_town(make_practice, make_place, make_profile, now):
    town = make_profile(make_place("Ripollet", 900), traits=["under_1000", "rural"])
    make_practice(
        "Sampleton: trees for shade",
        "Sampleton is a city of 1.2 million inhabitants. The city council planted trees for shade."
        " The city council financed it. The total cost was 9,000,000 euros.",
    )
    (found,) = ask(SHADE, now, town=town)
    by_kind = {one.kind: one for one in found.conditions}
    assert [one.kind for one in found.conditions] == [
        "size", "territory", "climate", "competence", "cost", "time",
    ]  # fmt: skip
    assert by_kind["size"].state is State.DIFFERENT
    assert by_kind["size"].sentence == (
        "It was done in a place of 1,200,000 inhabitants, larger than yours, of 900: you may need others to"
        " carry it with."
    )
    assert by_kind["size"].evidence[0].words == "Sampleton is a city of 1.2 million inhabitants."
    assert by_kind["competence"].state is State.ALIKE
    assert by_kind["cost"].state is State.DIFFERENT
    assert by_kind["time"].state is State.NOT_STATED
    assert by_kind["climate"].state is State.NOT_STATED
    assert 0 < found.transferability < 1


def test_where_it_was_done_is_the_place_its_title_begins_with(make_practice, make_place, make_profile, now):
    place = make_place("Sampleton", 1_100)
    PlaceName.objects.create(place=place, text="sampleton", weight=0.5)
    town = make_profile(make_place("Ripollet", 900))
    make_practice("Sampleton: trees for shade", "Trees give shade to the streets.")
    (found,) = ask(SHADE, now, town=town)
    assert found.done_in.place == place.pk
    assert {one.kind: one.state for one in found.conditions}["size"] is State.ALIKE
    asked = experts(SHADE, [found], language="en", but=town.place_id)
    assert [(one.name, one.place) for one in asked] == [("Sampleton", place.pk)]
    assert experts(SHADE, [found], language="en", but=place.pk) == ()


def test_one_town_does_not_fill_the_list(make_practice, make_place, now):
    place = make_place("Sampleton", 1_100)
    PlaceName.objects.create(place=place, text="sampleton", weight=0.5)
    for number in range(3):
        make_practice(f"Sampleton: trees {number}", "Trees for shade in the streets.")
    other = make_practice("Otherton: trees 9", "Trees for shade in the streets.")
    found = ask(SHADE, now)
    assert other in [one.signal for one in found[:2]]


def test_a_town_that_wrote_nothing_looks_for_its_strongest_themes(vocabulary, make_place, make_profile):
    silent = make_profile(make_place("Ripollet", 900), needs="", themes={"water-cycle": 0.9})
    need, language = need_of(silent, speaker("en"))
    assert (need, language) == (Theme.objects.get(code="water-cycle").labels["en"], "en")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_that_of_practices(
    make_practice, make_place, make_profile, now, django_assert_max_num_queries, count
):
    town = make_profile(make_place("Ripollet", 900))
    for number in range(count):
        make_practice(f"Trees {number}", "Trees for shade in the streets.")
    with django_assert_max_num_queries(16):
        assert len(ask(SHADE, now, town=town)) == count


def test_the_newest_are_shown_to_who_asks_nothing(make_practice):
    one = make_practice("Sampleton: trees", "Trees.")
    assert latest() == [one]
