"""Zip files that sources publish: their members as streams, with the tricks of archives refused."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Final

from antena.sources.pages import UnreadableFileError

# A member that would unpack to more is no table of a publisher.
_LARGEST: Final = 8 << 30


@contextmanager
def member(path: str, name: str) -> Iterator[IO[bytes]]:
    """Open the member whose file name is or ends with ``name``, whatever its folder and case.

    Raises `UnreadableFileError` where there is none or it cannot be one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = sorted(
                info.filename
                for info in archive.infolist()
                if _is(info, name.casefold()) and not info.is_dir()
            )
            if not found:
                raise UnreadableFileError(f"there is no {name} in the archive")
            with archive.open(found[0]) as file:
                yield file
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError(str(error) or type(error).__name__) from error


def _is(info: zipfile.ZipInfo, name: str) -> bool:
    if info.is_dir():
        return False
    if info.file_size > _LARGEST:
        raise UnreadableFileError(f"{info.filename} would be larger than {_LARGEST} bytes")
    return PurePosixPath(info.filename).name.casefold().endswith(name)


def missing(path: str, *names: str) -> str:
    """Say why a file is not a whole archive with these members, "" where it is. Contents are not read."""
    try:
        for name in names:
            with member(path, name):
                pass
    except (OSError, EOFError, UnreadableFileError) as error:
        return str(error) or type(error).__name__
    return ""
