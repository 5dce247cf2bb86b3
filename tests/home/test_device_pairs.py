from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.core.errors import StorageFull
from voicecoach.core.units import Decibels, Seconds
from voicecoach.home.device_pairs import keep_facts, known_facts
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


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pairs": [{"speaker": 1}]}'])
def test_a_damaged_file_is_measured_anew(content: str, tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    file.write_text(content)
    assert known_facts("box", "usb", file) is None
    keep_facts("box", "usb", FACTS, file)
    assert known_facts("box", "usb", file) == FACTS


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageFull, match="cannot write"):
        keep_facts("box", "usb", FACTS, tmp_path / "data" / "sound.json")
