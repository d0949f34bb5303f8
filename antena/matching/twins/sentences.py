"""Every sentence of the twin finder by key, marked for translation. Values are named; who translates formats
them.
"""

from antena.matching.engine.marks import Message, _, ngettext

TWINS: dict[str, Message] = {
    "twin.size.alike": _("It has %(inhabitants)s inhabitants, about as many as yours (%(own)s)."),
    "twin.size.larger": _("It is larger than your town: %(inhabitants)s inhabitants, yours has %(own)s."),
    "twin.size.smaller": _("It is smaller than your town: %(inhabitants)s inhabitants, yours has %(own)s."),
    "twin.size.unknown": _("We do not know how many inhabitants the two have."),
    "twin.distance.neighbours": _("It is %(km)s km away, in a country beside yours."),
    "twin.distance.continent": _("It is %(km)s km away, on your continent."),
    "twin.distance.far": _("It is %(km)s km away, on another continent."),
    "twin.language.main": _("You share a language: the most spoken one of the two countries."),
    "twin.language.second": _("The language of one country is spoken in the other: %(country)s and yours."),
    "twin.language.minority": _("A language is spoken in both countries: %(country)s and yours."),
    "twin.language.branch": _("Your countries' languages are close relatives."),
    "twin.language.family": _("Your countries' languages are distant relatives."),
    "twin.language.script": _("Your countries' languages are not related; they share a script."),
    "twin.language.nothing": _("Your countries' languages share neither origin nor script."),
    "twin.language.unknown": _("We do not know the languages of one of the countries."),
    "twin.history.many": ngettext(
        "%(count)s known twinning joins your country with %(country)s: more than their many "
        "other twins let expect.",
        "%(count)s known twinnings join your country with %(country)s: more than their many "
        "other twins let expect.",
    ),
    "twin.history.few": ngettext(
        "%(count)s known twinning joins your country with %(country)s: fewer than their "
        "other twins let expect.",
        "%(count)s known twinnings join your country with %(country)s: fewer than their "
        "other twins let expect.",
    ),
    "twin.history.none": _("No twinning of your country with %(country)s is known."),
    "twin.funding.both": _("Both of you are in the European Union, which pays for meetings of twins (CERV)."),
    "twin.funding.one": _(
        "One of you is in the European Union; the other can be paid for its meetings only if %(country)s "
        "and yours take part in CERV."
    ),
    "twin.funding.none": _("The European Union's money for town twinning is not for this pair."),
    "twin.regions.some": ngettext(
        "%(count)s known twinning joins your region with its region.",
        "%(count)s known twinnings join your region with its region.",
    ),
    "twin.regions.none": _("No twinning of your region with its region is known."),
    "twin.around.same": _("%(towns)s, near you, is its twin."),
    "twin.around.near": _("%(towns)s, near you, is the twin of %(twins)s, %(km)s km from it."),
    "twin.around.unknown": _("No twin of the towns near you is known."),
    "twin.friends.some": ngettext(
        "You have a twin in common: %(towns)s.", "You have %(count)s twins in common, such as %(towns)s."
    ),
    "twin.friends.none": _("You have no twin in common."),
    "twin.friends.unknown": _("No twin of yours is known."),
    "twin.again.some": _("You have a twin in %(country)s already: %(towns)s."),
    "twin.again.none": _("You have no twin in %(country)s yet."),
    "twin.again.unknown": _("No twin of yours is known."),
    "twin.openness.some": ngettext(
        "It has %(count)s known twin: it knows what a twinning asks.",
        "It has %(count)s known twins: it knows what a twinning asks.",
    ),
    "twin.openness.none": _("No twin of it is known: you would be the first."),
    "twin.standing.capitals": _("Both are capitals of their countries."),
    "twin.standing.firsts": _("Both are the first town of their region."),
    "twin.standing.capital": _("It is the capital of its country."),
    "twin.standing.first": _("It is the largest town of its region."),
    "twin.standing.ordinary": _("It is not the first town of its region."),
    "twin.name.same": _("It has your name."),
    "twin.name.word": _("Its name shares a rare word with yours."),
    "twin.name.other": _("Its name has nothing in common with yours."),
}
