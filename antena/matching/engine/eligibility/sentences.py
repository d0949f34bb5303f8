"""The words for conditions, gaps and reasons for a partner, marked for translation."""

from antena.matching.engine.marks import Message, _, ngettext

CONDITIONS: dict[str, Message] = {
    "who.not_stated": _("The text we have does not say who can take part, nor does a guide we know."),
    "who.unclear": _("It limits who can take part, in words we could not read: see the sentence."),
    "who.anybody": _("Any legal entity can take part."),
    "who.all": _("All are bodies that can take part: %(bodies)s."),
    "who.kind_unknown": _("Only %(bodies)s can take part; we do not know what %(members)s is."),
    "who.others": _("Only %(bodies)s can take part: not %(members)s."),
    "who.others.perhaps": _("It seems that only %(bodies)s can take part, not %(members)s: read the text."),
    "where.not_stated": _("It is not said from which countries one can take part."),
    "where.inside": _("All are from countries that can take part."),
    "where.group": _("We could not tell whether %(members)s can take part from where it is: read the text."),
    "where.elsewhere": _("Only bodies from %(countries)s can take part: not %(members)s."),
    "where.elsewhere.perhaps": _(
        "It seems that only bodies from %(countries)s can take part, not %(members)s: read the text."
    ),
    "size.fits": _("%(members)s has %(inhabitants)s inhabitants, as asked of whoever applies."),
    "size.population_unknown": _("It depends on the inhabitants of %(members)s, which we do not know."),
    "size.too_small": _(
        "Whoever applies has at least %(limit)s inhabitants; %(members)s has %(inhabitants)s."
    ),
    "size.too_small.perhaps": _(
        "It seems that whoever applies needs %(limit)s inhabitants, perhaps together with others; "
        "%(members)s has %(inhabitants)s."
    ),
    "size.too_large": _(
        "Whoever applies has at most %(limit)s inhabitants; %(members)s has %(inhabitants)s."
    ),
    "size.too_large.perhaps": _(
        "It seems that whoever applies may have at most %(limit)s inhabitants; %(members)s has "
        "%(inhabitants)s."
    ),
    "partners.not_stated": _("It is not said how many must apply together."),
    "partners.alone": _("One applicant is enough."),
    "partners.enough": ngettext(
        "At least %(count)s takes part: you are %(have)s.", "At least %(count)s take part: you are %(have)s."
    ),
    "partners.too_few": ngettext(
        "At least %(count)s takes part: you are %(have)s.", "At least %(count)s take part: you are %(have)s."
    ),
    "partners.too_few.perhaps": ngettext(
        "It seems that at least %(count)s takes part: you are %(have)s.",
        "It seems that at least %(count)s take part: you are %(have)s.",
    ),
    "partners.too_many": ngettext(
        "At most %(count)s takes part: you are %(have)s.", "At most %(count)s take part: you are %(have)s."
    ),
    "partners.too_many.perhaps": ngettext(
        "It seems that at most %(count)s takes part: you are %(have)s.",
        "It seems that at most %(count)s take part: you are %(have)s.",
    ),
    "countries.not_stated": _("It is not said from how many countries the partners come."),
    "countries.enough": ngettext(
        "Partners from at least %(count)s country: you are from %(countries)s.",
        "Partners from at least %(count)s countries: you are from %(countries)s.",
    ),
    "countries.country_unknown": ngettext(
        "Partners from at least %(count)s country; we do not know the country of one of you.",
        "Partners from at least %(count)s countries; we do not know the country of one of you.",
    ),
    "countries.too_few": ngettext(
        "Partners from at least %(count)s country: you are from %(have)s.",
        "Partners from at least %(count)s countries: you are from %(have)s.",
    ),
    "countries.too_few.perhaps": ngettext(
        "It seems that partners from at least %(count)s country are asked: you are from %(have)s.",
        "It seems that partners from at least %(count)s countries are asked: you are from %(have)s.",
    ),
    "union.enough": ngettext(
        "At least %(count)s partner from a member state of the Union: you have %(have)s.",
        "At least %(count)s partners from member states of the Union: you have %(have)s.",
    ),
    "union.too_few": ngettext(
        "At least %(count)s partner from a member state of the Union: you have %(have)s.",
        "At least %(count)s partners from member states of the Union: you have %(have)s.",
    ),
    "union.too_few.perhaps": ngettext(
        "It seems that at least %(count)s partner is from a member state of the Union: you have %(have)s.",
        "It seems that at least %(count)s partners are from member states of the Union: you have %(have)s.",
    ),
    "outside.enough": ngettext(
        "At least %(count)s partner from outside the Union: you have %(have)s.",
        "At least %(count)s partners from outside the Union: you have %(have)s.",
    ),
    "outside.too_few": ngettext(
        "At least %(count)s partner from outside the Union: you have %(have)s.",
        "At least %(count)s partners from outside the Union: you have %(have)s.",
    ),
    "outside.too_few.perhaps": ngettext(
        "It seems that at least %(count)s partner is from outside the Union: you have %(have)s.",
        "It seems that at least %(count)s partners are from outside the Union: you have %(have)s.",
    ),
    "mix.enough": ngettext(
        "At least %(count)s partner of this kind is among you: %(bodies)s.",
        "At least %(count)s partners of these kinds are among you: %(bodies)s.",
    ),
    "mix.kind_unknown": ngettext(
        "It asks for %(count)s partner of this kind: %(bodies)s. We do not know what one of you is.",
        "It asks for %(count)s partners of these kinds: %(bodies)s. We do not know what one of you is.",
    ),
    "mix.too_few": ngettext(
        "It asks for %(count)s partner of this kind: %(bodies)s.",
        "It asks for %(count)s partners of these kinds: %(bodies)s.",
    ),
    "mix.too_few.perhaps": ngettext(
        "It seems to ask for %(count)s partner of this kind: %(bodies)s.",
        "It seems to ask for %(count)s partners of these kinds: %(bodies)s.",
    ),
    "budget.not_stated": _("It is not said how much one project gets."),
    "budget.at_least": _("One project gets at least %(amount)s: set your plan against it."),
    "budget.at_most": _("One project gets at most %(amount)s: set your plan against it."),
    "budget.too_little": _("One project gets at least %(amount)s: your plan asks for less."),
    "budget.too_little.perhaps": _("It seems that one project gets at least %(amount)s."),
    "budget.too_much": _("One project gets at most %(amount)s: your plan asks for more."),
    "budget.too_much.perhaps": _("It seems that one project gets at most %(amount)s."),
    "budget.fits": _("A project of %(amount)s fits."),
    "lump_sum.fixed": _("A lump sum of %(amount)s, whatever it costs."),
    "lump_sum.between": _("A lump sum of between %(amount)s and %(highest)s, whatever it costs."),
    "rate.not_stated": _("It is not said what share of the cost is paid."),
    "rate.whole": _("The whole cost can be paid."),
    "rate.own_share": _("At most %(percent)s %% is paid: you find %(own)s %% yourselves."),
    "duration.not_stated": _("It is not said how long a project lasts."),
    "duration.at_least": ngettext(
        "A project lasts at least %(count)s month.", "A project lasts at least %(count)s months."
    ),
    "duration.at_most": ngettext(
        "A project lasts at most %(count)s month.", "A project lasts at most %(count)s months."
    ),
    "duration.too_short": ngettext(
        "A project lasts at least %(count)s month: your plan is shorter.",
        "A project lasts at least %(count)s months: your plan is shorter.",
    ),
    "duration.too_short.perhaps": ngettext(
        "It seems that a project lasts at least %(count)s month.",
        "It seems that a project lasts at least %(count)s months.",
    ),
    "duration.too_long": ngettext(
        "A project lasts at most %(count)s month: your plan is longer.",
        "A project lasts at most %(count)s months: your plan is longer.",
    ),
    "duration.too_long.perhaps": ngettext(
        "It seems that a project lasts at most %(count)s month.",
        "It seems that a project lasts at most %(count)s months.",
    ),
    "duration.fits": ngettext("%(count)s month fits.", "%(count)s months fit."),
}

