"""Each source brings samples of its answers and what is to be made of them: no samples, no pass."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest

from antena.sources.catalogue import FOLDER, folders
from antena.sources.drafts import AnyDraft, Refusal
from antena.sources.pages import Connector, Page, Parsed
from antena.sources.validation import checked


class Expected(msgspec.Struct):
    """What one bundle of samples becomes, after parsing and validation."""

    rows: int
    totals: dict[str, int]
    drafts: list[AnyDraft]
    refusals: list[Refusal]
    failures: list[Refusal]
    unknown_fields: dict[str, int]


def bundles(source: str) -> dict[str, list[Page]]:
    connector = folders()[source]
    pages = [
        Page(key=path.name.removesuffix(path.suffix), body=path.read_bytes())
        for path in sorted((FOLDER / source / "samples").glob("*.*"))
    ]
    pages.sort(key=lambda page: (connector.bundle(page.key), page.key))
    return {name: list(group) for name, group in groupby(pages, key=lambda page: connector.bundle(page.key))}


def outcome(connector: Connector, pages: list[Page]) -> Expected:
    parsed: Parsed = connector.parse(pages, connector.contract)
    looked = [checked(draft) for draft in parsed.drafts]
    return Expected(
        rows=parsed.rows,
        totals=parsed.totals,
        drafts=[draft for draft, _ in looked if draft is not None],
        refusals=parsed.refusals + [refusal for _, refusals in looked for refusal in refusals],
        failures=parsed.failures,
        unknown_fields=dict(sorted(parsed.unknown_fields.items())),
    )


def expected_file(source: str, bundle: str) -> Path:
    return FOLDER / source / "expected" / f"{bundle}.json"


CASES = [(source, bundle) for source in folders() for bundle in bundles(source)]


@pytest.mark.parametrize("source", list(folders()))
def test_every_source_has_samples(source: str) -> None:
    assert bundles(source), f"{source} has no samples: put answers in catalogue/{source}/samples"


@pytest.mark.parametrize(("source", "bundle"), CASES)
def test_samples_become_what_is_expected(source: str, bundle: str) -> None:
    path = expected_file(source, bundle)
    assert path.exists(), f"{path} is missing: write what the sample is to become"
    expected = msgspec.json.decode(path.read_bytes(), type=Expected)
    found = outcome(folders()[source], bundles(source)[bundle])
    # Through JSON, as an importer gets them: dates lose the name of their zone, not their instant.
    assert msgspec.json.decode(msgspec.json.encode(found), type=Expected) == expected


@pytest.mark.parametrize(("source", "bundle"), CASES)
def test_no_row_of_a_sample_is_lost(source: str, bundle: str) -> None:
    found = outcome(folders()[source], bundles(source)[bundle])
    refused = [refusal for refusal in found.refusals if not refusal.record_kept]
    assert len(found.drafts) + len(refused) == found.rows


@pytest.mark.parametrize("source", list(folders()))
def test_the_order_of_an_answer_does_not_matter(source: str) -> None:
    """An answer in another order gives the same drafts: else every run would find everything changed."""
    connector = folders()[source]
    for pages in bundles(source).values():
        turned = [msgspec.structs.replace(page, body=turn(page.body)) for page in pages]
        once = {draft.external_id: draft for draft in outcome(connector, pages).drafts}
        again = {draft.external_id: draft for draft in outcome(connector, turned).drafts}
        assert again == once


def turn(body: bytes) -> bytes:
    """The same answer with its records in the other order; what is neither JSON nor CSV stays."""
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError:
        head, *rows = body.decode("utf-8-sig").splitlines(keepends=True)
        return (head + "".join(reversed(rows))).encode() if ";" in head or "," in head else body
    for rows in lists_of_records(answer):
        rows.reverse()
    return msgspec.json.encode(answer)


# Where answers keep their records.
ROWS = ("results", "bindings", "data", "content", "notices", "docuLanguageListResources")


def lists_of_records(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ROWS or name.endswith("Page"):
                yield from lists_of_records(inner)
