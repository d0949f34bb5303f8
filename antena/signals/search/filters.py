"""The filters of a request as SQL conditions on a search row ``r``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone
from psycopg import sql

from antena.signals.search.request import FACETS, Samples, SearchRequest

TRUE: Final = sql.SQL("true")

# name of a facet in the address → how a row has any of the values
_TESTS: Final = {
    "kind": sql.SQL("r.kind = ANY({})"),
    "status": sql.SQL("r.status = ANY({})"),
    "impact": sql.SQL("r.impact = ANY({})"),
    "theme": sql.SQL("r.theme_ids && {}::bigint[]"),
    "programme": sql.SQL("r.programme = ANY({})"),
    "language": sql.SQL("r.languages && {}::varchar[]"),
    "source": sql.SQL("r.source = ANY({})"),
}


def chosen(request: SearchRequest, theme_ids: Mapping[str, int]) -> dict[str, sql.Composable]:
    """Facet → condition, for the facets with chosen values. ``theme_ids``: code → id of those asked for."""
    conditions: dict[str, sql.Composable] = {}
    for facet in FACETS:
        values: Sequence[Any] = request.values(facet)
        if values:
            ids = [theme_ids[code] for code in values] if facet == "theme" else list(values)
            conditions[facet] = _TESTS[facet].format(sql.Literal(ids))
    return conditions


def fixed(request: SearchRequest, phrases: Sequence[sql.Composable]) -> list[sql.Composable]:
    """The conditions that no facet shows counts for: dates, sample, phrases (each a ``tsquery``)."""
    conditions: list[sql.Composable] = []
    for column, moment in (("next_deadline", True), ("published_on", False)):
        name = "due" if moment else "published"
        begin, end = getattr(request, f"{name}_from"), getattr(request, f"{name}_until")
        if begin:
            conditions.append(_compare(column, ">=", _midnight(begin) if moment else begin))
        if end and moment:
            conditions.append(_compare(column, "<", _midnight(_next_day(end))))
        elif end:
            conditions.append(_compare(column, "<=", end))
    if request.samples is not Samples.WITH:
        conditions.append(sql.SQL("r.is_sample" if request.samples is Samples.ONLY else "NOT r.is_sample"))
    conditions += [sql.SQL("r.words @@ ({})").format(phrase) for phrase in phrases]
    return conditions


def every(conditions: Sequence[sql.Composable]) -> sql.Composable:
    """All of the conditions, or true."""
    return sql.SQL(" AND ").join(conditions) if conditions else TRUE


def _compare(column: str, operator: str, value: date) -> sql.Composed:
    form = sql.SQL("r.{} {} {}")
    return form.format(sql.Identifier(column), sql.SQL(operator), sql.Literal(value))


def _next_day(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _midnight(day: date) -> datetime:
    """The beginning of a day where the house is, between what PostgreSQL and Python both hold."""
    clear = min(max(day, date(2, 1, 1)), date(9999, 12, 30))
    return datetime.combine(clear, time.min, tzinfo=timezone.get_default_timezone())
