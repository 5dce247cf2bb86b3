from pathlib import Path

import pytest

from voicecoach.bench.clip import Kind, Span
from voicecoach.bench.manifest import read_manifest
from voicecoach.core.commands import Command
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Seconds


def manifest(folder: Path, text: str) -> Path:
    (folder / "a.wav").touch()
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
    assert (clip.name, clip.collection) == ("a.wav", "mine")


def test_half_a_second_is_heard_around_words_whose_place_is_told(tmp_path: Path) -> None:
    (clip,) = read_manifest(manifest(tmp_path, "file,text,start,end\na.wav,stop,2.0,3.25\n"))
    assert (clip.excerpt, clip.word_end) == (Span(start=Seconds(1.5), end=Seconds(3.75)), 1.75)


def test_a_whole_file_is_heard_without_a_place(tmp_path: Path) -> None:
    (clip,) = read_manifest(manifest(tmp_path, "file,text,start,end\na.wav,hello there,,\n"))
    assert (clip.excerpt, clip.word_end, clip.meant, clip.kind) == (None, None, None, Kind.RECORDED)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("file,text,start\n", "lacks the column 'end'"),
        ("file,text,start,end,colour\n", "unknown column 'colour'"),
        ("", "lacks the column 'file'"),
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
