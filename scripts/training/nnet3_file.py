"""The network as Kaldi's nnet3: a list of nodes in words, and each component's numbers."""

from torch import nn

from training.features import WIDTH
from training.kaldi_bytes import Bits, boolean, integer, matrix, real, token, vector
from training.network import BYPASS, STRIDE, Factored, Network, Normalise


class Nnet3:
    """Collect nodes and components in the order in which they are computed."""

    def __init__(self, bits: Bits) -> None:
        self._bits = bits
        self._nodes = [f"input-node name=input dim={WIDTH}"]
        self._components: list[tuple[str, bytes]] = []

    def add(self, name: str, component: bytes, source: str) -> str:
        """Append a component that reads from a descriptor, and return its name."""
        self._nodes.append(f"component-node name={name} component={name} input={source}")
        self._components.append((name, component))
        return name

    def affine(self, name: str, layer: nn.Linear, source: str) -> str:
        """Append a matrix, and a bias where the layer has one."""
        weights = matrix(layer.weight.detach().numpy(), self._bits)
        made = _linear(weights) if layer.bias is None else _affine(weights, vector(layer.bias.detach().numpy()))
        return self.add(name, made, source)

    def activation(self, name: str, width: int, normalise: Normalise, source: str) -> str:
        """Append a rectifier and a normalisation."""
        rectified = self.add(f"{name}.relu", _rectifier(width), source)
        return self.normalise(f"{name}.norm", normalise, rectified)

    def normalise(self, name: str, layer: Normalise, source: str) -> str:
        """Append a normalisation by the means and variances that were seen in training."""
        return self.add(name, _batch_norm(layer.statistics), source)

    def finish(self, source: str) -> bytes:
        """Name the output and return the whole network."""
        nodes = [*self._nodes, f"output-node name=output input={source} objective=linear"]
        text = "".join(f"{line}\n" for line in nodes) + "\n"
        parts = [
            token("<Nnet3>"),
            b"\n",
            text.encode("ascii"),
            token("<NumComponents>"),
            integer(len(self._components)),
        ]
        for name, component in self._components:
            parts += [token("<ComponentName>"), token(name), component]
        return b"".join((*parts, token("</Nnet3>")))


def network_file(network: Network, bits: Bits) -> bytes:
    """Return the network without its second head; the outputs keep all their bits."""
    made, shape = Nnet3(bits), network.shape
    level = made.normalise("level", network.level, "input")
    window = ", ".join(_offset(level, frames) for frames in range(-shape.splice, shape.splice + 1))
    spliced = made.affine("splice", network.splice, f"Append({window})")
    fine = made.activation("splice", shape.front, network.spliced, spliced)
    threes = f"Append({_offset(fine, -1)}, {fine}, {_offset(fine, 1)})"
    spread = made.affine("spread", network.spread, made.affine("gather", network.gather, threes))
    hidden = made.activation("spread", shape.width, network.gathered, spread)
    for number, layer in enumerate(network.layers):
        hidden = _factored(made, f"layer{number}", layer, hidden)
    neck = made.affine("neck", network.neck, hidden)
    widened = made.affine("head", network.head.widen, neck)
    top = made.activation("head", shape.width, network.head.normalise, widened)
    out = network.head.out
    last = _affine(matrix(out.weight.detach().numpy()), vector(out.bias.detach().numpy()))
    return made.finish(made.add("out", last, top))


def _factored(made: Nnet3, name: str, layer: Factored, source: str) -> str:
    earlier = _offset(source, -STRIDE * layer.back)
    narrow = made.affine(f"{name}.narrow", layer.narrow, f"Append({earlier}, {source})")
    ahead = f"Append({narrow}, {_offset(narrow, STRIDE * layer.ahead)})" if layer.ahead else narrow
    widened = made.affine(f"{name}.widen", layer.widen, ahead)
    width = layer.widen.out_features
    fresh = made.activation(name, width, layer.normalise, widened)
    same = token("<NoOpComponent>") + token("<Dim>") + integer(width) + token("<BackpropScale>") + real(1.0)
    return made.add(f"{name}.sum", same + token("</NoOpComponent>"), f"Sum(Scale({BYPASS}, {source}), {fresh})")


def _offset(source: str, frames: int) -> str:
    return source if frames == 0 else f"Offset({source}, {frames})"


def _affine(weights: bytes, bias: bytes) -> bytes:
    return b"".join(
        (
            token("<AffineComponent>"), token("<LearningRate>"), real(0.001),
            token("<LinearParams>"), weights, token("<BiasParams>"), bias,
            token("</AffineComponent>"),
        )
    )  # fmt: skip


def _linear(weights: bytes) -> bytes:
    return b"".join(
        (
            token("<LinearComponent>"), token("<LearningRate>"), real(0.001), token("<Params>"), weights,
            token("<UseNaturalGradient>"), boolean(True), token("<RankInOut>"), integer(20), integer(80),
            token("<Alpha>"), real(4.0), token("<NumSamplesHistory>"), real(2000.0),
            token("<UpdatePeriod>"), integer(4), token("</LinearComponent>"),
        )
    )  # fmt: skip


def _rectifier(width: int) -> bytes:
    return b"".join(
        (
            token("<RectifiedLinearComponent>"), token("<Dim>"), integer(width),
            token("<ValueAvg>"), vector([]), token("<DerivAvg>"), vector([]), token("<Count>"), real(0.0),
            token("</RectifiedLinearComponent>"),
        )
    )  # fmt: skip


def _batch_norm(statistics: nn.BatchNorm1d) -> bytes:
    mean, variance = statistics.running_mean, statistics.running_var
    if mean is None or variance is None:
        raise ValueError("a normalisation without statistics cannot be exported")
    width = len(mean)
    return b"".join(
        (
            token("<BatchNormComponent>"), token("<Dim>"), integer(width), token("<BlockDim>"), integer(width),
            token("<Epsilon>"), real(statistics.eps), token("<TargetRms>"), real(1.0),
            token("<TestMode>"), boolean(True), token("<Count>"), real(1000.0),
            token("<StatsMean>"), vector(mean.numpy()), token("<StatsVar>"), vector(variance.numpy()),
            token("</BatchNormComponent>"),
        )
    )  # fmt: skip
