"""The README is true: its commands run, its phrases are commands."""

import re
import shlex
from pathlib import Path

import pytest

from tests.product.program import voicecoach
from voicecoach.core.commands import RULES

pytestmark = pytest.mark.product

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_every_command_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for block in BLOCKS for line in block.splitlines()]
    assert len(lines) >= 8
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "voicecoach"
        done = voicecoach(*arguments)
        assert done.returncode == 0, (line, done.stderr)


def test_every_phrase_that_the_readme_teaches_is_a_command() -> None:
    table = README.split("## What you can say")[1].split("##")[0]
    phrasings = {phrase for rule in RULES for phrase in rule.phrasings}
    assert set(re.findall(r'"([^"]+)"', table)) <= phrasings
