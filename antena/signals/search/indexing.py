"""Search rows: what is filtered by and the lexemes of every language of a signal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Left
from psycopg import sql

from antena.signals.models import Signal, SignalText
from antena.signals.search.terms import IDENTIFIER, PLAIN, configurations, identifier, indexable

BATCH: Final = 1000
# PostgreSQL refuses a tsvector over 1 MB; what a text is about stands in its beginning.
MAX_BODY: Final = 100_000
_WEIGHTS: Final = ("A", "B", "C")
_FILTERS: Final = (
    "source",
    "kind",
    "status",
    "programme",
    "impact",
    "is_sample",
    "published_on",
    "next_deadline",
)
_COLUMNS: Final = (*_FILTERS, "theme_ids", "languages", "words", "length")


def index_signals(ids: Sequence[int]) -> int:
    """Make or refresh the search rows of these signals; returns how many signals there were.

    What did not change is not written. A row whose lexemes changed joins the tail of the champion lists
    and is found at once. A signal that follows another has no row: its words and numbers are in its leader's.
    """
    found = 0
    for batch in _batches(sorted(set(ids))):
        with transaction.atomic(), connection.cursor() as cursor:
            rows = list(_rows(batch))
            found += len(rows)
            cursor.execute(_MAKE_ROOM)
            cursor.execute("TRUNCATE incoming_words")
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(_UPSERT)
    return found


def refresh_filters(ids: Sequence[int] | None = None) -> int:
    """Bring what is filtered by up to date, leaving the lexemes alone: all rows, or those of these signals.

    Returns how many rows changed. For statuses that time moves on, and for themes corrected by a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"ids": None if ids is None else list(ids)})
        return int(cursor.rowcount)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _rows(ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Lines of the temporary table, one a signal that leads."""
    columns = ("external_id", "keywords", "references")
    signals = Signal.objects.filter(pk__in=ids, same_as=None).order_by("pk")
    leading = {pk: told for pk, *told in signals.values_list("pk", *columns)}
    following = Signal.objects.filter(same_as__in=leading).order_by("pk")
    others = {pk: (leader, told) for pk, leader, *told in following.values_list("pk", "same_as", *columns)}
    texts = _texts([*leading, *others])
    names = {pk: _named(number, references) for pk, (number, _keywords, references) in leading.items()}
    for pk, (leader, (external_id, _keywords, references)) in others.items():
        names[leader] += _named(external_id, references)
        spoken = {language for language, *_ in texts[leader]}
        texts[leader] += [text for text in texts[pk] if text[0] not in spoken]
    for pk, (_id, keywords, _references) in leading.items():
        bare = dict.fromkeys(IDENTIFIER + identifier(name) for name in names[pk] if identifier(name))
        yield _row(pk, texts[pk], list(bare), " ".join(_strings(keywords)))


def _texts(ids: Sequence[int]) -> dict[int, list[Sequence[str]]]:
    """The words of each signal by language."""
    texts: dict[int, list[Sequence[str]]] = defaultdict(list)
    columns = ("signal_id", "language", "title", "summary", "start")
    found = SignalText.objects.filter(signal_id__in=ids).annotate(start=Left("body", MAX_BODY))
    for signal_id, *text in found.order_by("signal_id", "id").values_list(*columns):
        texts[signal_id].append(text)
    return texts


def _named(external_id: str, references: dict[str, Any]) -> list[str]:
    """Every number a signal has or names."""
    return [external_id, *(name for names in references.values() for name in _strings(names))]


def _strings(value: Any) -> list[str]:
    """The strings of a JSON value that is one or a list of them."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _row(pk: int, texts: Sequence[Sequence[str]], names: list[str], keywords: str) -> tuple[Any, ...]:
    parts: dict[str, list[str]] = defaultdict(list)
    words = 0
    for position, (language, title, summary, body) in enumerate(texts):
        heading = f"{title} {keywords}" if position == 0 else title
        for weight, text in zip(_WEIGHTS, (heading, summary, body), strict=True):
            ready = indexable(text, language)
            words += ready.count(" ") + 1
            parts[_column(_CONFIGURATIONS.get(language, PLAIN), weight)].append(ready)
    languages = sorted({text[0] for text in texts})
    length = round(words / max(len(texts), 1))
    return (pk, length, languages, names, *(" ".join(parts[column]) for column in _TEXT_COLUMNS))


def _column(configuration: str, weight: str) -> str:
    return f"{configuration}_{weight.lower()}"


_CONFIGURATIONS: Final = configurations([code for code, _name in settings.LANGUAGES])
_USED: Final = sorted({*_CONFIGURATIONS.values(), PLAIN})
_TEXT_COLUMNS: Final = [_column(name, weight) for name in _USED for weight in _WEIGHTS]


def _names(names: Iterable[str], table: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(*([table] if table else []), name) for name in names)


_MAKE_ROOM: Final = sql.SQL(
    "CREATE TEMP TABLE IF NOT EXISTS incoming_words"
    " (signal_id bigint, length integer, languages text[], identifiers text[], {texts}) ON COMMIT DELETE ROWS"
).format(texts=sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in _TEXT_COLUMNS))

