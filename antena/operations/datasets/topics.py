"""EU grant topics open or announced in August 2026, with their full text in English.

From the Funding and Tenders Portal, © European Union (reuse under CC BY 4.0), as gathered in
``eu_calls_sedia_2026``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from antena.operations.datasets.reading import NoDataError, json_lines

_FILE: Final = Path("eu_calls_sedia_2026") / "topics.jsonl.gz"


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One topic. ``action`` is the publisher's type of action; a text nobody wrote is empty.

    ``programme`` is its name, ``programme_id`` the portal's number of it.
    """

    topic_id: str
    title: str
    programme: str
    programme_id: str
    action: str
    call_title: str
    deadline: str
    status: str
    keywords: tuple[str, ...]
    description: str
    conditions: str


def topics(data: Path) -> Sequence[Topic]:
    """Every topic of the set in its order. Raises `NoDataError`."""
    try:
        return [_topic(row) for row in json_lines(data / _FILE)]
    except (KeyError, TypeError) as error:
        raise NoDataError(f"{data / _FILE}: {error}") from error


def _topic(row: Mapping[str, Any]) -> Topic:
    return Topic(
        topic_id=row["topicId"],
        title=row["title"],
        programme=row["programme"] or "",
        programme_id=str(row["programmeId"] or ""),
        action=row["typesOfAction"] or "",
        call_title=row["callTitle"] or "",
        deadline=row["deadline"] or "",
        status=row["callStatus"] or "",
        keywords=tuple(word.strip() for word in (row["keywords"] or "").split(",") if word.strip()),
        description="\n".join(part for part in (row["description"], row["objectives"]) if part),
        conditions=row["topicConditions"] or "",
    )
