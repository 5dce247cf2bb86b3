"""The synthetic voices: espeak-ng and flite, which of them train, and which only examine."""

import io
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from shutil import which

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

RATE = 16_000

HELD_OUT_ESPEAK = (
    "m8", "f5", "linda", "rob", "Andrea", "benjamin", "john", "steph", "Mike", "victor", "grandma", "Alicia",
)  # fmt: skip
"""Variants of espeak-ng that examine the model and are never trained on."""

HELD_OUT_FLITE = ("rms",)

_UNLIKE_PEOPLE = frozenset(
    (
        "Demonic", "fast", "klatt", "klatt2", "klatt3", "klatt4",
        "klatt5", "klatt6", "anikaRobot", "UniRobot", "robosoft", "robosoft2",
        "robosoft3", "robosoft4", "robosoft5", "robosoft6", "robosoft7", "robosoft8",
        "whisperf", "Storm", "RicishayMax", "RicishayMax2", "RicishayMax3", "announcer",
    )
)  # fmt: skip

ACCENTS = ("en-us",) * 6 + ("en-gb",) * 3 + (
    "en-gb-x-rp", "en-gb-x-gbcwmd", "en-gb-x-gbclan", "en-029", "en-us-nyc", "en-gb-scotland",
)  # fmt: skip
_FLITE_PITCH = {"awb": 115, "slt": 175, "kal16": 105, "rms": 95}  # Hz
_FLITE_SHARE = 0.2
_SECONDS = 20.0  # for one utterance
_PEAK = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A text and the voice that says it."""

    text: str
    engine: str
    """`espeak-ng` or `flite`."""
    voice: str
    """An accent and a variant of espeak-ng, such as `en-us+f3`, or a voice of flite."""
    pitch: int
    """0 to 99 for espeak-ng; Hz for flite."""
    pace: float
    """Words a minute for espeak-ng; how drawn out, for flite."""

    @property
    def speaker(self) -> str:
        """Return the voice's name without its accent."""
        return f"{self.engine}:{self.voice.partition('+')[2] or self.voice}"


def espeak_variants() -> tuple[str, ...]:
    """Return the variants that train, as installed; raises FileNotFoundError without espeak-ng."""
    listing = subprocess.run(
        ["espeak-ng", "--voices=variant"],  # noqa: S607 - the one on the path
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return training_variants(listing)


def training_variants(listing: str) -> tuple[str, ...]:
    """Return those that train of the variants in a listing by espeak-ng."""
    names = {field[3:] for line in listing.splitlines() for field in line.split() if field.startswith("!v/")}
    return tuple(sorted(names - _UNLIKE_PEOPLE - set(HELD_OUT_ESPEAK) - {"Mr"}))


def check_engines() -> None:
    """Raise FileNotFoundError, saying what to do, when an engine is missing."""
    for engine in ("espeak-ng", "flite"):
        if which(engine) is None:
            raise FileNotFoundError(f"{engine} is missing, which speaks the synthetic voices; apt-get install {engine}")


def training_sayings(texts: Iterable[str], rng: np.random.Generator) -> tuple[Saying, ...]:
    """Give each text a voice that trains."""
    variants = espeak_variants()
    return tuple(
        _flite(text, ("awb", "slt", "slt", "kal16"), rng)
        if rng.random() < _FLITE_SHARE
        else _espeak(text, variants, rng)
        for text in texts
    )


def examining_sayings(texts: Iterable[str], times: int, rng: np.random.Generator) -> tuple[Saying, ...]:
    """Let held-out voices say each text: espeak-ng's a number of times, flite's once."""
    return tuple(
        saying
        for text in texts
        for saying in (
            *(_espeak(text, HELD_OUT_ESPEAK, rng) for _ in range(times)),
            _flite(text, HELD_OUT_FLITE, rng),
        )
    )


def render_all(sayings: Iterable[Saying], threads: int) -> Iterator[NDArray[np.int16] | None]:
    """Render each in order: int16, (samples,), 16 kHz; None where the engine gave no usable sound."""
    with ThreadPoolExecutor(threads) as workers:
        yield from workers.map(render, sayings)


def render(saying: Saying) -> NDArray[np.int16] | None:
    """Render one utterance at a peak of half scale, or None where the engine failed."""
    try:
        done = subprocess.run(  # noqa: S603 - our own texts
            _command(saying), capture_output=True, check=True, timeout=_SECONDS
        )
        sound, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    except (subprocess.SubprocessError, soundfile.LibsndfileError):
        return None
    peak = float(np.abs(sound).max(initial=0.0))
    if peak < 1e-3:
        return None
    even = sound if rate == RATE else soxr.resample(sound, rate, RATE)
    return (even / peak * _PEAK).clip(-32768, 32767).astype(np.int16)


def _command(saying: Saying) -> list[str]:
    if saying.engine == "flite":
        return [
            "flite", "-voice", saying.voice, "--setf", f"duration_stretch={saying.pace}",
            "--setf", f"int_f0_target_mean={saying.pitch}", "-t", saying.text, "-o", "/dev/stdout",
        ]  # fmt: skip
    return [
        "espeak-ng",
        "-v",
        saying.voice,
        "-p",
        str(saying.pitch),
        "-s",
        str(int(saying.pace)),
        "--stdout",
        saying.text,
    ]


def _espeak(text: str, variants: tuple[str, ...], rng: np.random.Generator) -> Saying:
    return Saying(
        text=text,
        engine="espeak-ng",
        voice=f"{rng.choice(ACCENTS)}+{rng.choice(variants)}",
        pitch=int(np.clip(rng.normal(50, 18), 5, 95)),
        pace=float(np.clip(rng.normal(155, 28), 95, 240)),
    )


def _flite(text: str, voices: tuple[str, ...], rng: np.random.Generator) -> Saying:
    voice = str(rng.choice(voices))
    return Saying(
        text=text,
        engine="flite",
        voice=voice,
        pitch=int(_FLITE_PITCH[voice] * rng.uniform(0.85, 1.25)),
        pace=round(float(rng.uniform(0.85, 1.3)), 2),
    )
