"""When the evidence for a command is enough: one table by what a false accept would cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from voicecoach.core.commands import THRESHOLDS, Cost
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.talk import TALKING
from voicecoach.hearing.utterance import Verdict

NEAR = 0.25
"""Nats a frame by which another command is near, where a table does not say.

Of 103 phrasings that synthetic voices said in rooms, 12 dB over a noise, and that the compact model decoded rightly,
95 % beat the nearest other command by more.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each kind of evidence counts; the sum is the log odds of a command, but for a constant."""

    margin: float
    lead: float
    distance: float
    confidence: float

    def score(self, evidence: Evidence) -> float:
        """Return the one number that is compared with a threshold; greater is surer."""
        return (
            self.margin * evidence.margin
            + self.lead * evidence.lead
            + self.distance * evidence.distance
            + self.confidence * evidence.confidence
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a command must show to be acted on; made for one model, see `threshold_file`."""

    weights: Weights
    least_score: Mapping[Cost, float]
    in_talk: Mapping[Cost, float]
    """The least score while somebody is talking of something else."""
    shortest: float
    """Seconds a letter; a word that is said faster is none."""
    longest: float
    near: float = NEAR
    """Nats a frame; another command this close to an unsure one may well be the one that was said."""
    measures_all: bool = False
    """Whether evidence that does not count is measured too."""

    def needs(self, weight: float) -> bool:
        """Say whether evidence of this weight is to be measured; each kind costs a decoding."""
        return self.measures_all or weight != 0

    def score(self, evidence: Evidence) -> float:
        """Return how sure a command is; greater is surer, and the unit is the table's own."""
        return self.weights.score(evidence)

    def is_plausible(self, evidence: Evidence) -> bool:
        """Say whether its words are said neither too fast nor too slowly to be words."""
        return self.shortest <= evidence.quickest and evidence.slowest <= self.longest

    def judge(self, evidence: Evidence, cost: Cost) -> Verdict | None:
        """Return why a command of this cost is rejected, or nothing when it is to be acted on."""
        if not self.is_plausible(evidence):
            return Verdict.IMPLAUSIBLE_LENGTH
        return Verdict.UNSURE if self.score(evidence) < self._least(evidence, cost) else None

    def is_open(self, evidence: Evidence, cost: Cost, *, most_lead: float) -> bool:
        """Say whether the lead is to be measured, which is dear: whether one of up to `most_lead` turns the verdict."""
        reach = self.weights.lead * most_lead
        is_near = self.is_plausible(evidence) and abs(self.score(evidence) - self._least(evidence, cost)) <= reach
        return self.measures_all or (reach > 0 and is_near)

    def open_below(self, evidence: Evidence, fault: Verdict | None) -> float | None:
        """Return under which distance another command may be the one that was said; nothing where none may.

        That is a near one for a command that is unsure, and a better one where the evidence of a sure one tells of it.
        """
        if fault is Verdict.UNSURE:
            return self.near
        return 0.0 if fault is None and evidence.distance < 0 else None

    def _least(self, evidence: Evidence, cost: Cost) -> float:
        return (self.in_talk if evidence.talk >= TALKING else self.least_score)[cost]


BY_CONFIDENCE = Thresholds(
    weights=Weights(margin=0.0, lead=0.0, distance=0.0, confidence=1.0),
    least_score=THRESHOLDS,
    in_talk=THRESHOLDS,
    shortest=0.0,
    longest=float("inf"),
)
"""For a model that nothing was measured with: the recogniser's own confidence, which rules little out."""

LET_ALL_PASS = Thresholds(
    weights=BY_CONFIDENCE.weights,
    least_score=dict.fromkeys(Cost, float("-inf")),
    in_talk=dict.fromkeys(Cost, float("-inf")),
    shortest=0.0,
    longest=float("inf"),
    measures_all=True,
)
"""For measuring what there is to judge."""
