"""Making matches: all towns with all signals, or only what changed, by the same steps.

A pass scores every pair of its towns in bulk, which is cheap, and compares what each town's choice rests on
(its candidates, what they say, what the town says, the day) with what it rested on the last time. Only towns
where it differs are chosen for and written again. So a pass over what changed leaves what a pass over
everything would.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import msgspec
import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from antena.lib.dates import day_of
from antena.matching.actions.reading import read_needs, read_signals
from antena.matching.actions.verdicts import carry_verdicts
from antena.matching.engine import facts, fairness
from antena.matching.engine.algorithm import BUCKETS
from antena.matching.engine.calibration import Calibration
from antena.matching.engine.choosing import Chosen, choose
from antena.matching.engine.explaining import Reason, explain, next_step, obstacles_of, reasons_of
from antena.matching.engine.priorities import FEATURE as PRIORITY
from antena.matching.engine.scoring import Candidates, Floats, Indices, Panel
from antena.matching.enums import Answer
from antena.matching.models import Match, Pool, Profile
from antena.matching.queries import facts as reading
from antena.matching.queries.priorities import signals as moved_signals
from antena.matching.queries.verdicts import answered
from antena.matching.queries.waiting import changed_profiles, unread_signals
from antena.matching.queries.weights import algorithm_in_force, in_force
from antena.places.bulk import copy
from antena.signals.models import Signal

# Called with towns done and towns in all.
Progress = Callable[[int, int], None]

# What a match says that has the place kept for a small town.
KEPT_PLACE = Reason(fairness.FEATURE, 1.0, 0.0, fairness.KEY, {"count": fairness.DAYS}, speaks_for=True)
# How many reasons a match keeps; the page that explains a pair tells them all.
KEPT_REASONS = 5
# Towns chosen for and written together.
_BATCH = 100
# Bulk scores of two passes may differ by this much in their last bits.
_SLACK = 1e-4
# Names the lock under which one pass runs at a time: "AM", Antena's matches.
_LOCK = 0x414D
_COLUMNS = (
    "profile_id",
    "signal_id",
    "score",
    "rank",
    "bucket",
    "reasons",
    "obstacles",
    "next_step",
    "algorithm",
    "computed_at",
    "since",
)
_POOL_COLUMNS = ("profile_id", "signals", "floors", "fingerprint", "computed_at")


@dataclass(frozen=True)
class Done:
    """What a pass did: towns looked at, towns whose matches were written again, matches written."""

    towns: int
    changed: int
    matches: int


@transaction.atomic
def match_all(*, at: datetime, progress: Progress | None = None, full: bool = False) -> Done:
    """Match every town with every signal that was read and still stands.

    Only towns whose choice rests on something new are written again, unless ``full``. Reads first what was
    not read yet: subjects of signals, meanings of needs.
    """
    _one_at_a_time()
    read_signals()
    model = reading.embedding_model()
    read_needs(model=model)
    return _match(Profile.objects.all(), at=at, model=model, progress=progress, full=full)


@transaction.atomic
def match_signals(*, signal_ids: Sequence[int], at: datetime) -> Done:
    """Bring matches up to date after these signals changed; the result is that of `match_all`."""
    _one_at_a_time()
    changed = Signal.objects.filter(pk__in=signal_ids)
    read_signals(changed)
    model = reading.embedding_model()
    read_needs(model=model)
    touched = _touched(moved_signals(changed, at=at, model=model), at=at, model=model)
    return _match(touched, at=at, model=model)


@transaction.atomic
def match_changed(*, at: datetime) -> Done:
    """Bring matches up to date with the signals and profiles that wait; does nothing where none does."""
    signals = list(unread_signals().values_list("pk", flat=True))
    if not signals and not changed_profiles().exists():
        return Done(towns=0, changed=0, matches=0)
    return match_signals(signal_ids=signals, at=at)


@transaction.atomic
def match_profile(*, profile_id: int, at: datetime) -> Done:
    """Bring the matches of one town up to date. Raises `Profile.DoesNotExist`."""
    _one_at_a_time()
    profile = Profile.objects.get(pk=profile_id)
    model = reading.embedding_model()
    read_needs(model=model)
    return _match(Profile.objects.filter(pk=profile.pk), at=at, model=model)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _touched(signals: list[facts.Signal], *, at: datetime, model: str) -> QuerySet[Profile]:
    """The profiles whose candidates these signals are, were or become; also those last matched on another
    day.
    """
    profiles = Profile.objects.all()
    ids = [signal.id for signal in signals]
    stale = Q(pk__in=changed_profiles().values("pk")) | Q(pool__signals__overlap=ids)
    floors = dict(Pool.objects.values_list("profile_id", "floors"))
    moments = Pool.objects.values_list("profile_id", "computed_at")
    other_day = [profile for profile, moment in moments if day_of(moment) != day_of(at)]
    towns = reading.towns(profiles, model=model)
    one_each = msgspec.structs.replace(algorithm_in_force(), candidates=dict.fromkeys(BUCKETS, 1))
    best = Panel(towns, signals, one_each).candidates().scores
    entered = [
        town.id
        for place, town in enumerate(towns)
        if any(_enters(float(best[name][place, 0]), floors.get(town.id, {}).get(name)) for name in BUCKETS)
    ]
    return profiles.filter(stale | Q(pk__in=[*other_day, *entered]))


def _enters(score: float, floor: float | None) -> bool:
    """Whether a bulk score makes a candidate; the score is −∞ where the town can have none of the signals."""
    return score > -np.inf and (floor is None or score >= floor - _SLACK)


def _match(
    profiles: QuerySet[Profile],
    *,
    at: datetime,
    model: str,
    progress: Progress | None = None,
    full: bool = False,
) -> Done:
    carry_verdicts()
    towns = reading.towns(profiles, model=model)
    signals = moved_signals(reading.standing(), at=at, model=model) if towns else []
    named, calibration = in_force()
    panel = Panel(towns, signals, named)
    candidates = panel.candidates()
    away = answered(towns, signals, Answer.NOT_FOR_US, Answer.DONE)
    pinned = answered(towns, signals, Answer.RELEVANT)
    prints = _fingerprints(panel, candidates, away, pinned, calibration, at=at)
    known = {} if full else dict(Pool.objects.values_list("profile_id", "fingerprint"))
    changed = np.array([i for i, town in enumerate(towns) if known.get(town.id) != prints[i]], dtype=np.intp)
    matches = 0
    for start in range(0, len(changed), _BATCH):
        batch = changed[start : start + _BATCH]
        chosen = choose(panel, candidates, towns=batch, put_away=away, calibration=calibration)
        whole = {
            town: _with_pinned(panel, town, matches_of, pinned.get(town, frozenset()))
            for town, matches_of in zip(batch.tolist(), chosen, strict=True)
        }
        matches += _write(panel, whole, at=at)
        if progress is not None:
            progress(min(start + _BATCH, len(changed)), len(changed))
    _write_pools(panel, candidates, changed, prints, at=at)
    unchanged = [town.id for i, town in enumerate(towns) if known.get(town.id) == prints[i]]
    Pool.objects.filter(profile__in=unchanged).update(computed_at=at)
    return Done(towns=len(towns), changed=len(changed), matches=matches)


def _with_pinned(panel: Panel, town: int, chosen: list[Chosen], pinned: frozenset[int]) -> list[Chosen]:
    """The choice, and what the town called relevant but was not chosen, as long as no gate is closed."""
    missing = sorted(pinned - {match.signal for match in chosen})
    ranks = Counter(match.bucket for match in chosen)
    added = []
    for place in missing:
        found = explain(panel.towns[town], panel.signals[place], panel.algorithm)
        if not found.failed:
            ranks[found.bucket] += 1
            added.append(Chosen(place, found.bucket, ranks[found.bucket], found.score))
    return [*chosen, *added]


def _fingerprints(
    panel: Panel,
    candidates: Candidates,
    away: dict[int, frozenset[int]],
    pinned: dict[int, frozenset[int]],
    calibration: Calibration | None,
    *,
    at: datetime,
) -> list[str]:
    """A digest of all that each town's choice rests on."""
    common = msgspec.json.encode((day_of(at), panel.algorithm, calibration), order="deterministic")
    places = np.concatenate([candidates.places[name] for name in BUCKETS], axis=1).tolist()
    digests: dict[int, bytes] = {}
    prints = []
    for town, row in enumerate(places):
        whole = blake2b(common + _digest(panel.towns[town]), digest_size=24)
        pins = pinned.get(town, frozenset())
        for group in ({place for place in row if place >= 0}, pins, away.get(town, frozenset())):
            whole.update(b"|")
            for place in sorted(group):
                if place not in digests:
                    digests[place] = _digest(panel.signals[place])
                whole.update(digests[place])
        prints.append(whole.hexdigest())
    return prints


