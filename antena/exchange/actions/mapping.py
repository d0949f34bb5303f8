"""Which column of the file is which."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from antena.accounts.models import User
from antena.exchange.actions.states import audit, held
from antena.exchange.enums import ImportState
from antena.exchange.models import Import, RememberedMapping
from antena.exchange.queries import headers_digest
from antena.exchange.targets import TARGETS

_BEFORE_CARRYING = (ImportState.UPLOADED, ImportState.MAPPED, ImportState.CHECKED)


class WrongMappingError(Exception):
    """The columns cannot be used so: ``missing`` must be given, ``twice`` came from two headers."""

    def __init__(self, *, missing: list[str], twice: list[str], unknown: list[str]) -> None:
        super().__init__(f"missing {missing}, twice {twice}, unknown {unknown}")
        self.missing = missing
        self.twice = twice
        self.unknown = unknown


@transaction.atomic
def map_columns(
    *, import_id: int, mapping: Mapping[str, str], blanks_erase: bool, by: User, at: datetime
) -> Import:
    """Write which header is which column, and remember it for files with the same headers.

    ``mapping`` is header → column, "" or absent for none. Raises `WrongMappingError`, `WrongStateError`.
    """
    brought = held(import_id, *_BEFORE_CARRYING)
    chosen = {header: column for header, column in mapping.items() if column}
    columns = TARGETS[brought.target].columns()
    required = [column.name for column in columns if column.required]
    known = {column.name for column in columns}
    missing = [name for name in required if name not in chosen.values()]
    twice = [name for name, count in Counter(chosen.values()).items() if count > 1]
    unknown = sorted((set(chosen.values()) - known) | (set(chosen) - set(brought.headers)))
    if missing or twice or unknown:
        raise WrongMappingError(missing=missing, twice=twice, unknown=unknown)
    brought.mapping, brought.blanks_erase, brought.state = chosen, blanks_erase, ImportState.MAPPED
    brought.save(update_fields=["mapping", "blanks_erase", "state"])
    brought.rows.all().delete()
    RememberedMapping.objects.update_or_create(
        target=brought.target,
        headers=headers_digest(brought.headers),
        defaults={"mapping": chosen, "at": at},
    )
    audit("mapped", brought, by, {"mapping": chosen, "blanks_erase": blanks_erase})
    return brought
