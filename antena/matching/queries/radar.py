"""A town's radar: its matches by bucket, in the reader's words, with what its people answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from antena.matching.engine.calibration import Calibration
from antena.matching.engine.evidence import Links, evidence_of
from antena.matching.engine.gates import OVER
from antena.matching.enums import Answer, Bucket
from antena.matching.models import Match, Profile, Verdict
from antena.matching.queries.weights import in_force
from antena.matching.queries.why import said_likely
from antena.matching.sentences import Speaker, Stored, speaker
from antena.signals.enums import Triage
from antena.signals.models import Signal
from antena.signals.texts import without_bodies

# Columns of a signal that no list shows and that weigh more than all it does.
_UNSHOWN = ("details", "references", "impact_evidence", "eurovoc", "keywords", "countries")
# The answers after which a signal is no longer shown.
_HIDING = (Answer.NOT_FOR_US, Answer.DONE)


@dataclass(frozen=True)
class RadarItem:
    """A match as shown: why, what stands in the way, what to do now. Its signal has texts and deadlines.

    ``pinned`` when somebody of the town called it relevant. ``likely`` says how many of ten such matches were
    judged worth reading.
    """

    match: Match
    reasons: tuple[str, ...]
    obstacles: tuple[str, ...]
    next_step: str
    likely: str
    verdict: Verdict | None
    # a sentence of ``reasons`` or ``obstacles`` → what it rests on
    rests_on: Mapping[str, Links] = field(default_factory=dict)

    @property
    def signal(self) -> Signal:
        return self.match.signal

    @property
    def pinned(self) -> bool:
        return self.verdict is not None and self.verdict.answer == Answer.RELEVANT


@dataclass(frozen=True)
class RadarBucket:
    """The items of one bucket, pinned ones first, then by rank."""

    bucket: Bucket
    items: tuple[RadarItem, ...]


@dataclass(frozen=True)
class Radar:
    """A town's radar. ``put_away`` was answered "not for us" or "done"; ``assumed``: the themes are nobody's.

    ``computed_at`` is when the matches were made; None where there are none.
    """

    profile: Profile
    buckets: tuple[RadarBucket, ...]
    put_away: tuple[RadarItem, ...]
    assumed: bool
    computed_at: datetime | None

    @property
    def count(self) -> int:
        """How many items are shown."""
        return sum(len(bucket.items) for bucket in self.buckets)


def radar(profile: Profile, *, today: date, language: str | None = None) -> Radar:
    """The radar of ``profile`` as of ``today``, in ``language`` (the active one if None).

    A match whose deadline passed, or whose signal was closed, set aside or delisted since, is left out. The
    number of queries does not depend on that of matches.
    """
    says = speaker(language)
    verdicts = {verdict.signal_id: verdict for verdict in Verdict.objects.filter(profile=profile)}
    _, known = in_force()
    items = [_item(match, verdicts.get(match.signal_id), says, known) for match in _matches(profile, today)]
    shown = [item for item in items if item.verdict is None or item.verdict.answer not in _HIDING]
    return Radar(
        profile=profile,
        buckets=tuple(RadarBucket(bucket, _of(bucket, shown)) for bucket in Bucket),
        put_away=tuple(item for item in items if item not in shown),
        assumed=profile.confirmed_at is None,
        computed_at=max((item.match.computed_at for item in items), default=None),
    )


def _matches(profile: Profile, today: date) -> list[Match]:
    return list(
        Match.objects.filter(profile=profile, signal__delisted_at=None, signal__same_as=None)
        .exclude(signal__triage=Triage.DISMISSED)
        .exclude(signal__status__in=OVER)
        .filter(
            ~Q(bucket=Bucket.ACT) | Q(signal__next_deadline=None) | Q(signal__next_deadline__date__gte=today)
        )
        .select_related("signal")
        .defer(*(f"signal__{column}" for column in _UNSHOWN))
        .prefetch_related(without_bodies("signal__texts"), "signal__deadlines")
        .order_by("bucket", "rank")
    )


def _item(match: Match, verdict: Verdict | None, says: Speaker, calibration: Calibration | None) -> RadarItem:
    return RadarItem(
        match=match,
        reasons=_said(says, "reason", match.reasons),
        obstacles=_said(says, "obstacle", match.obstacles),
        next_step=says.say_stored("step", match.next_step),
        likely=said_likely(says, calibration, match.score, match.bucket),
        verdict=verdict,
        rests_on={
            says.say_stored(group, one): evidence_of(str(one.get("key", "")), one.get("values", {}))
            for group, stored in (("reason", match.reasons), ("obstacle", match.obstacles))
            for one in stored
        },
    )


def _said(says: Speaker, group: str, stored: Iterable[Stored]) -> tuple[str, ...]:
    sentences = (says.say_stored(group, one) for one in stored)
    return tuple(sentence for sentence in sentences if sentence)


def _of(bucket: Bucket, items: Iterable[RadarItem]) -> tuple[RadarItem, ...]:
    mine = [item for item in items if item.match.bucket == bucket]
    return tuple(sorted(mine, key=lambda item: (not item.pinned, item.match.rank)))
