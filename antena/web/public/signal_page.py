"""What the page of a signal says, made of its record: dates, money, rules, texts, differences, in words."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from antena.lib.dates import BRUSSELS
from antena.lib.money import euros
from antena.matching.engine.sentences import BODIES
from antena.signals.enums import RuleKind, TextOrigin
from antena.signals.models import EligibilityRule, Signal, SignalText, SignalTheme, SignalVersion
from antena.signals.texts import is_out_of_date
from antena.signals.versions import Piece, difference, folded
from antena.themes.queries import in_language
from antena.web.evidence import digest
from antena.web.languages import own_name

OPENING = 1_200  # letters of a body shown before "the whole text"


class Moment(NamedTuple):
    """A day in the life of a signal. ``when``: past, now, coming (the first ahead) or later."""

    day: date
    label: str
    when: str


class Labelled(NamedTuple):
    """A name and what it says."""

    label: str
    value: str


class Marked(NamedTuple):
    """A run of a sentence; ``is_mark`` where it is one of the words that gave it away."""

    text: str
    is_mark: bool


@dataclass(frozen=True)
class RuleRow:
    """A condition in words, with its sentence and how sure the reader was."""

    label: str
    says: str
    sureness: str
    sentence: str
    language: str
    # where its sentence stands in the text; "" for what the source states as data
    said: str = ""
    # the kind, on the first row of each: what links of evidence lead to
    anchor: str = ""


@dataclass(frozen=True)
class TextTab:
    """The text in one language. ``opening`` is shown, ``rest`` on demand."""

    language: str
    name: str
    origin: str
    is_shown: bool
    is_outdated: bool
    summary: str
    opening: str
    rest: str
    conditions: str


@dataclass(frozen=True)
class ChangeRow:
    """A field that changed, as one text with what went and what came."""

    label: str
    language: str
    pieces: list[Piece]


@dataclass(frozen=True)
class VersionRow:
    """A version and what changed in it."""

    number: int
    at: Any
    changes: list[ChangeRow]


def moments(signal: Signal, *, today: date) -> list[Moment]:
    """The days of a signal with today among them, in order."""
    days = [(signal.published_on, _("published")), (signal.opens_on, _("opens"))]
    days += [
        (deadline.at.astimezone(BRUSSELS).date(), deadline.label or _("deadline"))
        for deadline in signal.deadlines.all()
    ]
    known = sorted({(day, label) for day, label in days if day})
    past = [Moment(day, label, "past") for day, label in known if day < today]
    ahead = [(day, label) for day, label in known if day >= today]
    coming = [Moment(day, label, "later" if n else "coming") for n, (day, label) in enumerate(ahead)]
    return [*past, Moment(today, _("today"), "now"), *coming]


def amounts(signal: Signal) -> list[Labelled]:
    """The money a signal states, in the reader's language."""
    language = get_language() or "en"
    low, high = signal.grant_min_eur, signal.grant_max_eur
    stated = [(_("The whole call"), signal.budget_total_eur)]
    if low == high:
        stated.append((_("For one project"), high))
    else:
        stated += [(_("At least, for one project"), low), (_("At most, for one project"), high)]
    rows = [Labelled(label, euros(value, language)) for label, value in stated if value is not None]
    if signal.expected_grants is not None:
        rows.append(Labelled(_("Projects it expects to pay"), str(signal.expected_grants)))
    return rows


def sureness(confidence: float) -> str:
    """How sure a reader of texts was, in words."""
    if confidence >= 0.8:
        return _("stated clearly")
    if confidence >= 0.6:
        return _("probably")
    return _("not sure: check the text")


def rule_rows(rules: Iterable[EligibilityRule]) -> list[RuleRow]:
    """The conditions of a signal, the surest first within each kind."""
    seen: set[str] = set()
    rows = []
    for rule in rules:
        address = f"?{urlencode({'text': rule.language, 'said': digest(rule.sentence)})}#said"
        rows.append(
            RuleRow(
                label=rule.get_kind_display(),
                says=says(rule),
                sureness=sureness(rule.confidence),
                sentence=rule.sentence,
                language=rule.language,
                said=address if rule.sentence else "",
                anchor="" if rule.kind in seen else rule.kind,
            )
        )
        seen.add(rule.kind)
    return rows


def says(rule: EligibilityRule) -> str:
    """What a condition amounts to, in the reader's language; "" where it has no values."""
    language = get_language() or "en"
    spans: dict[str, tuple[str, Callable[[int], str]]] = {
        RuleKind.PARTNERS: ("", str),
        RuleKind.COUNTRIES: ("", str),
        RuleKind.SIZE: ("_inhabitants", _inhabitants),
        RuleKind.BUDGET: ("_eur", lambda amount: euros(amount, language)),
        RuleKind.DURATION: ("_months", _months),
    }
    if rule.kind in spans:
        unit, plain = spans[rule.kind]
        return _range(rule.value.get(f"min{unit}"), rule.value.get(f"max{unit}"), plain=plain)
    if rule.kind == RuleKind.RATE:
        return f"{rule.value.get('percent', '?')} %"
    if rule.kind == RuleKind.WHERE:
        return _where(rule.value, language)
    return ", ".join(_(BODIES[body]) if body in BODIES else body for body in rule.value.get("bodies", ()))


