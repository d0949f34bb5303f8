"""What lists show of a signal: plain values in the reader's language, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from antena.lib.dates import BRUSSELS
from antena.lib.text import clip
from antena.matching.queries.eligibility import wants_partners
from antena.matching.queries.radar import RadarItem
from antena.signals.models import Signal, SignalText
from antena.signals.texts import best
from antena.web.evidence import Reasoned, Sights

SUMMARY = 240  # letters
RULER = 90  # days on the small ruler beside a match
REASONS = 3  # shown before "why, in full"


@dataclass(frozen=True)
class Words:
    """The words of a signal for one reader; ``is_foreign`` when they are not in the reader's language."""

    title: str
    summary: str
    language: str
    is_foreign: bool


@dataclass(frozen=True)
class Brief:
    """A signal in a column or a table. ``days`` to the deadline; ``towns`` it was suggested to."""

    slug: str
    kind: str
    programme: str
    status: str
    words: Words
    deadline: datetime | None
    days: int | None
    published_on: date | None
    amount: int | None
    is_sample: bool
    towns: int = 0

    @property
    def ruler(self) -> int:
        """How far the deadline is on the small ruler, in days."""
        return max(0, min(self.days or 0, RULER))


@dataclass(frozen=True)
class MatchRow(Brief):
    """A match of a town's radar: why, what stands in the way, what to do now, what the town answered."""

    bucket: str = ""
    reasons: tuple[Reasoned, ...] = ()
    obstacles: tuple[Reasoned, ...] = ()
    next_step: str = ""
    verdict: str = ""
    verdict_label: str = ""
    # whether one applicant is not enough, and what the programme's guide says where the text is silent
    wants_partners: bool = False
    guide: str = ""
    # how many of ten such matches were judged worth reading
    likely: str = ""


def words_of(texts: Iterable[SignalText], language: str, *, clipped: int = 240) -> Words:
    """The best text for the reader, its summary cut; empty words where there are none."""
    text = best(texts, language)
    if text is None:
        return Words("", "", language, is_foreign=False)
    summary = clip(text.summary, clipped) if text.summary else ""
    return Words(text.title, summary, text.language, is_foreign=text.language != language)


def days_to(moment: datetime | None, today: date) -> int | None:
    """Whole days from ``today`` to the day of ``moment`` in Brussels, where deadlines are set."""
    return (moment.astimezone(BRUSSELS).date() - today).days if moment else None


def brief_of(signal: Signal, *, language: str, today: date, towns: int = 0) -> Brief:
    """A signal, with its texts prefetched, as a row."""
    return Brief(**common_of(signal, language=language, today=today), towns=towns)


def match_row(
    item: RadarItem, *, sights: Sights, today: date, shows_verdict: bool, opening: str = ""
) -> MatchRow:
    """An item of a radar as a row; what a town answered only for those who may see it.

    ``opening`` stands for a summary where the publisher gives none; ``sights`` tell the language.
    """
    sight = sights.of(item.signal)
    verdict = item.verdict if shows_verdict else None
    wanting = wants_partners(item.signal, obstacles=item.match.obstacles)
    common = common_of(item.signal, language=sights.language, today=today)
    if not common["words"].summary:
        common["words"] = replace(common["words"], summary=clip(opening, SUMMARY))
    return MatchRow(
        **common,
        bucket=item.match.bucket,
        reasons=tuple(sight.reasoned(one, item.rests_on[one]) for one in item.reasons[:REASONS]),
        obstacles=tuple(sight.reasoned(one, item.rests_on[one]) for one in item.obstacles),
        next_step=item.next_step,
        verdict=verdict.answer if verdict else "",
        verdict_label=verdict.get_answer_display() if verdict else "",
        wants_partners=wanting is not None,
        guide=wanting or "",
        likely=item.likely,
    )


def common_of(signal: Signal, *, language: str, today: date) -> dict[str, Any]:
    """What every kind of row says of a signal."""
    return {
        "slug": signal.slug,
        "kind": signal.get_kind_display(),
        "programme": signal.programme,
        "status": signal.get_status_display(),
        "words": words_of(signal.texts.all(), language),
        "deadline": signal.next_deadline,
        "days": days_to(signal.next_deadline, today),
        "published_on": signal.published_on,
        "amount": signal.grant_max_eur or signal.budget_total_eur,
        "is_sample": signal.is_sample,
    }
