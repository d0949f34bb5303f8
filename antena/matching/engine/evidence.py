"""What a sentence rests on, as links people can follow: never a bare statement.

An `EvidenceLink` names one thing that can be looked at; it knows no address. `antena.web.evidence` makes the
address and the words around it, in the reader's language. Whoever says a new kind of sentence (a twin town,
a council's priority, a rule of a programme) makes its own links of the same type, or adds its key here.

The links of a reason, a gate or an obstacle follow from its key and values alone (`evidence_of`), so that
they need not be stored and old matches have them too.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from antena.matching.engine.facts import Rule

# The amounts, sizes and times of a call are read by rules of these kinds.
_KINDS_OF_RULE = {"partners": "partners", "countries": "countries", "own_share": "rate"}


class EvidenceKind(StrEnum):
    """What kind of thing is looked at, and what ``ref`` means for each.

    Of the signal: a SENTENCE of its text (``ref``: the kind of `EligibilityRule` it was read for, "impact",
    or "" for any sentence; ``words`` is the sentence where it is known), the TEXT as a whole, a THEME (code)
    and a GOAL (number) with the words found for it, a SUBJECT (a territory, audience or asset; code), a DATE
    ("deadline", "published_on", "status"), the MONEY it states, the RECORD its source keeps. Of the town or
    of another place: a FIGURE (a fact such as "population", or the code of an indicator), the PROJECTs it
    was in (the family of programmes, "" for all), its PROFILE ("themes", "needs", "goals", "assets",
    "capacity"). Of the association: a PRIORITY it adopted (its id).
    """

    SENTENCE = "sentence"
    TEXT = "text"
    THEME = "theme"
    GOAL = "goal"
    SUBJECT = "subject"
    DATE = "date"
    MONEY = "money"
    RECORD = "record"
    FIGURE = "figure"
    PROJECT = "project"
    PROFILE = "profile"
    PRIORITY = "priority"


class EvidenceLink(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a sentence rests on.

    ``kind`` and ``ref`` say what (see `EvidenceKind`). ``words`` are the words themselves in ``language``
    (BCP 47), where whoever makes the link has them; both may be "". ``place`` is the id of the place a
    FIGURE or PROJECT is of, None for the town that is spoken of; ``place_name`` where only its name is known.
    ``signal`` is the id of the signal, None for the one that is spoken of.
    """

    kind: EvidenceKind
    ref: str = ""
    words: str = ""
    language: str = ""
    place: int | None = None
    place_name: str = ""
    signal: int | None = None


Links = tuple[EvidenceLink, ...]
Values = Mapping[str, Any]

TEXT = EvidenceLink(kind=EvidenceKind.TEXT)
RECORD = EvidenceLink(kind=EvidenceKind.RECORD)
MONEY = EvidenceLink(kind=EvidenceKind.MONEY)
IMPACT = EvidenceLink(kind=EvidenceKind.SENTENCE, ref="impact")
STATUS = EvidenceLink(kind=EvidenceKind.DATE, ref="status")
DEADLINE = EvidenceLink(kind=EvidenceKind.DATE, ref="deadline")
PUBLISHED = EvidenceLink(kind=EvidenceKind.DATE, ref="published_on")
POPULATION = EvidenceLink(kind=EvidenceKind.FIGURE, ref="population")


def profile(part: str) -> EvidenceLink:
    """What the town said, or what is assumed of it."""
    return EvidenceLink(kind=EvidenceKind.PROFILE, ref=part)


def sentence_of(rule: Rule) -> EvidenceLink:
    """The sentence of the text a rule was read from; for one the source states as data, that record."""
    if not rule.sentence:
        return RECORD
    return EvidenceLink(
        kind=EvidenceKind.SENTENCE, ref=rule.kind, words=rule.sentence, language=rule.language
    )


def evidence_of(key: str, values: Values, rule: Rule | None = None) -> Links:
    """What the sentence ``key`` of a reason, gate or obstacle rests on; none for a key nobody knows.

    ``rule`` is the one it was judged by, where there is one: its sentence comes first.
    """
    topic = key.removeprefix("obstacle.").split(".")[0]
    known = _RESTS_ON.get(topic)
    links = known(key, values) if known else ()
    if rule is None:
        return links
    sentence = sentence_of(rule)
    others = tuple(link for link in links if (link.kind, link.ref) != (sentence.kind, sentence.ref))
    return (sentence, *(link for link in others if link != sentence))


