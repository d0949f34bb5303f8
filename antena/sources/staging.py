"""Drafts wait on disk until the whole run is judged: memory stays flat and nothing is stored too early."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType

import msgspec

from antena.sources.drafts import AnyDraft


class Stage:
    """A temporary file of drafts, one a line, each record once. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  closed by our own __exit__
        self._ids: set[tuple[type[AnyDraft], str]] = set()
        self._decoder = msgspec.json.Decoder(AnyDraft)

    def __enter__(self) -> "Stage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, draft: AnyDraft) -> bool:
        """Put a draft aside; False where its record is already there, and then the first one stays."""
        name = (type(draft), draft.external_id)
        if name in self._ids:
            return False
        self._ids.add(name)
        self._file.write(msgspec.json.encode(draft) + b"\n")
        return True

    def batches(self, size: int) -> Iterator[list[AnyDraft]]:
        """Yield the drafts in the order they came, ``size`` at a time."""
        self._file.seek(0)
        batch: list[AnyDraft] = []
        for line in self._file:
            batch.append(self._decoder.decode(line))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
