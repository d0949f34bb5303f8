"""Programmes are told apart by family, however they are written."""

import pytest

from antena.matching.engine.programmes import family


@pytest.mark.parametrize(
    ("programme", "known"),
    [
        ("HORIZON", "horizon"),
        ("H2020", "horizon"),
        ("Horizon Europe (HORIZON)", "horizon"),
        ("LIFE", "life"),
        ("CERV", "cerv"),
        ("Europe for Citizens", "cerv"),
        ("Interreg Europe", "interreg"),
        ("INTERREG V-A Spain-France-Andorra (POCTEFA)", "interreg"),
        ("URBACT IV", "interreg"),
        ("ERASMUS+", "erasmus"),
        ("FEDER", "regional"),
        ("UCPM", "civil_protection"),
        ("", ""),
        ("Subvencions de la Diputació", ""),
        ("Wildlife trust", ""),
    ],
)
def test_a_family(programme: str, known: str) -> None:
    assert family(programme) == known
