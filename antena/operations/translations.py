"""Message catalogues: gathered from code and templates, merged, compiled, with Babel alone.

Babel is already here for dates and names, so no system package is needed to translate or to start.
"""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SKIPPED = {"migrations", "__pycache__", "static", "locale"}


def gather(root: Path) -> Catalog:
    """Every translatable string under ``root``, from Python files and templates."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(_sources(root)):
        for line, message, comments, context in _messages(path):
            where = [(path.relative_to(root.parent).as_posix(), line)]
            flags = ["python-format"] if _has_named_values(message) else []
            catalogue.add(message, None, where, flags, user_comments=comments, context=context)
    return catalogue


def merged(target: Path, gathered: Catalog, *, language: str) -> Catalog:
    """The catalogue at ``target`` with what was gathered, translations kept; the file stays as it is."""
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    if target.exists():
        with target.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(gathered, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = f"# {language}: what Antena says. EUPL-1.2."
    catalogue.project, catalogue.version = "Antena", ""
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    return catalogue


def write(target: Path, catalogue: Catalog) -> None:
    """Write a catalogue to its ``.po``: the same messages, the same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, omit_header=False, no_location=True)
    # The day of the last extraction would change the file although nothing else did.
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By).*\n', "", buffer.getvalue().decode())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages without a translation, or with one that lost or invented a named value."""
    return [message for message in catalogue if message.id and not _is_whole(message)]


def compile_catalogues(folders: Iterable[Path]) -> int:
    """Write the ``.mo`` beside each ``.po`` that is newer than it; return how many were written."""
    written = 0
    for source in sorted(po for folder in folders for po in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        partial = target.with_suffix(".partial")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)
        written += 1
    return written


def _sources(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.suffix in {".py", ".html", ".txt"} and not SKIPPED & set(path.parts):
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indentation means nothing in a template and everything to the tokeniser.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    yield from extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",))


def _has_named_values(message: str | tuple[str, ...]) -> bool:
    return any("%(" in part for part in ([message] if isinstance(message, str) else message))


def _names(text: str) -> set[str]:
    found = re.findall(r"%\((\w+)\)[sd]|\{(\w+)\}", text)
    return {percent or brace for percent, brace in found}


def _is_whole(message: Message) -> bool:
    wanted = _forms(message.id)[-1]
    given = _forms(message.string)
    if not all(given):
        return False
    # The singular may leave the number out ("one call"); the plural may not.
    return _names(given[-1]) == _names(wanted) and all(_names(one) <= _names(wanted) for one in given)


def _forms(text: object) -> list[str]:
    return [str(one or "") for one in text] if isinstance(text, tuple | list) else [str(text or "")]
