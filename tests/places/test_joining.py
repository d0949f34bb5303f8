"""Which settlement is which member: name first, then place, then inhabitants; nobody twice."""

from antena.places.earth import Point
from antena.places.joining import Settlement, Wanted, join


def _square(west: float, south: float) -> list[list[list[Point]]]:
    east, north = west + 0.1, south + 0.1
    return [[[(west, south), (east, south), (east, north), (west, north), (west, south)]]]


def _settlement(key: int, name: str, at: Point, population: int = 1000) -> Settlement:
    return Settlement(key, frozenset({name}), at, population)


def _wanted(name: str, **known: object) -> Wanted:
    return Wanted("1", [name], 1000, known.get("outline", []), known.get("at"))  # type: ignore[arg-type]  # by name


def test_the_same_name_inside_the_outline_wins_over_a_namesake_far_away() -> None:
    near, far = _settlement(1, "pau", (2.05, 41.05)), _settlement(2, "pau", (-0.37, 43.3), 1000)
    found = join([_wanted("pau", outline=_square(2, 41))], [far, near])
    assert (found["1"].key, found["1"].how, found["1"].rivals) == (1, "name", 0)


def test_a_namesake_far_from_the_outline_is_nobody() -> None:
    assert join([_wanted("pau", outline=_square(2, 41))], [_settlement(2, "pau", (2.3, 41.05))]) == {}


def test_just_outside_a_simplified_outline_is_inside_enough() -> None:
    found = join([_wanted("pau", outline=_square(2, 41))], [_settlement(2, "pau", (2.11, 41.05))])
    assert 0.5 < found["1"].km < 1.5


def test_the_first_part_of_a_compound_name_counts_only_inside() -> None:
    compound = _wanted("calonge i sant antoni", outline=_square(2, 41))
    assert join([compound], [_settlement(1, "calonge", (2.05, 41.05))])["1"].how == "part"
    assert join([compound], [_settlement(1, "calonge", (2.11, 41.05))]) == {}
    assert join([compound], [_settlement(1, "calo", (2.05, 41.05))]) == {}


def test_a_name_spelled_almost_alike() -> None:
    found = join([_wanted("argencola", outline=_square(2, 41))], [_settlement(1, "argensola", (2.05, 41.05))])
    assert found["1"].how == "spelling"


def test_without_a_place_the_inhabitants_decide() -> None:
    small, like = _settlement(1, "brugge", (5.1, 50.1), 30), _settlement(2, "brugge", (3.2, 51.2), 900)
    found = join([_wanted("brugge")], [small, like])
    assert (found["1"].key, found["1"].rivals) == (2, 1)


def test_a_stated_point_is_a_place() -> None:
    small, like = _settlement(1, "brugge", (5.1, 50.1), 30), _settlement(2, "brugge", (3.2, 51.2), 900)
    assert join([_wanted("brugge", at=(5.11, 50.1))], [small, like])["1"].key == 1


def test_a_settlement_is_given_once() -> None:
    only = _settlement(1, "vila", (2.05, 41.05), 900)
    twins = [Wanted("1", ["vila"], 100, [], None), Wanted("2", ["vila"], 1000, [], None)]
    assert {code: one.key for code, one in join(twins, [only]).items()} == {"2": 1}
