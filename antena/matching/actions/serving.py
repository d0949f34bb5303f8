"""Looking every night whether small towns get something, and writing to the office once when they do not."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from antena.accounts import queries as accounts
from antena.lib.dates import day_of
from antena.matching.models import Served
from antena.matching.queries.drift import score_counts
from antena.matching.queries.fairness import fairness
from antena.notices import actions as notices

# The name of this kind of mail among those a person may not want.
MAIL = "unserved towns"


@transaction.atomic
def check_serving(*, at: datetime) -> Served:
    """Write down how many small towns are served; where some newly are not, post a message to the office.

    A spell in which towns go unserved is told once, whatever their number.
    """
    small = fairness(at=at).small
    last = Served.objects.filter(day__lt=day_of(at)).order_by("-day").first()
    is_amiss = small.served < small.towns
    algorithm, scores = score_counts()
    seen = {"towns": small.towns, "served": small.served, "algorithm": algorithm, "scores": scores}
    row, _new = Served.objects.update_or_create(day=day_of(at), defaults=seen | {"told": is_amiss})
    if is_amiss and not (last is not None and last.told):
        _tell(small.towns - small.served, at)
    return row


def _tell(count: int, at: datetime) -> None:
    for officer in accounts.officers_to_mail(kind=MAIL):
        with translation.override(officer.language):
            notices.post(
                to=officer.email,
                language=officer.language,
                subject=_("Small towns without anything useful that is new: %(n)s") % {"n": count},
                body=_(
                    "%(n)s towns with fewer than 1,000 inhabitants have nothing useful on their radar that"
                    " came in the last 30 days. The page on matching at your desk names them. This is"
                    " said once, until all have something."
                )
                % {"n": count},
                key=f"unserved {day_of(at)} {officer.pk}",
                at=at,
            )
