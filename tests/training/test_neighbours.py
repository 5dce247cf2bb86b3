"""Words that sound almost like a command."""

import pytest

from .conftest import Load

WAYS = {
    "no": (("N", "OW"),),
    "know": (("N", "OW"),),
    "now": (("N", "AW"),),
    "own": (("OW", "N"),),
    "oh": (("OW",),),
    "snow": (("S", "N", "OW"),),
    "snowed": (("S", "N", "OW", "D"),),
}


@pytest.mark.parametrize(
    ("among", "most", "expected"),
    [
        (("now",), 9, ("now",)),
        (("oh", "snow", "now"), 9, ("oh", "snow", "now")),
        (("oh", "snow", "now"), 2, ("oh", "snow")),
        (("know", "own", "snowed"), 9, ()),
    ],
    ids=["another phone", "one less and one more", "the first only", "the same sound, and two phones away"],
)
def test_neighbours_are_one_phone_away(
    load: Load, among: tuple[str, ...], most: int, expected: tuple[str, ...]
) -> None:
    assert load("neighbours").neighbours(["no"], among, WAYS, most) == {"no": expected}


def test_what_is_made_ahead_comes_in_order_and_ends(load: Load) -> None:
    assert list(load("ahead").ahead(iter(range(5)))) == [0, 1, 2, 3, 4]


def test_what_goes_wrong_ahead_is_told(load: Load) -> None:
    def made() -> object:
        yield 1
        raise ValueError("no second")

    things = load("ahead").ahead(made())
    assert next(things) == 1
    with pytest.raises(ValueError, match="no second"):
        next(things)
