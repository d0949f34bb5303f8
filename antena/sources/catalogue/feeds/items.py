"""One thing a page lists, whatever format it was written in."""

from datetime import date, datetime
from typing import Any

import msgspec


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of one thing, as it says it. ``kind`` is ours, "" where the format does not tell.

    ``starts`` and ``ends`` are those of an event, ``deadline`` what is stated as one. ``problem`` says which
    field could not be read, "" where all could.
    """

    id: str
    title: str
    url: str = ""
    summary: str = ""
    body: str = ""
    language: str = ""
    kind: str = ""
    published: date | None = None
    starts: datetime | date | None = None
    ends: datetime | date | None = None
    deadline: datetime | date | None = None
    cancelled: bool = False
    keywords: tuple[str, ...] = ()
    details: dict[str, Any] = {}
    bad: tuple[tuple[str, str], ...] = ()
