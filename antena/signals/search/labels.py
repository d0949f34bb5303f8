"""The names of facet values in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from babel import Locale, UnknownLocaleError
from django.db.models import TextChoices

from antena.signals.enums import Impact, Kind, Status
from antena.signals.search.page import Facet, FacetValue
from antena.signals.search.request import FACETS, SearchRequest
from antena.themes.models import Theme

_ENUMS: Final[Mapping[str, type[TextChoices]]] = {"kind": Kind, "status": Status, "impact": Impact}


def facets(
    request: SearchRequest, counts: Mapping[str, Mapping[str, int]], themes: Sequence[Theme], language: str
) -> tuple[Facet, ...]:
    """The facets with their values, the most frequent first; a chosen value stays though nothing has it."""
    codes = {str(theme.pk): theme.code for theme in themes}
    named = {theme.code: _best(theme.labels, language) or theme.code for theme in themes}
    labels: dict[str, Callable[[str], str]] = {name: _member_names(kind) for name, kind in _ENUMS.items()}
    labels |= {"theme": lambda code: named.get(code, code), "language": _language_names(language)}
    found = []
    for name in FACETS:
        chosen, label = request.values(name), labels.get(name, str)
        numbers = dict.fromkeys(chosen, 0)
        numbers |= {codes[key] if name == "theme" else key: n for key, n in counts[name].items() if key}
        values = [FacetValue(value, label(value), n, value in chosen) for value, n in numbers.items()]
        found.append(Facet(name, tuple(sorted(values, key=lambda value: (-value.count, value.label)))))
    return tuple(found)


def _member_names(kind: type[TextChoices]) -> Callable[[str], str]:
    return lambda value: str(kind(value).label)


def _best(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


def _language_names(reader: str) -> Callable[[str], str]:
    """Language code → its name in the reader's language, as CLDR writes it."""
    try:
        names = Locale.parse(reader, sep="-").languages
    except (UnknownLocaleError, ValueError):
        return str
    return lambda code: str(names.get(code, code))
