"""What a person said while the coach learnt their voice, kept on this machine when they said so."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from voicecoach.core.errors import StorageFull
from voicecoach.core.tryout import Try
from voicecoach.core.units import RATE
from voicecoach.ports import Recording

FOLDER = "recordings"
INDEX = "index.jsonl"


def keep(recordings: Sequence[Recording], person: Path) -> Path:
    """Write recordings as FLAC beside those of earlier times, each with a line in the index; return their folder.

    Raises StorageFull.
    """
    import soundfile  # noqa: PLC0415 - brings its own library

    folder = person / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / INDEX).open("a", encoding="utf-8") as index:
            for name, recording in zip(_free_names(folder), recordings, strict=False):
                soundfile.write(folder / name, recording.sound, RATE, format="FLAC", subtype="PCM_16")
                index.write(_line(name, recording.said))
    except (OSError, soundfile.SoundFileError) as failure:
        raise StorageFull(f"cannot keep recordings in {folder}: {failure}") from failure
    return folder


def _free_names(folder: Path) -> Iterator[str]:
    number = 1 + max((int(file.stem) for file in folder.glob("*.flac") if file.stem.isdecimal()), default=0)
    while True:
        yield f"{number:05}.flac"
        number += 1


def _line(name: str, said: Try) -> str:
    heard = said.answer.text if said.answer else ""
    fields = {"file": name, "text": said.prompt.phrase, "heard": heard, "result": said.result}
    return json.dumps(fields, ensure_ascii=False) + "\n"
