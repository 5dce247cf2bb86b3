"""Coffee orders through the same recogniser with a grammar of their own, clean and in noise."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voicecoach.bench.orders import Menu, Order
from voicecoach.bench.pool import spread
from voicecoach.core.errors import ModelBroken
from voicecoach.core.units import RATE
from voicecoach.hearing.layout import check_model
from voicecoach.hearing.recording import read_sound
from voicecoach.ports import InputPcm

if TYPE_CHECKING:
    import vosk

SNRS = tuple(range(6, 25, 3))
"""Decibels at which the benchmark mixes noise in."""

WINDOW = 2048
"""Samples of the loudest window, which is what the benchmark compares speech and noise by."""

_HALF = 16_384  # of full scale: the peak that the benchmark brings every mixture to
_PIECE = RATE // 5
_AT_A_TIME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTake:
    """An order, and the noise that it is heard in."""

    order: Order
    noise: Path | None = None
    snr: int | None = None
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """What listens: a model with the grammar of a menu."""

    model: Path
    menu: Menu
    grammar: str
    """Sentences of orders, as Vosk takes them: an array of phrases in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was heard of an order."""

    take: OrderTake
    text: str
    is_right: bool
    """Every slot has the right value, and no other slot has any."""


def order_takes(orders: Sequence[Order], noises: Sequence[Path], seed: int) -> Iterator[OrderTake]:
    """Return every order clean, and in every noise at every ratio."""
    for order in orders:
        yield OrderTake(order=order, seed=seed)
        for noise in noises:
            yield from (OrderTake(order=order, noise=noise, snr=snr, seed=seed) for snr in SNRS)


def take_orders(takes: Sequence[OrderTake], waiter: Waiter, jobs: int) -> Iterator[Taken]:
    """Return what is heard of each order, in order; raises SoundFileBroken, ModelMissing and ModelBroken."""
    listen = partial(_take_order, waiter)
    yield from map(listen, takes) if jobs == 1 else spread(listen, takes, processes=jobs, at_a_time=_AT_A_TIME)


def words_lacking(waiter: Waiter) -> tuple[str, ...]:
    """Return the words of the menu that the model does not know; orders with them cannot be understood."""
    model = _model(waiter.model)
    return tuple(word for word in waiter.menu.words if int(model.vosk_model_find_word(word)) < 0)


def mixed_like_the_benchmark(speech: NDArray[np.float64], noise: NDArray[np.float64], snr: float) -> InputPcm:
    """Return speech in noise as the benchmark mixes them: int16, (frames,), 16 kHz.

    The ratio is that of the energies of the loudest windows of 2048 samples; the mixture's peak is half of full scale.
    """
    loudest = max(_loudest(noise), 1e-12)
    both = speech + noise * np.sqrt(_loudest(speech) / (loudest * 10 ** (snr / 10)))
    return np.asarray(np.rint(both * (_HALF / max(1e-12, float(np.max(np.abs(both), initial=0.0))))), np.int16)


def _loudest(sound: NDArray[np.float64]) -> float:
    whole = sound[: sound.size // WINDOW * WINDOW].reshape(-1, WINDOW)
    return float(np.max(np.square(whole).sum(axis=1), initial=0.0))


def _take_order(waiter: Waiter, take: OrderTake) -> Taken:
    text = _heard(waiter, sound_of_order(take))
    return Taken(take=take, text=text, is_right=waiter.menu.slots_in(text) == take.order.slots)


def sound_of_order(take: OrderTake) -> InputPcm:
    """Return what is heard: int16, (frames,), 16 kHz, in the second half of the noise; raises SoundFileBroken."""
    speech = read_sound(take.order.file)
    if take.noise is None or take.snr is None:
        return speech
    noise = _noise(take.noise)
    key = f"{take.seed}/{take.order.file.name}/{take.noise.name}/{take.snr}"
    chance = np.random.default_rng(int.from_bytes(sha256(key.encode()).digest()[:8]))
    start = int(chance.integers(max(1, noise.size - speech.size)))
    piece = np.resize(noise[start:], speech.size)
    return mixed_like_the_benchmark(speech.astype(np.float64), piece, float(take.snr))


def _heard(waiter: Waiter, sound: InputPcm) -> str:
    import vosk  # noqa: PLC0415 - loads a library of 26 MB

    recogniser = vosk.KaldiRecognizer(_model(waiter.model), RATE, waiter.grammar)
    pieces = (sound[start : start + _PIECE].tobytes() for start in range(0, sound.size, _PIECE))
    ended = [recogniser.Result() for piece in pieces if recogniser.AcceptWaveform(piece)]
    return " ".join(str(json.loads(result).get("text", "")) for result in (*ended, recogniser.FinalResult())).strip()


@cache
def _model(folder: Path) -> "vosk.Model":
    check_model(folder)
    import vosk  # noqa: PLC0415 - loads a library of 26 MB

    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as failure:
        raise ModelBroken(f"model {folder} cannot be loaded; fetch another: voicecoach models get") from failure


@cache
def _noise(file: Path) -> NDArray[np.float64]:
    whole = read_sound(file).astype(np.float64)
    return whole[whole.size // 2 :]