def _each(kind: EvidenceKind, codes: Iterable[object] | str) -> Links:
    return tuple(
        EvidenceLink(kind=kind, ref=str(code)) for code in ([codes] if isinstance(codes, str) else codes)
    )


def _rule(kind: str) -> EvidenceLink:
    return EvidenceLink(kind=EvidenceKind.SENTENCE, ref=kind)


def _themes(_key: str, values: Values) -> Links:
    return (*(_each(EvidenceKind.THEME, values.get("themes", ())) or (TEXT,)), profile("themes"))


def _goals(_key: str, values: Values) -> Links:
    return (*(_each(EvidenceKind.GOAL, values.get("goals", ())) or (TEXT,)), profile("goals"))


def _assets(_key: str, values: Values) -> Links:
    return (*(_each(EvidenceKind.SUBJECT, values.get("assets", ())) or (TEXT,)), profile("assets"))


def _need(_key: str, _values: Values) -> Links:
    return (TEXT, profile("needs"))


def _impact(key: str, _values: Values) -> Links:
    return (TEXT,) if key.endswith(("none", "nothing")) else (IMPACT,)


def _body(key: str, _values: Values) -> Links:
    return (TEXT,) if key == "body.unstated" else (_rule("who"),)


def _deadline(key: str, _values: Values) -> Links:
    return (DEADLINE, profile("capacity")) if key == "deadline.tight" else (DEADLINE,)


def _burden(_key: str, values: Values) -> Links:
    stated = [MONEY] if "amount" in values else []
    if "partners" in values:
        stated.append(_rule("partners"))
    return (*stated, POPULATION, profile("capacity"))


def _experience(key: str, values: Values) -> Links:
    near = str(values.get("place", "")) if key == "experience.near" else ""
    return (EvidenceLink(kind=EvidenceKind.PROJECT, place_name=near),)


def _territory(_key: str, values: Values) -> Links:
    return (
        *_each(EvidenceKind.SUBJECT, values.get("territories", ())),
        EvidenceLink(kind=EvidenceKind.FIGURE, ref="territory"),
    )


def _audience(_key: str, values: Values) -> Links:
    return (*_each(EvidenceKind.SUBJECT, values.get("audience", ())), POPULATION)


def _standing(key: str, _values: Values) -> Links:
    return (RECORD,) if key in ("standing.delisted", "standing.set_aside") else (STATUS,)


def _size(_key: str, _values: Values) -> Links:
    return (_rule("size"), POPULATION)


def _country(_key: str, _values: Values) -> Links:
    return (_rule("where"),)


def _asked(key: str, _values: Values) -> Links:
    return (_rule(_KINDS_OF_RULE[key.removeprefix("obstacle.")]),)


def _priority(_key: str, values: Values) -> Links:
    return (EvidenceLink(kind=EvidenceKind.PRIORITY, ref=str(values.get("id", ""))),)


# By the first part of a key; a reason and a gate of the same name rest on the same.
_RESTS_ON: Mapping[str, Callable[[str, Values], Links]] = {
    "themes": _themes,
    "need": _need,
    "goals": _goals,
    "assets": _assets,
    "impact": _impact,
    "local": _impact,
    "body": _body,
    "deadline": _deadline,
    "burden": _burden,
    "experience": _experience,
    "territory": _territory,
    "audience": _audience,
    "recency": lambda _key, _values: (PUBLISHED,),
    "status": lambda _key, _values: (STATUS,),
    "standing": _standing,
    "country": _country,
    "size": _size,
    "partners": _asked,
    "countries": _asked,
    "own_share": _asked,
    "little_time": lambda _key, _values: (DEADLINE, profile("capacity")),
    "not_open": lambda _key, _values: (STATUS,),
    "priority": _priority,
    "place": lambda _key, _values: (PUBLISHED, POPULATION),
}
