"""The official numbers of signals, stored as they are read."""

from collections import defaultdict
from collections.abc import Sequence

from antena.signals.linking.keys import Key, keys_of
from antena.signals.models import Signal, SignalKey, Unlinked


def store_keys(signals: Sequence[Signal]) -> None:
    """Write the numbers of these signals, and that what they belong to has to be looked at again."""
    stored: dict[int, set[Key]] = defaultdict(set)
    for row in SignalKey.objects.filter(signal__in=signals):
        stored[row.signal_id].add(Key(row.scheme, row.value, row.relation))
    read = {signal.pk: set(_keys(signal)) for signal in signals}
    if changed := [pk for pk, keys in read.items() if stored[pk] - keys]:
        SignalKey.objects.filter(signal__in=changed).delete()
        stored = defaultdict(set, {pk: keys for pk, keys in stored.items() if pk not in changed})
    SignalKey.objects.bulk_create(
        SignalKey(signal_id=pk, scheme=key.scheme, value=key.value, relation=key.relation)
        for pk, keys in read.items()
        for key in sorted(keys - stored[pk])
    )
    Unlinked.objects.bulk_create([Unlinked(signal_id=pk) for pk in read], ignore_conflicts=True)


def _keys(signal: Signal) -> list[Key]:
    return keys_of(
        kind=signal.kind,
        external_id=signal.external_id,
        url=signal.url,
        references=signal.references,
        details=signal.details,
    )
