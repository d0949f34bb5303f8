"""What is known of an organisation, as plain values: what files bring, people edit and exports give."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from antena.actors.models import Organisation
from antena.actors.rules import keys_of
from antena.lib.text import normalise, sort_key

Facts = dict[str, Any]

# Columns written as they are.
PLAIN: Final = (
    "name",
    "names",
    "other_names",
    "acronym",
    "identifiers",
    "post",
    "jurisdiction",
    "city",
    "postcode",
    "address",
    "website",
    "email",
    "phone",
    "description",
    "notes",
    "source_url",
    "attribution",
)
# Written in another form: a country by its code, a place by its id, themes by their codes, a day in ISO 8601.
FIELDS: Final = (*PLAIN, "country", "place", "checked_on", "themes")
# Made of the facts; what is copied or updated with them.
COLUMNS: Final = (*PLAIN, "country", "place", "checked_on", "sort_key", "search_text", "keys")


def facts_of(organisation: Organisation) -> Facts:
    """Everything known, field → JSON value. Themes must be prefetched, or cost a query."""
    facts: Facts = {field: getattr(organisation, field) for field in PLAIN}
    facts["country"] = organisation.country_id or ""
    facts["place"] = organisation.place_id
    facts["checked_on"] = organisation.checked_on.isoformat() if organisation.checked_on else ""
    facts["themes"] = sorted(theme.code for theme in organisation.themes.all())
    return facts


def write(organisation: Organisation, facts: Mapping[str, Any]) -> None:
    """Set the fields that ``facts`` names, themes excepted, and what is made of them. Nothing is saved."""
    for field in PLAIN:
        if field in facts:
            setattr(organisation, field, facts[field])
    if "country" in facts:
        organisation.country_id = facts["country"] or None
    if "place" in facts:
        organisation.place_id = facts["place"]
    if "checked_on" in facts:
        day = facts["checked_on"]
        organisation.checked_on = date.fromisoformat(day) if day else None
    _derive(organisation)


def _derive(organisation: Organisation) -> None:
    organisation.sort_key = sort_key(organisation.name)[:320]
    words = (
        organisation.name,
        organisation.acronym,
        *organisation.names.values(),
        *organisation.other_names,
        organisation.city,
        *organisation.identifiers.values(),
    )
    organisation.search_text = normalise(" | ".join(dict.fromkeys(filter(None, map(str, words)))))
    organisation.keys = keys_of(
        organisation.kind,
        {
            "name": organisation.name,
            "city": organisation.city,
            "country": organisation.country_id,
            "identifiers": organisation.identifiers,
        },
    )
