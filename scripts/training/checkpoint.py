"""A training run as it stands, so that it can be taken up again, and the network that came of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from training.network import Network, Shape, shape_fields

Weights = dict[str, Tensor]

Ending = Literal["steps", "minutes"]
"""What a training was ended by."""


@dataclass(slots=True, kw_only=True)
class Checkpoint:
    """All that a run needs to go on."""

    shape: Shape
    weights: Weights
    optimiser: dict[str, object] = field(default_factory=dict)
    step: int = 0
    seconds: float = 0.0
    """Time spent training."""
    summed: Weights = field(default_factory=dict)
    """Sum of the weights that enter the average."""
    averaged: int = 0
    """How many were summed."""
    ended_by: Ending | None = None
    """None while the training is under way, or after it was broken off."""

    def save(self, file: Path) -> None:
        """Write it whole or not at all."""
        draft = file.with_suffix(".part")
        torch.save({**{name: getattr(self, name) for name in self.__slots__}, "shape": shape_fields(self.shape)}, draft)
        draft.replace(file)

    @classmethod
    def load(cls, file: Path) -> "Checkpoint":
        """Read what `save` wrote."""
        fields = torch.load(file, weights_only=True)
        reaches = tuple((back, ahead) for back, ahead in fields["shape"]["reaches"])
        return cls(**{**fields, "shape": Shape(**{**fields["shape"], "reaches": reaches})})

    def add_to_average(self) -> None:
        """Count the present weights into the average."""
        for name, weight in self.weights.items():
            self.summed[name] = self.summed[name] + weight if name in self.summed else weight.clone()
        self.averaged += 1

    def best_weights(self) -> Weights:
        """Return the average where there is one, else the present weights."""
        if not self.averaged:
            return self.weights
        return {name: total / self.averaged for name, total in self.summed.items()}

    def network(self) -> Network:
        """Return the network with its best weights, ready to be used."""
        network = Network(self.shape)
        network.load_state_dict(self.best_weights())
        return network.eval()
