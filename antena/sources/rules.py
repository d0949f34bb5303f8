"""Why something was set aside, in the reader's words; when a run is believed; when a source is healthy."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from antena.sources.contracts import Contract, Rhythm
from antena.sources.drafts import Problem
from antena.sources.enums import Health, RunState
from antena.sources.reading import shown

# A sentence may use %(source)s, %(record)s, %(field)s and %(detail)s; `sentence` translates it.
PROBLEMS: dict[Problem, str] = {
    Problem.NO_ANSWER: gettext_noop("%(source)s did not answer for page %(record)s: %(detail)s."),
    Problem.HTTP_ERROR: gettext_noop("%(source)s refused page %(record)s: %(detail)s."),
    Problem.UNREADABLE: gettext_noop("%(source)s, page %(record)s: the answer cannot be read: %(detail)s."),
    Problem.PAGE_MISSING: gettext_noop(
        "%(source)s, page %(record)s: the page is missing or empty although more was announced: %(detail)s."
    ),
    Problem.NOT_A_RECORD: gettext_noop("%(source)s, %(record)s: this is not a record: %(detail)s."),
    Problem.PART_FAILED: gettext_noop(
        "%(source)s, record %(record)s: a page that completes it failed (%(field)s), so it waits."
    ),
    Problem.NO_ID: gettext_noop("%(source)s, %(record)s: the record has no identifier (%(field)s)."),
    Problem.NO_TITLE: gettext_noop(
        "%(source)s, record %(record)s: it has no title in any language (%(field)s)."
    ),
    Problem.UNKNOWN_KIND: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: we do not know what %(detail)s is."
    ),
    Problem.REPEATED: gettext_noop(
        "%(source)s, record %(record)s: it was listed twice in one run; the first one counts."
    ),
    Problem.WRONG_TYPE: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: the value has the wrong type: %(detail)s."
    ),
    Problem.BAD_JSON: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: the JSON inside it is broken: %(detail)s."
    ),
    Problem.BAD_DATE: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: this is not a plausible date: %(detail)s."
    ),
    Problem.DEADLINE_BEFORE_OPENING: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: the deadline comes before the opening: %(detail)s."
    ),
    Problem.TOO_LONG: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: too long, shortened or left out: %(detail)s."
    ),
    Problem.BAD_ADDRESS: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: this is not a web address: %(detail)s."
    ),
    Problem.BAD_AMOUNT: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: this is not a plausible amount: %(detail)s."
    ),
    Problem.MIN_ABOVE_MAX: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: the least is above the most: %(detail)s."
    ),
    Problem.BAD_CODE: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: this code has the wrong form: %(detail)s."
    ),
    Problem.UNKNOWN_CODE: gettext_noop(
        "%(source)s, record %(record)s, field %(field)s: we do not know the code %(detail)s."
    ),
    Problem.SHRUNK: gettext_noop(
        "%(source)s brought far fewer records than last time (%(detail)s): nothing was changed."
    ),
    Problem.TOO_FEW: gettext_noop(
        "%(source)s brought fewer records than it ever should (%(detail)s): nothing was changed."
    ),
    Problem.TOO_MANY: gettext_noop("%(source)s brought more records than expected: %(detail)s."),
    Problem.INCOMPLETE: gettext_noop(
        "%(source)s announced more records than came (%(detail)s): nothing was marked as gone."
    ),
    Problem.PAGES_FAILED: gettext_noop(
        "%(source)s: some pages failed (%(detail)s). What came was kept; resume the run to ask for the rest."
    ),
    Problem.NOTHING_CAME: gettext_noop("%(source)s: not one page could be read: %(detail)s."),
    Problem.INTERRUPTED: gettext_noop("%(source)s: the run was interrupted, and another one took its place."),
    Problem.CRASHED: gettext_noop("%(source)s: the run stopped because of an error of ours: %(detail)s."),
    Problem.NOTHING_DELISTED: gettext_noop(
        "%(source)s: some records could not be read or came twice (%(detail)s): nothing was marked as gone."
    ),
    Problem.UNKNOWN_FIELDS: gettext_noop("%(source)s sends fields we do not read yet: %(detail)s."),
}


def sentence(problem: str, *, source: str, record: str = "", field: str = "", detail: str = "") -> str:
    """Say ``problem`` in the active language. A key that is no longer known is shown as it is."""
    try:
        template = PROBLEMS[Problem(problem)]
    except ValueError:
        return f"{source}, {record}, {field}: {problem}"
    return str(_(template)) % {"source": source, "record": record, "field": field, "detail": detail}


class Verdict(msgspec.Struct, frozen=True):
    """How a run ends before anything is stored. ``delists``: it was complete, so what it left out is gone."""

    state: RunState
    problem: Problem | None = None
    detail: str = ""
    delists: bool = False

    @property
    def imports(self) -> bool:
        return self.state in {RunState.DONE, RunState.PARTIAL}


# Below this many records a share says nothing: two of three missing may be a quiet week.
JUDGED_FROM = 20


def judge(
    contract: Contract,
    *,
    rows: int,
    understood: int,
    expected: int | None,
    baseline: float | None,
    ok_pages: int,
    failed_pages: int,
    accept_shrinkage: bool,
) -> Verdict:
    """Say whether a run that brought ``rows`` records, of which ``understood`` became drafts, is believed.

    ``expected`` is the publisher's own total, ``baseline`` how many records the last run or the stored
    listing lead us to expect; None where nobody knows. ``accept_shrinkage``: a person looked and says it is
    right.
    """
    if not ok_pages:
        return Verdict(RunState.FAILED, Problem.NOTHING_CAME, str(failed_pages))
    if failed_pages:
        return Verdict(RunState.PARTIAL, Problem.PAGES_FAILED, f"{failed_pages} / {failed_pages + ok_pages}")
    if expected is not None and rows < expected:
        return Verdict(RunState.PARTIAL, Problem.INCOMPLETE, f"{rows} / {expected}")
    if not accept_shrinkage:
        enough = contract.believed_share * (baseline or 0)
        if baseline is not None and baseline >= JUDGED_FROM and understood < enough:
            return Verdict(RunState.REFUSED, Problem.SHRUNK, f"{understood} / {baseline:.0f}")
        if understood < contract.expected.least:
            return Verdict(RunState.REFUSED, Problem.TOO_FEW, f"{understood} < {contract.expected.least}")
    return Verdict(RunState.DONE, delists=contract.listing == "full")


def warnings(
    contract: Contract, *, rows: int, unread: int, unknown: Mapping[str, int]
) -> list[tuple[str, str]]:
    """What a person should look at although it did not stop the run: problems with their detail.

    ``unread``: records nobody could read or that came twice, for whose sake nothing was marked as gone.
    """
    found: list[tuple[str, str]] = []
    if rows > contract.expected.most:
        found.append((Problem.TOO_MANY.value, f"{rows} > {contract.expected.most}"))
    if unread:
        found.append((Problem.NOTHING_DELISTED.value, str(unread)))
    if unknown:
        named = ", ".join(f"{shown(field)} ({count})" for field, count in sorted(unknown.items())[:20])
        found.append((Problem.UNKNOWN_FIELDS.value, named))
    return found


# After a run that failed in part or whole, the source is asked for the rest this much later.
RETRY = timedelta(hours=1)


def is_due(
    rhythm: Rhythm, *, state: str, started_at: datetime, finished_at: datetime | None, at: datetime
) -> bool:
    """Say whether a source is to be asked again after its last live run."""
    if state in {RunState.PARTIAL, RunState.FAILED} and finished_at is not None and at - finished_at >= RETRY:
        return True
    return at - started_at >= timedelta(hours=rhythm.run_hours)


# A run may start this much later than its rhythm before the source is late.
GRACE = 1.5


def health_of(
    rhythm: Rhythm,
    *,
    states: Sequence[str],
    last_run: datetime | None,
    last_good: datetime | None,
    last_new: datetime | None,
    at: datetime,
) -> Health:
    """Say how a source is. ``states`` are those of its finished runs, the newest first.

    Failing: the newest run brought nothing, or three in a row were not whole. Late: no run, or no whole one,
    in its rhythm. Silent: runs come, new items do not.
    """
    if last_run is None:
        return Health.NEVER
    if states and states[0] in {RunState.FAILED, RunState.REFUSED}:
        return Health.FAILING
    if len(states) >= 3 and RunState.DONE not in states[:3]:
        return Health.FAILING
    if last_new is not None and at - last_new > timedelta(hours=rhythm.item_hours):
        return Health.SILENT
    overdue = timedelta(hours=rhythm.run_hours * GRACE)
    if at - last_run > overdue or last_good is None or at - last_good > 2 * overdue:
        return Health.LATE
    return Health.FINE
