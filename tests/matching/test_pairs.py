"""Which programmes pay for a pair of towns, and what is missing or to check."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.matching.queries.eligibility import book
from antena.matching.queries.pairs import fundings
from antena.matching.sentences import speaker
from antena.places.models import Country, Place

TWINNING = "cerv-town-twinning"


@pytest.fixture
def berga(make_place):
    return make_place("Berga", 16_800)


def town(name, code, *, in_eu):
    country = Country.objects.create(code=code, iso3=f"{code}X", continent="EU", in_eu=in_eu)
    return Place.objects.create(
        country=country, name=name, sort_key=name.lower(), latitude=44, longitude=3, population=9_000
    )


def funding_of(berga, other, code=TWINNING):
    paid = fundings(berga.pk, [other.pk], says=speaker("en"))[other.pk]
    return next(one for one in paid if one.code == code)


def test_two_towns_of_the_union_can_apply(berga):
    funding = funding_of(berga, town("Foix", "FR", in_eu=True))
    assert (funding.is_open, funding.missing, funding.to_check) == (True, (), ())


def test_of_a_country_that_may_take_part_one_is_told_to_check(berga):
    funding = funding_of(berga, town("Condega", "NI", in_eu=False))
    assert funding.is_open
    assert [sentence for sentence in funding.to_check if "Condega" in sentence]


def test_two_towns_of_one_country_are_told_what_is_missing(berga, make_place):
    funding = funding_of(berga, make_place("Vic", 48_000))
    assert not funding.is_open
    assert funding.missing


def test_only_programmes_for_two_countries_are_spoken_of(berga):
    paid = fundings(berga.pk, [town("Foix", "FR", in_eu=True).pk], says=speaker("en"))
    codes = {one.code for (group,) in [paid.values()] for one in group}
    assert {TWINNING, "erasmus-small-partnerships"} <= codes
    assert not codes & {"cerv-networks-of-towns", "urbact", "horizon", "life"}
    assert codes <= set(book())


def test_one_query_however_many(berga, make_place):
    says = speaker("en")
    others = [make_place(f"Town {number}", 2_000).pk for number in range(3)]
    for asked in (others[:1], others):
        with CaptureQueriesContext(connection) as made:
            assert len(fundings(berga.pk, asked, says=says)) == len(asked)
        assert len(made) == 1
