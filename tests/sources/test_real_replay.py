"""The two folders of real answers, whole: no row lost, and a second run finds everything the same."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from antena.sources import actions
from antena.sources.catalogue import connectors
from antena.sources.enums import RunState
from antena.sources.origins import bundled, pages_in
from antena.sources.validation import checked
from tests.sources.conftest import DAY, MORNING, MemoryImporter

pytestmark = pytest.mark.real_data


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "records"), [("sedia", 629), ("cellar", 956)])
def test_no_row_is_lost_and_the_second_run_is_all_the_same(
    source: str, records: int, real_data: Path, importer: MemoryImporter
) -> None:
    folder = real_data / "replay" / source
    first = actions.sync(source=source, importer=importer, folder=folder, at=MORNING)
    assert (first.state, first.rows, first.new, first.quarantined) == (RunState.DONE, records, records, 0)
    assert (first.incomplete, first.unknown_fields, first.warnings) == (0, {}, [])
    second = actions.sync(source=source, importer=importer, folder=folder, at=MORNING + DAY)
    assert (second.new, second.changed, second.same, second.delisted) == (0, 0, records, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["sedia", "cellar"])
def test_half_of_the_real_answers_is_refused(
    source: str, real_data: Path, importer: MemoryImporter, tmp_path: Path
) -> None:
    folder = real_data / "replay" / source
    actions.sync(source=source, importer=importer, folder=folder, at=MORNING)
    kept = dict(importer.records)
    for path in sorted(folder.iterdir())[: 3 if source == "sedia" else None]:
        body = gzip.decompress(path.read_bytes())
        if path.name.startswith("acts"):
            head, _, rows = body.partition(b'"bindings": [')
            body = head + b'"bindings": [' + b"}}, ".join(rows.split(b"}}, ")[:400]) + b"}}]}}"
        body = body.replace(b'"totalResults": 629', b'"totalResults": 300')
        (tmp_path / path.name).write_bytes(gzip.compress(body))
    run = actions.sync(source=source, importer=importer, folder=tmp_path, at=MORNING + DAY)
    assert (run.state, run.problem, run.seen) == (RunState.REFUSED, "shrunk", 0)
    assert importer.records == kept


@pytest.mark.parametrize("source", ["sedia", "cellar"])
def test_reading_keeps_little_in_memory(source: str, real_data: Path) -> None:
    connector = connectors()[source]
    tracemalloc.start()
    try:
        for bundle in bundled(pages_in(real_data / "replay" / source, connector, real_data), connector):
            parsed = connector.parse(bundle, connector.contract)
            assert all(checked(draft)[0] is not None for draft in parsed.drafts)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 * 2**20
