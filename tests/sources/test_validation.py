"""The last look at a draft: a bad field costs the field; what nobody could name or show costs the record."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from antena.signals.enums import Kind
from antena.sources.drafts import KINDS, Draft, DraftDeadline, DraftText, Problem
from antena.sources.reading import storable
from antena.sources.validation import checked
from antena.sources.validation.looking import KEYWORDS, TEXT_LENGTH, TITLE_LENGTH


def draft(**changes: Any) -> Draft:
    whole = Draft(
        source="sedia",
        external_id="CERV-2027-X",
        kind="call",
        url="https://example.org/x",
        texts=(DraftText(language="en", title="A call"),),
    )
    return msgspec.structs.replace(whole, **changes)


def deadline(*day: int) -> DraftDeadline:
    return DraftDeadline(at=datetime(*day, 21, 59, 59, tzinfo=UTC))


def kept(whole: Draft, *problems: tuple[str, Problem]) -> Draft:
    fit, refusals = checked(whole)
    assert [(refusal.field, refusal.problem) for refusal in refusals] == list(problems)
    assert all(refusal.record_kept for refusal in refusals)
    assert fit is not None
    return fit


def test_kinds_are_those_of_signals() -> None:
    assert set(Kind.values) == KINDS


def test_a_sound_draft_passes_untouched() -> None:
    whole = draft(opens_on=date(2027, 1, 1), deadlines=(deadline(2027, 5, 1),), eurovoc=("183", "c_04ae3ba8"))
    assert kept(whole) is whole


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"external_id": ""}, Problem.NO_ID),
        ({"external_id": " "}, Problem.NO_ID),
        ({"external_id": "a\x00b"}, Problem.NO_ID),
        ({"external_id": "x" * 201}, Problem.TOO_LONG),
        ({"kind": "thing"}, Problem.UNKNOWN_KIND),
        ({"texts": ()}, Problem.NO_TITLE),
        ({"texts": (DraftText(language="en", title=" \x00"),)}, Problem.NO_TITLE),
    ],
)
def test_a_record_nobody_could_name_or_show_is_refused_whole(
    changes: dict[str, Any], problem: Problem
) -> None:
    fit, refusals = checked(draft(**changes))
    assert fit is None
    assert refusals[-1].problem == problem
    assert not refusals[-1].record_kept


@pytest.mark.parametrize(
    ("changes", "field", "problem", "left"),
    [
        ({"url": "javascript:alert(1)"}, "url", Problem.BAD_ADDRESS, ""),
        ({"url": "https://example.org/" + "x" * 500}, "url", Problem.BAD_ADDRESS, ""),
        ({"stated_status": "maybe"}, "stated_status", Problem.UNKNOWN_CODE, ""),
        ({"programme": "P" * 70}, "programme", Problem.TOO_LONG, "P" * 59 + "…"),
        ({"eurovoc": ("183", "mice")}, "eurovoc", Problem.BAD_CODE, ("183",)),
        ({"countries": ("ES", "Spain")}, "countries", Problem.BAD_CODE, ("ES",)),
        ({"budget_total_eur": -1}, "budget_total_eur", Problem.BAD_AMOUNT, None),
        ({"budget_total_eur": 10**18}, "budget_total_eur", Problem.BAD_AMOUNT, None),
        ({"expected_grants": 0}, "expected_grants", Problem.BAD_AMOUNT, None),
        ({"published_on": date(1, 1, 1)}, "published_on", Problem.BAD_DATE, None),
        ({"opens_on": date(9999, 12, 31)}, "opens_on", Problem.BAD_DATE, None),
        ({"details": {"a": "\x00"}}, "details", Problem.TOO_LONG, {}),
        ({"details": {"a": {1, 2}, "b": object()}}, "details", Problem.WRONG_TYPE, {}),
        ({"deadlines": (DraftDeadline(at=datetime(2027, 1, 1)),)}, "deadlines", Problem.BAD_DATE, ()),
    ],
)
def test_a_bad_field_is_set_aside_and_the_record_goes_on(
    changes: dict[str, Any], field: str, problem: Problem, left: Any
) -> None:
    fit = kept(draft(**changes), (field, problem))
    assert getattr(fit, field) == left


def test_least_above_most_is_neither() -> None:
    fit = kept(draft(grant_min_eur=9, grant_max_eur=3), ("grant_min_eur", Problem.MIN_ABOVE_MAX))
    assert (fit.grant_min_eur, fit.grant_max_eur) == (None, None)


def test_where_the_only_deadline_comes_before_the_opening_neither_is_believed() -> None:
    whole = draft(opens_on=date(2027, 6, 1), deadlines=(deadline(2027, 5, 1),))
    fit = kept(whole, ("deadlines", Problem.DEADLINE_BEFORE_OPENING))
    assert (fit.opens_on, fit.deadlines) == (None, ())


def test_where_a_later_deadline_stands_only_the_early_one_goes() -> None:
    whole = draft(opens_on=date(2027, 6, 1), deadlines=(deadline(2027, 5, 1), deadline(2027, 9, 1)))
    fit = kept(whole, ("deadlines", Problem.DEADLINE_BEFORE_OPENING))
    assert (fit.opens_on, fit.deadlines) == (date(2027, 6, 1), (deadline(2027, 9, 1),))


def test_a_deadline_on_the_day_of_opening_stands() -> None:
    kept(draft(opens_on=date(2027, 5, 1), deadlines=(deadline(2027, 5, 1),)))


def test_a_description_of_two_megabytes_is_shortened_and_said() -> None:
    texts = (DraftText(language="en", title="T" * 5000, body="word " * 400_000),)
    fit = kept(draft(texts=texts), ("title.en", Problem.TOO_LONG), ("body.en", Problem.TOO_LONG))
    assert (len(fit.texts[0].title), len(fit.texts[0].body)) == (TITLE_LENGTH, TEXT_LENGTH)


def test_a_language_that_is_none_or_twice_is_left_out() -> None:
    texts = tuple(
        DraftText(language=code, title=f"{code} title") for code in ("en", "english!", "en", "zh-Hans")
    )
    fit = kept(draft(texts=texts), ("language", Problem.BAD_CODE), ("texts.en", Problem.REPEATED))
    assert [text.language for text in fit.texts] == ["en", "zh-Hans"]


def test_keywords_are_bounded_and_said_once() -> None:
    fit = kept(draft(keywords=("a", "a", "b")))
    assert fit.keywords == ("a", "b")
    many = tuple(f"word {number}" for number in range(KEYWORDS + 5))
    assert len(kept(draft(keywords=many), ("keywords", Problem.TOO_LONG)).keywords) == KEYWORDS


@pytest.mark.parametrize(
    ("text", "left"), [("a\x00b", "ab"), ("\ud800x", "x"), ("الاسم", "الاسم"), ("ascii", "ascii")]
)
def test_what_postgresql_takes_in_no_text_goes(text: str, left: str) -> None:
    assert storable(text) == left
