"""What can fail, each with one line for a person: what, which one, what to do."""


class VoicecoachError(Exception):
    """Be the base of every failure that the user can mend; its message is one line."""


class ModelMissing(VoicecoachError):
    """No recogniser model was found."""


class ModelBroken(VoicecoachError):
    """A model folder lacks a file, cannot be loaded, or does not know a word of the grammar."""


class DownloadFailed(VoicecoachError):
    """A model could not be fetched, did not match its checksum, or was no safe archive."""


class CuesMissing(VoicecoachError):
    """A cue bank has no manifest or no catalogue, or lacks a cue."""


class CatalogueBroken(VoicecoachError):
    """A text catalogue holds a wrong key or value, or fails the lint."""


class SpeechEngineMissing(VoicecoachError):
    """No engine that turns text into speech is installed."""


class RenderingFailed(VoicecoachError):
    """A speech engine hung, crashed or gave unusable sound."""


class SettingsBroken(VoicecoachError):
    """A routine, persona or option has a wrong key or value."""


class VariationsBroken(VoicecoachError):
    """The file of the variations has a wrong key or value."""


class PersonUnknown(VoicecoachError):
    """Nobody of this name has a profile."""


class DeviceMissing(VoicecoachError):
    """No sound device matches, or there is none at all."""


class DeviceFailed(VoicecoachError):
    """A sound device refused to open or to go on."""


class ComputerSlept(DeviceFailed):
    """The computer slept, so that its sound devices must wake up first."""

    def __init__(self, lasted: float) -> None:
        super().__init__("the computer slept")
        self.lasted = lasted
        """Seconds of the wall clock."""


class SoundLibraryMissing(VoicecoachError):
    """PortAudio is not installed."""


class SoundFileBroken(VoicecoachError):
    """A sound file cannot be read or written."""


class CorpusBroken(VoicecoachError):
    """A corpus of recordings lacks a folder or a file, or its manifest or labels hold a wrong row."""


class HearingWorse(VoicecoachError):
    """The ears understand less than a report that was kept says they did."""


class JournalBroken(VoicecoachError):
    """A journal cannot be read as one."""


class JournalDiffers(VoicecoachError):
    """A replay gave another effect than the journal holds."""


class StorageFull(VoicecoachError):
    """A file could not be written: no space, no permission, no such folder."""


class AnotherSession(VoicecoachError):
    """Another program is coaching on this machine's sound devices."""


class ExportBroken(VoicecoachError):
    """A file is no export of a history, or holds a wrong session."""


class HistoryLocked(VoicecoachError):
    """Another program kept the history for itself too long."""


class HistoryNewer(VoicecoachError):
    """The history was written by a later version of the program, or holds a variation that this one lacks."""


class HistoryFailed(VoicecoachError):
    """The history's database refused, for a reason of its own."""


class HistoryBroken(VoicecoachError):
    """The history's database is damaged, or is none."""


class HearingFailed(VoicecoachError):
    """The recogniser broke while it ran."""


class RehearsalBroken(VoicecoachError):
    """A session that was run to look at it did not do what it should."""