def evidence(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sentences an impact class rests on, cut at the words that gave it away."""
    return [
        {
            "language": row.get("language", ""),
            "pieces": marked(str(row.get("sentence", "")), row.get("words") or ()),
        }
        for row in rows
    ]


def theme_evidence(themes: Iterable[SignalTheme], language: str) -> list[tuple[SignalTheme, list[Any]]]:
    """Each theme with what it rests on; names of EuroVoc, which are kept in English, as the reader says them.

    One query.
    """
    listed = list(themes)
    subjects = {one["text"] for theme in listed for one in theme.evidence if one.get("kind") == "eurovoc"}
    names = in_language(subjects, language) if subjects else {}
    return [
        (
            theme,
            [
                {**one, "text": names[one["text"]].text, "language": names[one["text"]].language}
                if one.get("kind") == "eurovoc" and one["text"] in names
                else one
                for one in theme.evidence
            ],
        )
        for theme in listed
    ]


def marked(sentence: str, words: Iterable[str]) -> list[Marked]:
    """Cut ``sentence`` where ``words`` stand in it, whatever their case; joined, they are the sentence."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return [Marked(sentence, is_mark=False)]
    pattern = re.compile("(" + "|".join(map(re.escape, wanted)) + ")", re.IGNORECASE)
    pieces = pattern.split(sentence)
    return [Marked(text, is_mark=bool(n % 2)) for n, text in enumerate(pieces) if text]


def tabs(texts: Iterable[SignalText], *, shown: str) -> list[TextTab]:
    """The texts of a signal, the one in language ``shown`` opened; machine translations last."""
    every = sorted(texts, key=lambda text: (text.origin == TextOrigin.MACHINE, text.language))
    return [
        _tab(text, is_shown=text.language == shown, is_outdated=is_out_of_date(text, every)) for text in every
    ]


def version_rows(versions: Iterable[SignalVersion]) -> list[VersionRow]:
    """The versions with their differences, the newest first."""
    return [
        VersionRow(version.number, version.at, [_change(change) for change in version.changes])
        for version in versions
    ]


def _tab(text: SignalText, *, is_shown: bool, is_outdated: bool) -> TextTab:
    cut = text.body.find("\n", OPENING) if len(text.body) > OPENING else -1
    return TextTab(
        language=text.language,
        name=own_name(text.language),
        origin=text.get_origin_display() + (f" ({text.engine})" if text.engine else ""),
        is_shown=is_shown,
        is_outdated=is_outdated,
        summary=text.summary,
        opening=text.body if cut < 0 else text.body[:cut],
        rest="" if cut < 0 else text.body[cut:].strip(),
        conditions=text.conditions,
    )


def _change(change: dict[str, Any]) -> ChangeRow:
    pieces = folded(difference(_plain(change.get("old")), _plain(change.get("new"))))
    return ChangeRow(_field(str(change.get("field", ""))), str(change.get("language") or ""), pieces)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items())
    return str(value)


def _field(name: str) -> str:
    names = {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "conditions": _("Conditions"),
        "deadlines": _("Deadlines"),
        "opens_on": _("Opening"),
        "published_on": _("Publication"),
        "stated_status": _("Status"),
        "budget_total_eur": _("The whole call"),
        "grant_min_eur": _("At least, for one project"),
        "grant_max_eur": _("At most, for one project"),
        "keywords": _("Keywords"),
        "url": _("Address"),
    }
    return names.get(name, name.replace("_", " "))


def _range(low: int | None, high: int | None, *, plain: Callable[[int], str]) -> str:
    if low is not None and high is not None and low != high:
        return _("from %(low)s to %(high)s") % {"low": plain(low), "high": plain(high)}
    if low is not None and low == high:
        return plain(low)
    if low is not None:
        return _("at least %(low)s") % {"low": plain(low)}
    if high is not None:
        return _("at most %(high)s") % {"high": plain(high)}
    return ""


def _inhabitants(n: int) -> str:
    return ngettext("%(n)s inhabitant", "%(n)s inhabitants", n) % {"n": n}


def _months(n: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}


def _where(value: dict[str, Any], language: str) -> str:
    if value.get("group") == "eu":
        return _("Member States of the European Union")
    territories = Locale.parse(language, sep="-").territories
    names = [str(territories.get(code, code)) for code in value.get("countries", ())]
    return ", ".join([*([str(value["group"])] if value.get("group") else []), *names])
