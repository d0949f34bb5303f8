"""Answers to consultations: only what organisations said in their own name, and never a person's.

An answer page holds the names of citizens, so it is made anew from what may be kept (`scrubbed_body`) before
anything of it is stored. The kinds of organisations are a list of those known: a new kind is left out until
somebody has looked at it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from antena.lib.text import normalise
from antena.sources.countries import BY_ALPHA3

PUBLIC_AUTHORITY: Final = "PUBLIC_AUTHORITY"
# The portal's own spelling of the academic kind has a slip.
KINDS: Final = frozenset(
    {
        PUBLIC_AUTHORITY,
        "ACADEMIC_RESEARCH_INSTITTUTION",
        "ACADEMIC_RESEARCH_INSTITUTION",
        "BUSINESS_ASSOCIATION",
        "COMPANY",
        "CONSUMER_ORGANISATION",
        "ENVIRONMENTAL_ORGANISATION",
        "NGO",
        "TRADE_UNION",
    }
)
# How many of each are named in a record.
_MOST_AUTHORITIES: Final = 200
_MOST_OTHERS: Final = 100
_ANONYMOUS: Final = "ANONYMOUS"
_WORD: Final = re.compile(r"\w+")


class Answer(msgspec.Struct, frozen=True):
    """One answer as it is kept: nothing of the person who wrote it."""

    organization: str
    userType: str  # noqa: N815  the source's own name
    country: str = ""
    dateFeedback: str = ""  # noqa: N815  the source's own name
    language: str = ""


class AnswerPage(msgspec.Struct):
    """A page as it is kept. ``read`` is how many answers it had, those left out counted."""

    content: list[Answer]
    last: bool
    read: int


class _Page(msgspec.Struct):
    content: list[dict[str, Any]]
    last: bool
    read: int | None = None


def scrubbed_body(body: bytes) -> bytes:
    """Make a page anew from what may be kept. Raises `msgspec.MsgspecError`, `UnicodeDecodeError`."""
    page = msgspec.json.decode(body, type=_Page)
    kept = [answer for entry in page.content if (answer := _answer(entry)) is not None]
    read = len(page.content) if page.read is None else page.read
    return msgspec.json.encode(AnswerPage(content=kept, last=page.last, read=read))


def _answer(entry: dict[str, Any]) -> Answer | None:
    """Return what is kept of an answer; None of a citizen's, an anonymous one, or of a person's as a firm."""
    values = {name: value.strip() for name, value in entry.items() if isinstance(value, str)}
    organization, kind = " ".join(values.get("organization", "").split()), values.get("userType", "")
    if not organization or kind not in KINDS or values.get("publication") == _ANONYMOUS:
        return None
    person = _words(f"{values.get('firstName', '')} {values.get('surname', '')}")
    if person and _words(organization) <= person:
        return None
    return Answer(
        organization=organization[:200],
        userType=kind,
        country=values.get("country", "")[:3],
        dateFeedback=values.get("dateFeedback", "")[:10],
        language=values.get("language", "")[:2].lower(),
    )


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalise(text)))


def told(answers: Iterable[Answer], *, total: int, read: int) -> dict[str, Any]:
    """Say who answered, the newest first: what `Draft.details` holds under "feedback".

    ``total`` is how many answers the publisher counts, ``read`` how many of them were looked at.
    """
    found = sorted(set(answers), key=lambda answer: (answer.organization, answer.country))
    found.sort(key=lambda answer: answer.dateFeedback, reverse=True)
    authorities = [answer for answer in found if answer.userType == PUBLIC_AUTHORITY]
    others = [answer for answer in found if answer.userType != PUBLIC_AUTHORITY]
    return {
        "total": total,
        "read": read,
        "by_kind": _counted(answer.userType for answer in found),
        "by_country": _counted(_country(answer) for answer in found),
        "public_authorities": [_named(answer) for answer in authorities[:_MOST_AUTHORITIES]],
        "organisations": [_named(answer) for answer in others[:_MOST_OTHERS]],
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(value for value in values if value).items()))


def _named(answer: Answer) -> dict[str, str]:
    return {
        "name": answer.organization,
        "kind": answer.userType,
        "country": _country(answer),
        "date": answer.dateFeedback.replace("/", "-"),
        "language": answer.language,
    }


def _country(answer: Answer) -> str:
    return BY_ALPHA3.get(answer.country, answer.country)
