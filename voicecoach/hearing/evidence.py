"""What is measured about an utterance that the recogniser took for a command."""

from dataclasses import dataclass

from voicecoach.core.units import Decibels, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How well a command fits its sound, against all else that could have been said.

    Costs are those of the recogniser's best path, in nats; a difference of costs is divided by the frames of 30 ms
    that the command lasts, so that long and short ones compare.
    """

    margin: float
    """By how much the command's words beat any sounds of speech, nats a frame; below 0 the sounds fit better."""
    lead: float
    """By how much they beat whatever else the model's whole vocabulary makes of the sound, nats a frame.

    It is measured where it can turn the verdict, and 0 where it cannot.
    """
    distance: float
    """By how much they beat the nearest phrasing of another command, or of another number, nats a frame."""
    confidence: float
    """The recogniser's own for the least certain word, 0 to 1; near 1 for many wrong words too."""
    quickest: float
    """Seconds a letter of the word that is said fastest."""
    slowest: float
    """Seconds a letter of the word that is said slowest."""
    level: Decibels
    """Of the words, relative to full scale: what four of five frames stay under."""
    over_floor: Decibels
    """How far that is over the room's noise; not judged, since the gate has judged it."""
    talk: Seconds = Seconds(0.0)
    """How long somebody had just been talking of something else; see `talk`."""
