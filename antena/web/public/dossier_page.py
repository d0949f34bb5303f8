"""What the page of a dossier says, made of its documents: stages, days, documents by kind, themes, effect."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antena.signals.enums import Impact, Kind, Stage
from antena.signals.linking.stages import Moment, Standing
from antena.signals.models import Signal
from antena.signals.queries.dossiers import DossierPage
from antena.web.rows import Brief, Words, brief_of, words_of
from antena.web.templatetags.antena import named

# The documents of a law in the order of its life.
_ORDER = (
    Kind.CONSULTATION,
    Kind.COMMUNICATION,
    Kind.PROPOSAL,
    Kind.PROCEDURE,
    Kind.OPINION,
    Kind.ACT,
    Kind.EVENT,
    Kind.NEWS,
)
_WHAT: dict[str, Promise] = {
    "published_consultation": gettext_lazy("Consultation announced"),
    "published_communication": gettext_lazy("Communication published"),
    "published_proposal": gettext_lazy("Proposal published"),
    "published_procedure": gettext_lazy("Procedure begun"),
    "published_opinion": gettext_lazy("Opinion given"),
    "published_act": gettext_lazy("Act adopted"),
    "published_event": gettext_lazy("Event announced"),
    "published_news": gettext_lazy("In the news"),
    "opens": gettext_lazy("Open for answers"),
    "deadline": gettext_lazy("Last day to answer"),
    "event": gettext_lazy("Step of the procedure"),
    "enters_into_force": gettext_lazy("Enters into force"),
    "applies": gettext_lazy("Applies"),
    "transposed": gettext_lazy("Last day to put it into national law"),
    "ends": gettext_lazy("No longer valid"),
}
# What publishers call the steps of a law.
_CODES: dict[str, Promise] = {
    "INIT_PLANNED": gettext_lazy("the plan"),
    "CFE_IMPACT_ASSESS": gettext_lazy("call for evidence"),
    "CALL_FOR_EVIDENCE": gettext_lazy("call for evidence"),
    "PLANNING_WORKFLOW": gettext_lazy("call for evidence"),
    "OPC_LAUNCHED": gettext_lazy("public consultation"),
    "ISC_WORKFLOW": gettext_lazy("the draft"),
    "REFERRAL": gettext_lazy("referred to a committee"),
    "PLENARY_DEBATE": gettext_lazy("debated in plenary"),
    "PUBLICATION_LEGISLATIVE_PROPOSAL": gettext_lazy("proposal published"),
    "PUBLICATION_OFFICIAL_JOURNAL": gettext_lazy("published in the Official Journal"),
    "PROP_REG": gettext_lazy("the proposal"),
    "PROP_DIR": gettext_lazy("the proposal"),
    "PROP_DEC": gettext_lazy("the proposal"),
}
_CODE = re.compile(r"[A-Z0-9_]*")
_IMPACTS = (Impact.DUTY, Impact.MONEY, Impact.SERVICE, Impact.OPPORTUNITY)


class Step(NamedTuple):
    """A stage on the track. ``when``: past, now or later; ``day`` where one is known."""

    label: str
    when: str
    day: date | None


@dataclass(frozen=True)
class Day:
    """Something on a day, and the document that says so. ``when``: past, now, coming (the first), later."""

    day: date
    what: str
    label: str
    slug: str
    title: str
    when: str


class Group(NamedTuple):
    """The documents of one kind."""

    label: str
    briefs: list[Brief]


def words(found: DossierPage, language: str) -> Words:
    """Title and summary for the reader: those of the document whose title it bears, else of the first."""
    lead = next(
        (one for one in found.documents if one.pk == found.dossier.lead_id), next(iter(found.documents), None)
    )
    said = words_of(lead.texts.all() if lead else (), language, clipped=400)
    return said if said.title else Words(found.dossier.label, "", language, is_foreign=False)


def track(standing: Standing) -> list[Step]:
    """The stages in order, which are behind, which is now, which are ahead."""
    reached = list(Stage.values).index(standing.stage)
    return [
        Step(
            label=str(stage.label),
            when="past" if place < reached else "now" if place == reached else "later",
            day=standing.since.get(stage.value),
        )
        for place, stage in enumerate(Stage)
    ]


def days(found: DossierPage, *, today: date, language: str) -> list[Day]:
    """Everything that happened and is to come, with today among it, in order."""
    signals = {signal.pk: signal for signal in found.documents}
    titles = {pk: words_of(signal.texts.all(), language).title for pk, signal in signals.items()}

    def day(moment: Moment, when: str) -> Day:
        signal = signals[moment.document]
        return Day(moment.day, moment.what, _label(moment, signal), signal.slug, titles[signal.pk], when)

    past = [moment for moment in found.moments if moment.day < today]
    ahead = [moment for moment in found.moments if moment.day >= today]
    return [
        *(day(moment, "past") for moment in past),
        Day(today, "today", _("today"), "", "", "now"),
        *(day(moment, "later" if place else "coming") for place, moment in enumerate(ahead)),
    ]


def groups(found: DossierPage, *, language: str, today: date, towns: Mapping[int, int]) -> list[Group]:
    """The documents by kind, in the order of a law's life; with the number of towns each was suggested to."""
    by_kind: dict[str, list[Brief]] = {}
    for signal in found.documents:
        brief = brief_of(signal, language=language, today=today, towns=towns.get(signal.pk, 0))
        by_kind.setdefault(signal.kind, []).append(brief)
    return [Group(str(kind.label), by_kind[kind]) for kind in _ORDER if kind in by_kind]


def themes(found: DossierPage) -> list[str]:
    """What its documents are about, what most of them are first."""
    weights: dict[str, float] = {}
    for signal in found.documents:
        for one in signal.themes.all():
            label = named(one.theme.labels)
            weights[label] = weights.get(label, 0.0) + one.score
    return sorted(weights, key=lambda label: (-weights[label], label))[:8]


def impact(found: DossierPage) -> Signal | None:
    """The document with the strongest effect on local government, the surest of them; None where none has."""
    touching = [signal for signal in found.documents if signal.impact in _IMPACTS]
    return min(
        touching,
        key=lambda signal: (_IMPACTS.index(Impact(signal.impact)), -signal.impact_confidence, signal.pk),
        default=None,
    )


def quote(signal: Signal | None, language: str) -> Mapping[str, str]:
    """The sentence its effect rests on, in the reader's language where it can be; {} where none is."""
    said = [one for one in (signal.impact_evidence if signal else ()) if one.get("sentence")]
    return next((one for one in said if one.get("language") == language), said[0] if said else {})


def noon(day: date) -> datetime:
    """A moment for a feed that is on that day from one end of the Union to the other."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _label(moment: Moment, signal: Signal) -> str:
    label = str(_WHAT[moment.what])
    if moment.what == "deadline" and signal.kind not in {Kind.CONSULTATION, Kind.OPINION}:
        label = _("Deadline")
    # a code of the publisher's that nobody put into words says nothing to a reader
    words = str(_CODES.get(moment.words, "" if _CODE.fullmatch(moment.words) else moment.words))
    return f"{label}: {words}" if words else label
