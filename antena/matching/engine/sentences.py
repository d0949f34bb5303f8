"""Every sentence of the engine by key, marked for translation. Values are named; who translates formats
them.
"""

from antena.matching.engine.eligibility.sentences import CONDITIONS, GAPS, GROUNDS
from antena.matching.engine.marks import Message, _, ngettext

# What features say.
REASONS: dict[str, Message] = {
    "themes.shared": _("It is about %(themes)s, which you said matters to you."),
    "themes.assumed": _("It is about %(themes)s, which usually matters to towns like yours (assumed)."),
    "themes.none": _("It is about none of the themes of your town."),
    "need.close": _("It is close to the needs your town wrote."),
    "need.some": _("It has something to do with the needs your town wrote."),
    "need.far": _("It has little to do with the needs your town wrote."),
    "goals.shared": _("It serves goals your town chose: %(goals)s."),
    "goals.none": _("It serves none of the goals your town chose."),
    "assets.shared": _("It speaks of what your town has: %(assets)s."),
    "assets.none": _("It does not speak of what your town has."),
    "impact.duty": _("It brings a legal duty for local government."),
    "impact.money": _("It brings money for local government."),
    "impact.service": _("It touches services that town halls give."),
    "impact.opportunity": _("It is an opportunity for local government."),
    "impact.none": _("Nothing in it names local government."),
    "body.named": _("It names %(bodies)s among those who can take part."),
    "body.public": _("Public bodies can take part, and a town hall is one."),
    "body.open": _("Any legal entity can take part, so a town hall can too."),
    "body.others": _("It names other bodies, not town halls."),
    "deadline.comfortable": ngettext(
        "There is %(count)s day left, until %(deadline)s: time enough to prepare it.",
        "There are %(count)s days left, until %(deadline)s: time enough to prepare it.",
    ),
    "deadline.tight": ngettext(
        "Only %(count)s day is left, until %(deadline)s; a town hall like yours usually needs %(needed)s.",
        "Only %(count)s days are left, until %(deadline)s; a town hall like yours usually needs %(needed)s.",
    ),
    "deadline.far": _("It closes on %(deadline)s: there is no hurry yet."),
    "burden.fits.amount": _("Its size suits a town hall like yours: about %(amount)s for a project."),
    "burden.fits.partners": _("Its size suits a town hall like yours: at least %(partners)s partners."),
    "burden.fits.both": _(
        "Its size suits a town hall like yours: some %(amount)s, at least %(partners)s partners."
    ),
    "burden.heavy.amount": _("It is heavy for a town hall like yours: about %(amount)s for a project."),
    "burden.heavy.partners": _("It is heavy for a town hall like yours: at least %(partners)s partners."),
    "burden.heavy.both": _(
        "It is heavy for a town hall like yours: some %(amount)s, at least %(partners)s partners."
    ),
    "burden.small.amount": _("It is small for a town hall like yours: about %(amount)s for a project."),
    "burden.small.partners": _("It is small for a town hall like yours: at least %(partners)s partners."),
    "burden.small.both": _(
        "It is small for a town hall like yours: some %(amount)s, at least %(partners)s partners."
    ),
    "experience.own": ngettext(
        "Your town has taken part in %(count)s project of this programme or of those before it.",
        "Your town has taken part in %(count)s projects of this programme or of those before it.",
    ),
    "experience.near": _("%(place)s, beside you, has taken part in this programme: ask how it went."),
    "experience.elsewhere": ngettext(
        "Your town has taken part in %(count)s European project, of another programme.",
        "Your town has taken part in %(count)s European projects, of other programmes.",
    ),
    "experience.none": _("Neither your town nor those beside it have been in this programme."),
    "territory.shared": _("It is meant for territories like yours: %(territories)s."),
    "territory.others": _("It is meant for other territories: %(territories)s."),
    "audience.meant": _("It speaks of municipalities of your size: %(audience)s."),
    "audience.others": _("It speaks of municipalities of another size: %(audience)s."),
    "recency.new": ngettext(
        "It is new: published %(count)s day ago.", "It is new: published %(count)s days ago."
    ),
    "recency.older": ngettext("It was published %(count)s day ago.", "It was published %(count)s days ago."),
    "status.open": _("It is open now."),
    "status.forthcoming": _("It will open soon."),
    "status.under_way": _("It is still being decided."),
    "status.in_force": _("It is in force."),
    "status.unknown": _("We do not know whether it is open."),
    "status.closed": _("It is closed."),
    "status.no_longer_in_force": _("It is no longer in force."),
    "place.kept": _(
        "Of what came in the last %(count)s days this suits your town best: small towns have a place kept"
        " for it."
    ),
    "priority.raises": _("%(body)s made “%(priority)s” a priority on %(adopted)s: this item rises."),
    "priority.lowers": _("%(body)s decided on %(adopted)s to put “%(priority)s” later: this item falls."),
}

# The sentences of features that speak against a pair, whatever the score beside them.
WARNINGS = frozenset(
    {
        "themes.none",
        "need.far",
        "goals.none",
        "assets.none",
        "impact.none",
        "body.others",
        "deadline.tight",
        "burden.heavy.amount",
        "burden.heavy.partners",
        "burden.heavy.both",
        "burden.small.amount",
        "burden.small.partners",
        "burden.small.both",
        "experience.none",
        "territory.others",
        "audience.others",
        "recency.older",
        "status.unknown",
        "status.closed",
        "status.no_longer_in_force",
    }
)

