"""What the office is written about alarms, in the language that is active."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antena.sources.alarms.queries import said
from antena.sources.contracts import Contract
from antena.sources.models import Alarm


class Links(NamedTuple):
    """Addresses of screens, in the active language: the sources, and where a token stops these messages."""

    sources: Callable[[], str]
    stop: Callable[[str], str]


# Subject and body of a message about some alarms.
Letter = Callable[[Sequence[Alarm], Mapping[str, Contract], Links], tuple[str, str]]


def new_alarms(alarms: Sequence[Alarm], contracts: Mapping[str, Contract], links: Links) -> tuple[str, str]:
    """What happened to which sources, and what to do next."""
    count = len({alarm.source for alarm in alarms})
    subject = ngettext(
        "%(n)s source needs a look: %(names)s", "%(n)s sources need a look: %(names)s", count
    ) % {"n": count, "names": _names(alarms, contracts)}
    parts = []
    for alarm in alarms:
        told = said(alarm, contracts[alarm.source])
        parts.append(f"{told.happened}\n{told.next_step}\n{links.sources()}#{alarm.source}")
    return subject, "\n\n".join(parts)


def all_well(alarms: Sequence[Alarm], contracts: Mapping[str, Contract], links: Links) -> tuple[str, str]:
    """That nothing is amiss any more."""
    names = _names(alarms, contracts)
    body = _("Every source is well again. What had been reported of these is over: %(names)s.") % {
        "names": names
    }
    return _("All sources are well again"), f"{body}\n{links.sources()}"


def closing(stop: str) -> str:
    """Why the reader gets this, and how to stop it."""
    return _(
        "You get this because you work in the international office. Antena says each thing once. To stop "
        "these messages: %(address)s"
    ) % {"address": stop}


def _names(alarms: Sequence[Alarm], contracts: Mapping[str, Contract]) -> str:
    named = dict.fromkeys(
        contracts[alarm.source].name if alarm.source in contracts else alarm.source for alarm in alarms
    )
    return ", ".join(named)
