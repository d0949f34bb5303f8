"""What each feature of the twin finder means, as the public reads it, marked for translation.

The words are those of the feature's own docstring, a line for each paragraph; a test holds them equal.
"""

from antena.matching.engine.marks import _

EXPLANATIONS: dict[str, str] = {
    "size": _(
        "It is about as large as your town.\n"
        "The inhabitants of both are set against each other as a ratio. Towns of a like size have "
        "like means, and like matters to talk about."
    ),
    "sizes": _(
        "Towns of your size do twin with towns of its size.\n"
        "How often real twinnings join a town of the one size with a town of the other."
    ),
    "distance": _(
        "How far away it is.\n"
        "Kilometres in a straight line: near enough to meet often, or so far that the journey is "
        "the point."
    ),
    "language": _(
        "What the languages of the two countries have in common.\n"
        "The same language, one that is second in one of them, a related one, or only the script."
    ),
    "continent": _("Whether the two countries are neighbours, or of the same continent."),
    "history": _(
        "Your two countries twin more, or less, than others.\n"
        "The twinnings between the two countries that are known in the world are set against what "
        "would be expected of how many twins each of them has."
    ),
    "funding": _(
        "The Union can pay for your meetings.\n"
        "Town twinning of the programme CERV asks for towns of two countries that take part in it, "
        "one of them at least in the European Union."
    ),
    "regions": _(
        "Towns of your region are twinned with towns of its region.\n"
        "The known twinnings between the two regions are set against what would be expected of the "
        "two countries."
    ),
    "around": _(
        "Towns near yours are twinned with it, or with towns near it.\n"
        "Of the twins of the towns within 100 km of yours, how far the nearest is from it."
    ),
    "friends": _(
        "You have twins in common.\n"
        "Each shared twin counts, and counts for less the more twins it has itself (Adamic and "
        "Adar's measure)."
    ),
    "again": _(
        "You have twins in its country already, or have not.\n"
        "A second twin in a country is easier in some cases and superfluous in others: what towns "
        "do is learned."
    ),
    "standing": _(
        "It is in its country what your town is in yours.\n"
        "Capitals twin with capitals, and the first towns of regions with each other."
    ),
    "name": _(
        "Its name is like yours.\nTowns that share a rare name, or a rare word of it, find each other by it."
    ),
}
