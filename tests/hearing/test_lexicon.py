"""Pronunciations read off a model's graph."""

from pathlib import Path

import pytest

from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.shipped import compact_model


def test_the_shipped_model_tells_how_its_words_sound() -> None:
    lexicon = read_lexicon(compact_model())
    assert lexicon["stop"] == (("S", "T", "AA", "P"),)
    assert set(lexicon["i'm"]) == {("AH", "M"), ("AY", "M")}
    assert lexicon["no"] == lexicon["know"]
    assert len(lexicon) > 8000
    assert "[unk]" not in lexicon


@pytest.mark.parametrize("content", [b"", b"\xd6\xfd\xb2\x7e no graph"], ids=["nothing", "something else"])
def test_a_model_without_such_a_graph_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/HCLr.fst").write_bytes(content)
    (tmp_path / "graph/words.txt").write_text("<eps> 0\n")
    with pytest.raises(ModelBroken, match="take the compact model"):
        read_lexicon(tmp_path)


def test_a_model_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="tells no pronunciations"):
        read_lexicon(tmp_path)
