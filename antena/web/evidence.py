"""Where the evidence of a sentence is seen: `antena.matching.engine.evidence` as addresses and words.

A sentence of a text is shown in the text itself: `?said=` names it by a digest, the page opens what hides
it and marks it, and `#said` leads there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antena.lib.text import clip
from antena.matching.engine.evidence import EvidenceKind, EvidenceLink
from antena.matching.models import SignalSubjects
from antena.places.models import Border, Place
from antena.signals.models import Signal
from antena.web.languages import own_name
from antena.web.templatetags.antena import number

_QUOTED: Final = 160  # letters of a sentence shown beside its link
_PARTS: Final[Mapping[str, Promise]] = {
    "themes": gettext_lazy("the themes of the town"),
    "needs": gettext_lazy("what the town wrote"),
    "goals": gettext_lazy("the goals the town chose"),
    "assets": gettext_lazy("what the town says it has"),
    "capacity": gettext_lazy("who can carry a project in the town"),
}
_DATES: Final[Mapping[str, Promise]] = {
    "deadline": gettext_lazy("its deadlines"),
    "published_on": gettext_lazy("when it was published"),
    "status": gettext_lazy("its dates"),
}


class Word(NamedTuple):
    """A word a text names a subject with, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Shown:
    """A link below a sentence. ``words`` are quoted in ``language``; ``tongue`` names a foreign one."""

    label: str
    address: str
    words: str = ""
    language: str = ""
    tongue: str = ""


@dataclass(frozen=True)
class Reasoned:
    """A sentence and what it rests on."""

    sentence: str
    rests: tuple[Shown, ...]


