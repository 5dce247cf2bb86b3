"""The bytes of Kaldi and OpenFst; the shipped model, which Vosk accepts, is the known-good example."""

import struct
from pathlib import Path

import numpy as np
import pytest

from voicecoach.hearing.graph import is_whole_graph
from voicecoach.shipped import compact_model

from .conftest import Load


def test_a_model_that_vosk_accepts_begins_with_our_transition_model(load: Load) -> None:
    ours = load("kaldi_bytes").HEADER + load("transition_file").transition_model()
    accepted = (compact_model() / "am" / "final.mdl").read_bytes()
    assert accepted[: len(ours)] == ours


def test_word_boundaries_are_those_of_a_model_that_vosk_accepts(load: Load) -> None:
    accepted = (compact_model() / "graph" / "phones" / "word_boundary.int").read_text()
    assert load("phones").word_boundaries() == accepted


def test_the_number_after_the_last_transition_separates_words(load: Load) -> None:
    accepted = (compact_model() / "graph" / "disambig_tid.int").read_text()
    assert load("transition_file").transitions().last + 1 == int(accepted)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("token", "<Dim>"), b"<Dim> "),
        (("integer", 3), b"\x04\x03\x00\x00\x00"),
        (("real", 0.5), b"\x04\x00\x00\x00\x3f"),
        (("boolean", True), b"T"),
        (("integers", (1, -1)), b"\x04\x02\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"),
        (("vector", (0.5,)), b"FV \x04\x01\x00\x00\x00\x00\x00\x00\x3f"),
        (("matrix", ((0.5,),)), b"FM \x04\x01\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x3f"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_values_are_written_as_kaldi_reads_them(load: Load, written: tuple[str, object], expected: bytes) -> None:
    name, value = written
    assert getattr(load("kaldi_bytes"), name)(value) == expected


@pytest.mark.parametrize(("bits", "steps", "dtype"), [(8, 255, "u1"), (16, 65535, "<u2")])
def test_a_compressed_matrix_is_within_half_a_step(load: Load, bits: int, steps: int, dtype: str) -> None:
    kaldi = load("kaldi_bytes")
    numbers = np.random.default_rng(0).normal(size=(5, 7)).astype(np.float32)
    written = kaldi.matrix(numbers, kaldi.Bits(bits))
    least, span, height, width = struct.unpack_from("<ffii", written, 4)
    read = least + span * np.frombuffer(written[20:], dtype).reshape(height, width) / steps
    assert np.abs(read - numbers).max() <= 0.51 * span / steps


def test_a_written_graph_is_whole_for_the_loader_and_cut_short_it_is_not(load: Load, tmp_path: Path) -> None:
    fst = load("fst_file")
    graph = fst.Graph(arcs=[[fst.Arc(1, 2, 0.5, 1)], []], finals={1: 0.25})
    file = tmp_path / "graph.fst"
    file.write_bytes(fst.const_fst(graph, fst.Property.SORTED_BY_OUTPUT))
    assert is_whole_graph(file)
    file.write_bytes(file.read_bytes()[:-1])
    assert not is_whole_graph(file)


def test_a_graph_has_openfsts_bytes(load: Load) -> None:
    fst = load("fst_file")
    graph = fst.Graph(arcs=[[fst.Arc(1, 0, 0.5, 1)], []], finals={1: 0.25})
    header = struct.pack("<i", 2125659606) + b"\x05\0\0\0const\x08\0\0\0standard"
    counts = struct.pack("<iiQqqq", 2, 0, 0x40000001, 0, 2, 1)
    states = struct.pack("<fIIII", float("inf"), 0, 1, 0, 1) + struct.pack("<fIIII", 0.25, 1, 0, 0, 0)
    written = fst.const_fst(graph, fst.Property.SORTED_BY_OUTPUT)
    assert written == header + counts + states + struct.pack("<iifi", 1, 0, 0.5, 1)
