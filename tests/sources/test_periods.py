"""Which period of an initiative counts, whatever it says of itself."""

from datetime import date, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.lib.dates import BRUSSELS
from antena.sources.catalogue.haveyoursay import parser, publications
from antena.sources.catalogue.haveyoursay.listing import listed, number_of
from antena.sources.catalogue.haveyoursay.periods import CLOSED, OPEN, UPCOMING, Period, chosen, read
from antena.sources.catalogue.haveyoursay.requests import pages
from antena.sources.drafts import Problem
from antena.sources.pages import Page, Reach, Request
from antena.sources.queries import connector
from antena.sources.reading import Fields


def period(status: str, start: str, end: str) -> Period:
    last = datetime.fromisoformat(f"{end}T23:59:59").replace(tzinfo=BRUSSELS) if end else None
    return Period(status, status.lower(), date.fromisoformat(start) if start else None, last)


def days(*periods: Period) -> tuple[str, list[str]]:
    choice = chosen(list(periods))
    return choice.stated_status, [f"{deadline.at.date()}" for deadline in choice.deadlines]


def test_what_is_open_counts_before_what_comes_and_what_was() -> None:
    was, runs = period(CLOSED, "2025-01-01", "2025-02-01"), period(OPEN, "2026-10-01", "2026-12-01")
    comes = period(UPCOMING, "2027-01-01", "2027-03-01")
    assert days(was, runs, comes) == ("open", ["2026-12-01"])
    assert days(was, comes) == ("forthcoming", ["2027-03-01"])
    assert days(was, period(CLOSED, "2024-01-01", "2024-02-01")) == ("closed", ["2025-02-01"])


def test_what_ends_before_a_closed_one_is_over_itself() -> None:
    stale, never_ran = period(OPEN, "2024-01-01", "2024-02-01"), period(UPCOMING, "2024-03-01", "2024-04-01")
    closed = period(CLOSED, "2025-01-01", "2025-02-01")
    assert days(stale, never_ran, closed) == ("closed", ["2025-02-01"])


def test_two_open_at_once_have_two_deadlines() -> None:
    first, second = period(OPEN, "2026-10-01", "2026-12-01"), period(OPEN, "2026-09-01", "2026-12-20")
    choice = chosen([second, first])
    assert choice.opens_on == date(2026, 9, 1)
    assert [deadline.at.day for deadline in choice.deadlines] == [1, 20]


PERIODS = st.builds(
    Period,
    st.sampled_from([OPEN, UPCOMING, CLOSED, "DISABLED", ""]),
    st.just("STAGE"),
    st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.none() | st.integers(0, 900).map(lambda n: datetime(2025, 1, 1, tzinfo=BRUSSELS) + timedelta(days=n)),
)


@settings(max_examples=20, deadline=None)
@given(periods=st.lists(PERIODS, max_size=4))
def test_the_order_of_periods_does_not_matter(periods: list[Period]) -> None:
    turned = list(reversed(periods))
    assert chosen(turned).deadlines == chosen(periods).deadlines
    assert chosen(turned).opens_on == chosen(periods).opens_on


def test_midnight_and_the_last_minute_mean_the_day_and_an_hour_is_kept() -> None:
    fields = Fields({}, "1")
    ends = ["2026/12/01 23:59:59", "2026/12/01 00:00:00", "2026/12/01 17:00:00"]
    found = read(fields, [{"receivingFeedbackStatus": OPEN, "feedbackEndDate": end} for end in ends])
    assert [one.day_only for one in found] == [True, True, False]
    assert {one.end.isoformat() for one in found if one.end} == {
        "2026-12-01T23:59:59+01:00",
        "2026-12-01T17:00:00+01:00",
    }
    assert fields.refusals == []


def test_ids_come_as_floats() -> None:
    assert [number_of(value) for value in (14858.0, 14858, "14858", 0, True, None, "x", float("nan"))] == [
        *("14858", "14858", "14858"),
        *("0", "", "", "", ""),
    ]


def test_references_name_the_proposal_and_its_procedure() -> None:
    found = publications.Publications()
    publications.refer(found, "COM(2026) 12 final, 2026/0145(COD)", "PROP_REG")
    publications.refer(found, "SWD(2026)34", "PROP_REG")
    publications.refer(found, "COM(2026)56", "COMMUNIC")
    publications.refer(found, "Ares(2026)99", "CALL_FOR_EVIDENCE")
    assert found.com == {"COM(2026)12", "COM(2026)56"}
    assert found.celex == {"52026PC0012", "52026SC0034", "52026DC0056"}
    assert found.procedures == {"2026/0145(COD)"}


def test_the_older_shape_of_the_list_is_read_too() -> None:
    row = {"id": 7.0, "currentStatuses": []}
    old = {"_embedded": {"initiativeResultDtoes": [row]}, "page": {"totalElements": 1, "totalPages": 1}}
    assert listed(old) == ([row], 1)
    assert listed({"error": "none", "status": 7}) is None
    pages_of = [
        Page(key="initiatives.0001", body=msgspec.json.encode(old)),
        Page(key="initiatives.0001.7", body=b'{"shortTitle":"Old and new"}'),
    ]
    parsed = parser.parse(pages_of, connector("haveyoursay").contract)
    assert [draft.external_id for draft in parsed.drafts] == ["7"]


def test_a_page_shorter_than_the_list_says_is_a_missing_one() -> None:
    body = msgspec.json.encode({"initiativeResultDtoPage": {"content": [], "totalElements": 101}})

    def ask(request: Request) -> Page:
        return Page(key=request.key, body=body)

    reach = Reach(since=date(2026, 9, 1), at=datetime(2026, 11, 22, tzinfo=BRUSSELS), languages=("en",))
    found = list(pages(ask, connector("haveyoursay").contract, reach))
    assert [page.failure for page in found] == [Problem.PAGE_MISSING, Problem.PAGE_MISSING]
    assert found[0].detail == "0 < 100"
