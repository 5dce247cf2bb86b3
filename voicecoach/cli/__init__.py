"""The command line: one module a command, and one place where errors become lines and exit codes."""

import gc
import sys

from voicecoach.core.errors import VoicecoachError


def main() -> None:
    """Run the program and exit with its code: 0 done, 1 the user can fix it, 2 usage, 3 a bug, 130 Ctrl-C."""
    gc.disable()  # what is imported stays: looking through it for rubbish took a fifth of the time
    try:
        from voicecoach.cli.head_start import take_head_start  # noqa: PLC0415 - as the program

        take_head_start(sys.argv[1:])
        from voicecoach.cli.program import run  # noqa: PLC0415 - takes a second, in which Ctrl-C must be heard
    except KeyboardInterrupt:
        sys.exit(130)
    except VoicecoachError as broken:  # the file of the variations, which is read as the code is
        sys.exit(f"voicecoach: {broken}")
    gc.freeze()
    gc.enable()
    sys.exit(run(sys.argv[1:]))
