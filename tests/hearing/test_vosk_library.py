"""A model that is loaded ahead of its use."""

from pathlib import Path

import pytest

from voicecoach import shipped
from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.vosk_library import begin_to_load, load_model


def test_a_model_that_was_begun_is_handed_out_once() -> None:
    folder = shipped.compact_model()
    begin_to_load(folder)
    first, second = load_model(folder), load_model(folder)
    assert first is not second
    assert first.vosk_model_find_word("stop") == second.vosk_model_find_word("stop") > 0


def test_a_model_that_failed_ahead_fails_when_it_is_asked_for(tmp_path: Path) -> None:
    begin_to_load(tmp_path)
    with pytest.raises(ModelBroken, match="cannot be loaded"):
        load_model(tmp_path)


def test_an_unknown_word_has_no_number() -> None:
    assert load_model(shipped.compact_model()).vosk_model_find_word("qwertz") < 0
