"""Why something of a source was set aside."""

from enum import StrEnum

import msgspec


class Problem(StrEnum):
    """Why a record, a field, a page or a whole run was set aside. `rules.PROBLEMS` says it to a reader."""

    # of a page
    NO_ANSWER = "no_answer"
    HTTP_ERROR = "http_error"
    UNREADABLE = "unreadable"
    PAGE_MISSING = "page_missing"
    # of a record
    NOT_A_RECORD = "not_a_record"
    PART_FAILED = "part_failed"
    NO_ID = "no_id"
    NO_TITLE = "no_title"
    UNKNOWN_KIND = "unknown_kind"
    REPEATED = "repeated"
    # of a field
    WRONG_TYPE = "wrong_type"
    BAD_JSON = "bad_json"
    BAD_DATE = "bad_date"
    DEADLINE_BEFORE_OPENING = "deadline_before_opening"
    TOO_LONG = "too_long"
    BAD_ADDRESS = "bad_address"
    BAD_AMOUNT = "bad_amount"
    MIN_ABOVE_MAX = "min_above_max"
    BAD_CODE = "bad_code"
    UNKNOWN_CODE = "unknown_code"
    # of a run
    SHRUNK = "shrunk"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    INCOMPLETE = "incomplete"
    PAGES_FAILED = "pages_failed"
    NOTHING_CAME = "nothing_came"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"
    NOTHING_DELISTED = "nothing_delisted"
    UNKNOWN_FIELDS = "unknown_fields"


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A record, one of its fields, or a whole page that could not be understood, and why.

    ``record`` names the record (its id, or page and row where it has none) or the page; ``field`` the field.
    ``record_kept``: only the field was set aside and the record went on without it.
    """

    record: str
    field: str
    problem: Problem
    detail: str = ""
    excerpt: str = ""
    record_kept: bool = False
