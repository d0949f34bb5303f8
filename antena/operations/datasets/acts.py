"""EU acts with EuroVoc descriptors, directory codes, titles and the first 8,000 characters in en and fr.

Metadata and texts © European Union (EUR-Lex, reuse under CC BY 4.0), as gathered in ``eu_law_eurovoc``. Some
acts have one language only, and some a title without a text.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from antena.operations.datasets.reading import NoDataError, json_lines

_FILE: Final = Path("eu_law_eurovoc") / "acts.jsonl.gz"
LANGUAGES: Final = ("en", "fr")


class ActText(msgspec.Struct, frozen=True):
    """The words of an act in one language; ``body`` is empty where only the title is known."""

    language: str
    title: str
    body: str


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act. ``form`` is the publisher's type (DIR, REG_DEL), ``date`` an ISO date.

    ``eurovoc`` and ``directory`` are id → English label, ``domains`` the two digits of EuroVoc's domains.
    """

    celex: str
    form: str
    date: str
    texts: tuple[ActText, ...]
    eurovoc: Mapping[str, str]
    domains: tuple[str, ...]
    directory: Mapping[str, str]

    @property
    def year(self) -> int:
        """The year of its date."""
        return int(self.date[:4])

    @property
    def best(self) -> ActText:
        """The text to read first: one with a body before a title alone, English before French."""
        return max(self.texts, key=lambda text: (bool(text.body), text.language == "en"))


def acts(data: Path) -> Sequence[Act]:
    """Every act of the set, oldest first. Raises `NoDataError`."""
    try:
        found = [_act(row) for row in json_lines(data / _FILE)]
    except (KeyError, TypeError) as error:
        raise NoDataError(f"{data / _FILE}: {error}") from error
    return sorted(found, key=lambda act: (act.date, act.celex))


def _act(row: Mapping[str, Any]) -> Act:
    texts = [
        ActText(language, row.get(f"title_{language}", ""), row.get(f"text_{language}", ""))
        for language in LANGUAGES
    ]
    return Act(
        celex=row["celex"],
        form=row["type"],
        date=row["date"],
        texts=tuple(text for text in texts if text.title or text.body),
        eurovoc={one["id"]: one["en"] for one in row["eurovoc"]},
        domains=tuple(sorted(one["en"][:2] for one in row["eurovoc_domain"])),
        directory={one["id"]: one["en"] for one in row.get("directory", ())},
    )