def digest(words: str) -> str:
    """What names a sentence in an address: the same for any white space in it."""
    return blake2b(" ".join(words.split()).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Sight:
    """From where evidence is looked at: the reader's language, the signal and the town that are spoken of.

    ``signals`` is id → slug of other signals; ``subjects`` code → the word the signal names it with;
    ``neighbours`` name → id of the municipalities beside the town.
    """

    language: str
    signal: str = ""
    town: Place | None = None
    signals: Mapping[int, str] | None = None
    subjects: Mapping[str, Word] | None = None
    neighbours: Mapping[str, int] | None = None

    def reasoned(self, sentence: str, links: Iterable[EvidenceLink]) -> Reasoned:
        """A sentence with its links, those that lead nowhere from here left out, each address once."""
        found: dict[str, Shown] = {}
        for link in links:
            shown = _SHOWN[link.kind](self, link)
            if shown is not None:
                found.setdefault(shown.address, shown)
        return Reasoned(sentence, tuple(found.values()))

    def signal_address(self, link: EvidenceLink, anchor: str, **query: str) -> str:
        """The page of the signal a link is of; "" where nobody said which."""
        slug = (self.signals or {}).get(link.signal, "") if link.signal is not None else self.signal
        if not slug:
            return ""
        if self.town is not None and self.town.slug and link.signal is None:
            query = {"town": self.town.slug, **query}
        asked = f"?{urlencode(query)}" if query else ""
        return f"{reverse('web:signal', args=[slug])}{asked}#{anchor}"


def neighbours_of(town: Place) -> Mapping[str, int]:
    """Name → id of the municipalities beside a town. One query."""
    rows = Border.objects.filter(place=town, neighbours__isnull=False)
    return dict(rows.values_list("neighbours__name", "neighbours"))


def slugs_of(links: Iterable[EvidenceLink]) -> Mapping[int, str]:
    """Id → slug of the signals that links name. One query."""
    wanted = {link.signal for link in links if link.signal is not None}
    return dict(Signal.objects.filter(pk__in=wanted).values_list("pk", "slug"))


@dataclass(frozen=True)
class Sights:
    """From where the signals of a radar are looked at: the town, what lies beside it, the words of each."""

    language: str
    town: Place
    neighbours: Mapping[str, int]
    subjects: Mapping[int, Mapping[str, Word]]

    def of(self, signal: Signal) -> Sight:
        """The sight of one signal for the town."""
        return Sight(
            self.language,
            signal=signal.slug,
            town=self.town,
            subjects=self.subjects.get(signal.pk, {}),
            neighbours=self.neighbours,
        )


def sights(town: Place, signals: Iterable[int], language: str) -> Sights:
    """The sights of some signals for a town. Two queries."""
    rows = SignalSubjects.objects.filter(signal__in=list(signals)).values_list("signal_id", "subjects")
    words = {
        signal: {one["code"]: Word(one["word"], one["language"]) for one in found} for signal, found in rows
    }
    return Sights(language, town, neighbours_of(town), words)


def _quoted(sight: Sight, link: EvidenceLink, label: str, address: str) -> Shown | None:
    if not address:
        return None
    foreign = bool(link.words and link.language and link.language != sight.language)
    return Shown(
        label,
        address,
        clip(link.words, _QUOTED),
        link.language or sight.language,
        own_name(link.language) if foreign else "",
    )


def _sentence(sight: Sight, link: EvidenceLink) -> Shown | None:
    if link.words:
        asked = {"text": link.language} if link.language else {}
        address = sight.signal_address(link, "said", said=digest(link.words), **asked)
        return _quoted(sight, link, _("the sentence"), address)
    anchor = "impact" if link.ref == "impact" else f"rule-{link.ref}" if link.ref else "text"
    return _quoted(sight, link, _("the sentence it was read from"), sight.signal_address(link, anchor))


def _text(sight: Sight, link: EvidenceLink) -> Shown | None:
    return _quoted(sight, link, _("its text"), sight.signal_address(link, "text"))


def _theme(sight: Sight, link: EvidenceLink) -> Shown | None:
    address = sight.signal_address(link, f"theme-{link.ref}")
    return _quoted(sight, link, _("the words that say so"), address)


def _goal(sight: Sight, link: EvidenceLink) -> Shown | None:
    label = _("goal %(number)s in its text") % {"number": link.ref}
    return _quoted(sight, link, label, sight.signal_address(link, f"goal-{link.ref}"))


def _subject(sight: Sight, link: EvidenceLink) -> Shown | None:
    word = (sight.subjects or {}).get(link.ref)
    if word is None:
        return _text(sight, link)
    address = sight.signal_address(link, "said", said=digest(word.text), text=word.language)
    named = EvidenceLink(kind=link.kind, ref=link.ref, words=word.text, language=word.language)
    return _quoted(sight, named, _("the word"), address)


def _date(sight: Sight, link: EvidenceLink) -> Shown | None:
    return _quoted(sight, link, str(_DATES[link.ref]), sight.signal_address(link, "dates"))


def _money(sight: Sight, link: EvidenceLink) -> Shown | None:
    return _quoted(sight, link, _("the amounts it states"), sight.signal_address(link, "money"))


def _record(sight: Sight, link: EvidenceLink) -> Shown | None:
    if link.ref.startswith("organisation:"):
        address = reverse("web:organisation", args=[int(link.ref.removeprefix("organisation:"))])
        return Shown(_("its entry in the directory"), address)
    return _quoted(sight, link, _("what its source states"), sight.signal_address(link, "sources"))


def _place(sight: Sight, link: EvidenceLink) -> int | None:
    if link.place is not None:
        return link.place
    if link.place_name:
        return (sight.neighbours or {}).get(link.place_name)
    return sight.town.pk if sight.town else None


def _figure(sight: Sight, link: EvidenceLink) -> Shown | None:
    place = _place(sight, link)
    if place is None:
        return None
    address = f"{reverse('web:place', args=[place])}#facts"
    town = sight.town
    if link.ref == "population" and town is not None and place == town.pk and town.population is not None:
        year = f", {town.population_year}" if town.population_year else ""
        label = _("%(number)s inhabitants%(year)s, and who says so")
        return Shown(label % {"number": number(town.population), "year": year}, address)
    name = link.place_name or (town.name if town and place == town.pk else "")
    return Shown(_("the facts of %(place)s, and who says them") % {"place": name}, address)


def _project(sight: Sight, link: EvidenceLink) -> Shown | None:
    place = _place(sight, link)
    if place is None:
        return None
    name = link.place_name or (sight.town.name if sight.town else "")
    label = _("the projects of %(place)s") % {"place": name}
    return Shown(label, f"{reverse('web:place', args=[place])}#track-record", clip(link.words, _QUOTED))


def _profile(sight: Sight, link: EvidenceLink) -> Shown | None:
    if sight.town is None or not sight.town.slug:
        return None
    address = f"{reverse('web:town', args=[sight.town.slug])}#profile-{link.ref}"
    return Shown(str(_PARTS[link.ref]), address)


def _priority(_sight: Sight, link: EvidenceLink) -> Shown | None:
    # one whose number was not kept with the reason is among the others
    anchor = f"priority-{link.ref}" if link.ref else "priorities"
    return Shown(_("what the association adopted"), f"{reverse('web:how')}#{anchor}")


_SHOWN: Final[Mapping[EvidenceKind, Callable[[Sight, EvidenceLink], Shown | None]]] = {
    EvidenceKind.SENTENCE: _sentence,
    EvidenceKind.TEXT: _text,
    EvidenceKind.THEME: _theme,
    EvidenceKind.GOAL: _goal,
    EvidenceKind.SUBJECT: _subject,
    EvidenceKind.DATE: _date,
    EvidenceKind.MONEY: _money,
    EvidenceKind.RECORD: _record,
    EvidenceKind.FIGURE: _figure,
    EvidenceKind.PROJECT: _project,
    EvidenceKind.PROFILE: _profile,
    EvidenceKind.PRIORITY: _priority,
}
