"""Train the network for a time or a number of steps, keeping a checkpoint every few minutes and a curve of it.

What is drawn by lot is drawn anew for each step, from the seed and the step's number. A training that was broken off
goes on as if it had not been, and the same steps on the same data make the same network, bit for bit, on one
processor with one number of threads and one version of PyTorch; a graphics card may add up in another order.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numba
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from training.ahead import ahead
from training.batches import Batch, Vary, batch, epoch, grouped
from training.checkpoint import Checkpoint
from training.competition import judge_in_grammar
from training.lexicon import Lexicon
from training.lfmmi import Verdict, judge
from training.network import Network, Shape
from training.perturbation import Frames, Perturbation
from training.phone_language import PhoneLanguage
from training.phrase_grammar import TALK, PhraseGrammar
from training.preparation import PLAIN, TRAIN, WATCH, read_features
from training.progress import Progress
from training.sentence_graph import SentenceGraph, least_frames, sentence_graph
from training.sound_store import Store, Stored

CHECKPOINT, CURVE = "checkpoint.pt", "curve.jsonl"

_WARM_UP = 150  # steps
_SHORT = 170
"""Input frames at most of the utterances that the first steps are taken on."""

_VARIED_SHARE = 0.7
"""How many of the varied batches an epoch takes."""

_TIMES = {"words": 3, "words-train": 2, "wake-words": 1}
"""How often an epoch takes each recorded utterance of a folder; all others once."""

_COMPETE_FROM = 0.4  # share of the time after which the grammar of use is trained on too
_COMPETE = 0.6  # share of the batches that then are
_SENTENCE = 5  # words from which on an utterance may be cut
_CUT = 0.4  # share of these that are
_PIECE = (40, 260)  # input frames
_PERTURBED = 0.85  # share of the utterances, once the plain ones have fallen into place
_SILENT_STRETCHES = 400  # that noise is taken from

_DECAY_FROM, _DECAY_TO = 0.3, 0.02  # share of the time after which, and to which share, the learning rate falls
_AVERAGE_FROM = 0.9  # share of the time
_AVERAGE_EVERY = 25  # steps
_SAY_EVERY = 50  # steps
_SECOND_HEAD = 0.2  # weight of the cross-entropy
_SMALL_SCORES = 1.25e-4  # weight of the squared outputs
_MASKED = 0.5  # share of utterances of which a stretch is hidden
_LONGEST_MASK = 16  # input frames
_WATCHED = 600  # utterances at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    shape: Shape
    minutes: float
    seed: int
    rate: float = 2e-3
    """The highest learning rate of AdamW."""
    threads: int = 2
    short_steps: int = 250
    """Steps on short plain utterances alone: with few phones each, these fall into place soonest."""
    plain_steps: int = 900
    """Steps before the varied utterances come in; beginning with these the training stayed where it was."""
    steps: int | None = None
    """How many steps to take; `minutes` is not looked at then, so a busy machine trains as much as an idle one."""
    keep_every: float = 200.0
    """Seconds from one checkpoint to the next; no more of a training that is broken off is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What is known of the language that is trained on."""

    lexicon: Lexicon
    phones: PhoneLanguage
    grammars: tuple[PhraseGrammar, ...]
    """Grammars of use; a batch is trained on one of them or on phones at large."""


class Trainer:
    """Hold a run's network, optimiser and corpus."""

    def __init__(self, work: Path, plan: Plan, tongue: Tongue) -> None:
        torch.set_num_threads(plan.threads)
        numba.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self._work, self._plan = work, plan
        self._tongue = tongue
        self._graphs: dict[str, SentenceGraph] = {}
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._network = Network(plan.shape).to(self._device)
        self._optimiser = torch.optim.AdamW(
            self._network.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=1e-3
        )
        self._state = self._taken_up()

    def run(self, progress: Progress) -> Checkpoint:
        """Train until the time is up or the steps are taken and return the end.

        Raises FloatingPointError when the objective is lost.
        """
        self._state.ended_by = None
        plain, varied = (read_features(self._work, name) for name in (PLAIN, TRAIN))
        began, kept = progress.seconds - self._state.seconds, progress.seconds
        utterances = len(plain.stored) + len(varied.stored)
        progress.say(f"{self._network.exported_parameters()} parameters, {utterances} utterances, {self._device}")
        tallies = _Tally(), _Tally()
        for one, grammar in ahead(self._batches(plain, varied)):
            self._state.seconds = progress.seconds - began
            if self._share(self._state.step) >= 1:
                break
            self._step(one, grammar, tallies)
            if self._state.step % _SAY_EVERY == 0:
                self._note({"trained": tallies[0].take(), "in_grammar": tallies[1].take()}, progress)
            if progress.seconds - kept > self._plan.keep_every:
                kept = progress.seconds
                self._keep()
                self._note(self._watched(), progress)
        self._state.ended_by = "minutes" if self._plan.steps is None else "steps"
        self._keep()
        self._note(self._watched(), progress)
        return self._state

    def _batches(self, plain: Store, varied: Store) -> Iterator[tuple[Batch, PhraseGrammar | None]]:
        """Make one batch after the other, with the grammar that it is trained on.

        This runs ahead of the training, on another thread, so that it counts the steps for itself.
        """
        nobody = [varied.rows(one) for one in varied if not one.text][:_SILENT_STRETCHES]
        perturbation = Perturbation(nobody)
        first = self._state.step
        for step, (store, group) in enumerate(islice(self._groups(plain, varied), first, None), first):
            chance = np.random.default_rng([self._plan.seed, 5, step])
            grammar = self._grammar(step, chance)
            if step < self._plan.plain_steps:
                yield batch(store, group, self._plan.shape), grammar
            else:
                yield batch(store, group, self._plan.shape, _varying(perturbation, grammar, chance)), grammar

    def _groups(self, plain: Store, varied: Store) -> Iterator[tuple[Store, list[Stored]]]:
        """Go from short plain utterances to plain ones to all, the same way each time; one group a step."""
        rng = np.random.default_rng(self._plan.seed)
        ready, hard = (_repeated(self._usable(store)) for store in (plain, varied))
        short = [one for one in ready if one.length <= _SHORT]
        step = 0
        for chosen, steps in ((short, self._plan.short_steps), (ready, self._plan.plain_steps)):
            while chosen and step < steps:
                groups = epoch(chosen, rng)[: steps - step]
                step += len(groups)
                yield from ((plain, group) for group in groups)
        while True:
            hard_groups = epoch(hard, rng)
            mixed = [(varied, group) for group in hard_groups[: int(_VARIED_SHARE * len(hard_groups)) or 1]]
            mixed += [(plain, group) for group in epoch(ready, rng)]
            for index in rng.permutation(len(mixed)):
                yield mixed[index]

    def _usable(self, store: Store) -> list[Stored]:
        """Return the utterances that are long enough for their phones."""
        return [one for one in store if least_frames(one.text, self._tongue.lexicon) + 2 < one.length / 3]

    def _step(self, one: Batch, grammar: PhraseGrammar | None, tallies: "tuple[_Tally, _Tally]") -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate()
        torch.manual_seed(int(np.random.SeedSequence([self._plan.seed, 6, self._state.step]).generate_state(1)[0]))
        scores, second = self._network(torch.from_numpy(one.features).to(self._device), self._mask(one))
        frames = int(one.lengths.max())
        verdict = self._judge(scores[:, :frames], one, grammar)
        loss = _loss(scores[:, :frames], second[:, :frames], verdict, one.lengths)
        self._optimiser.zero_grad()
        loss.backward()
        clip_grad_norm_(self._network.parameters(), 2.0)
        self._optimiser.step()
        self._state.step += 1
        tallies[bool(grammar)].add(verdict, one.lengths)
        if self._share(self._state.step) >= _AVERAGE_FROM and self._state.step % _AVERAGE_EVERY == 0:
            self._state.weights = self._network.state_dict()
            self._state.add_to_average()

    def _judge(self, scores: Tensor, one: Batch, grammar: PhraseGrammar | None = None) -> Verdict:
        numbers = scores.detach().cpu().contiguous().numpy()
        if grammar:
            return judge_in_grammar(numbers, one.lengths, one.texts, grammar)
        graphs = [self._graph(text) for text in one.texts]
        return judge(numbers, one.lengths, graphs, self._tongue.phones)

    def _grammar(self, step: int, chance: np.random.Generator) -> PhraseGrammar | None:
        """Draw the grammar for the batch of a step, or None where phones at large are the turn."""
        grammars = self._tongue.grammars
        if not grammars or self._share(step) < _COMPETE_FROM or chance.random() >= _COMPETE:
            return None
        return grammars[chance.integers(len(grammars))]

    def _graph(self, text: str) -> SentenceGraph:
        if text not in self._graphs:
            self._graphs[text] = sentence_graph(text, self._tongue.lexicon, self._tongue.phones)
        return self._graphs[text]

    def _mask(self, one: Batch) -> Tensor:
        mask = torch.ones(*one.features.shape[:2], 1)
        for row in mask:
            if torch.rand(()) < _MASKED:
                width = int(torch.randint(3, _LONGEST_MASK, ()))
                start = int(torch.randint(0, len(row) - width, ()))
                row[start : start + width] = 0
        return mask.to(self._device)

    def _share(self, step: int) -> float:
        """Return how much of the training lies before a step, by steps or by the clock."""
        if self._plan.steps is not None:
            return min(1.0, step / self._plan.steps)
        return min(1.0, self._state.seconds / (60 * self._plan.minutes))

    def _rate(self) -> float:
        fallen = max(0.0, self._share(self._state.step) - _DECAY_FROM) / (1 - _DECAY_FROM)
        return self._plan.rate * min(1.0, (self._state.step + 1) / _WARM_UP) * _DECAY_TO**fallen

    def _watched(self) -> Mapping[str, float]:
        """Return the objective a frame on speakers and utterances kept aside, by kind."""
        store = read_features(self._work, WATCH)
        tallies = {"people": _Tally(), "synthetic": _Tally()}
        self._network.eval()
        with torch.no_grad():
            for kind, tally in tallies.items():
                for group in self._watch_groups(store, kind):
                    one = batch(store, group, self._plan.shape)
                    scores, _ = self._network(torch.from_numpy(one.features).to(self._device))
                    tally.add(self._judge(scores[:, : int(one.lengths.max())], one), one.lengths)
        self._network.train()
        return {kind: tally.take() for kind, tally in tallies.items()}

    def _watch_groups(self, store: Store, kind: str) -> Iterator[list[Stored]]:
        synthetic = kind == "synthetic"
        chosen = [one for one in store if (one.source in {"espeak-ng", "flite"}) == synthetic][: _WATCHED // 2]
        return grouped(sorted(chosen, key=lambda one: one.length))

    def _note(self, figures: Mapping[str, float], progress: Progress) -> None:
        line = {"step": self._state.step, "seconds": round(self._state.seconds), **figures}
        progress.say(json.dumps(line))
        with (self._work / CURVE).open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        if any(not np.isfinite(figure) for figure in figures.values()):
            raise FloatingPointError(f"the objective was lost at step {self._state.step}; lower the learning rate")

    def _keep(self) -> None:
        self._state.weights = self._network.state_dict()
        self._state.optimiser = self._optimiser.state_dict()
        self._state.save(self._work / CHECKPOINT)

    def _taken_up(self) -> Checkpoint:
        file = self._work / CHECKPOINT
        if not file.is_file():
            return Checkpoint(shape=self._plan.shape, weights=self._network.state_dict())
        state = Checkpoint.load(file)
        self._network.load_state_dict(state.weights)
        self._optimiser.load_state_dict(state.optimiser)
        return state


def _varying(perturbation: Perturbation, grammar: PhraseGrammar | None, chance: np.random.Generator) -> Vary:
    """Return what varies each utterance of a batch once more."""

    def vary(frames: Frames, text: str) -> tuple[Frames, str]:
        if grammar:
            frames, text = _cut(frames, text, grammar, chance)
        if chance.random() < _PERTURBED:
            frames = perturbation.vary(frames, chance)
        return frames, text

    return vary


def _cut(frames: Frames, text: str, grammar: PhraseGrammar, chance: np.random.Generator) -> tuple[Frames, str]:
    """Make some sentences pieces of talk, as a pause cuts them; no phrase of the grammar is in them."""
    if len(text.split()) < _SENTENCE or chance.random() >= _CUT or grammar.holds_phrase(text):
        return frames, text
    length = min(len(frames), int(chance.integers(*_PIECE)))
    start = int(chance.integers(len(frames) - length + 1))
    return frames[start : start + length], TALK


def _repeated(stored: Sequence[Stored]) -> list[Stored]:
    return [one for one in stored for _ in range(_TIMES.get(one.source, 1))]


class _Tally:
    """The objective a frame over many utterances."""

    def __init__(self) -> None:
        self._total, self._frames = 0.0, 0

    def add(self, verdict: Verdict, lengths: np.ndarray) -> None:
        possible = verdict.possible
        self._total += float((verdict.right - verdict.any)[possible].sum())
        self._frames += int(lengths[possible].sum())

    def take(self) -> float:
        mean = round(self._total / max(1, self._frames), 5)
        self._total, self._frames = 0.0, 0
        return mean


def _loss(scores: Tensor, second: Tensor, verdict: Verdict, lengths: np.ndarray) -> Tensor:
    """Return a scalar whose gradient is that of the objective, the second head's cross-entropy and a small penalty."""
    possible = torch.from_numpy(verdict.possible[:, None, None]).to(scores.device)
    right = torch.from_numpy(verdict.right_posterior).to(scores.device) * possible
    anything = torch.from_numpy(verdict.any_posterior).to(scores.device) * possible
    inside = right.sum(2, keepdim=True) > 0.5
    objective = ((right - anything) * scores).sum()
    cross_entropy = -(right * functional.log_softmax(second, 2)).sum()
    penalty = ((scores * inside) ** 2).sum()
    frames = max(1, int(lengths[verdict.possible].sum()))
    return (-objective + _SECOND_HEAD * cross_entropy + _SMALL_SCORES * penalty) / frames