# What gates say.
GATES: dict[str, Message] = {
    "standing.stands": _("It stands: neither closed nor withdrawn."),
    "standing.closed": _("It is closed."),
    "standing.no_longer_in_force": _("It is no longer in force."),
    "standing.delisted": _("Its publisher no longer lists it."),
    "standing.set_aside": _("The office set it aside."),
    "deadline.passed": _("Its deadline passed on %(deadline)s."),
    "deadline.ahead": _("Its deadline, %(deadline)s, has not passed."),
    "local.touches": _("It touches local government."),
    "local.nothing": _("Nothing in it touches local government."),
    "country.eligible": _("Bodies from %(country)s can take part."),
    "country.group": _("We could not tell whether bodies from %(country)s can take part: read the text."),
    "country.elsewhere": _("Only bodies from %(countries)s can take part."),
    "country.elsewhere.perhaps": _(
        "It seems that only bodies from %(countries)s can take part: read the text."
    ),
    "body.eligible": _("A town hall can take part: the text names %(bodies)s."),
    "body.unstated": _("The text we have does not say who can take part."),
    "body.others": _("Only %(bodies)s can take part, not a town hall."),
    "body.others.perhaps": _("It seems that only %(bodies)s can take part: read the text."),
    "size.fits": _("A town of %(inhabitants)s inhabitants can take part."),
    "size.population_unknown": _("It depends on the number of inhabitants, which we do not know."),
    "size.too_small": _("It asks for at least %(limit)s inhabitants; your town has %(inhabitants)s."),
    "size.too_small.perhaps": _(
        "It seems to ask for at least %(limit)s inhabitants; your town has %(inhabitants)s: read the text."
    ),
    "size.too_large": _("It takes at most %(limit)s inhabitants; your town has %(inhabitants)s."),
    "size.too_large.perhaps": _(
        "It seems to take at most %(limit)s inhabitants; your town has %(inhabitants)s: read the text."
    ),
}

OBSTACLES: dict[str, Message] = {
    "obstacle.partners": ngettext(
        "It needs at least %(count)s partner.", "It needs at least %(count)s partners, yourselves included."
    ),
    "obstacle.countries": ngettext(
        "The partners must come from at least %(count)s country.",
        "The partners must come from at least %(count)s different countries.",
    ),
    "obstacle.own_share": _("You must find %(percent)s %% of the cost yourselves."),
    "obstacle.little_time": ngettext(
        "Only %(count)s day is left.",
        "Only %(count)s days are left, and preparing it takes about %(needed)s.",
    ),
    "obstacle.not_open": _("It is not open yet."),
}

STEPS: dict[str, Message] = {
    "step.nothing": _("Nothing to do: this one is not for your town."),
    "step.read": _("Read it, and keep what serves you."),
    "step.ask_author": _("Write to whoever did it and ask how it went."),
    "step.check_duty": _("Check what your town hall must do, and by when."),
    "step.follow": _("Follow it: we tell you when something changes."),
    "step.answer": _("Answer it, or send the office what you would answer."),
    "step.partners": ngettext("Look for %(count)s partner.", "Look for %(count)s partners."),
    "step.partners_abroad": ngettext(
        "Look for partners: %(partners)s, from %(count)s other country.",
        "Look for partners: %(partners)s, from %(count)s other countries.",
    ),
    "step.tell_office": _("Tell the office you are interested: they read the conditions with you."),
    "step.conditions": _("Read the conditions and decide whether to apply."),
}

# The kinds of body eligibility rules name.
BODIES: dict[str, str] = {
    "municipality": _("municipalities"),
    "local_authority": _("local authorities"),
    "regional_authority": _("regional authorities"),
    "national_authority": _("national authorities"),
    "public_body": _("public bodies"),
    "university": _("universities"),
    "research": _("research organisations"),
    "school": _("schools"),
    "sme": _("small and medium-sized companies"),
    "company": _("companies"),
    "ngo": _("non-profit organisations"),
    "social_partner": _("trade unions and employers' organisations"),
    "police": _("police authorities"),
    "border_authority": _("border and customs authorities"),
    "first_responder": _("first responders"),
    "international_organisation": _("international organisations"),
    "natural_person": _("individual people"),
    "any_legal_entity": _("any legal entity"),
}

# How many of ten such matches judges found worth reading; the score itself says nothing to anybody.
USEFUL: dict[str, Message] = {
    "useful.most": _("Nearly all such matches were judged worth reading."),
    "useful.some": _("About %(count)s in 10 such matches were judged worth reading."),
    "useful.few": _("Fewer than 1 in 10 such matches were judged worth reading."),
}

SENTENCES: dict[str, dict[str, Message]] = {
    "reason": REASONS,
    "gate": GATES,
    "obstacle": OBSTACLES,
    "step": STEPS,
    "condition": CONDITIONS,
    "gap": GAPS,
    "ground": GROUNDS,
    "useful": USEFUL,
}
