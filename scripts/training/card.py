"""What travels with the model: a manifest for machines and a card for people, made from the same facts."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import cast

from training.checkpoint import Checkpoint
from training.network import Network, shape_fields
from training.recordings import words_of
from training.sources import described, hashes
from training.trainer import CHECKPOINT, CURVE
from training.voices import HELD_OUT_ESPEAK, HELD_OUT_FLITE
from voicecoach.bench.split import Part

_PACKAGES = ("torch", "numba", "numpy", "scipy", "kaldi-native-fbank", "soundfile", "soxr", "vosk", "pocketsphinx")
_NOTES = Path(__file__).parent / "notes.md"

_ROWS = {
    "ten_words_closed": "ten words of recorded people, closed grammar and `[unk]`",
    "ten_words_session": "the same clips in the session's grammar: the right command or none",
    "commands_session": "of these the four commands (stop, yes, no, up)",
    "near_words_session": "all recorded words that are no command, heard as none",
    "phrasings": "every phrasing, held-out synthetic voices",
    "phrasings_far": "the same in measured rooms, noise 15 dB below",
    "false_accepts_an_hour": "commands an hour heard in read English",
    "false_accepts_children": "the same, sentences of held-out speakers under 18",
    "false_accepts_adults": "the same, sentences of held-out adults",
    "real_time": "computing time, of real time",
    "load_ms": "loading, ms",
    "megabytes": "size, MB",
}
_ASKED = {
    "ten_words_closed": "at least 95 %",
    "ten_words_session": "at least 90 %",
    "false_accepts_an_hour": "at most 2",
    "real_time": "at most 0.01",
    "load_ms": "at most 100",
    "megabytes": "at most 6",
}
"""What a model of this kind should reach."""

_SHARES = {
    "ten_words_closed",
    "ten_words_session",
    "commands_session",
    "near_words_session",
    "phrasings",
    "phrasings_far",
}

_SOURCE = ("name", "used", "licence", "attribution")

Figures = Mapping[str, object]


def manifest(speech: Path, work: Path, seed: int, figures: Sequence[Figures]) -> dict[str, object]:
    """Return all facts about a trained model as plain values."""
    state = Checkpoint.load(work / CHECKPOINT)
    curve = [json.loads(line) for line in (work / CURVE).read_text(encoding="utf-8").splitlines()]
    return {
        "format": 1,
        "parameters": Network(state.shape).exported_parameters(),
        "shape": shape_fields(state.shape),
        "seed": seed,
        "steps": state.step,
        "ended_by": state.ended_by,
        "training_seconds": round(state.seconds),
        "averaged": state.averaged,
        "held_out": {
            "folders": ["reading", "assistant", "rooms"],
            "speakers": sorted({clip.speaker for clip in words_of(speech, Part.EXAMINES)}),
            "voices": [
                *(f"espeak-ng:{name}" for name in HELD_OUT_ESPEAK),
                *(f"flite:{name}" for name in HELD_OUT_FLITE),
            ],
        },
        "sources": [asdict(source) for source in described(speech)],
        "sha256": hashes(speech),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "figures": list(figures),
        "curve": curve,
    }


def card(facts: Mapping[str, object], figures: Sequence[Figures]) -> str:
    """Return the model's README."""
    notes = _NOTES.read_text(encoding="utf-8")
    return (
        notes.replace("{figures}", _table(figures))
        .replace("{sources}", _sources(facts))
        .replace("{parameters}", f"{facts['parameters']:,}")
    )


def write_card(folder: Path, facts: Mapping[str, object], figures: Sequence[Figures]) -> None:
    """Write `manifest.json` and `README.md` into a model's folder."""
    (folder / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card(facts, figures), encoding="utf-8")


def _table(figures: Sequence[Figures]) -> str:
    head = ["| measured on what was held out |" + "".join(f" {one['name']} |" for one in figures) + " asked for |"]
    head.append("|---|" + "---|" * (len(figures) + 1))
    return "\n".join(head + [_row(key, label, figures) for key, label in _ROWS.items()])


def _row(key: str, label: str, figures: Sequence[Figures]) -> str:
    return f"| {label} |" + "".join(f" {_shown(key, one[key])} |" for one in figures) + f" {_ASKED.get(key, '')} |"


def _shown(key: str, value: object) -> str:
    if not isinstance(value, int | float):
        return "not measured"
    return f"{100 * value:.1f} %" if key in _SHARES else f"{value:g}"


def _sources(facts: Mapping[str, object]) -> str:
    sources = cast("list[dict[str, str]]", facts["sources"])
    lines = [" | ".join(("", *(source[key] for key in _SOURCE), "")).strip() for source in sources]
    return "\n".join(["| source | use | licence | by |", "|---|---|---|---|", *lines])
