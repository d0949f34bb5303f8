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
# The domains of EuroVoc by their two digits; the thesaurus names concepts, not these.
DOMAINS: dict[str, Promise] = {
    "04": _("Politics"),
    "08": _("International relations"),
    "10": _("European Union"),
    "12": _("Law"),
    "16": _("Economics"),
    "20": _("Trade"),
    "24": _("Finance"),
    "28": _("Social questions"),
    "32": _("Education and communications"),
    "36": _("Science"),
    "40": _("Business and competition"),
    "44": _("Employment and working conditions"),
    "48": _("Transport"),
    "52": _("Environment"),
    "56": _("Agriculture, forestry and fisheries"),
    "60": _("Agri-foodstuffs"),
    "64": _("Production, technology and research"),
    "66": _("Energy"),
    "68": _("Industry"),
    "72": _("Geography"),
    "76": _("International organisations"),
}
