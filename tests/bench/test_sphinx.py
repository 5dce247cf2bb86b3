"""The comparison with PocketSphinx, where it is installed."""

import pytest

from voicecoach.bench.sphinx import sphinx_decoder, why_no_comparison

pytest.importorskip("pocketsphinx", reason="PocketSphinx is compared with where it is installed")


def test_pocketsphinx_takes_every_phrase_of_the_commands() -> None:
    assert why_no_comparison() is None


def test_a_word_that_no_dictionary_holds_is_named() -> None:
    with pytest.raises(KeyError, match="qwrtz"):
        sphinx_decoder(["stop qwrtz"])
