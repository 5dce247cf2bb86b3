"""A trained network as a folder that Vosk loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.decoding_graph import decoding_graph, numbered_words, unigram_graph
from training.features import configuration
from training.fst_file import Property, const_fst
from training.kaldi_bytes import HEADER, Bits, integer, token, vector
from training.lexicon import Lexicon
from training.network import Network
from training.nnet3_file import network_file
from training.phone_language import PhoneLanguage
from training.phones import SPEECH, word_boundaries
from training.transition_file import transition_model, transitions

DECODING = """\
--min-active=200
--max-active=3000
--beam=11.0
--lattice-beam=2.5
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
"""With a wider lattice beam the loop of phones in `[unk]` makes long speech take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What goes into a folder besides the network."""

    lexicon: Lexicon
    words: Sequence[str]
    language: PhoneLanguage
    unknown_bonus: float
    """Natural logarithm that each phone of `[unk]` gains: the more, the more is rejected."""
    bits: Bits = Bits.SIXTEEN


def write_model(network: Network, export: Export, folder: Path) -> None:
    """Write the whole folder, over what is there."""
    numbers, numbering = numbered_words(export.words), transitions()
    graph = decoding_graph(export.lexicon, export.words, _phone_costs(export), numbering)
    loop = unigram_graph(numbers, export.words)
    by_input = Property.SORTED_BY_INPUT | Property.SORTED_BY_OUTPUT | Property.ACCEPTOR
    files: dict[str, bytes] = {
        "am/final.mdl": final_model(network, export.bits),
        "conf/mfcc.conf": configuration().encode(),
        "conf/model.conf": DECODING.encode(),
        "graph/HCLr.fst": const_fst(graph, Property.SORTED_BY_OUTPUT),
        "graph/Gr.fst": const_fst(loop, by_input),
        "graph/words.txt": "".join(f"{word} {number}\n" for word, number in numbers.items()).encode(),
        "graph/disambig_tid.int": f"{numbering.last + 1}\n".encode(),
        "graph/phones/word_boundary.int": word_boundaries().encode(),
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def final_model(network: Network, bits: Bits) -> bytes:
    """Return the transition model and the network as one file."""
    shape = network.shape
    context = token("<LeftContext>") + integer(shape.left) + token("<RightContext>") + integer(shape.right)
    return HEADER + transition_model() + network_file(network, bits) + context + token("<Priors>") + vector([])


def _phone_costs(export: Export) -> dict[str, float]:
    shares = export.language.share
    return {phone: -float(shares[index]) - export.unknown_bonus for index, phone in enumerate(SPEECH, 1)}
