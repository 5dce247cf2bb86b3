"""The engines that turn text into sound, each as a separate program with a time limit."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from voicecoach.core.errors import RenderingFailed, SpeechEngineMissing
from voicecoach.core.units import RATE, Seconds
from voicecoach.ports import OutputPcm, Voice
from voicecoach.speech.pyttsx_worker import NO_ENGINE, UNKNOWN_VOICE
from voicecoach.speech.silence import trimmed
from voicecoach.speech.verify import flaw

COACH_VOICE = Voice(name="gmw/en-us", words_a_minute=160)
"""The coach's voice: American English, unhurried; as a pyttsx3 id of the espeak driver."""

BATCH = 25
"""Texts that one worker renders, so that a hang costs little and progress is seen."""

PATIENCE = Seconds(15)
"""Time limit of a process; espeak needs some 20 ms for a sentence."""

_WORKER = (sys.executable, "-m", "voicecoach.speech.pyttsx_worker")
_PACKAGE_PARENT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class PyttsxEngine:
    """Render with pyttsx3 in a worker process, which is killed when it hangs."""

    worker: Sequence[str] = _WORKER
    patience: Seconds = PATIENCE
    """Time limit of a worker, beside a fifth of a second for each text."""

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        """Return the sound of each text in order; a bad one is rendered once more in a fresh process.

        Raises SpeechEngineMissing and RenderingFailed.
        """
        rest = iter(texts)
        while batch := tuple(islice(rest, BATCH)):
            yield from self._render_batch(batch, voice)

    def _render_batch(self, texts: Sequence[str], voice: Voice) -> Iterator[OutputPcm]:
        for text, sound in zip(texts, self._attempt(texts, voice), strict=True):
            again = self._attempt((text,), voice)[0] if isinstance(sound, str) else sound
            if isinstance(again, str):
                raise RenderingFailed(f"pyttsx3 cannot say {text!r}: the sound {again}; try another voice or rate")
            yield again

    def _attempt(self, texts: Sequence[str], voice: Voice) -> list[OutputPcm | str]:
        """Render in one worker; a string stands for a sound that is unusable and says why."""
        with TemporaryDirectory(prefix="voicecoach-speech-") as folder:
            request = {
                "voice": voice.name,
                "words_a_minute": voice.words_a_minute,
                "files": [[text, str(Path(folder, f"{place}.wav"))] for place, text in enumerate(texts)],
            }
            end = self._work(json.dumps(request), self.patience + len(texts) / 5)
            return [_checked(Path(folder, f"{place}.wav"), text, voice, end) for place, text in enumerate(texts)]

    def _work(self, request: str, limit: float) -> str:
        """Run a worker to its end or to the limit and say how it ended; what it left is judged by its files."""
        try:
            done = subprocess.run(  # noqa: S603 - our own worker under our own interpreter
                self.worker,
                input=request,
                capture_output=True,
                text=True,
                timeout=limit,
                cwd=_PACKAGE_PARENT,  # so that the worker finds the package where it is not installed
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"hung for {limit:g} s"
        match done.returncode:
            case code if code == NO_ENGINE:
                raise SpeechEngineMissing(_missing())
            case code if code == UNKNOWN_VOICE:
                raise RenderingFailed(done.stderr.strip())
        last_words = done.stderr.strip().splitlines()[-1:]
        return " ".join((f"ended with exit code {done.returncode}", *last_words))


@dataclass(frozen=True, slots=True)
class EspeakEngine:
    """Render with the `espeak-ng` command, one process a text; for the voices of simulated people."""

    program: str = "espeak-ng"
    patience: Seconds = PATIENCE
    """Time limit of a text."""

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        """Return the sound of each text in order; a voice is named as in `espeak-ng -v`: `en-us+f3`.

        Raises SpeechEngineMissing and RenderingFailed.
        """
        path = shutil.which(self.program)
        if path is None:
            raise SpeechEngineMissing(_missing())
        for text in texts:
            sound = _sound(io.BytesIO(self._speak(path, text, voice)))
            fault = flaw(sound, text, voice.words_a_minute)
            if fault:
                raise RenderingFailed(f"{self.program} cannot say {text!r}: the sound {fault}")
            yield sound

    def _speak(self, path: str, text: str, voice: Voice) -> bytes:
        order = (path, "-v", voice.name, "-s", str(voice.words_a_minute), "--stdin", "--stdout")
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and the text is not in the arguments
                order, input=text.encode(), capture_output=True, timeout=self.patience, check=False
            )
        except subprocess.TimeoutExpired as failure:
            raise RenderingFailed(f"{self.program} gave nothing for {text!r} in {self.patience:g} s") from failure
        if done.returncode or not done.stdout:
            reason = " ".join(done.stderr.decode(errors="replace").split()) or f"exit code {done.returncode}"
            raise RenderingFailed(f"{self.program} failed with voice {voice.name!r}: {reason}")
        return done.stdout


def _checked(path: Path, text: str, voice: Voice, end: str) -> OutputPcm | str:
    if not path.is_file() or not path.stat().st_size:
        return f"is missing, since the engine's process {end}"
    sound = _sound(io.BytesIO(path.read_bytes()))
    return flaw(sound, text, voice.words_a_minute) or sound


def _sound(file: io.BytesIO) -> OutputPcm:
    """Read an engine's file as session sound: mono, 16 kHz, trimmed; empty where it is unreadable."""
    import soundfile  # noqa: PLC0415 - slow to import
    import soxr  # noqa: PLC0415

    try:
        pcm, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return np.zeros(0, dtype=np.float32)
    return trimmed(np.asarray(soxr.resample(pcm.mean(axis=1), rate, RATE), dtype=np.float32))


def _missing() -> str:
    fix = "apt-get install espeak-ng" if sys.platform == "linux" else "install eSpeak NG from its project page"
    return f"no speech engine is installed; type: {fix}"
