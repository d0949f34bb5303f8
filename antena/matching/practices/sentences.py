"""How conditions of a practice are said, and why an expert is named; keys to messages with values."""

from antena.matching.engine.marks import Message, _, ngettext

CONDITIONS: dict[str, Message] = {
    "near.themes": _("It is about %(themes)s, as your need is."),
    "near.words": _("It says what your need says, in the same words."),
    "near.meaning": _("What it tells is close in meaning to your need."),
    "size.same": _(
        "It was done in a place of %(inhabitants)s inhabitants; yours, of %(own)s, is alike in size."
    ),
    "size.smaller": _(
        "It was done in a place of %(inhabitants)s inhabitants, smaller than yours, of %(own)s: what it"
        " carried, you can."
    ),
    "size.larger": _(
        "It was done in a place of %(inhabitants)s inhabitants, larger than yours, of %(own)s: you may need"
        " others to carry it with."
    ),
    "size.unstated": _("How large the place is where it was done is not stated."),
    "territory.shared": _("It speaks of %(territories)s, and your town is that too."),
    "territory.others": _("It speaks of %(territories)s; your town is another kind of place."),
    "territory.unstated": _("What kind of territory it was done in is not stated."),
    "climate.alike": _(
        "%(place)s lies at %(latitude)s° of latitude and your town at %(own_latitude)s°: a climate that may"
        " be alike."
    ),
    "climate.alike.altitude": _(
        "%(place)s lies at %(latitude)s° of latitude and %(metres)s m, your town at %(own_latitude)s° and"
        " %(own_metres)s m: a climate that may be alike."
    ),
    "climate.other": _(
        "%(place)s lies at %(latitude)s° of latitude and your town at %(own_latitude)s°: expect another"
        " climate."
    ),
    "climate.other.altitude": _(
        "%(place)s lies at %(latitude)s° of latitude and %(metres)s m, your town at %(own_latitude)s° and"
        " %(own_metres)s m: expect another climate."
    ),
    "climate.unstated": _("We could not tell where it was done, so its climate cannot be compared."),
    "competence.own": _("Its text speaks of a town hall that acts: yours can too."),
    "competence.county": _(
        "Its text speaks of a county or of municipalities together that act: look for those beside you."
    ),
    "competence.region": _("Its text speaks of a region that acts: it takes more than a town hall."),
    "competence.state": _("Its text speaks of a state that acts: it takes more than a town hall."),
    "competence.unstated": _("Who has to act is not stated."),
    "cost.fits": _("Its text names a cost of %(amount)s: a town hall like yours can usually carry that."),
    "cost.heavy": _("Its text names a cost of %(amount)s: heavy for a town hall of %(own)s inhabitants."),
    "cost.unstated": _("What it cost is not stated."),
    "time.short": ngettext(
        "Its text names a time of %(count)s month: one council can see it through.",
        "Its text names a time of %(count)s months: one council can see it through.",
    ),
    "time.long": ngettext(
        "Its text names a time of %(count)s month: it takes longer than most councils sit.",
        "Its text names a time of %(count)s months: it takes longer than most councils sit.",
    ),
    "time.unstated": _("How long it took is not stated."),
}

EXPERTS: dict[str, Message] = {
    "expert.practice": _("It did “%(title)s”, which answers your need."),
    "expert.projects": ngettext(
        "It took part in %(count)s funded project near your need: “%(title)s”.",
        "It took part in %(count)s funded projects near your need, among them “%(title)s”.",
    ),
    "expert.organisation": _("The directory lists it for %(themes)s."),
}

STATES: dict[str, str] = {
    "alike": _("alike"),
    "different": _("different"),
    "not_stated": _("not stated"),
}
LABELS: dict[str, str] = {
    "size": _("Size"),
    "territory": _("Territory"),
    "climate": _("Climate"),
    "competence": _("Who acts"),
    "cost": _("Cost"),
    "time": _("Time"),
}
