import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.bench.clip import Span
from voicecoach.bench.condition import Condition, takes
from voicecoach.bench.corpus import Selection, read_corpus
from voicecoach.bench.split import Part, part_of, speaker_of
from voicecoach.core.commands import Command
from voicecoach.core.errors import CorpusBroken, SoundFileBroken
from voicecoach.core.units import Decibels, Seconds

EVERYBODY = Selection(part=None)
JUDGE, PUPIL = "ada", "bert"
"""A speaker who examines, and one who may be trained on."""


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / name, np.zeros(3_200, np.int16), 16_000)
    return folder


@pytest.mark.parametrize(
    ("collection", "speakers", "parts"),
    [
        ("words", ("ada", "bert", "cleo", "dora", "emil", "fred"), "ETCTEE"),
        ("words-train", ("7", "8", "9", "10"), "TCTC"),
        ("reading", ("ada", "bert", "cleo"), "EEE"),
        ("assistant", ("ada", "bert", "cleo", "dora"), "EECC"),
        ("wake-words", ("alexa/1", "alexa/2", "jarvis/1", "jarvis/2", "jarvis/3"), "TTCCE"),
        ("sentences", ("0001", "0002", "0003"), "TTT"),
    ],
)
def test_the_split_is_by_the_hash_of_the_speaker(collection: str, speakers: tuple[str, ...], parts: str) -> None:
    found = "".join(part_of(collection, speaker).name[0] for speaker in speakers)
    assert found == parts


def test_a_speaker_of_words_is_named_by_the_file() -> None:
    assert speaker_of("0d53e045-1") == "0d53e045"


def test_of_words_only_held_out_speakers_are_heard(tmp_path: Path) -> None:
    fill(tmp_path, f"words/stop/{JUDGE}-0.wav", f"words/stop/{PUPIL}-0.wav")
    assert [clip.speaker for clip in read_corpus(tmp_path, Selection()).clips] == [JUDGE]
    assert [clip.speaker for clip in read_corpus(tmp_path, EVERYBODY).clips] == [JUDGE, PUPIL]


def test_a_corpus_of_which_the_split_leaves_nobody_tells_how_to_hear_it(tmp_path: Path) -> None:
    fill(tmp_path, f"words/stop/{PUPIL}-0.wav", f"words/no/{PUPIL}-0.wav", "noise/fan.wav")
    with pytest.raises(CorpusBroken, match=r"leaves out all 2 recordings in .*; hear them all with --all-speakers"):
        read_corpus(tmp_path, Selection())
    with pytest.raises(CorpusBroken, match=r"leaves out all 2 recordings in [^;]*$"):
        read_corpus(tmp_path, Selection(part=Part.CALIBRATES))


def test_it_is_told_how_many_recordings_the_split_leaves_out(tmp_path: Path) -> None:
    fill(tmp_path, f"words/stop/{JUDGE}-0.wav", f"words/stop/{PUPIL}-0.wav", "noise/fan.wav")
    assert (read_corpus(tmp_path, Selection()).left_out, read_corpus(tmp_path, EVERYBODY).left_out) == (1, 0)


@pytest.mark.parametrize(("word", "meant"), [("stop", Command.STOP), ("go", None), ("it-hurts", Command.IT_HURTS)])
def test_a_word_means_its_command_only_if_the_table_has_it(tmp_path: Path, word: str, meant: Command | None) -> None:
    (clip,) = read_corpus(fill(tmp_path, f"words/{word}/a-0.wav"), EVERYBODY).clips
    assert clip.meant is meant


def test_known_folders_beside_the_words_are_people_who_command_nothing(tmp_path: Path) -> None:
    fill(tmp_path, "words/stop/a-0.wav", "reading/b.flac", "sentences/c.wav", "assistant/d.wav", "other/e.wav")
    fill(tmp_path, "wake-words/smart-mirror/f.wav")
    (tmp_path / "sentences/transcripts.csv").write_text('file,text\nc.wav,"PLEASE, Stop it!"\n')
    clips = read_corpus(tmp_path, EVERYBODY).clips
    assert [(clip.collection, clip.text, clip.meant) for clip in clips] == [
        ("words", "stop", Command.STOP),
        ("reading", None, None),
        ("sentences", "please stop it", None),
        ("assistant", None, None),
        ("wake-words", "smart mirror", None),
    ]
    assert clips[2].really_says(Command.STOP)
    assert not clips[2].really_says(Command.NO)


