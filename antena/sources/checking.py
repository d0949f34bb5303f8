"""Asking the real sources a few questions and saying what differs from what their contracts and samples say.

Nothing is stored. It is for whoever has a network: what we could not try while building is listed in each
contract (``unverified``), and here is how to try it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from django.conf import settings

from antena.sources import catalogue, fetching, queries
from antena.sources.pages import Connector, Page, Parsed, Reach, UnreadableFileError, scrubbed
from antena.sources.reading import grouped
from antena.sources.shapes import Difference, difference, shape_of
from antena.sources.validation import checked

# Days a check of a window looks back.
_DAYS = 5
_PIECES = 2


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at one live source found.

    ``failures`` are pages that did not come or could not be read; ``refused`` is problem → number of records
    or fields set aside. ``waits_for`` names the keys without which it was not asked.
    """

    source: str
    asked: int = 0
    rows: int = 0
    drafts: int = 0
    total: int | None = None
    failures: tuple[str, ...] = ()
    refused: dict[str, int] = {}
    unknown_fields: tuple[str, ...] = ()
    shape: Difference = Difference()
    unverified: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def is_as_expected(self) -> bool:
        """Whether records came and everything was as the contract and the samples say."""
        return bool(self.drafts) and not (
            self.failures or self.refused or self.unknown_fields or self.shape or self.waits_for
        )


def check(*, source: str, at: datetime, pages: int = 3, keep: Path | None = None) -> Finding:
    """Ask a source for its first ``pages`` answers and compare. ``keep``: a folder to write them to.

    Raises `UnknownSourceError`.
    """
    connector = queries.connector(source)
    contract = connector.contract
    if contract.missing_keys:
        return Finding(source=source, waits_for=contract.missing_keys, unverified=contract.unverified)
    with fetching.client_for(contract) as client, TemporaryDirectory(prefix="antena-") as scratch:
        ask = fetching.PoliteAsk(client, fetching.NothingKept(Path(scratch)), connector)
        answers = list(islice(connector.pages(ask, contract, _reach(at)), pages))
        if keep is not None:
            _write(answers, keep / source)
        return _compared(connector, answers)


def _reach(at: datetime) -> Reach:
    languages = tuple(code for code, _ in settings.LANGUAGES)
    return Reach(since=(at - timedelta(days=_DAYS)).date(), at=at, languages=languages)


def _compared(connector: Connector, answers: list[Page]) -> Finding:
    contract = connector.contract
    failures = [f"{page.key}: {page.detail or page.failure}" for page in answers if page.failure is not None]
    drafts = rows = 0
    refused: Counter[str] = Counter()
    unknown: set[str] = set()
    totals: dict[str, int] = {}
    for parsed in _parsed(connector, answers, failures):
        looked = [checked(draft) for draft in parsed.drafts]
        drafts += sum(draft is not None for draft, _ in looked)
        rows += parsed.rows
        refusals = [*parsed.refusals, *(refusal for _, others in looked for refusal in others)]
        refused.update(f"{refusal.problem} ({refusal.field or '-'})" for refusal in refusals)
        failures += [f"{failure.record}: {failure.detail or failure.problem}" for failure in parsed.failures]
        unknown |= parsed.unknown_fields.keys()
        totals |= parsed.totals
    return Finding(
        source=contract.source,
        asked=len(answers),
        rows=rows,
        drafts=drafts,
        total=sum(totals.values()) if totals else None,
        failures=tuple(dict.fromkeys(failures)),
        refused=dict(refused.most_common(12)),
        unknown_fields=tuple(sorted(unknown)),
        shape=difference(_sampled(connector), shape_of(page.body for page in answers)),
        unverified=contract.unverified,
    )


def _parsed(connector: Connector, answers: list[Page], failures: list[str]) -> Iterator[Parsed]:
    for _, pages in grouped((page for page in answers if not page.file), connector.bundle):
        yield connector.parse(pages, connector.contract)
    for page in answers:
        if page.file and connector.split is not None and page.failure is None:
            try:
                for piece in islice(connector.split(page, connector.contract), _PIECES):
                    yield connector.parse([piece], connector.contract)
            except (UnreadableFileError, OSError) as error:
                failures.append(f"{page.key}: {error}")


def _sampled(connector: Connector) -> dict[str, frozenset[str]]:
    """Return the shape of the samples, without what is taken out of an answer before anybody sees it."""
    paths = (catalogue.FOLDER / connector.contract.source / "samples").glob("*.json")
    samples = (Page(key=path.stem, body=path.read_bytes()) for path in paths)
    return shape_of(scrubbed(page, connector.scrub).body for page in samples)


def _write(answers: list[Page], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for page in answers:
        name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in page.key)
        if page.file:
            (folder / name).write_bytes(Path(page.file).read_bytes())
        elif page.body:
            (folder / f"{name}.json").write_bytes(page.body)
