"""Names of filters, orders and fields, as screens say them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antena.signals.search.request import Sort

FACETS: dict[str, Promise] = {
    "kind": _("What it is"),
    "status": _("Where it stands"),
    "impact": _("How it touches towns"),
    "theme": _("Theme"),
    "programme": _("Programme"),
    "language": _("Language of the text"),
    "source": _("Source"),
}
FIELDS: dict[str, Promise] = {
    **FACETS,
    "q": _("Words"),
    "due_from": _("Deadline from"),
    "due_until": _("Deadline until"),
    "published_from": _("Published from"),
    "published_until": _("Published until"),
    "page": _("Page"),
    "sort": _("Order"),
    "samples": _("Sample"),
}
SORTS: dict[Sort, Promise] = {
    Sort.RELEVANCE: _("Most relevant"),
    Sort.DEADLINE: _("Next deadline"),
    Sort.NEWEST: _("Newest"),
}