def test_only_the_second_half_of_a_noise_is_heard(tmp_path: Path) -> None:
    corpus = read_corpus(fill(tmp_path, "words/stop/a-0.wav", "noise/fan.wav", "rooms/hall.wav"), EVERYBODY)
    assert corpus.clips[-1].excerpt == Span(start=Seconds(0.1), end=Seconds(0.2))
    assert ([file.name for file in corpus.noises], [file.name for file in corpus.rooms]) == (["fan.wav"], ["hall.wav"])


def test_of_every_list_each_so_manieth_is_taken(tmp_path: Path) -> None:
    fill(tmp_path, *(f"words/stop/a-{number}.wav" for number in range(5)), *(f"reading/{each}.wav" for each in "abc"))
    clips = read_corpus(tmp_path, Selection(part=None, every=2)).clips
    assert [clip.file.stem for clip in clips] == ["a-0", "a-2", "a-4", "a", "c"]


def test_commands_are_heard_in_every_condition_and_all_else_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path, "words/stop/a-0.wav", "words/go/a-0.wav", "noise/fan.wav", "rooms/hall.wav")
    corpus = read_corpus(tmp_path, EVERYBODY)
    wanted = tuple(takes(corpus, 1))
    assert [take.clip.text for take in wanted].count("go") == 1
    conditions = {take.condition for take in wanted if take.clip.text == "stop"}
    fan, hall = corpus.noises[0], corpus.rooms[0]
    assert conditions == {
        Condition(),
        *(Condition(noise=fan, snr=Decibels(snr)) for snr in (20.0, 12.0, 6.0, 0.0)),
        Condition(room=hall),
        *(Condition(distance=distance) for distance in (1.0, 2.0, 3.0)),
    }


def test_the_hash_changes_with_the_sound(tmp_path: Path) -> None:
    fill(tmp_path, "words/stop/a-0.wav")
    before = read_corpus(tmp_path, EVERYBODY).digest
    soundfile.write(tmp_path / "words/stop/a-0.wav", np.ones(3_200, np.int16), 16_000)
    assert read_corpus(tmp_path, EVERYBODY).digest != before


def test_the_hash_of_ordinary_names_stays_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "words/stop").mkdir(parents=True)
    (tmp_path / "words/stop/é-0.wav").write_bytes(b"sound")
    digest = sha256("stop/é-0.wav\x005\0".encode() + b"sound").hexdigest()
    assert read_corpus(tmp_path, EVERYBODY).digest == digest


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this platform has no such names")
@pytest.mark.parametrize("folder", ["words/stop", "reading", "noise"])
def test_a_name_that_is_not_utf8_is_named(tmp_path: Path, folder: str) -> None:
    fill(tmp_path, "words/stop/a-0.wav", f"{folder}/b.wav")
    (tmp_path / folder / "b.wav").rename(os.fsdecode(os.fsencode(tmp_path / folder) + b"/\xff.wav"))
    with pytest.raises(SoundFileBroken, match=r"\\udcff\.wav as sound: its name is not UTF-8"):
        read_corpus(tmp_path, EVERYBODY)


@pytest.mark.parametrize(
    ("prepare", "complaint"),
    [
        (lambda folder: folder / "absent", "no such corpus"),
        (lambda folder: folder, "no recordings in"),
        (lambda folder: fill(folder, "noise/fan.wav"), "no recordings in"),
    ],
    ids=["absent", "empty", "only noise"],
)
def test_nothing_to_hear_is_named(tmp_path: Path, prepare: Callable[[Path], Path], complaint: str) -> None:
    with pytest.raises(CorpusBroken, match=complaint):
        read_corpus(prepare(tmp_path), EVERYBODY)


def test_transcripts_without_their_columns_are_named(tmp_path: Path) -> None:
    fill(tmp_path, "words/stop/a-0.wav", "reading/b.wav")
    (tmp_path / "reading/transcripts.csv").write_text("name,words\n")
    with pytest.raises(CorpusBroken, match=r"transcripts\.csv lacks the columns file and text"):
        read_corpus(tmp_path, EVERYBODY)
