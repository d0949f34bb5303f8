"""A text cut into sentences with their places, and a text cut short."""

import re
from dataclasses import dataclass
from typing import Final

from antena.lib.text.stopwords import word_set

# Followed by a capital they end nothing: titles and "that is" in several languages.
_BEFORE_A_NAME: Final = word_set(
    """
    av avda bd c cf cte dir dr dra drs e.g eg exc excm excma gral hble i.e ie il·lm il·lma ing ltda m mr
    mrs ms mme mlle mons p.ej p.ex prof pl rev sr sra sres srs srta st sta ste sto sts ull vs bzw d.h
    z.b
    """
)
# Followed by a number they end nothing.
_BEFORE_A_NUMBER: Final = word_set(
    """
    ann app approx aprox art arts bd ca cap caps ch chap circa col cols ed eq eur fig figs lit n no nos
    nº nr nrs núm núms num pàg pàgs pag pags par paras pos p pp r ref reg s sec sect secc tab tel v vol
    vols §
    """
)
_CANDIDATE: Final = re.compile(
    r"""(?P<newline>\s*\n\s*)
      | (?P<stop>[.!?…]+)(?P<closing>["'”’»)\]]*)(?P<gap>\s+)(?=["'“‘«¿¡(\[]*(?:[^\W\da-zà-öø-ÿ_]|\d))
      | (?<=[a-zà-öø-ÿ0-9)\]"”»%])(?P<glued>[.!?])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'])
      | (?P<wide>[。！？।]+[」』”]*)\s*
    """,
    re.VERBOSE,
)
_LAST_WORD: Final = re.compile(r"[^\s(\[\"“«']+$")
_NUMBERING: Final = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlIVXL]{1,5}|[a-zA-Z])\)?|[a-zà-ÿ]{4,}\d{1,2})"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: ``text == whole[start:end]``, in characters."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Span]:
    """The sentences of ``text`` in order, without the white space around them.

    A line break ends one. Abbreviations, decimals, initials and a number that opens a heading
    ("1. Admissibility") do not. Where two sentences were glued ("basis.The") they are parted;
    "chemistriesDemonstrated" cannot be.
    """
    found: list[Span] = []
    start = 0
    for match in _CANDIDATE.finditer(text):
        end = _end(text, start, match)
        if end is not None:
            _add(found, text, start, end)
            start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        found.append(Span(start, start + len(stripped), stripped))


def _end(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the sentence begun at ``start`` ends if ``match`` is its end, else None."""
    if match["newline"] is not None:
        return match.start()
    if match["wide"] is not None:
        return match.end()
    # No abbreviation, address or numbering is longer; a flat megabyte is not read again per stop.
    before = text[max(start, match.start() - 80) : match.start()]
    word = _LAST_WORD.search(before)
    last = word[0] if word else ""
    if match["glued"] is not None:
        address = "/" in last or "@" in last or last.startswith("www.")
        return None if address or last.lower() in _BEFORE_A_NAME else match.end()
    if match["stop"] == ".":
        following = text[match.end() : match.end() + 1]
        if _is_abbreviation(last, following) or _opens(text, start, match.start(), last):
            return None
    return match.end() - len(match["gap"])


def _is_abbreviation(last: str, following: str) -> bool:
    lowered = last.lower()
    initial = len(last) == 1 and last.isupper() and last.isalpha() and last not in {"I", "A"}
    return (
        lowered in _BEFORE_A_NAME
        or initial
        or (lowered in _BEFORE_A_NUMBER and (following.isdigit() or following in "([IVX"))
    )


def _opens(text: str, start: int, stop: int, last: str) -> bool:
    """Whether the stop after ``last`` closes a numbering, alone at the start or glued to a heading."""
    if not _NUMBERING.fullmatch(last):
        return False
    alone = not text[start : stop - len(last)].strip(" \t([\"“«'-–—•*") if stop - start < 80 else False
    return alone or (len(last) > 4 and last[0].isalpha() and last[-1].isdigit())


def clip(text: str, length: int) -> str:
    """At most ``length`` characters of ``text``, cut at the end of a word, with "…" where it was cut."""
    text = text.strip()
    if len(text) <= length:
        return text
    if length < 1:
        return ""
    head = text[: length - 1]
    if not text[length - 1].isspace():
        at_word = re.match(r"(?s).*\S(?=\s)", head)
        head = at_word[0] if at_word else head
    return head.rstrip(" \t\r\n,;:.·-–—(«“\"'") + "…"
