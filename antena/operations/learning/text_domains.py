"""The domains of EuroVoc a text belongs to, learned from the older four fifths of the acts."""

from typing import Final

from antena.lib.learned import Provenance, Weights
from antena.operations.classifying import laws
from antena.operations.classifying.fitting import Shape, fit
from antena.operations.classifying.law_examples import examples
from antena.operations.datasets.acts import acts
from antena.operations.evaluation.bench import Bench
from antena.operations.learning.frame import Model
from antena.themes.classifier.learned import PACKAGE

SHAPE: Final = Shape(stiffness=0.4, words=1.0, numbers=0.5)


def _learn(bench: Bench) -> Weights:
    older, newer = laws.split(acts(bench.data))
    return fit(
        examples(older, laws.domain_flags(older), bench),
        name="domains",
        classes=laws.DOMAINS,
        languages=("en", "fr"),
        provenance=Provenance(
            what="Domains of EuroVoc from the meaning of a text, the numbers of laws in it, its words "
            "and its codes of the directory of EU law",
            data=("EU acts with EuroVoc descriptors, EUR-Lex, © European Union, CC BY 4.0",),
            split=f"learned from the acts before {newer[0].date}; the newest fifth was kept out",
            learned_on="2026-11-22",
            command="antena learn text_domains --data DIR",
            model=bench.model,
        ),
        shape=SHAPE,
    )


MODEL = Model(
    name="text_domains",
    title="Text → the 21 domains of EuroVoc",
    package=PACKAGE,
    learn=_learn,
)
