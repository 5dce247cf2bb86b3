"""Which files make a folder a Vosk model, checked before Vosk sees it."""

from pathlib import Path

from voicecoach.core.errors import ModelBroken, ModelMissing
from voicecoach.hearing.graph import is_whole_graph

COMPACT = (
    "am/final.mdl",
    "conf/model.conf",
    "conf/mfcc.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/words.txt",
    "graph/disambig_tid.int",
    "graph/phones/word_boundary.int",
)
"""A model without speaker adaptation, such as the one that travels with the program."""

OFFICIAL = (
    "am/final.mdl",
    "conf/model.conf",
    "conf/mfcc.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/disambig_tid.int",
    "graph/phones/word_boundary.int",
    "ivector/final.dubm",
    "ivector/final.ie",
    "ivector/final.mat",
    "ivector/global_cmvn.stats",
    "ivector/online_cmvn.conf",
    "ivector/splice.conf",
)
"""The vendor's small models; their words lie inside `Gr.fst`."""

GRAPHS = ("graph/HCLr.fst", "graph/Gr.fst")
"""The files that are read as OpenFst graphs."""


def check_model(folder: Path) -> None:
    """Make sure that a folder holds a whole model.

    Vosk itself answers a missing file with a bare exception, or ends the process.
    Raises ModelMissing when there is no such folder, ModelBroken naming the first file
    that is missing, empty or visibly damaged.
    """
    if not folder.is_dir():
        raise ModelMissing(f"no model folder {folder}; leave out --model, or fetch one: voicecoach models get")
    missing = missing_file(folder)
    if missing:
        raise ModelBroken(f"model {folder} lacks {missing}; unpack it again, or fetch one: voicecoach models get")
    for name in GRAPHS:
        if not is_whole_graph(folder / name):
            raise ModelBroken(
                f"model {folder} has a damaged {name}; unpack it again, or fetch one: voicecoach models get"
            )


def missing_file(folder: Path) -> str | None:
    """Return the first file that a model in this folder would need and that is absent or empty, or None."""
    needed = OFFICIAL if (folder / "ivector").is_dir() else COMPACT
    return next((name for name in needed if not _is_filled(folder / name)), None)


def _is_filled(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
