"""Organisations of one kind, as files bring and take them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antena.actors.actions import OrganisationDraft, remove_organisations, store_organisations
from antena.actors.enums import OrganisationKind, Post
from antena.actors.facts import facts_of
from antena.actors.models import Organisation
from antena.actors.queries import with_keys
from antena.actors.rules import are_one, keys_of
from antena.exchange.enums import RowState
from antena.exchange.placing import places_named
from antena.exchange.tables.problems import CellError, Problem
from antena.exchange.targets.columns import Column
from antena.exchange.targets.target import Facts, Plan, Reading, Target, Undo, Written

_IDENTIFIERS: Final = ("erasmus", "pic", "oid", "wikidata")
_BATCH: Final = 1000
# Whose city is not in the country they belong to.
_ABROAD: Final = frozenset({OrganisationKind.CONSULATE})

_COMMON: Final = (
    Column(name="website", kind="url", longest=500, example="https://example.org"),
    Column(name="email", kind="email", example="info@example.org", hint=_("The generic mailbox only.")),
    Column(name="phone", kind="text", longest=60, example="+34 930 000 000"),
    Column(name="description", kind="text"),
    Column(name="themes", kind="themes", hint=_("What it works on.")),
    Column(name="source_url", kind="url", longest=500, hint=_("The page where this can be checked.")),
    Column(name="checked_on", kind="day", hint=_("When somebody last saw that it holds.")),
    Column(name="attribution", kind="text", longest=200, only_if_used=True),
    Column(name="other_names", kind="list", only_if_used=True),
    Column(name="notes", kind="text", hint=_("Only the office reads these. No names of persons.")),
)


class OrganisationTarget(Target):
    """A directory of one kind of organisation."""

    object_kind = "organisation"

    def __init__(self, kind: OrganisationKind, label: str | Promise) -> None:
        self.kind = kind
        self.name = kind.value
        self.label = label

    def columns(self) -> tuple[Column, ...]:
        """Those of every organisation, and those of its kind."""
        abroad = self.kind in _ABROAD
        needs_country = abroad or self.kind == OrganisationKind.UNIVERSITY
        tongues = settings.ASSOCIATION.languages
        return (
            Column(name="id", kind="code", hint=_("Whatever names the row in your list; it stays the same.")),
            Column(
                name="name", kind="text", required=True, longest=300, example=_("Name of the organisation")
            ),
            *(Column(name=f"name:{one}", kind="text", longest=300, only_if_used=True) for one in tongues),
            Column(name="acronym", kind="text", longest=40, only_if_used=abroad),
            Column(
                name="country",
                kind="country",
                required=needs_country,
                example="FR",
                hint=_("The state that sends it.") if abroad else _("The country it belongs to."),
            ),
            *self._own_columns(),
            Column(name="city", kind="text", longest=200, example=_("Name of the town")),
            Column(name="postcode", kind="code", longest=20),
            Column(name="address", kind="text", longest=300),
            *_COMMON,
        )

    def _own_columns(self) -> tuple[Column, ...]:
        if self.kind == OrganisationKind.CONSULATE:
            posts = {value: label for value, label in Post.choices}
            return (
                Column(name="post", kind="choice", choices=posts, example=Post.CAREER),
                Column(name="jurisdiction", kind="text", longest=300),
            )
        used = self.kind != OrganisationKind.UNIVERSITY
        return tuple(Column(name=one, kind="code", longest=60, only_if_used=used) for one in _IDENTIFIERS)

    def readings(
        self, rows: Sequence[tuple[int, Mapping[str, Any]]]
    ) -> tuple[list[Reading], list[CellError]]:
        """The facts of each row, with the place its city names."""
        facts = {number: self._facts(values) for number, values in rows}
        asked = {number: (self._seat(one), one["city"]) for number, one in facts.items() if one.get("city")}
        places = places_named(set(asked.values()))
        found = []
        for number, one in facts.items():
            notes: tuple[CellError, ...] = ()
            if "city" in one:
                one["place"] = places.get(asked[number]) if number in asked else None
            if number in asked and one["place"] is None:
                problem = Problem.PLACE_NOT_FOUND
                notes = (CellError(row=number, problem=problem, field="city", value=one["city"]),)
            found.append(Reading(number, one, notes))
        return found, []

    def identity(self, facts: Mapping[str, Any]) -> str:
        """The surest key of the row."""
        return str(facts.get("uid") or keys_of(self.kind, facts)[0])

    def plan(self, readings: Sequence[Reading]) -> list[Plan]:
        """Match by identifier, else by name, country and city. Three queries."""
        keys = {reading.number: keys_of(self.kind, reading.facts) for reading in readings}
        uids = [reading.facts["uid"] for reading in readings if "uid" in reading.facts]
        stored = with_keys(self.kind, [key for one in keys.values() for key in one], uids)
        by_key: dict[str, list[Organisation]] = {}
        for one in stored:
            for key in (*one.keys, f"uid:{one.uid}"):
                by_key.setdefault(key, []).append(one)
        taken: set[int] = set()
        plans = []
        for reading in readings:
            plan = self._plan(reading, _matches(reading, keys[reading.number], by_key), taken)
            if plan.object_id is not None:
                taken.add(plan.object_id)
            plans.append(plan)
        return plans

    def _plan(self, reading: Reading, matches: Sequence[Organisation], taken: set[int]) -> Plan:
        number, said = reading.number, {key: value for key, value in reading.facts.items() if key != "uid"}
        wrong = _wrong(number, matches, taken)
        if wrong:
            return Plan(number=number, state=RowState.WRONG, facts=reading.facts, errors=(wrong,))
        if not matches:
            return Plan(number=number, state=RowState.NEW, facts=reading.facts, notes=reading.notes)
        before = facts_of(matches[0])
        after = before | {field: _joined(before[field], value) for field, value in said.items()}
        different = [field for field in after if after[field] != before[field]]
        locked = [field for field in different if field in matches[0].locked_fields]
        notes = [CellError(row=number, problem=Problem.CORRECTED_BY_HAND, field=field) for field in locked]
        after |= {field: before[field] for field in locked}
        changes = [
            {"field": field, "old": before[field], "new": after[field]}
            for field in different
            if field not in locked
        ]
        return Plan(
            number=number,
            state=RowState.CHANGED if changes else RowState.SAME,
            facts=after,
            object_id=matches[0].pk,
            before=before,
            changes=tuple(changes),
            notes=(*reading.notes, *notes),
        )

    def write(
        self,
        plans: Sequence[Plan],
        *,
        run_id: int,  # noqa: ARG002  only the records of sources carry a run
        at: datetime,
    ) -> list[Written]:
        """Store what is new and changed."""
        drafts = [_draft(plan) for plan in plans]
        ids = store_organisations(kind=self.kind, drafts=drafts, at=at)
        marks = _marks(ids)
        return [Written(pk, marks[pk]) for pk in ids]

    def undo(self, rows: Sequence[Undo], *, at: datetime) -> set[int]:
        """Restore and remove; one that says something else by now is left."""
        marks = _marks([row.object_id for row in rows])
        left = {row.number for row in rows if row.object_id in marks and marks[row.object_id] != row.mark}
        open_ = [row for row in rows if row.number not in left and row.object_id in marks]
        remove_organisations(ids=[row.object_id for row in open_ if row.before is None])
        drafts = [
            OrganisationDraft(facts=row.before, id=row.object_id) for row in open_ if row.before is not None
        ]
        store_organisations(kind=self.kind, drafts=drafts, at=at)
        return left

    def exported(self) -> Iterator[Mapping[str, Any]]:
        """By name."""
        rows = (
            Organisation.objects.filter(kind=self.kind).order_by("sort_key", "pk").prefetch_related("themes")
        )
        for one in rows.iterator(_BATCH):
            facts = facts_of(one)
            identifiers = facts.pop("identifiers")
            names = {f"name:{tongue}": name for tongue, name in facts.pop("names").items()}
            own = identifiers.pop("file", "") or str(one.uid)
            day = date.fromisoformat(facts["checked_on"]) if facts["checked_on"] else None
            yield facts | identifiers | names | {"id": own, "checked_on": day}

    def _facts(self, values: Mapping[str, Any]) -> Facts:
        facts: Facts = {}
        names, identifiers = {}, {}
        for column, value in values.items():
            base, _, tongue = column.partition(":")
            if tongue:
                names[tongue] = value
            elif column in _IDENTIFIERS:
                identifiers[column] = value
            elif column == "id":
                _identify(facts, identifiers, value)
            else:
                facts[base] = sorted(value) if column == "themes" else value
        if names:
            facts["names"] = names
        if identifiers:
            facts["identifiers"] = identifiers
        return facts

    def _seat(self, facts: Mapping[str, Any]) -> str:
        """The country its city is in."""
        own = settings.ASSOCIATION.country
        return own if self.kind in _ABROAD else facts.get("country") or own


def _identify(facts: Facts, identifiers: dict[str, str], value: str) -> None:
    """An identifier that an export gave is ours; any other is the file's own."""
    try:
        facts["uid"] = str(UUID(value))
    except ValueError:
        identifiers["file"] = value


