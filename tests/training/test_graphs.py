"""Words as graphs: of a known sentence for training, of all words for recognising."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicecoach.core.commands import vocabulary
from voicecoach.hearing.grammar import shipped_decoys

from .conftest import Load

WAYS = {"stop": (("S", "T", "AA", "P"),), "a": (("AH",), ("EY",)), "up": (("AH", "P"),)}


@pytest.fixture(name="language")
def _language(load: Load) -> Any:
    return load("phone_language").learn(["stop", "a stop", ""], WAYS, np.random.default_rng(0))


def test_the_phone_language_is_a_probability(language: Any) -> None:
    leaving = np.exp(language.following).sum(1) + np.exp(language.last)
    assert leaving == pytest.approx(np.ones(len(leaving)), abs=1e-6)
    assert np.exp(language.share[1:]).sum() == pytest.approx(1.0, abs=1e-6)


def test_a_sentence_holds_every_way_of_saying_its_words(load: Load, language: Any) -> None:
    graph = load("sentence_graph").sentence_graph("a stop", WAYS, language)
    names = [load("phones").PHONES[phone] for phone in graph.phones]
    assert names == ["SIL", "AH", "EY", "SIL", "S", "T", "AA", "P", "SIL"]


def test_no_words_are_silence(load: Load, language: Any) -> None:
    graph = load("sentence_graph").sentence_graph("", WAYS, language)
    assert (graph.phones.tolist(), graph.sources.tolist()) == ([0], [-1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(words=st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=4))
def test_the_shortest_way_fits_and_a_shorter_one_does_not(load: Load, language: Any, words: list[str]) -> None:
    sentences = load("sentence_graph")
    graph = sentences.sentence_graph(" ".join(words), WAYS, language)
    reached = {sentences.START}
    for _ in range(sentences.least_frames(" ".join(words), WAYS) - 1):
        reached = _after(graph, reached)
        assert not any(graph.ends[state] > sentences.NEVER for state in reached)
    assert any(graph.ends[state] > sentences.NEVER for state in _after(graph, reached))


def test_every_word_stands_on_the_first_phone_of_its_way(load: Load) -> None:
    graph, numbers = _decoding(load, ("stop", "up"))
    assert _said(load, graph, numbers["stop"]) == ["S", "T", "AA", "P"]
    assert _said(load, graph, numbers["up"]) == ["AH", "P"]


def test_words_that_end_alike_share_their_ends(load: Load) -> None:
    one, _ = _decoding(load, ("stop",))
    two, _ = _decoding(load, ("stop", "top"))
    assert len(two.arcs) - len(one.arcs) == 1


def test_the_unknown_word_is_any_two_phones_or_more(load: Load) -> None:
    graph, numbers = _decoding(load, ("stop",))
    begins = [arc for arc in graph.arcs[1] if arc.output == numbers["[unk]"]]
    assert len(begins) == len(load("phones").SPEECH)


def test_arcs_are_sorted_by_word_as_the_graph_promises(load: Load) -> None:
    graph, _ = _decoding(load, ("stop", "up"))
    assert all([arc.output for arc in arcs] == sorted(arc.output for arc in arcs) for arcs in graph.arcs)


def test_a_word_is_added_by_a_line_in_a_file(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# mine\nplank  P L AE NG K\nplank(2)  P L EY NG K\n")
    ways = load("lexicon").read_lexicon([load("lexicon").ADDED, file])
    assert ways["plank"] == (("P", "L", "AE", "NG", "K"), ("P", "L", "EY", "NG", "K"))
    assert ways["doming"] == (("D", "OW", "M", "IH", "NG"),)


def test_a_phone_that_is_none_is_named_with_file_and_line(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("plank  P L AE NG K\nblank  B L X\n")
    with pytest.raises(ValueError, match=r"words\.txt, line 2: 'blank'"):
        load("lexicon").read_lexicon([file])


def test_the_dictionary_spells_every_word_of_the_coach(load: Load) -> None:
    if not load("lexicon").find_spec("pocketsphinx"):
        pytest.skip("pocketsphinx is missing; install it: .venv/bin/pip install -e '.[training]'")
    ways = load("lexicon").standard_lexicon()
    wanted = {*vocabulary(), *shipped_decoys(), *load("texts").wanted_words()}
    assert [word for word in sorted(wanted) if word not in ways] == []


def _after(graph: Any, reached: set[int]) -> set[int]:
    arcs = zip(np.diff(graph.begins).cumsum(), graph.begins, range(len(graph.phones)), strict=False)
    return {state for end, begin, state in arcs if reached & set(graph.sources[begin:end].tolist())}


def _decoding(load: Load, words: tuple[str, ...]) -> tuple[Any, dict[str, int]]:
    build, phones = load("decoding_graph"), load("phones")
    ways = {**WAYS, "top": (("T", "AA", "P"),)}
    graph = build.decoding_graph(ways, words, dict.fromkeys(phones.SPEECH, 3.0), load("transition_file").transitions())
    return graph, build.numbered_words(words)


def _said(load: Load, graph: Any, number: int) -> list[str]:
    """Follow the only way of a word and name its phones."""
    outputs, phones = load("transition_file").transitions().outputs, load("phones").PHONES
    (arc,) = [arc for arc in graph.arcs[1] if arc.output == number]
    said = []
    while arc.input:
        said.append(phones[outputs[arc.input] // 2])
        onward = [
            way
            for way in graph.arcs[arc.target]
            if way.target != arc.target and phones[outputs.get(way.input, 0) // 2] != "SIL"
        ]
        arc = onward[0] if onward else type(arc)(0, 0, 0.0, 0)
    return said
