"""Reading JSON that may be anything: every field is popped, what is left over is audited, nothing raises."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import Any

import msgspec

from antena.lib.dates import parse_day
from antena.lib.text import plain
from antena.sources import tables
from antena.sources.drafts import Problem, Refusal
from antena.sources.pages import Page, Parsed

EXCERPT = 300


def decoded(page: Page) -> Any:
    """Return the JSON of a page, or the `Refusal` that says why there is none."""
    if page.failure is not None:
        return Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)
    try:
        return msgspec.json.decode(page.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return unreadable(page, str(error))


def unreadable(page: Page, detail: str) -> Refusal:
    """Refuse a whole page, with the first of its bytes to look at."""
    excerpt = page.body[:EXCERPT].decode("utf-8", "replace")
    return Refusal(record=page.key, field="", problem=Problem.UNREADABLE, detail=detail, excerpt=excerpt)


class Fields:
    """The fields of one record. Each is popped once; ``rest`` is what nobody asked for.

    Wrong types are noted as refusals of the field (``record_kept``) and read as absent.
    """

    def __init__(self, values: dict[str, Any], record: str) -> None:
        self._values = dict(values)
        self.record = record
        self.refusals: list[Refusal] = []

    def refuse(self, field: str, problem: Problem, value: object = "", detail: str = "") -> None:
        """Set ``field`` aside: the record goes on without it."""
        self.refusals.append(
            Refusal(
                record=self.record,
                field=field,
                problem=problem,
                detail=detail or shown(value),
                excerpt=shown(value, EXCERPT),
                record_kept=True,
            )
        )

    def pop(self, field: str) -> Any:
        """Take a value as it is; None where absent."""
        return self._values.pop(field, None)

    def text(self, field: str) -> str:
        """Take a string, or a number as a string; "" where absent."""
        value = self._values.pop(field, None)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.refuse(field, Problem.WRONG_TYPE, value)
        return ""

    def texts(self, field: str) -> list[str]:
        """Take a list of strings, or a lone one as a list of one. Blank ones and nulls are left out."""
        value = self._values.pop(field, None)
        if value is None:
            return []
        items = [item for item in (value if isinstance(value, list) else [value]) if item is not None]
        known = [
            str(item).strip() for item in items if isinstance(item, str | int | float) and item is not True
        ]
        if len(known) < len(items):
            self.refuse(field, Problem.WRONG_TYPE, value)
        return [text for text in known if text]

    def first(self, field: str) -> str:
        """Take the first of a list of strings, "" where there is none."""
        values = self.texts(field)
        return values[0] if values else ""

    def day(self, field: str) -> date | None:
        """Take a date, the hour after it left aside; None where absent, refused where it is none."""
        return self.read_day(field, self.text(field))

    def read_day(self, field: str, text: str) -> date | None:
        """Read ``text``, which was taken from ``field``, as a date."""
        if not text:
            return None
        try:
            return parse_day(text)
        except ValueError:
            self.refuse(field, Problem.BAD_DATE, text)
            return None

    def euros(self, *fields: str) -> int | None:
        """Take whole euros from the first of ``fields`` that states an amount; all of them are taken."""
        found: int | None = None
        for field in fields:
            text = self.text(field)
            try:
                found = found if found is not None else tables.euros(text)
            except ValueError:
                self.refuse(field, Problem.BAD_AMOUNT, text)
        return found

    def labels(self, field: str, label: str) -> dict[str, str]:
        """Take a list of objects with a ``code`` and a ``label``: code → label in one line of plain text."""
        found = {}
        for entry in entries(self.pop(field)):
            one = Fields(entry, self.record)
            code, said = one.text("code"), line(one.text(label))
            if code or said:
                found[code or said] = said
            self.refusals += one.refusals
        return found

    def json(self, field: str) -> list[Any]:
        """Take a list of JSON documents written as strings; broken ones are refused and left out."""
        documents = []
        for text in self.texts(field):
            try:
                documents.append(msgspec.json.decode(text))
            except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
                self.refuse(field, Problem.BAD_JSON, text, str(error))
        return documents

    def rest(self, ignored: Set[str]) -> Iterable[str]:
        """The names of the fields nobody took, but for those that are known and not wanted."""
        return self._values.keys() - ignored


def count_unknown(parsed: Parsed, fields: Iterable[str]) -> None:
    """Add ``fields`` of one record to the audit of unknown fields."""
    for field in fields:
        parsed.unknown_fields[field] = parsed.unknown_fields.get(field, 0) + 1


def shown(value: object, length: int = 80) -> str:
    """Show a value briefly in a message that can be stored, whatever it is."""
    text = storable(value if isinstance(value, str) else repr(value))
    return text if len(text) <= length else text[: length - 1] + "…"


def line(text: str) -> str:
    """Return text that may hold HTML as one line of plain text."""
    return " ".join(plain(text).split())


# What PostgreSQL takes in no text: NUL, and halves of signs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Take out the signs that PostgreSQL takes in no text."""
    if "\x00" not in text and (text.isascii() or _encodes(text)):
        return text
    return _UNSTORABLE.sub("", text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d+)?")


def whole_euros(value: object) -> int | None:
    """Read an amount as JSON writes it: 5000000, "5000000", "5000000.00". None where it is not one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return round(value) if abs(value) < 1e18 else None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return round(float(value))
    return None


def records_of(page: Page) -> list[Any] | Refusal:
    """Return the records of a piece as `documents.pieces` wrote it, or why there are none."""
    answer = decoded(page)
    if isinstance(answer, Refusal):
        return answer
    records = answer.get("data") if isinstance(answer, dict) else None
    return records if isinstance(records, list) else unreadable(page, "no list called data")


def named(parsed: Parsed, row: object, place: str, *names: str) -> Fields | None:
    """Return the fields of a row under the name the first filled one of ``names`` says, or refuse it whole.

    ``place`` is where it stands ("page-0001/7"), for a row nobody can name.
    """
    if not isinstance(row, dict):
        refusal = Refusal(record=place, field="", problem=Problem.NOT_A_RECORD, detail=shown(row))
        parsed.refusals.append(refusal)
        return None
    fields = Fields(row, place)
    record = next(filter(None, map(fields.text, names)), "")
    if not record:
        parsed.refusals.append(Refusal(record=place, field=names[0], problem=Problem.NO_ID))
        return None
    fields.record = record
    return fields


def entries(value: object) -> Iterator[dict[str, Any]]:
    """Yield every dict of a list, or the dict itself; nothing for anything else."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def grouped(pages: Iterable[Page], bundle: Any) -> Iterator[tuple[str, Sequence[Page]]]:
    """Yield the pages that belong together, as they come: ``bundle`` of a page's key names the group."""
    name = ""
    group: list[Page] = []
    for page in pages:
        this = bundle(page.key)
        if group and this != name:
            yield name, group
            group = []
        name = this
        group.append(page)
    if group:
        yield name, group
