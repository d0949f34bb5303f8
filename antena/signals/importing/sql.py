"""The statements of the bulk import: tables and columns are constants, every value a parameter or copied."""

from psycopg import sql

# column of the temporary table, its type, whether a person's correction holds against the source
COLUMNS = (
    ("source", "text", False),
    ("external_id", "text", False),
    ("slug", "text", False),
    ("kind", "text", True),
    ("document_type", "text", True),
    ("programme", "text", True),
    ("url", "text", False),
    ("published_on", "date", True),
    ("opens_on", "date", True),
    ("next_deadline", "timestamptz", False),
    ("stated_status", "text", True),
    ("status", "text", False),
    ("budget_total_eur", "bigint", True),
    ("grant_min_eur", "bigint", True),
    ("grant_max_eur", "bigint", True),
    ("expected_grants", "integer", True),
    ("eurovoc", "jsonb", False),
    ("keywords", "jsonb", False),
    ("countries", "jsonb", True),
    ("references", "jsonb", False),
    ("details", "jsonb", False),
    ("licence", "text", False),
    ("attribution", "text", False),
    ("content_hash", "text", False),
    ("version", "integer", False),
    ("first_seen", "timestamptz", False),
    ("last_seen", "timestamptz", False),
)
# Set once, when the signal is first seen.
_FIRST = {"source", "external_id", "slug", "first_seen"}
# What a signal has before anyone has read it.
UNREAD = {
    "impact": "none",
    "impact_confidence": 0,
    "impact_evidence": "[]",
    "triage": "new",
    "locked_fields": "[]",
    "corrections": 0,
    "read_hash": "",
}
_TEXT = (
    "signal_id",
    "language",
    "title",
    "summary",
    "body",
    "conditions",
    "updated_at",
    "origin",
    "engine",
    "source_hash",
)


def _names(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _assignment(name: str, *, lockable: bool) -> sql.Composed:
    form = "{0} = incoming.{0}"
    if lockable:
        form = "{0} = CASE WHEN s.locked_fields ? {1} THEN s.{0} ELSE incoming.{0} END"
    return sql.SQL(form).format(sql.Identifier(name), sql.Literal(name))


_SIGNAL_NAMES = tuple(name for name, _kind, _lockable in COLUMNS)

MAKE_ROOM = [
    sql.SQL("CREATE TEMP TABLE IF NOT EXISTS incoming_signal ({}) ON COMMIT DELETE ROWS").format(
        sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind, _lockable in COLUMNS
        )
    ),
    sql.SQL(
        "CREATE TEMP TABLE IF NOT EXISTS incoming_text (signal_id bigint, language text, title text,"
        " summary text, body text, conditions text, updated_at timestamptz, origin text, engine text,"
        " source_hash text) ON COMMIT DELETE ROWS"
    ),
    sql.SQL("TRUNCATE incoming_signal, incoming_text"),
]

KNOWN = sql.SQL(
    "SELECT external_id, id, content_hash FROM signals_signal WHERE source = %s AND external_id = ANY(%s)"
)
TAKEN_SLUGS = sql.SQL("SELECT slug FROM signals_signal WHERE slug = ANY(%s)")
TOUCH = sql.SQL("UPDATE signals_signal SET last_seen = %s, delisted_at = NULL WHERE id = ANY(%s)")

# Ids are taken first, so that a new signal and what belongs to it are written without being read back.
NEXT_IDS = sql.SQL(
    "SELECT nextval(pg_get_serial_sequence('signals_signal', 'id')) FROM generate_series(1, %s)"
)
# The rows of `rows.signal_row`, then those of `UNREAD`, whether it goes with the sample, and the id.
COPY_NEW_SIGNALS = sql.SQL("COPY signals_signal ({}) FROM STDIN").format(
    _names((*_SIGNAL_NAMES, *UNREAD, "is_sample", "id"))
)
COPY_CHANGED_SIGNALS = sql.SQL("COPY incoming_signal ({}) FROM STDIN").format(_names(_SIGNAL_NAMES))
COPY_CHANGED_TEXTS = sql.SQL("COPY incoming_text ({}) FROM STDIN").format(_names(_TEXT))
# the words of a signal inserted in this very transaction cannot meet others
COPY_NEW_TEXTS = sql.SQL("COPY signals_signaltext ({}) FROM STDIN").format(_names(_TEXT))
COPY_DEADLINES = sql.SQL("COPY signals_deadline (signal_id, at, day_only, label) FROM STDIN")
COPY_VERSIONS = sql.SQL("COPY signals_signalversion (signal_id, number, at, run_id, changes) FROM STDIN")
FORGET_DEADLINES = sql.SQL("DELETE FROM signals_deadline WHERE signal_id = ANY(%s)")

UPDATE_SIGNALS = sql.SQL(
    "UPDATE signals_signal AS s SET {assignments}, delisted_at = NULL FROM incoming_signal AS incoming"
    " WHERE s.source = incoming.source AND s.external_id = incoming.external_id"
).format(
    assignments=sql.SQL(", ").join(
        _assignment(name, lockable=lockable) for name, _kind, lockable in COLUMNS if name not in _FIRST
    )
)

UPSERT_TEXTS = sql.SQL(
    "INSERT INTO signals_signaltext AS t ({names}) SELECT {names} FROM incoming_text"
    " ON CONFLICT (signal_id, language) DO UPDATE SET title = excluded.title, summary = excluded.summary,"
    " body = excluded.body, conditions = excluded.conditions, updated_at = excluded.updated_at,"
    " origin = excluded.origin, engine = excluded.engine, source_hash = excluded.source_hash"
    " WHERE t.origin <> 'person' AND (t.title, t.summary, t.body, t.conditions, t.origin)"
    " IS DISTINCT FROM"
    " (excluded.title, excluded.summary, excluded.body, excluded.conditions, excluded.origin)"
).format(names=_names(_TEXT))

DELIST = sql.SQL(
    "UPDATE signals_signal SET delisted_at = %s"
    " WHERE source = %s AND last_seen < %s AND delisted_at IS NULL AND NOT is_sample"
)
