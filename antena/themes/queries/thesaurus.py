"""The names of EuroVoc concepts in the reader's language, where a source told them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db.models import F

from antena.themes.models import ConceptLabel, EurovocConcept


def concepts_told_by(source: str) -> int:
    """How many concepts ``source`` told and did not leave out since."""
    return EurovocConcept.objects.filter(source=source, gone_at=None).count()


def concept_labels(ids: Collection[str], language: str) -> dict[str, str]:
    """The name of each concept in ``language``, else in the next best the association reads. Two queries.

    A concept nobody told stands with the English name that ships with the product; one unknown is absent.
    """
    names: dict[str, dict[str, str]] = {
        id_: dict(labels)
        for id_, labels in EurovocConcept.objects.filter(pk__in=ids).values_list("id", "labels")
    }
    rows = ConceptLabel.objects.filter(
        concept__in=ids, is_preferred=True, language__in=_wanted(language)
    ).values_list("concept_id", "language", "text")
    for id_, code, text in rows:
        names[id_][code] = text
    return {id_: name for id_, labels in names.items() if (name := _best(labels, language))}


class Name(NamedTuple):
    """A name of a concept, and the language it is in."""

    text: str
    language: str


def in_language(texts: Iterable[str], language: str) -> dict[str, Name]:
    """English names of concepts → the same in ``language`` or the next best. One query.

    A text that is no name of a concept, or has none in these languages, is left out: so evidence, which is
    kept in English, can be shown to any reader.
    """
    asked = set(texts)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = (
        ConceptLabel.objects.filter(language="en", is_preferred=True, text__in=asked)
        .filter(concept__names__language__in=_wanted(language), concept__names__is_preferred=True)
        .order_by("-concept_id")
        .values_list("text", F("concept__names__language"), F("concept__names__text"))
    )
    for english, code, text in rows:
        found[english][code] = text
    return {
        english: Name(names[code], code)
        for english, names in found.items()
        if (code := next((code for code in _wanted(language) if names.get(code)), ""))
    }


def further_words(concepts: Collection[str], *, but: Collection[str]) -> Mapping[str, dict[str, list[str]]]:
    """Concept → language → its names, in all languages ``but`` these. One query."""
    words: dict[str, dict[str, list[str]]] = defaultdict(dict)
    rows = ConceptLabel.objects.filter(concept__in=concepts).exclude(language__in=but)
    for id_, language, text in rows.order_by("concept_id", "language", "-is_preferred", "text").values_list(
        "concept_id", "language", "text"
    ):
        words[id_].setdefault(language, []).append(text)
    return words


def _wanted(language: str) -> list[str]:
    return list(dict.fromkeys((language, language[:2], *settings.ASSOCIATION.languages, "en")))


def _best(labels: Mapping[str, str], language: str) -> str:
    return next((labels[code] for code in _wanted(language) if labels.get(code)), "")
