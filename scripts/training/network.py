"""The acoustic network: a factored time-delay network from 40 cepstra to two outputs a phone, every third frame.

After Povey et al., "Semi-orthogonal low-rank matrix factorization for deep neural networks", 2018 (TDNN-F),
without the orthogonality.
"""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.features import WIDTH
from training.phones import OUTPUTS

STRIDE = 3
"""Input frames for each output frame."""

BYPASS = 0.75
"""How much of a layer's input is added to its output."""

_SHAKE = 0.15  # by how much channels are scaled at most, while training


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The size of a network."""

    splice: int = 2
    """Input frames on both sides that the first layer sees."""
    front: int = 96
    """Width of the first layer, which alone is computed for every input frame."""
    width: int = 256
    bottleneck: int = 96
    reaches: tuple[tuple[int, int], ...] = ((1, 1),) * 5 + ((2, 1),) * 3
    """For each factored layer how many output frames it sees back and ahead."""
    neck: int = 128
    """Width before the output layers."""

    @property
    def left(self) -> int:
        """Return how many input frames before its own an output frame sees."""
        return self.splice + 1 + STRIDE * sum(back for back, _ in self.reaches)

    @property
    def right(self) -> int:
        """Return how many input frames after its own an output frame sees."""
        return self.splice + 1 + STRIDE * sum(ahead for _, ahead in self.reaches)


class Normalise(nn.Module):
    """Bring each channel to mean 0 and variance 1 over utterances and time; no parameters of its own."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.statistics = nn.BatchNorm1d(width, affine=False)

    def forward(self, sound: Tensor) -> Tensor:
        """Take and return (utterances, frames, width)."""
        flat = self.statistics(sound.reshape(-1, sound.shape[-1]))
        return flat.reshape(sound.shape)


class Factored(nn.Module):
    """A layer through a bottleneck, with its neighbours in time, added to its input."""

    def __init__(self, shape: Shape, reach: tuple[int, int]) -> None:
        super().__init__()
        self.back, self.ahead = reach
        self.narrow = nn.Linear(2 * shape.width, shape.bottleneck, bias=False)
        self.widen = nn.Linear((2 if self.ahead else 1) * shape.bottleneck, shape.width)
        self.normalise = Normalise(shape.width)

    def forward(self, sound: Tensor) -> Tensor:
        """Take (utterances, frames, width) and return as much less `back` and `ahead` frames."""
        earlier, own = self.narrow.weight.chunk(2, dim=1)
        narrow = functional.linear(sound[:, : -self.back], earlier) + functional.linear(sound[:, self.back :], own)
        if self.ahead:
            narrow = torch.cat([narrow[:, : -self.ahead], narrow[:, self.ahead :]], dim=2)
        stop = sound.shape[1] - self.ahead
        return self.normalise(functional.relu(self.widen(narrow))) + BYPASS * sound[:, self.back : stop]


class Head(nn.Module):
    """An output layer of its own."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.widen = nn.Linear(shape.neck, shape.width)
        self.normalise = Normalise(shape.width)
        self.out = nn.Linear(shape.width, OUTPUTS)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, neck: Tensor) -> Tensor:
        """Take (utterances, frames, neck) and return (utterances, frames, OUTPUTS)."""
        return self.out(self.normalise(functional.relu(self.widen(neck))))


class Network(nn.Module):
    """The whole network; the second head only helps the training and is not exported."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.level = Normalise(WIDTH)
        self.splice = nn.Linear((2 * shape.splice + 1) * WIDTH, shape.front)
        self.spliced = Normalise(shape.front)
        self.gather = nn.Linear(STRIDE * shape.front, shape.neck, bias=False)
        self.spread = nn.Linear(shape.neck, shape.width)
        self.gathered = Normalise(shape.width)
        self.layers = nn.ModuleList([Factored(shape, reach) for reach in shape.reaches])
        self.neck = nn.Linear(shape.width, shape.neck, bias=False)
        self.head = Head(shape)
        self.second_head = Head(shape)

    def forward(self, sound: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Take features padded by `shape.left` and `shape.right` frames: (utterances, frames, 40).

        `mask` (utterances, frames, 1) silences features after normalising. Return the scores of both
        heads: (utterances, output frames, OUTPUTS).
        """
        even = self.level(sound)
        if mask is not None:
            even = even * mask
        windows = even.unfold(1, 2 * self.shape.splice + 1, 1).transpose(2, 3).flatten(2)
        fine = self.spliced(functional.relu(self.splice(windows)))
        whole = fine.shape[1] // STRIDE
        threes = fine[:, : whole * STRIDE].reshape(len(fine), whole, -1)
        hidden = self.gathered(functional.relu(self.spread(self.gather(threes))))
        for layer in self.layers:
            hidden = self._shaken(layer(hidden))
        neck = self.neck(hidden)
        return self.head(neck), self.second_head(neck)

    def _shaken(self, hidden: Tensor) -> Tensor:
        """Scale each channel of each utterance by chance while training, so that no channel is relied on alone."""
        if not self.training:
            return hidden
        return hidden * (1 + _SHAKE * (2 * torch.rand(len(hidden), 1, hidden.shape[2], device=hidden.device) - 1))

    def exported_parameters(self) -> int:
        """Return how many parameters the exported part has."""
        unused = sum(parameter.numel() for parameter in self.second_head.parameters())
        return sum(parameter.numel() for parameter in self.parameters()) - unused


def shape_fields(shape: Shape) -> dict[str, object]:
    """Return a shape as plain values for a checkpoint or manifest."""
    return asdict(shape)
