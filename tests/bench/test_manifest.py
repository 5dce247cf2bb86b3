from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.bench.clip import NOISE, WORDS, Kind, Span
from voicecoach.bench.corpus import TALK, WAKE_WORDS, Selection, read_corpus
from voicecoach.bench.manifest import read_manifest
from voicecoach.bench.report import ALL_TALK, talking
from voicecoach.core.commands import COMMAND_OF, Command
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Seconds

from .outcomes import outcome


def manifest(folder: Path, text: str) -> Path:
    soundfile.write(folder / "a.wav", np.zeros(64_000, np.int16), 16_000)
    file = folder / "mine.csv"
    file.write_text(text)
    return file


def test_a_row_is_a_clip(tmp_path: Path) -> None:
    row = "a.wav, Back  Arched ,2.0,3.1,ann,,synthetic"
    (clip,) = read_manifest(manifest(tmp_path, f"file,text,start,end,speaker,voice,kind\n{row}\n"))
    assert (clip.text, clip.meant, clip.kind, clip.speaker) == (
        "back arched",
        Command.BACK_ARCHED,
        Kind.SYNTHETIC,
        "ann",
    )
    assert (clip.name, clip.collection) == ("a.wav", "manifest mine.csv")


def test_half_a_second_is_heard_around_words_whose_place_is_told(tmp_path: Path) -> None:
    (clip,) = read_manifest(manifest(tmp_path, "file,text,start,end\na.wav,stop,2.0,3.25\n"))
    assert (clip.excerpt, clip.word_end) == (Span(start=Seconds(1.5), end=Seconds(3.75)), 1.75)


def test_a_whole_file_is_heard_without_a_place(tmp_path: Path) -> None:
    (clip,) = read_manifest(manifest(tmp_path, "file,text,start,end\na.wav,hello there,,\n"))
    assert (clip.excerpt, clip.word_end, clip.meant, clip.kind) == (None, None, None, Kind.RECORDED)


@pytest.mark.parametrize(
    ("written", "text"),
    [("Stop!", "stop"), ("What's left?", "what's left"), ("what\N{RIGHT SINGLE QUOTATION MARK}s left", "what's left"),
     ("Back-arched.", "back arched"), ('"No, thanks"', "no thanks")],
)  # fmt: skip
def test_a_command_is_one_whatever_its_case_and_punctuation(tmp_path: Path, written: str, text: str) -> None:
    quoted = written.replace('"', '""')
    (clip,) = read_manifest(manifest(tmp_path, f'file,text,start,end\na.wav,"{quoted}",,\n'))
    assert (clip.text, clip.meant) == (text, COMMAND_OF[text])


def test_a_manifest_may_begin_as_spreadsheets_write_it(tmp_path: Path) -> None:
    (clip,) = read_manifest(manifest(tmp_path, "\ufefffile,text,start,end\na.wav,stop,,\n"))
    assert clip.meant is Command.STOP


@pytest.mark.parametrize("name", ["words.csv", "noise.csv", "words", "synthetic"])
def test_a_manifest_of_any_name_is_a_collection_of_its_own(tmp_path: Path, name: str) -> None:
    file = manifest(tmp_path, "file,text,start,end\na.wav,hello,,\n").rename(tmp_path / name)
    (clip,) = read_corpus(file, Selection()).clips
    assert clip.collection not in (WORDS, NOISE, "synthetic", *TALK, WAKE_WORDS)
    assert list(talking([outcome(clip)])) == [ALL_TALK, f"manifest {name}"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("file,text,start\n", "lacks the column 'end'"),
        ("file,text,start,end,colour\n", "unknown column 'colour'"),
        ("", "lacks the column 'file'"),
        ("file;text;start;end\na.wav;stop;;\n", "parts its columns with ';'; it needs commas"),
        ("file\ttext\tstart\tend\n", r"parts its columns with '\t'; it needs commas"),
        ("file,text,start,end,text\na.wav,stop,,,go\n", "has the column 'text' twice"),
        ("file,text,start,end\na.wav,stop,,\na.wav,stop,,\n", "line 3: the same recording as in line 2"),
        ("file,text,start,end\na.wav,stop,3,4.2\n", "line 2: end 4.2 is behind the end of a.wav, which lasts 4.00 s"),
        ("file,text,start,end\na.wav,stop,,\nb.wav,stop,,\n", "line 3: no such file: b.wav"),
        ("file,text,start,end\n,stop,,\n", "line 2: no such file: the field is empty"),
        ("file,text,start,end\na.wav,stop,x,2\n", "line 2: start is 'x'"),
        ("file,text,start,end\na.wav,stop,1,\n", "line 2: end is ''"),
        ("file,text,start,end\na.wav,stop,nan,2\n", "line 2: start is 'nan'"),
        ("file,text,start,end\na.wav,stop,2,1\n", "line 2: end 1 is not after start 2"),
        ("file,text,start,end\na.wav,stop\n", "line 2: it has more or fewer fields"),
        ("file,text,start,end\na.wav,stop,1,2,3\n", "line 2: it has more or fewer fields"),
        ("file,text,start,end,kind\na.wav,stop,1,2,robot\n", "line 2: kind is 'robot'; allowed: recorded, synthetic"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CorpusBroken) as failure:
        read_manifest(manifest(tmp_path, text))
    assert complaint in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusBroken, match=r"mine\.csv cannot be read"):
        read_manifest(tmp_path / "mine.csv")
