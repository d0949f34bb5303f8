"""Events and practices, as files bring and take them: signals of a source of their own."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antena.exchange.enums import RowState
from antena.exchange.placing import places_named
from antena.exchange.tables.problems import CellError, Problem
from antena.exchange.targets.columns import Column
from antena.exchange.targets.target import Facts, Plan, Reading, Target, Undo, Written
from antena.lib.dates import BRUSSELS
from antena.lib.text import normalise
from antena.matching.models import Verdict
from antena.signals.enums import Kind, Triage
from antena.signals.importing import SignalImporter
from antena.signals.models import Signal
from antena.sources.drafts import Draft, DraftDeadline, DraftText

_BATCH: Final = 500
_WORDS: Final = ("title", "summary", "description")
# Columns kept among a signal's details, under the same name.
_DETAILS: Final = (
    "starts",
    "ends",
    "time_zone",
    "venue",
    "city",
    "place",
    "type",
    "organiser",
    "registration_deadline",
    "owner",
    "results",
    "transfer",
)
# Columns that are columns of a signal, and those a person may lock, by their name there.
_PLAIN: Final = ("url", "programme", "licence", "attribution")
_LOCKS: Final = {
    "programme": "programme",
    "budget": "budget_total_eur",
    "country": "countries",
    "registration_deadline": "deadlines",
    "ends": "deadlines",
    "starts": "deadlines",
}

_OF_EVENTS: Final = (
    Column(name="starts", kind="moment", required=True, example="2027-04-15 10:00"),
    Column(name="ends", kind="moment", example="2027-04-15 17:00"),
    Column(name="time_zone", kind="zone", hint=_("Where the hours are said."), only_if_used=True),
    Column(name="registration_deadline", kind="moment", example="2027-03-31"),
    Column(name="type", kind="text", longest=100, example=_("congress")),
    Column(name="organiser", kind="text", longest=300, hint=_("An organisation, never a person.")),
    Column(name="venue", kind="text", longest=200),
)
_OF_PRACTICES: Final = (
    Column(name="owner", kind="text", longest=300, hint=_("The public body that carried it out.")),
    Column(name="starts", kind="day"),
    Column(name="ends", kind="day"),
    Column(name="budget", kind="money", example="120,000 €"),
    Column(name="results", kind="text", hint=_("What it achieved, with its evidence.")),
    Column(name="transfer", kind="text", hint=_("Who adopted it, with what result.")),
)


class SignalTarget(Target):
    """Signals of one kind that people bring. ``source`` keeps them apart from those of the sources."""

    object_kind = "signal"

    def __init__(self, kind: Kind, label: str | Promise) -> None:
        self.kind = kind
        self.name = kind.value
        self.label = label
        self.source = f"files-{kind.value}"

    @property
    def run_source(self) -> str:
        """The source its signals carry."""
        return self.source

    def columns(self) -> tuple[Column, ...]:
        """Those of both kinds around its own."""
        tongues = settings.ASSOCIATION.languages
        return (
            Column(
                name="id",
                kind="code",
                longest=200,
                hint=_("Whatever names the row in your list; it stays the same."),
            ),
            Column(name="title", kind="text", required=True, longest=500, example=_("What it is called")),
            Column(name="summary", kind="text", longest=2000),
            Column(name="description", kind="text"),
            Column(name="language", kind="language", example="en", hint=_("Of title and texts.")),
            Column(name="url", kind="url", required=True, longest=2000, example="https://example.org/page"),
            *(_OF_EVENTS if self.kind == Kind.EVENT else _OF_PRACTICES),
            Column(name="city", kind="text", longest=200),
            Column(name="country", kind="country", example="BE"),
            Column(name="keywords", kind="list"),
            Column(name="programme", kind="text", longest=60, only_if_used=True),
            Column(name="licence", kind="text", longest=120, only_if_used=True),
            Column(name="attribution", kind="text", longest=200, only_if_used=True),
            *(
                Column(name=f"{word}:{tongue}", kind="text", only_if_used=True)
                for tongue in tongues
                for word in _WORDS
            ),
        )

    def readings(
        self, rows: Sequence[tuple[int, Mapping[str, Any]]]
    ) -> tuple[list[Reading], list[CellError]]:
        """Words go to their language, cities to their place; an end before its start is wrong."""
        facts = {number: self._facts(values) for number, values in rows}
        asked = {number: _seat(one) for number, one in facts.items() if one.get("city")}
        places = places_named(set(asked.values()))
        found, wrong = [], []
        for number, one in facts.items():
            notes: tuple[CellError, ...] = ()
            if number in asked:
                one["place"] = places.get(asked[number])
                if one["place"] is None:
                    problem = Problem.PLACE_NOT_FOUND
                    notes = (CellError(row=number, problem=problem, field="city", value=one["city"]),)
            if one.get("starts") and one.get("ends") and _day(one["ends"]) < _day(one["starts"]):
                wrong.append(
                    CellError(
                        row=number, problem=Problem.END_BEFORE_START, field="ends", value=one["ends"][:16]
                    )
                )
            else:
                found.append(Reading(number, one, notes))
        return found, wrong

    def identity(self, facts: Mapping[str, Any]) -> str:
        """The identifier of the row, or one made of its title, day and city."""
        return str(facts["id"])

    def plan(self, readings: Sequence[Reading]) -> list[Plan]:
        """Compare with the signals of the same identifier. Three queries."""
        ids = [reading.facts["id"] for reading in readings]
        stored = Signal.objects.filter(source=self.source, external_id__in=ids)
        known = {one.external_id: one for one in stored.prefetch_related("texts")}
        return [self._plan(reading, known.get(reading.facts["id"])) for reading in readings]

    def _plan(self, reading: Reading, signal: Signal | None) -> Plan:
        number = reading.number
        if signal is None:
            return Plan(number=number, state=RowState.NEW, facts=reading.facts, notes=reading.notes)
        before = _facts_of(signal)
        after = {
            field: value for field, value in (before | reading.facts).items() if value not in ("", None, [])
        }
        different = [field for field in (before | after) if after.get(field) != before.get(field)]
        locked = [field for field in different if _LOCKS.get(field) in signal.locked_fields]
        notes = [CellError(row=number, problem=Problem.CORRECTED_BY_HAND, field=field) for field in locked]
        changes = [
            {"field": field, "old": before.get(field), "new": after.get(field)}
            for field in different
            if field not in locked
        ]
        return Plan(
            number=number,
            state=RowState.CHANGED if changes else RowState.SAME,
            facts=after,
            object_id=signal.pk,
            before=before,
            changes=tuple(changes),
            notes=(*reading.notes, *notes),
        )

    def write(self, plans: Sequence[Plan], *, run_id: int, at: datetime) -> list[Written]:
        """Store them as the importer of sources does: versions, addresses and locks are its own."""
        drafts = [self._draft(plan.facts) for plan in plans]
        SignalImporter().store(drafts, run_id=run_id, at=at)
        stored = Signal.objects.filter(
            source=self.source, external_id__in=[one.external_id for one in drafts]
        )
        by_id = {one.external_id: one for one in stored}
        return [Written(by_id[one.external_id].pk, _mark(by_id[one.external_id])) for one in drafts]

    def undo(self, rows: Sequence[Undo], *, at: datetime) -> set[int]:
        """Store what was said before, delete what was not there; what somebody worked on is left."""
        ids = [row.object_id for row in rows]
        known = {one.pk: one for one in Signal.objects.filter(pk__in=ids).select_for_update(of=("self",))}
        answered = set(Verdict.objects.filter(signal__in=ids).values_list("signal_id", flat=True))
        left = {
            row.number
            for row in rows
            if row.object_id in known
            and (
                _mark(known[row.object_id]) != row.mark or (row.before is None and row.object_id in answered)
            )
        }
        open_ = [row for row in rows if row.number not in left and row.object_id in known]
        Signal.objects.filter(pk__in=[row.object_id for row in open_ if row.before is None]).delete()
        drafts = [self._draft(row.before) for row in open_ if row.before is not None]
        SignalImporter().store(drafts, run_id=0, at=at)
        return left

    def exported(self) -> Iterator[Mapping[str, Any]]:
        """In the order they came."""
        rows = Signal.objects.filter(source=self.source, is_sample=False).order_by("pk")
        for signal in rows.prefetch_related("texts").iterator(_BATCH):
            facts = _facts_of(signal)
            tongues = [text.language for text in signal.texts.all()]
            house = settings.ASSOCIATION.languages
            # a language without columns of its own goes to the first ones
            first = next((one for one in tongues if one not in house), None) or min(
                tongues, key=lambda one: (one not in house, house.index(one) if one in house else 0)
            )
            words = {word: facts.pop(f"{word}:{first}", "") for word in _WORDS}
            yield facts | words | {"language": first}

    def _facts(self, values: Mapping[str, Any]) -> Facts:
        tongue = values.get("language") or settings.ASSOCIATION.language
        facts = {
            f"{column}:{tongue}" if column in _WORDS else column: value
            for column, value in values.items()
            if column != "language"
        }
        if not facts.get("id"):
            facts["id"] = _made_id(facts, values.get("title", ""))
        return facts

    def _draft(self, facts: Mapping[str, Any]) -> Draft:
        tongues = dict.fromkeys(
            field.partition(":")[2] for field, value in facts.items() if field.startswith("title:") and value
        )
        details = {name: facts[name] for name in _DETAILS if facts.get(name)}
        location = ", ".join(filter(None, (facts.get("venue"), facts.get("city"))))
        return Draft(
            source=self.source,
            external_id=facts["id"],
            kind=self.kind.value,
            texts=tuple(
                DraftText(
                    language=tongue,
                    title=facts[f"title:{tongue}"],
                    summary=facts.get(f"summary:{tongue}", ""),
                    body=facts.get(f"description:{tongue}", ""),
                )
                for tongue in sorted(tongues)
            ),
            deadlines=_deadlines(facts) if self.kind == Kind.EVENT else (),
            keywords=tuple(facts.get("keywords") or ()),
            countries=(facts["country"],) if facts.get("country") else (),
            budget_total_eur=facts.get("budget"),
            details=details | ({"location": location} if location else {}),
            **{name: facts.get(name, "") for name in _PLAIN},
        )


def _facts_of(signal: Signal) -> Facts:
    """What a stored signal says, by column; texts must be prefetched, or cost a query."""
    facts: Facts = {"id": signal.external_id}
    for text in signal.texts.all():
        facts |= {
            f"title:{text.language}": text.title,
            f"summary:{text.language}": text.summary,
            f"description:{text.language}": text.body,
        }
    facts |= {name: getattr(signal, name) for name in _PLAIN}
    facts |= {name: signal.details[name] for name in _DETAILS if name in signal.details}
    facts |= {"keywords": list(signal.keywords), "budget": signal.budget_total_eur}
    facts["country"] = signal.countries[0] if signal.countries else ""
    return {field: value for field, value in facts.items() if value not in ("", None, [])}


def _deadlines(facts: Mapping[str, Any]) -> tuple[DraftDeadline, ...]:
    """The end of registration, else the end of the event itself: until then it is worth knowing of."""
    stated = facts.get("registration_deadline") or facts.get("ends") or facts.get("starts")
    if not stated:
        return ()
    if "T" in stated:
        return (DraftDeadline(at=datetime.fromisoformat(stated), day_only=False),)
    end = datetime.combine(date.fromisoformat(stated), time(23, 59, 59), tzinfo=BRUSSELS)
    return (DraftDeadline(at=end),)


def _made_id(facts: Mapping[str, Any], title: str) -> str:
    said = (normalise(title), _day(facts["starts"]) if facts.get("starts") else "", facts.get("city") or "")
    words = "\n".join((said[0], said[1], normalise(said[2])))
    return f"row-{hashlib.blake2b(words.encode(), digest_size=10).hexdigest()}"


def _seat(facts: Mapping[str, Any]) -> tuple[str, str]:
    return facts.get("country") or settings.ASSOCIATION.country, facts["city"]


def _day(moment: str) -> str:
    return moment[:10]


def _mark(signal: Signal) -> str:
    triage = "" if signal.triage == Triage.NEW else signal.triage
    return f"{signal.content_hash}:{signal.corrections}:{triage}"
