"""Dossiers and their documents, as pages and the making of dossiers want them."""

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from antena.lib.dates import BRUSSELS
from antena.signals.enums import Triage
from antena.signals.linking.components import HOLDING, SCHEMES, SPEAKING
from antena.signals.linking.keys import NORMALISERS
from antena.signals.linking.stages import Document, Moment, Standing, moments, standing
from antena.signals.models import Dossier, DossierMember, Signal, SignalKey, SignalText
from antena.signals.texts import without_bodies

PAGE_SIZE = 20
_NAMED = ("initiative-", "celex-")


def documents(ids: Collection[int]) -> dict[int, Document]:
    """The signals as far as their dates go, in two queries."""
    columns = ("kind", "document_type", "status", "published_on", "opens_on", "details")
    signals = Signal.objects.filter(pk__in=ids).only(*columns).prefetch_related("deadlines")
    return {signal.pk: document_of(signal) for signal in signals}


def document_of(signal: Signal) -> Document:
    """A signal with its deadlines fetched, as far as its dates go."""
    return Document(
        id=signal.pk,
        kind=signal.kind,
        document_type=signal.document_type,
        status=signal.status,
        published_on=signal.published_on,
        opens_on=signal.opens_on,
        deadlines=tuple(
            (deadline.at.astimezone(BRUSSELS).date(), deadline.label) for deadline in signal.deadlines.all()
        ),
        details=signal.details,
    )


class DossierPage(NamedTuple):
    """A dossier and its documents, the oldest first, with texts without bodies, deadlines and themes."""

    dossier: Dossier
    documents: tuple[Signal, ...]

    @property
    def moments(self) -> list[Moment]:
        """Everything that happened and is to come."""
        return moments(document_of(signal) for signal in self.documents)

    def standing(self, *, today: date) -> Standing:
        """Where it stands on that day."""
        return standing((document_of(signal) for signal in self.documents), today=today)


def dossiers(*, asked: str = "", stage: str = "", page: int = 1) -> Page[Dossier]:
    """Dossiers, the latest first, whose documents have the number ``asked`` or whose title says it.

    Each with its lead's texts without bodies. A number is any a document has or names: of a procedure, a
    Commission document, an initiative, CELEX.
    """
    found = _shown()
    if asked:
        numbers = Q()
        for scheme in SCHEMES:
            if value := NORMALISERS[scheme](asked):
                numbers |= Q(scheme=scheme, value=value)
        keys = (
            SignalKey.objects.filter(numbers, relation__in=SPEAKING) if numbers else SignalKey.objects.none()
        )
        found = found.filter(
            Q(Exists(DossierMember.objects.filter(dossier=OuterRef("pk"), signal__in=keys.values("signal"))))
            | Q(Exists(SignalText.objects.filter(signal=OuterRef("lead"), title__icontains=asked)))
        )
    if stage:
        found = found.filter(stage=stage)
    rows = found.order_by(F("latest_on").desc(nulls_last=True), "slug").select_related("lead")
    shown = rows.defer("lead__details", "lead__references").prefetch_related(without_bodies("lead__texts"))
    return Paginator(shown, PAGE_SIZE).get_page(page)


def stage_counts() -> dict[str, int]:
    """How many dossiers stand at each stage; a stage without any is absent."""
    return dict(_shown().values_list("stage").annotate(n=Count("pk")).order_by())


def dossier_page(slug: str) -> DossierPage:
    """A dossier by its address. Raises `Dossier.DoesNotExist`.

    What the office set aside is left out of its documents.
    """
    dossier = _shown().get(slug=slug)
    signals = (
        dossier.members.exclude(triage=Triage.DISMISSED)
        .filter(same_as=None)
        .order_by(F("published_on").asc(nulls_last=True), "pk")
        .prefetch_related(without_bodies(), "deadlines", "themes__theme__parent")
    )
    return DossierPage(dossier, tuple(signals))


def dossier_now(slug: str) -> Dossier | None:
    """The dossier of the number an old address says, where that dossier is known by a better number now."""
    is_sample = slug.startswith("sample-")
    plain = slug.removeprefix("sample-")
    scheme, _, value = plain.partition("-") if plain.startswith(_NAMED) else ("", "", plain)
    numbers = Q()
    for name in (scheme,) if scheme else ("procedure", "com"):
        spelled = NORMALISERS[name](re.sub(r"^(\w+)-(\d{4})-(\d+)$", r"\1(\2) \3", value))
        if spelled:
            numbers |= Q(scheme=name, value=spelled)
    if not numbers:
        return None
    having = SignalKey.objects.filter(numbers, relation__in=HOLDING).values("signal")
    members = DossierMember.objects.filter(signal__in=having, is_core=True).values("dossier")
    return _shown().filter(is_sample=is_sample, pk__in=members).first()


def dossiers_of(signal: Signal) -> list[Dossier]:
    """The dossiers a signal belongs to, the one it holds together first; one query."""
    rows = signal.memberships.filter(dossier__is_suspicious=False).select_related("dossier")
    return [row.dossier for row in rows.order_by("-is_core", "dossier__slug")]


def _shown() -> QuerySet[Dossier]:
    return Dossier.objects.filter(is_suspicious=False)
