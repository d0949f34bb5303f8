"""From what a reader asks to what the database is asked."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.conf import settings
from psycopg import sql

from antena.lib.text import language_of, words
from antena.signals.search import filters, legs
from antena.signals.search.legs import Asked, Facts
from antena.signals.search.meaning import NO_MEANING, QueryEmbedder, meaning_of
from antena.signals.search.request import BadRequest, SearchRequest
from antena.signals.search.terms import PLAIN, askable, configurations, indexable, take_apart

_NO_FACTS: Final = Facts([], 0, 0.0, False)
# Any configuration reads text of a language it is not made for; an unknown language is read plainly.
_UNKNOWN: Final = "und"


class Question(NamedTuple):
    """``asked`` holds every filter; ``fixed`` and ``chosen`` are the same filters, apart, for the counts."""

    asked: Asked
    fixed: Sequence[sql.Composable]
    chosen: Mapping[str, sql.Composable]

    @property
    def has_words(self) -> bool:
        """Whether anything was typed that can be looked for."""
        return bool(self.asked.facts.lexemes or self.asked.identifiers or self.asked.vector)


def question(
    request: SearchRequest, *, language: str, theme_ids: Mapping[str, int], embedder: QueryEmbedder | None
) -> Question:
    """Prepare a search. ``theme_ids``: code → id of every theme. Raises `BadRequest` for an unknown theme."""
    for code in request.themes:
        if code not in theme_ids:
            raise BadRequest("theme", code, "unknown")
    terms = take_apart(request.text)
    fixed = filters.fixed(request, [_phrase(phrase) for phrase in terms.phrases])
    chosen = filters.chosen(request, theme_ids)
    every = [*fixed, *chosen.values()]
    telling = len(set(words(terms.words, language_of(terms.words) or language)))
    facts = legs.facts(_words(terms.words), every, telling=telling) if request.text else _NO_FACTS
    asks_meaning = request.text and embedder is not None and not terms.is_code
    meaning = meaning_of(request.text, language, embedder) if asks_meaning and embedder else NO_MEANING
    return Question(Asked(facts, terms.identifiers, meaning.vector, meaning.model, every), fixed, chosen)


def _languages() -> list[tuple[str, str]]:
    """Each language that has its own configuration, and an unknown one."""
    own = configurations([code for code, _name in settings.LANGUAGES])
    return [*own.items(), (_UNKNOWN, PLAIN)]


def _words(text: str) -> sql.Composable:
    """The lexemes of the words in every configuration documents were indexed with."""
    parts = [
        sql.SQL("to_tsvector({}, {})").format(sql.Literal(name), sql.Literal(askable(text, language)))
        for language, name in _languages()
    ]
    return sql.SQL("unaccent(({})::text)::tsvector").format(sql.SQL(" || ").join(parts))


def _phrase(phrase: str) -> sql.Composable:
    """The words of the phrase side by side, in any of the configurations."""
    parts = [
        sql.SQL("phraseto_tsquery({}, {})").format(
            sql.Literal(name), sql.Literal(indexable(phrase, language))
        )
        for language, name in _languages()
    ]
    return sql.SQL("unaccent(({})::text)::tsquery").format(sql.SQL(" || ").join(parts))
