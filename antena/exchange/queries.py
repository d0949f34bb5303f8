"""Imports, their rows, and where a record was brought from."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from antena.exchange.enums import ImportState, Outcome, RowState
from antena.exchange.models import Import, ImportRow, RememberedMapping
from antena.exchange.tables.mapping import fingerprint

PAGE_SIZE = 25
ROWS_SHOWN = 50


def imports(*, page: int = 1) -> Page[Import]:
    """All imports, the newest first, with the number of rows of each state. Two queries."""
    listed = Import.objects.select_related("by", "done_by")
    for state in RowState:
        listed = listed.annotate(**{f"n_{state.value}": _number(state)})
    return Paginator(listed.order_by("-at", "-pk"), PAGE_SIZE).get_page(page)


def one_import(import_id: int) -> Import:
    """An import with who brought, carried out and undid it. One query. Raises `Import.DoesNotExist`."""
    return Import.objects.select_related("by", "done_by", "undone_by").get(pk=import_id)


def state_counts(brought: Import) -> Mapping[str, int]:
    """How many rows of an import are in each state. One query."""
    counted = brought.rows.values("state").annotate(n=Count("pk")).order_by()
    return {row["state"]: row["n"] for row in counted}


def outcome_counts(brought: Import) -> Mapping[str, int]:
    """How many rows of an import had each outcome. One query."""
    counted = brought.rows.values("outcome").annotate(n=Count("pk")).order_by()
    return {row["outcome"]: row["n"] for row in counted}


def rows(brought: Import, *, state: str = "", page: int = 1) -> Page[ImportRow]:
    """The rows of an import, in the order of the file. Two queries."""
    listed = brought.rows.filter(state=state) if state else brought.rows.all()
    return Paginator(listed.defer("facts", "before").order_by("number"), ROWS_SHOWN).get_page(page)


def wrong_rows(brought: Import) -> QuerySet[ImportRow]:
    """The rows that cannot be imported as they are."""
    return brought.rows.filter(state=RowState.WRONG).defer("facts", "before")


def pending(brought: Import) -> QuerySet[ImportRow]:
    """The right rows nothing was done with yet."""
    return brought.rows.filter(outcome=Outcome.NONE).exclude(state=RowState.WRONG)


def same_file(brought: Import) -> Import | None:
    """The last import of the very same file for the same target that was carried out. One query."""
    others = Import.objects.filter(target=brought.target, sha256=brought.sha256, state=ImportState.DONE)
    return others.exclude(pk=brought.pk).select_related("done_by").first()


def remembered(target: str, headers: Iterable[str]) -> dict[str, str]:
    """How files with these headers were mapped last; empty where none came. One query."""
    found = RememberedMapping.objects.filter(target=target, headers=headers_digest(headers)).first()
    return dict(found.mapping) if found else {}


def headers_digest(headers: Iterable[str]) -> str:
    """What a set of headers is remembered by."""
    return hashlib.sha256(fingerprint(headers).encode()).hexdigest()


class Provenance(msgspec.Struct, frozen=True):
    """Where a record comes from: the import and the row that wrote it last."""

    brought: Import
    number: int


def provenance(target: str, object_id: int) -> Provenance | None:
    """The import that last wrote a record; None where no file did. One query."""
    carried = ImportRow.objects.filter(
        object_id=object_id, outcome=Outcome.CARRIED, brought__target=target
    ).exclude(state=RowState.SAME)
    row = carried.select_related("brought__done_by").order_by("-brought__done_at", "-pk").first()
    return Provenance(row.brought, row.number) if row else None


def _number(state: RowState) -> Count:
    return Count("rows", filter=Q(rows__state=state))
