"""Rehearsals that several tests look at, each run once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.product.program import voicecoach


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal left in its folder."""

    folder: Path
    printed: str

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "summary.json").read_text()))

    @property
    def effects(self) -> list[dict[str, Any]]:
        lines = (self.folder / "journal.jsonl").read_text().splitlines()[1:]
        return [effect for line in lines for effect in json.loads(line)["effects"]]

    def sound(self, name: str) -> NDArray[np.int16]:
        pcm, rate = soundfile.read(self.folder / name, dtype="int16")
        assert rate == 16_000
        return np.asarray(pcm)


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rehearsal]:
    @cache
    def rehearse(persona: str) -> Rehearsal:
        folder = tmp_path_factory.mktemp(persona)
        done = voicecoach("rehearse", persona, "-o", folder, "--json")
        assert done.returncode == 0, done.stderr
        return Rehearsal(folder, done.stdout)

    return rehearse
