import json
from pathlib import Path

import pytest

from voicecoach.bench.orders import Menu, read_orders, sentences
from voicecoach.core.errors import CorpusBroken

MENU = Menu(
    values={
        "coffeeDrink": ("coffee", "iced coffee", "latte"),
        "milkAmount": ("a lot of soy milk", "milk", "soy milk"),
        "roast": ("medium roast",),
        "size": ("medium", "twelve ounce"),
    }
)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("", {}),
        ("give me a latte", {"coffeeDrink": "latte"}),
        ("an iced coffee with milk", {"coffeeDrink": "iced coffee", "milkAmount": "milk"}),
        ("medium medium roast latte", {"size": "medium", "roast": "medium roast", "coffeeDrink": "latte"}),
        ("latte with a lot of soy milk", {"coffeeDrink": "latte", "milkAmount": "a lot of soy milk"}),
        ("a lot of coffee", {"coffeeDrink": "coffee"}),
    ],
)
def test_the_longest_value_fills_its_slot(text: str, slots: dict[str, str]) -> None:
    assert MENU.slots_in(text) == slots


def test_sentences_are_the_same_each_time_and_hold_nothing_but_the_menu() -> None:
    drawn = sentences(MENU, 7)
    assert drawn == sentences(MENU, 7)
    assert {word for sentence in drawn for word in sentence.split()} <= set(MENU.words)
    assert all("coffeeDrink" in MENU.slots_in(sentence) for sentence in drawn)


def test_sentences_use_every_value_of_the_menu() -> None:
    found = {value for sentence in sentences(MENU, 7) for value in MENU.slots_in(sentence).values()}
    assert found == {value for values in MENU.values.values() for value in values}


def labelled(folder: Path, labels: object) -> Path:
    (folder / "one.opus").touch()
    (folder / "label.json").write_text(labels if isinstance(labels, str) else json.dumps(labels))
    return folder


def test_orders_are_the_recordings_that_have_a_label(tmp_path: Path) -> None:
    slots = {"coffeeDrink": "latte", "milkAmount": " soy  milk"}
    labels = {"one.wav": {"intent": "orderDrink", "slots": slots}, "two.wav": {"slots": {"size": "small"}}}
    (order,), menu = read_orders(labelled(tmp_path, labels))
    assert (order.file.name, order.slots) == ("one.opus", {"coffeeDrink": "latte", "milkAmount": "soy milk"})
    assert menu.values == {"coffeeDrink": ("latte",), "milkAmount": ("soy milk",), "size": ("small",)}


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        ("no json", "holds no labels"),
        ({"one.wav": {"intent": "orderDrink"}}, r"holds no labels: one\.wav\.slots"),
        ({"two.wav": {"slots": {"coffeeDrink": "latte"}}}, "no recording in"),
        ({"one.wav": {"slots": {"colour": "red"}}}, "no label has the slot 'coffeeDrink'"),
    ],
)
def test_labels_that_are_none_are_named(tmp_path: Path, labels: object, complaint: str) -> None:
    with pytest.raises(CorpusBroken, match=complaint):
        read_orders(labelled(tmp_path, labels))


def test_a_folder_without_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusBroken, match=r"cannot read .*label\.json"):
        read_orders(tmp_path)
