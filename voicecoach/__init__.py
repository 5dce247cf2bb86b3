"""voicecoach coaches leg raises by voice, offline."""

__version__ = "0.1.0"