def _matches(
    reading: Reading, keys: Sequence[str], by_key: Mapping[str, list[Organisation]]
) -> list[Organisation]:
    if found := by_key.get(f"uid:{reading.facts.get('uid', '')}"):
        return found
    near = {one.pk: one for key in keys for one in by_key.get(key, ())}
    return [one for _, one in sorted(near.items()) if are_one(keys, one.keys)]


def _wrong(number: int, matches: Sequence[Organisation], taken: set[int]) -> CellError | None:
    if len(matches) > 1:
        names = "; ".join(f"{one.name} ({one.city})" for one in matches[:3])
        return CellError(row=number, problem=Problem.SEVERAL_MATCH, detail=names)
    if matches and matches[0].pk in taken:
        return CellError(row=number, problem=Problem.REPEATED, detail=matches[0].name)
    return None


def _joined(old: Any, new: Any) -> Any:
    """Names and identifiers add to those known; an empty one goes. Everything else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: value for key, value in (old | new).items() if value}
    return new


def _draft(plan: Plan) -> OrganisationDraft:
    facts = {field: value for field, value in plan.facts.items() if field != "uid"}
    if plan.object_id is None:
        uid = plan.facts.get("uid")
        facts |= {field: _joined({}, facts[field]) for field in ("names", "identifiers") if field in facts}
        return OrganisationDraft(facts=facts, uid=UUID(uid) if uid else None)
    return OrganisationDraft(facts=facts, id=plan.object_id)


def _marks(ids: Sequence[int]) -> dict[int, str]:
    """A digest of all that each organisation says. Two queries."""
    found = Organisation.objects.filter(pk__in=ids).prefetch_related("themes")
    return {one.pk: _mark(facts_of(one)) for one in found}


def _mark(facts: Facts) -> str:
    canonical = msgspec.json.encode(facts, order="deterministic")
    return hashlib.blake2b(canonical, digest_size=24).hexdigest()
