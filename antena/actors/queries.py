"""Directories: lists by kind with search, filters and counts; one organisation; what is to be checked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Q, QuerySet

from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.actors.rules import CHECK_AFTER
from antena.lib.text import normalise

PAGE_SIZE = 50
# One look at every row, each key tried in a table of the wanted ones: no plan of the database can spoil it.
_HAVING = """
SELECT DISTINCT organisation.id
FROM actors_organisation organisation CROSS JOIN unnest(organisation.keys) AS own(key)
WHERE organisation.kind = %s AND own.key = ANY(%s::text[])
"""


class DirectoryRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a directory is asked for. ``country`` is a code, ``theme`` a code, "" for any.

    ``to_check``: only those nobody looked at for half a year.
    """

    kind: OrganisationKind
    text: str = ""
    country: str = ""
    theme: str = ""
    to_check: bool = False
    page: int = 1


def directory(request: DirectoryRequest, *, today: date) -> Page[Organisation]:
    """The organisations asked for, by name, themes and place with them. Three queries."""
    found = _matching(request, today=today).select_related("place").prefetch_related("themes")
    return Paginator(found.defer("search_text", "keys"), PAGE_SIZE).get_page(request.page)


def kind_counts() -> Mapping[str, int]:
    """How many organisations of each kind there are. One query."""
    rows = Organisation.objects.values("kind").annotate(n=Count("pk")).order_by()
    return {row["kind"]: row["n"] for row in rows}


def country_counts(request: DirectoryRequest, *, today: date) -> Mapping[str, int]:
    """How many of what is asked for, in any country, belong to each. One query."""
    asked = _matching(msgspec.structs.replace(request, country=""), today=today)
    rows = asked.exclude(country=None).values("country").annotate(n=Count("pk", distinct=True)).order_by()
    return {row["country"]: row["n"] for row in rows}


def to_check_count(kind: OrganisationKind, *, today: date) -> int:
    """How many of a kind nobody looked at for half a year. One query."""
    return Organisation.objects.filter(_stale(today), kind=kind).count()


def organisation(organisation_id: int) -> Organisation:
    """One organisation with all its page shows. Two queries. Raises `Organisation.DoesNotExist`."""
    whole = Organisation.objects.select_related("place", "country").prefetch_related("themes")
    return whole.get(pk=organisation_id)


def with_keys(kind: str, keys: Sequence[str], uids: Sequence[str] = ()) -> list[Organisation]:
    """The organisations of a kind that have one of these keys or uids, themes with them. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_HAVING, [kind, list(keys)])
        ids = [pk for (pk,) in cursor.fetchall()]
    wanted = Q(pk__in=ids) | Q(uid__in=list(uids))
    found = Organisation.objects.filter(wanted, kind=kind).order_by("pk")
    return list(found.prefetch_related("themes"))


def _matching(request: DirectoryRequest, *, today: date) -> QuerySet[Organisation, Any]:
    found = Organisation.objects.filter(kind=request.kind)
    for word in normalise(request.text[:200].replace("\x00", "")).split():
        found = found.filter(search_text__contains=word)
    if request.country:
        found = found.filter(country=request.country)
    if request.theme:
        theme = Q(themes__code=request.theme) | Q(themes__parent__code=request.theme)
        found = found.filter(theme).distinct()
    if request.to_check:
        found = found.filter(_stale(today))
    return found


def _stale(today: date) -> Q:
    return Q(checked_on=None) | Q(checked_on__lt=today - CHECK_AFTER)