def _digest(fact: facts.Town | facts.Signal) -> bytes:
    """A digest of everything a fact says, its vector included."""

    def plain(value: object) -> object:
        if isinstance(value, np.ndarray):
            return value.tobytes()
        raise NotImplementedError(type(value))

    said = msgspec.structs.asdict(fact)
    # the encoder sorts keys that are text only, and goals are numbers
    said["goals"] = sorted(fact.goals.items() if isinstance(fact, facts.Signal) else fact.goals)
    encoded = msgspec.json.encode(said, enc_hook=plain, order="deterministic")
    return blake2b(encoded, digest_size=16).digest()


def _write(panel: Panel, chosen: dict[int, list[Chosen]], *, at: datetime) -> int:
    """Put the matches of some towns in place of those they had."""
    old = Match.objects.filter(profile__in=[panel.towns[town].id for town in chosen])
    since = {(town, signal): moment for town, signal, moment in old.values_list("profile", "signal", "since")}
    old.delete()
    rows = [
        _row(panel, panel.towns[town], match, at, since)
        for town, matches in chosen.items()
        for match in matches
    ]
    with connection.cursor() as cursor:
        copy(cursor, Match._meta.db_table, _COLUMNS, rows)
    return len(rows)


def _row(
    panel: Panel,
    town: facts.Town,
    match: Chosen,
    at: datetime,
    since: dict[tuple[int, int], datetime],
) -> tuple[object, ...]:
    signal = panel.signals[match.signal]
    score, reasons = reasons_of(town, signal, panel.algorithm)
    speaking = [reason for reason in reasons if reason.speaks_for and reason.feature != PRIORITY]
    # whoever sees a match moved by a decision is told, whichever way it moved
    kept = [*(reason for reason in reasons if reason.feature == PRIORITY), *speaking[:KEPT_REASONS]]
    if match.is_kept:
        kept.insert(0, KEPT_PLACE)
    step = next_step(town, signal)
    obstacles = [{"key": found.key, "values": found.values} for found in obstacles_of(town, signal)]
    return (
        town.id,
        signal.id,
        score,
        match.rank,
        match.bucket,
        msgspec.json.encode(kept).decode(),
        msgspec.json.encode(obstacles).decode(),
        msgspec.json.encode(step).decode(),
        panel.algorithm.name,
        at,
        since.get((town.id, signal.id), at),
    )


def _write_pools(
    panel: Panel, candidates: Candidates, changed: Indices, prints: list[str], *, at: datetime
) -> None:
    """Put what the choice of the ``changed`` towns rested on in place of what it rested on before."""
    Pool.objects.filter(profile__in=[panel.towns[town].id for town in changed.tolist()]).delete()
    with connection.cursor() as cursor:
        copy(cursor, Pool._meta.db_table, _POOL_COLUMNS, _pools(panel, candidates, changed, prints, at))


def _pools(
    panel: Panel, candidates: Candidates, changed: Indices, prints: list[str], at: datetime
) -> Iterator[tuple[object, ...]]:
    for town in changed.tolist():
        places = np.concatenate([candidates.places[name][town] for name in BUCKETS])
        floors = {name: _floor(candidates.scores[name][town]) for name in BUCKETS}
        signals = [panel.signals[place].id for place in places[places >= 0].tolist()]
        yield panel.towns[town].id, signals, msgspec.json.encode(floors).decode(), prints[town], at


def _floor(scores: Floats) -> float | None:
    """The lowest bulk score of a full list of candidates; None while it has room for any."""
    lowest = float(scores.min(initial=np.inf))
    return lowest if np.isfinite(lowest) else None
