"""What the search interface calls fields, programmes and states, from ``wire.toml``."""

import tomllib
from pathlib import Path
from typing import Any, Final

_WIRE: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("wire.toml").read_text(encoding="utf-8")
)

ASKED: Final[list[str]] = _WIRE["fields"]["asked"]
IGNORED: Final = frozenset[str](_WIRE["fields"]["ignored"])
ROW_IGNORED: Final = frozenset[str](_WIRE["fields"]["row_ignored"])

PROGRAMMES: Final[dict[str, str]] = _WIRE["programme"]
STATUSES: Final[dict[str, str]] = _WIRE["status"]
# Those a live run asks for: coming and open.
ASKED_STATUSES: Final = [code for code, status in STATUSES.items() if status != "closed"]

GRANT: Final = "1"
PROSPECT: Final = "2"
CASCADE: Final = "8"
