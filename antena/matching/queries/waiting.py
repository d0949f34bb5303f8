"""What has changed since its matches were last made."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from antena.matching.models import Profile, SignalSubjects
from antena.signals.models import Signal


def unread_signals() -> QuerySet[Signal]:
    """Signals read (again) since they last took part in a pass."""
    current = SignalSubjects.objects.filter(signal=OuterRef("pk"), read_hash=OuterRef("read_hash"))
    return Signal.objects.exclude(read_hash="").filter(~Exists(current))


def changed_profiles() -> QuerySet[Profile]:
    """Profiles that changed since their matches were made, or that have none yet."""
    return Profile.objects.filter(Q(pool=None) | Q(changed_at__gt=F("pool__computed_at")))


def pending_count() -> int:
    """How many signals and profiles wait for a pass."""
    return unread_signals().count() + changed_profiles().count()
