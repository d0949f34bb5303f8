"""The signing key of an installation that was given none: made once, kept beside the data."""

import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Read the key at ``path``, or make one readable by this user alone. Two starts at once agree on one."""
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