_COPY: Final = sql.SQL(
    "COPY incoming_words (signal_id, length, languages, identifiers, {}) FROM STDIN"
).format(_names(_TEXT_COLUMNS))

# Accents go after stemming, not before: the stemmers need them ("educació" and "educacions" share a stem,
# "educacio" does not), and a reader's keyboard may lack them.
_WORDS: Final = sql.SQL("unaccent(({} || array_to_tsvector(i.identifiers))::text)::tsvector").format(
    sql.SQL(" || ").join(
        sql.SQL("setweight(to_tsvector({}, {}), {})").format(
            sql.Literal(name), sql.Identifier("i", _column(name, weight)), sql.Literal(weight)
        )
        for name in _USED
        for weight in _WEIGHTS
    )
)

_THEMES: Final = sql.SQL(
    "coalesce((SELECT array_agg(DISTINCT named.id ORDER BY named.id)"
    " FROM signals_signaltheme st JOIN themes_theme t ON t.id = st.theme_id"
    " CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS named (id)"
    " WHERE st.signal_id = s.id AND named.id IS NOT NULL), '{}')"
)

_UPSERT: Final = sql.SQL(
    "WITH ready AS MATERIALIZED ("
    " SELECT s.id AS signal_id, {values}, {themes} AS theme_ids, i.languages, {words} AS words, i.length"
    " FROM incoming_words i JOIN signals_signal s ON s.id = i.signal_id ORDER BY s.id),"
    " tail AS ("
    " INSERT INTO signals_searchtail (signal_id, since)"
    " SELECT n.signal_id, clock_timestamp() FROM ready n LEFT JOIN signals_searchrow r USING (signal_id)"
    " WHERE (r.words, r.length) IS DISTINCT FROM (n.words, n.length)"
    " ON CONFLICT (signal_id) DO UPDATE SET since = excluded.since)"
    " INSERT INTO signals_searchrow AS r (signal_id, {columns}) SELECT signal_id, {columns} FROM ready"
    " ON CONFLICT (signal_id) DO UPDATE SET {assignments} WHERE ({old}) IS DISTINCT FROM ({new})"
).format(
    values=_names(_FILTERS, "s"),
    themes=_THEMES,
    words=_WORDS,
    columns=_names(_COLUMNS),
    assignments=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(n)) for n in _COLUMNS),
    old=_names(_COLUMNS, "r"),
    new=_names(_COLUMNS, "excluded"),
)

_REFRESH: Final = sql.SQL(
    "UPDATE signals_searchrow r SET {assignments}, theme_ids = n.theme_ids"
    " FROM (SELECT s.*, {themes} AS theme_ids FROM signals_signal s"
    " WHERE %(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s)) n"
    " WHERE n.id = r.signal_id AND ({old}, r.theme_ids) IS DISTINCT FROM ({new}, n.theme_ids)"
).format(
    assignments=sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(sql.Identifier(n)) for n in _FILTERS),
    themes=_THEMES,
    old=_names(_FILTERS, "r"),
    new=_names(_FILTERS, "n"),
)
