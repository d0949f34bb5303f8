"""What each feature means, as the public reads it, marked for translation.

The words are those of the feature's own docstring, a line for each paragraph; a test holds them equal.
"""

from antena.matching.engine.marks import _

EXPLANATIONS: dict[str, str] = {
    "themes": _(
        "It is about what your town cares about.\n"
        "Each theme of the signal counts by how surely the signal is about it and how much it matters "
        "to the town. The first theme shared counts most; each further one adds, and adds less. Until "
        "somebody of the town hall has confirmed its themes, they are assumed from what the town is, "
        "and the sentence says so."
    ),
    "need": _(
        "It is close to the needs your town wrote in its own words.\n"
        "The meaning of what the town wrote is compared with the meaning of the signal, whatever the "
        "languages of the two. A town that wrote nothing is not judged by this."
    ),
    "goals": _(
        "It serves the Sustainable Development Goals your town chose.\n"
        "Each goal of the signal that the town chose counts by how surely the signal serves it. A "
        "town that chose none is not judged by this."
    ),
    "assets": _(
        "It speaks of something your town has: a beach, a natural park, a market, a hospital.\n"
        "A town that named no asset is not judged by this, nor is a signal that speaks of none."
    ),
    "impact": _(
        "It touches local government: a legal duty most, then money, services, opportunities.\n"
        "The class is read from the text, with the sentence it rests on; a class read with little "
        "confidence counts for less."
    ),
    "body": _(
        "The text names municipalities, or bodies like yours, among those who can take part.\n"
        "Municipalities named as such count fully, local authorities nearly so, public bodies in "
        "general less, and a text open to any legal entity little."
    ),
    "deadline": _(
        "There is still time to prepare it, and it is not so far off that it can wait.\n"
        "An application takes a town hall with nobody for European matters about four months, one "
        "with a team six weeks; answering a consultation takes three. Less time than that lowers the "
        "score day by day; what closes in more than a year counts for less than what closes this "
        "season."
    ),
    "burden": _(
        "Its size suits a town hall like yours: not too heavy to carry, not too small to be worth it.\n"
        "The amount one project receives and the number of partners it asks for are set against the "
        "inhabitants of the town and who in the town hall works on such matters. A twinning of thirty "
        "thousand euros suits a village; a project of five million with ten partners suits a city "
        "with a team."
    ),
    "experience": _(
        "Your town, or one beside it, has taken part in projects of this programme or of those before "
        "it.\n"
        "What is known of funded projects is compared with the programme of the call: a town that was "
        "in one knows what it asks, and one beside it can be asked. Experience of other programmes "
        "counts half. A town with no project on record, nor any beside it, is not judged by this."
    ),
    "territory": _(
        "It is meant for territories like yours: coast, mountain, countryside, city.\n"
        "The kinds of territory the text names are set against what the town is. A text that names "
        "only others counts for less, and for nothing where its title names them. A text that names "
        "none is not judged by this."
    ),
    "audience": _(
        "It speaks of municipalities of your size: small ones, or cities.\n"
        "A text that speaks of both counts for both; one that speaks of neither is not judged by "
        "this."
    ),
    "recency": _(
        "It is new.\n"
        "Newness halves every five years: a law of last year comes before one of the last century."
    ),
    "status": _(
        "Something can be done about it now: it is open, or still being decided.\n"
        "What is open counts most, then what is still being negotiated, what is announced, what is "
        "already in force."
    ),
}
