"""A word that is no command and that the shipped model takes for one: which one it is depends on the model."""

import shutil
from dataclasses import dataclass

import numpy as np
import pytest

from voicecoach.core.commands import vocabulary
from voicecoach.hearing.grammar import shipped_decoys
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import listen_to_sound
from voicecoach.ports import InputPcm, Voice
from voicecoach.speech.engine import EspeakEngine

VOICE = Voice(name="en-gb+m3", words_a_minute=150)

WORDS = ("larder", "ladder", "quarter", "lower", "pores", "foster", "paws", "prouder", "loader", "rested", "seizure")


@dataclass(frozen=True)
class Confusable:
    """The word's sound, the command that it is taken for, and what the whole lexicon makes of it."""

    sound: InputPcm
    heard: str
    decoy: str


def spoken_by_espeak(text: str) -> InputPcm:
    if not shutil.which("espeak-ng"):
        pytest.skip("needs espeak-ng")
    (sound,) = EspeakEngine().render([text], VOICE)
    return (20_000 * np.pad(sound, 4_800)).astype(np.int16)


def confusable_word(recogniser: VoskRecogniser) -> Confusable:
    """Return the first word of the list that is taken for a command."""
    taken = {*vocabulary(), *shipped_decoys()}
    for word in WORDS:
        sound = spoken_by_espeak(word)
        heard = [placed.utterance for placed in listen_to_sound(sound, recogniser)]
        words = [each for each in recogniser.any_words(sound) if each not in taken and len(each) > 2]
        if len(words) == len(heard) == 1 and heard[0].is_accepted:
            return Confusable(sound=sound, heard=heard[0].phrase, decoy=words[0])
    pytest.fail("the model takes none of these words for a command: find others")
