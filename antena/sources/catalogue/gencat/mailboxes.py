"""Which mailboxes are an office's and which may be a person's: only the former are kept.

A mailbox is an office's where its name is made of words of offices and of the municipality's name, with at
least one of an office among them, or is the whole name of the municipality. Anything else may name a person,
and is left out: "joan@…" in Sant Joan may be Joan's.
"""

import re
import unicodedata
from typing import Final

# Words of offices in the languages town halls of Catalonia write in, without accents.
_OFFICES: Final = frozenset(
    {"aj", "ajt", "ajunt", "ajuntament", "ajuntaments", "ayto", "ayuntamiento", "ajm", "town"}
    | {"hall", "info", "informacio", "informacion", "correu", "correo", "mail", "email", "bustia"}
    | {"contacte", "contacto", "oac", "oiac", "sac", "atencio", "ciutadana", "ciutadania"}
    | {"ciutada", "registre", "registro", "general", "generals", "entrada", "secretaria"}
    | {"secretari", "administracio", "administracion", "admin", "alcaldia", "gabinet", "oficina"}
    | {"oficines", "municipal", "municipi", "consell", "comarcal", "serveis", "tramits", "gestio"}
    | {"web", "comunicacio", "premsa", "hola"}
)
# Words that stand between others and say nothing alone.
_LINKS: Final = frozenset({"de", "del", "dels", "la", "el", "les", "els", "l", "d", "i"})
# Offices that are written together with the name: "ajabrera", "ajuntamentabrera".
_JOINED: Final = ("ajuntament", "ajunt", "ajt", "aj", "ayto", "info", "correu")
_MAILBOX: Final = re.compile(r"[^@\s;,<>()\"']{1,64}@[^@\s;,<>()\"']+\.[A-Za-z]{2,24}")
_WORDS: Final = re.compile(r"[a-z]+")
_SHORTEST_NAME: Final = 3


def office_mailbox(text: str, municipality: str) -> tuple[str, bool]:
    """Return the first office's mailbox in ``text``, "" for none, and whether others were left out."""
    found = _MAILBOX.findall(text)
    offices = [mailbox for mailbox in found if is_office(mailbox, municipality)]
    return (offices[0].lower() if offices else ""), len(offices) < len(found)


def is_office(mailbox: str, municipality: str) -> bool:
    """Whether the mailbox is an office's, such as "ajuntament@…", or "aj.abrera@…" in Abrera."""
    words = _WORDS.findall(_plain(mailbox.partition("@")[0]))
    full = _WORDS.findall(_plain(municipality))
    full = full[1:] if full and full[0] in _LINKS else full
    name = [word for word in full if word not in _LINKS]
    own = {word for word in name if len(word) >= _SHORTEST_NAME} | {"".join(name)}
    rest = [word for word in words if word not in _LINKS]
    if rest and "".join(rest) in {"".join(name), "".join(full)}:
        return True
    of_office = [word in _OFFICES or _is_joined(word, own) for word in rest]
    return any(of_office) and all(office or word in own for office, word in zip(of_office, rest, strict=True))


def _is_joined(word: str, own: set[str]) -> bool:
    return any(word.startswith(office) and word.removeprefix(office) in own for office in _JOINED)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