# What is missing, by the kind of the condition that fails for it.
GAPS: dict[str, Message] = {
    "partners": ngettext("%(count)s more partner.", "%(count)s more partners."),
    "countries": ngettext(
        "Partners from %(count)s other country.", "Partners from %(count)s other countries."
    ),
    "union": ngettext(
        "%(count)s partner from a member state of the Union.",
        "%(count)s partners from member states of the Union.",
    ),
    "outside": ngettext(
        "%(count)s partner from outside the Union.", "%(count)s partners from outside the Union."
    ),
    "mix": ngettext(
        "%(count)s partner of this kind: %(bodies)s.", "%(count)s partners of these kinds: %(bodies)s."
    ),
}

# Why somebody is proposed as a partner.
GROUNDS: dict[str, Message] = {
    "twin": _("A twin town of %(town)s."),
    "likely_twin": _("Proposed by our twin finder: it fits %(town)s as a twin town would."),
    "twin_of_neighbour": _("A twin town of %(neighbour)s, beside %(town)s."),
    "experience": ngettext(
        "In %(count)s project of these programmes, in our records.",
        "In %(count)s projects of these programmes, in our records.",
    ),
    "led": ngettext("It led %(count)s of them.", "It led %(count)s of them."),
    "similar_size": _("Of a size like %(town)s: %(inhabitants)s inhabitants."),
    "directory": _("In the directory of the association."),
}
