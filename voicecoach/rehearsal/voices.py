"""What simulated people say, as sound: from the shipped store, the user's own, or a speech engine.

`python -m voicecoach.rehearsal.voices` renders the shipped sentences that are missing, `--again` all of them.
"""

import argparse
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from platformdirs import user_cache_path

from voicecoach.core.errors import SpeechEngineMissing
from voicecoach.ports import OutputPcm, SpeechEngine, Voice
from voicecoach.rehearsal.persona import Persona
from voicecoach.rehearsal.persona_file import find_persona, shipped_personas
from voicecoach.rehearsal.voice_store import VoiceStore
from voicecoach.speech.engine import EspeakEngine
from voicecoach.speech.loudness import faded, normalised

SHIPPED = Path(__file__).parent / "voices"


def user_voices() -> Path:
    """Return the folder of the sentences rendered on this machine."""
    return user_cache_path("voicecoach") / "voices"


def speech_of(persona: Persona, engine: SpeechEngine, folders: Sequence[Path]) -> Mapping[str, OutputPcm]:
    """Return the sound of each of a persona's sentences: float32, 16 kHz.

    The first folder that holds a sentence gives it; one that none holds is rendered and kept in the last, since an
    engine never gives the same sound twice. Raises SpeechEngineMissing, RenderingFailed and StorageFull.
    """
    voice = Voice(name=persona.voice.name, words_a_minute=persona.voice.words_a_minute)
    stores = [VoiceStore(folder, voice) for folder in folders]
    return {text: _sound(text, voice, engine, stores) for text in persona.sentences}


def _sound(text: str, voice: Voice, engine: SpeechEngine, stores: Sequence[VoiceStore]) -> OutputPcm:
    for store in stores:
        if (kept := store.get(text)) is not None:
            return kept
    try:
        (pcm,) = engine.render((text,), voice)
    except SpeechEngineMissing as failure:
        raise SpeechEngineMissing(
            f"the sentence {text!r} of voice {voice.name} is not in store, and {failure}"
        ) from None
    return stores[-1].put(text, faded(normalised(pcm)))


def record_shipped(folder: Path, *, again: bool = False) -> tuple[Path, ...]:
    """Render the sentences of the shipped personas into a folder and return the folders of their voices."""
    if again:
        shutil.rmtree(folder, ignore_errors=True)
    for name in shipped_personas():
        speech_of(find_persona(name), EspeakEngine(), (folder,))
    return tuple(sorted(path for path in folder.iterdir() if path.is_dir()))


def main() -> None:
    """Remake the shipped sentences from the command line."""
    parser = argparse.ArgumentParser(prog="voicecoach.rehearsal.voices", description=record_shipped.__doc__)
    parser.add_argument("--again", action="store_true", help="render also what is there already")
    parser.add_argument("-o", dest="folder", type=Path, default=SHIPPED)
    wanted = parser.parse_args()
    record_shipped(wanted.folder, again=wanted.again)


if __name__ == "__main__":
    main()
