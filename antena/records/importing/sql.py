"""The statements of the bulk import: tables and columns are constants, every value a parameter or copied."""

from typing import Final

from psycopg import sql


class Table:
    """A table of records and the temporary one its new rows are copied into. ``columns``: name → type."""

    def __init__(self, name: str, columns: dict[str, str], *, is_listed: bool = True) -> None:
        self.incoming: Final = f"incoming_{name}"
        self.columns: Final = tuple(columns)
        self.types: Final = columns
        table = sql.Identifier(f"records_{name}")
        again = sql.SQL(", delisted_at = NULL" if is_listed else "")
        self.known: Final = sql.SQL(
            "SELECT external_id, id, content_hash FROM {} WHERE source = %s AND external_id = ANY(%s)"
        ).format(table)
        self.touch: Final = sql.SQL("UPDATE {} SET last_seen = %s{} WHERE id = ANY(%s)").format(table, again)


_IDENTITY: Final = {"external_id": "text", "content_hash": "text"}

PROJECT: Final = Table(
    "project",
    {
        **_IDENTITY,
        "kind": "text",
        "acronym": "text",
        "programme": "text",
        "topic": "text",
        "url": "text",
        "texts": "jsonb",
        "starts_on": "date",
        "ends_on": "date",
        "total_eur": "bigint",
        "eu_eur": "bigint",
        "keywords": "jsonb",
        "countries": "jsonb",
        "licence": "text",
        "attribution": "text",
        "details": "jsonb",
    },
)
BODY: Final = Table(
    "body",
    {
        "external_id": "text",
        "name": "text",
        "short_name": "text",
        "country": "text",
        "city": "text",
        "postcode": "text",
        "nuts": "text",
        "latitude": "float8",
        "longitude": "float8",
        "website": "text",
        "activity": "text",
        "content_hash": "text",
    },
    is_listed=False,
)
PARTICIPATION: Final = Table(
    "participation",
    {
        **_IDENTITY,
        "project_key": "text",
        "body_key": "text",
        "role": "text",
        "eu_eur": "bigint",
        "ended": "boolean",
    },
)
_TABLES: Final = (PROJECT, BODY, PARTICIPATION)


def _names(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _replaced(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in names if name != "external_id"
    )


MAKE_ROOM: Final = [
    sql.SQL("CREATE TEMP TABLE IF NOT EXISTS {} ({}) ON COMMIT DELETE ROWS").format(
        sql.Identifier(table.incoming),
        sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in table.types.items()
        ),
    )
    for table in _TABLES
] + [sql.SQL("TRUNCATE {}").format(_names(tuple(table.incoming for table in _TABLES)))]

UPSERT_PROJECTS: Final = sql.SQL(
    "INSERT INTO records_project AS known (source, {names}, first_seen, last_seen)"
    " SELECT %(source)s, {names}, %(at)s, %(at)s FROM incoming_project"
    " ON CONFLICT (source, external_id) DO UPDATE SET {replaced}, last_seen = excluded.last_seen,"
    " delisted_at = NULL"
).format(names=_names(PROJECT.columns), replaced=_replaced(PROJECT.columns))

# What a person decided of a body, and what linking found, are other columns and stay.
UPSERT_BODIES: Final = sql.SQL(
    "INSERT INTO records_body AS known (source, {names}, first_seen, last_seen,"
    " kind, link_state, link_evidence, link_others, linked_hash)"
    " SELECT %(source)s, {names}, %(at)s, %(at)s, 'unknown', 'none', '[]', '[]', '' FROM incoming_body"
    " ON CONFLICT (source, external_id) DO UPDATE SET {replaced}"
).format(names=_names(BODY.columns), replaced=_replaced(BODY.columns))

UPSERT_PARTICIPATIONS: Final = """
INSERT INTO records_participation AS known (
    source, external_id, content_hash, project_key, project_id, body_id, role, eu_eur, ended,
    first_seen, last_seen)
SELECT %(source)s, said.external_id, said.content_hash, said.project_key, project.id, body.id, said.role,
    said.eu_eur, said.ended, %(at)s, %(at)s
FROM incoming_participation said
JOIN records_body body ON body.source = %(source)s AND body.external_id = said.body_key
LEFT JOIN records_project project ON project.source = %(source)s AND project.external_id = said.project_key
ON CONFLICT (source, external_id) DO UPDATE SET
    content_hash = excluded.content_hash, project_key = excluded.project_key,
    project_id = excluded.project_id, body_id = excluded.body_id, role = excluded.role,
    eu_eur = excluded.eu_eur, ended = excluded.ended, last_seen = excluded.last_seen, delisted_at = NULL
"""

# A body of many projects is said again and again: it is written once.
TOUCH_BODIES: Final = """
UPDATE records_body SET last_seen = %(at)s
WHERE source = %(source)s AND external_id = ANY(%(keys)s) AND last_seen < %(at)s
"""
KNOWN_BODIES: Final = """
SELECT external_id, content_hash FROM records_body WHERE source = %s AND external_id = ANY(%s)
"""

ATTACH: Final = """
UPDATE records_participation waiting SET project_id = project.id FROM records_project project
WHERE waiting.project_id IS NULL AND waiting.source = %s AND project.source = waiting.source
  AND project.external_id = waiting.project_key AND project.external_id = ANY(%s)
"""

DELIST: Final = tuple(
    sql.SQL(
        "UPDATE {} SET delisted_at = %s WHERE source = %s AND last_seen < %s AND delisted_at IS NULL"
    ).format(sql.Identifier(name))
    for name in ("records_project", "records_participation")
)
