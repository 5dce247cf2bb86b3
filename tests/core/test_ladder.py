"""The file of the variations: what it may say, and what is said of a wrong one."""

import pytest

from voicecoach.core.errors import VariationsBroken
from voicecoach.core.exercise import KINDS, LADDER, USUAL, Variation
from voicecoach.core.kind import Kind, Legs, Place, Turns
from voicecoach.core.ladder import read_ladder

KEYS = "place, turns, legs, touches, descents, only_asked, gentler, fit"
TWO = 'usual = "low"\n[low]\n[high]\n'


def test_a_table_without_keys_is_a_usual_lying_raise_that_comes_after_the_one_before_it() -> None:
    ladder = read_ladder(b'usual = "high"\n[low]\n[high]\n', "v.toml")
    assert dict(ladder.kinds) == {"low": Kind(), "high": Kind(gentler="low")}
    assert ladder.usual == "high"


def test_a_table_is_read_with_all_its_keys() -> None:
    keys = 'place = "bar"\nturns = "by set"\nlegs = "one_bent"\ntouches = true\ndescents = [2, 3]\nonly_asked = true\n'
    ladder = read_ladder(f'{TWO}[top]\n{keys}gentler = "low"\nfit = "leg_raise.hanging_leg_raise"'.encode(), "v.toml")
    assert ladder.kinds["top"] == Kind(
        place=Place.BAR,
        turns=Turns.BY_SET,
        legs=Legs.ONE_BENT,
        touches=True,
        shortest=2,
        longest=3,
        only_asked=True,
        gentler="low",
        fit="leg_raise.hanging_leg_raise",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[low", " is no valid TOML: ", id="no TOML"),
        pytest.param("[ä]", " is no valid TOML: 'utf-8' codec can't decode", id="no UTF-8"),
        pytest.param("", ": usual is missing; allowed: nothing", id="nothing at all"),
        pytest.param("[low]\n[high]", ": usual is missing; allowed: low, high", id="no usual one"),
        pytest.param('usual = "lo"\n[low]\n[high]', ": usual is 'lo'; allowed: low, high", id="usual one unknown"),
        pytest.param("[usual]\n[low]", ": usual is {}; allowed: low", id="a variation called usual"),
        pytest.param(
            'usual = "high"\n[low]\n[high]\nonly_asked = true',
            ": usual is 'high'; allowed: low",
            id="usual one asked for",
        ),
        pytest.param("low = 3", f": low is 3; allowed: a table [low] with the keys {KEYS}", id="no table"),
        pytest.param("[Low]", ": 'Low' is no word of a variation; allowed: small letters and digits", id="capitals"),
        pytest.param("['a b']", ": 'a b' is no word of a variation; allowed: small letters and digits", id="a space"),
        pytest.param(
            f'{TWO}plaec = "bar"',
            f": unknown key 'plaec' in high; did you mean place? allowed: {KEYS}",
            id="unknown key",
        ),
        pytest.param(f"{TWO}[high.easy]", f": unknown key 'easy' in high; allowed: {KEYS}", id="a table in a table"),
        pytest.param(f'{TWO}place = "roof"', ": high.place is 'roof'; allowed: floor, bar", id="place"),
        pytest.param(f"{TWO}place = []", ": high.place is []; allowed: floor, bar", id="place is a list"),
        pytest.param(
            f'{TWO}turns = "by_rep"', ": high.turns is 'by_rep'; allowed: together, by rep, by set", id="turns"
        ),
        pytest.param(f"{TWO}legs = 2", ": high.legs is 2; allowed: both, bent, one, one_bent", id="legs"),
        pytest.param(f'{TWO}touches = "yes"', ": high.touches is 'yes'; allowed: true, false", id="touches"),
        pytest.param(f"{TWO}only_asked = 1", ": high.only_asked is 1; allowed: true, false", id="only asked"),
        *(
            pytest.param(
                f"{TWO}descents = {wrong}",
                f": high.descents is {said}; allowed: [shortest, longest], whole counts from 1 to 4",
                id=f"descents {wrong}",
            )
            for wrong, said in [
                ("[4, 3]", "[4, 3]"),
                ("[0, 3]", "[0, 3]"),
                ("[3, 5]", "[3, 5]"),
                ("[3]", "[3]"),
                ("3", "3"),
                ("[3.0, 4.0]", "[3.0, 4.0]"),
                ("[true, 4]", "[True, 4]"),
            ]
        ),
        pytest.param(
            'usual = "high"\n[low]\nonly_asked = true\n[high]',
            ": low.only_asked is True; allowed: false, as the gentlest comes unasked",
            id="the gentlest asked for",
        ),
        pytest.param(
            f'{TWO}place = "bar"',
            ": high.only_asked is missing; allowed: true, as a bar comes only when it is asked for",
            id="a bar unasked",
        ),
        pytest.param(f'{TWO}gentler = "lo"', ": high.gentler is 'lo'; allowed: low", id="gentler one unknown"),
        pytest.param(f'{TWO}gentler = "high"', ": high.gentler is 'high'; allowed: low", id="gentler than itself"),
        pytest.param(
            'usual = "low"\n[low]\ngentler = "high"\n[high]',
            ": low.gentler is 'high'; allowed: nothing",
            id="gentler than the gentlest",
        ),
        pytest.param(
            f"{TWO}only_asked = true\n[top]\nonly_asked = true",
            ": top.gentler is missing; allowed: low",
            id="a step down to a weight",
        ),
        pytest.param(
            f'{TWO}fit = "leg raise"',
            ': high.fit is \'leg raise\'; allowed: "category.name", as in "leg_raise.lying_straight_leg_raise"',
            id="fit",
        ),
    ],
)
def test_a_wrong_file_is_named_with_variation_key_value_and_what_is_allowed(text: str, problem: str) -> None:
    with pytest.raises(VariationsBroken) as refusal:
        read_ladder(text.encode("latin-1"), "v.toml")
    assert str(refusal.value).startswith(f"v.toml{problem}")
    assert "\n" not in str(refusal.value)


def test_what_ships_is_the_ladder_of_the_article_in_the_words_of_old_journals() -> None:
    lying = ["dead_bug", "bent_knee", "single_leg", "hands_under", "straight", "arms_wide"]
    assert [variation.value for variation in LADDER] == [*lying, "weighted", "hanging"]
    assert USUAL is Variation("straight")
    assert [word for word in LADDER if KINDS[word].place is Place.BAR] == [Variation("hanging")]
