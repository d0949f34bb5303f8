"""Drafts wait on disk until the whole run is judged: memory stays flat and nothing is stored too early."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType

import msgspec

from antena.sources.drafts import Draft


class Stage:
    """A temporary file of drafts, one a line, each record once. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  closed by our own __exit__
        self._ids: set[str] = set()
        self._decoder = msgspec.json.Decoder(Draft)

    def __enter__(self) -> "Stage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, draft: Draft) -> bool:
        """Put a draft aside; False where its record is already there, and then the first one stays."""
        if draft.external_id in self._ids:
            return False
        self._ids.add(draft.external_id)
        self._file.write(msgspec.json.encode(draft) + b"\n")
        return True

    def batches(self, size: int) -> Iterator[list[Draft]]:
        """Yield the drafts in the order they came, ``size`` at a time."""
        self._file.seek(0)
        batch: list[Draft] = []
        for line in self._file:
            batch.append(self._decoder.decode(line))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
