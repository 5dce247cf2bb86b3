from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.core.errors import StorageFull
from voicecoach.core.units import Decibels, Seconds
from voicecoach.home.device_pairs import keep_drift, keep_facts, known_drift, known_facts
from voicecoach.ports import SoundFacts

FACTS = SoundFacts(latency=Seconds(0.18), leak=Decibels(-14.0), noise=Decibels(-52.0), word=None)


def test_each_pair_has_its_own_facts_and_the_last_ones_count(tmp_path: Path) -> None:
    file = tmp_path / "data" / "sound.json"
    later = replace(FACTS, latency=None, leak=None)
    keep_facts("box", "usb", FACTS, file)
    keep_facts("headphones", "usb", FACTS, file)
    keep_facts("headphones", "usb", later, file)
    assert known_facts("box", "usb", file) == FACTS
    assert known_facts("headphones", "usb", file) == later
    assert known_facts("box", "built-in", file) is None


def test_the_drift_of_a_pair_is_kept_beside_its_facts_whichever_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    keep_drift("box", "usb", 40e-6, file)
    assert (known_facts("box", "usb", file), known_drift("box", "usb", file)) == (None, 40e-6)
    keep_facts("box", "usb", FACTS, file)
    keep_drift("box", "built-in", -20e-6, file)
    assert (known_facts("box", "usb", file), known_drift("box", "usb", file)) == (FACTS, 40e-6)
    keep_drift("box", "usb", 50e-6, file)
    assert (known_facts("box", "usb", file), known_drift("box", "usb", file)) == (FACTS, 50e-6)
    assert known_drift("headphones", "usb", file) is None


def test_a_file_from_before_the_drift_was_kept_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    file.write_text(
        '{"pairs": [{"speaker": "box", "microphone": "usb",'
        ' "facts": {"latency": 0.18, "leak": -14.0, "noise": -52.0, "word": null}}]}'
    )
    assert (known_facts("box", "usb", file), known_drift("box", "usb", file)) == (FACTS, None)


FACT = '{{"latency": {}, "leak": -14.0, "noise": {}, "word": null}}'
ODD = (FACT.format("1e9", "-52.0"), FACT.format("NaN", "-52.0"), FACT.format("0.18", "Infinity"))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"pairs": [{"speaker": 1}]}',
        *(f'{{"pairs": [{{"speaker": "box", "microphone": "usb", "facts": {facts}}}]}}' for facts in ODD),
    ],
)
def test_a_damaged_file_is_measured_anew(content: str, tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    file.write_text(content)
    assert known_facts("box", "usb", file) is None
    keep_facts("box", "usb", FACTS, file)
    assert known_facts("box", "usb", file) == FACTS


def test_a_pair_that_makes_no_sense_costs_no_other(tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    keep_facts("box", "usb", FACTS, file)
    keep_facts("headphones", "usb", FACTS, file)
    file.write_text(file.read_text().replace("0.18", "1e9", 1))
    keep_drift("headphones", "usb", 40e-6, file)
    assert known_facts("box", "usb", file) is None
    assert (known_facts("headphones", "usb", file), known_drift("headphones", "usb", file)) == (FACTS, 40e-6)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageFull, match="cannot write"):
        keep_facts("box", "usb", FACTS, tmp_path / "data" / "sound.json")
