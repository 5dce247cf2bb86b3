"""A sound card made of PulseAudio's null sinks: real streams without hardware, for `bench live` and the tests."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import numpy as np

from voicecoach.core.errors import DeviceFailed, DeviceMissing
from voicecoach.ports import OutputPcm

NEEDED = ("pulseaudio", "pactl", "parec", "paplay")
"""Programs without which there is no virtual sound card."""

SPEAKER = "vc_speaker"
SPEAKER_MONITOR = "vc_speaker_monitor"
"""A microphone that hears exactly what the speaker plays."""
MICROPHONE = "vc_mic"

_ALSA = """\
pcm.vc_speaker {{ type pulse server "{server}" device vc_speaker hint {{ show on description "speaker" }} }}
pcm.vc_speaker_monitor {{ type pulse server "{server}" device vc_speaker.monitor hint {{ show on description "mon" }} }}
pcm.vc_mic {{ type pulse server "{server}" device vc_mic hint {{ show on description "mic" }} }}
pcm.default {{ type asym playback.pcm vc_speaker capture.pcm vc_mic hint {{ show on description "default" }} }}
"""

# Without norewinds a null sink renders two seconds ahead, and callbacks stall.
_MODULES = (
    "module-native-protocol-unix auth-anonymous=1 socket={socket}",
    "module-null-sink sink_name=vc_speaker rate={rate} channels=1 norewinds=1",
    "module-null-sink sink_name=vc_mic_in rate={rate} channels=1 norewinds=1",
    "module-remap-source source_name=vc_mic master=vc_mic_in.monitor",
)

_Process = subprocess.Popen[bytes]


def missing_programs() -> tuple[str, ...]:
    """Return what is not installed here of what a virtual sound card needs."""
    return tuple(program for program in NEEDED if shutil.which(program) is None)


class SoundCard:
    """A speaker that can be recorded and a microphone that can be spoken into.

    PortAudio reads `environment` when it is loaded, so the program under test runs in a process of its own.
    Raises DeviceMissing where PulseAudio is not installed, DeviceFailed when it does not start.
    """

    def __init__(self, *, rate: int = 16_000) -> None:
        if missing := missing_programs():
            raise DeviceMissing(
                f"no virtual sound card without {', '.join(missing)}; "
                "install PulseAudio: apt-get install pulseaudio pulseaudio-utils libasound2-plugins"
            )
        self._folder = Path(tempfile.mkdtemp(prefix="vc"))  # a socket's path must stay below 108 letters
        self._rate = rate
        self._socket = self._folder / "native"
        self._running: list[_Process] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in _DESKTOP},
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_STATE_PATH": str(self._folder / "state"),
            "PULSE_SERVER": f"unix:{self._socket}",
            "ALSA_CONFIG_PATH": str(self._folder / "alsa.conf"),
        }
        (self._folder / "alsa.conf").write_text(_ALSA.format(server=self.environment["PULSE_SERVER"]))
        self.settings = self._folder / "config/voicecoach/settings.toml"
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text("check_sound = false\n")  # for most tests the devices are no news
        self.start()

    def __enter__(self) -> "SoundCard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the server, also after `unplug`."""
        modules = [module.format(socket=self._socket, rate=self._rate) for module in _MODULES]
        loads = [word for module in modules for word in ("-L", module)]
        self._server = self._start("pulseaudio", *_SERVER_OPTIONS, *loads)
        until = time.monotonic() + 10
        while "vc_mic\t" not in self._ask("list", "short", "sources"):
            if time.monotonic() > until:
                self.close()
                raise DeviceFailed("pulseaudio did not come up within 10 s; try again when the machine is less busy")
            time.sleep(0.02)

    def unplug(self) -> None:
        """Take all devices away, as when a cable is pulled."""
        _stop(self._server)

    def renumber(self) -> None:
        """Put a device that can do nothing ahead of all others, so that each has another number from now on."""
        file = Path(self.environment["ALSA_CONFIG_PATH"])
        newcomer = 'pcm.vc_newcomer { type null hint { show on description "newcomer" } }'
        file.write_text(f"{newcomer}\n{file.read_text()}")

    def pull_sinks(self) -> None:
        """Take both sinks away and leave the server; while one is left, it moves the program's stream there."""
        for line in self._ask("list", "short", "modules").splitlines():
            if "module-null-sink" in line:
                self._ask("unload-module", line.split()[0])

    def put_sinks_back(self) -> None:
        """Bring back what was pulled."""
        for module in _MODULES[1:]:
            self._ask("load-module", *module.format(rate=self._rate).split())

    def put_into_a_room(self) -> None:
        """Let the microphone hear the speaker from now on, some 40 ms late."""
        way = ("source=vc_speaker.monitor", "sink=vc_mic_in", "latency_msec=40", "adjust_time=0")
        self._ask("load-module", "module-loopback", *way)

    def freeze(self) -> None:
        """Let the server stand still; nothing but the missing sound tells."""
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a server go on that stood still."""
        self._server.send_signal(signal.SIGCONT)

    def play(self, wav: Path) -> None:
        """Speak a sound file into the microphone and wait for its end."""
        subprocess.run(  # noqa: S603 - our own card and file
            ["paplay", "--device=vc_mic_in", str(wav)],  # noqa: S607 - found on the path, as the server is
            env=self.environment,
            check=True,
            timeout=600,
        )

    def record(self, wav: Path) -> "Recording":
        """Record the speaker until the recording is stopped, as mono WAV at the card's rate."""
        return Recording(self._start(*self._recorder, "--file-format=wav", str(wav)))

    def listen(self) -> "Listener":
        """Record the speaker into memory, and note when each piece arrived."""
        return Listener(self._start(*self._recorder, "--raw", output=subprocess.PIPE))

    def close(self) -> None:
        """End what was started here and remove its files; safe to call twice."""
        for process in reversed(self._running):
            _stop(process)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _recorder(self) -> tuple[str, ...]:
        form = (f"--rate={self._rate}", "--channels=1", "--format=s16le", "--latency-msec=20")
        return ("parec", "-d", "vc_speaker.monitor", *form)

    def _ask(self, *words: str) -> str:
        answer = subprocess.run(  # noqa: S603 - words of this module
            ["pactl", *words],  # noqa: S607 - found on the path, as the server is
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
        return answer.stdout

    def _start(self, *words: str, output: int = subprocess.DEVNULL) -> _Process:
        process = subprocess.Popen(  # noqa: S603 - words of this module
            words,
            env=self.environment,
            stdout=output,
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - a killed test must leave no server behind
        )
        self._running.append(process)
        return process


class Recording:
    """A recording that runs."""

    def __init__(self, process: _Process) -> None:
        self._process = process

    def stop(self) -> None:
        """End it, so that the file is whole."""
        _stop(self._process)


class Listener:
    """What the speaker plays, as it arrives."""

    def __init__(self, process: _Process) -> None:
        self._process = process
        self._pieces: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.wait_until(lambda: bool(self._pieces), 10.0)

    def wait_until(self, is_so: Callable[[], bool], patience: float) -> None:
        """Wait until something is so; raises DeviceFailed when it takes longer than the seconds of `patience`."""
        until = time.monotonic() + patience
        while not is_so():
            if time.monotonic() > until or self._process.poll() is not None:
                raise DeviceFailed("nothing is heard of the virtual sound card's speaker; try again")
            time.sleep(0.02)

    @property
    def first_sound(self) -> float | None:
        """Return when the first piece arrived that is no silence, in seconds of `time.monotonic`."""
        return next((at for at, piece in tuple(self._pieces) if any(piece)), None)

    def stop(self) -> OutputPcm:
        """End it and return everything: float32, (frames,), at the card's rate."""
        _stop(self._process)
        self._thread.join()
        whole = b"".join(piece for _, piece in self._pieces)
        return np.frombuffer(whole[: len(whole) // 2 * 2], np.int16).astype(np.float32) / np.float32(32_768)

    def _read(self) -> None:
        pipe = self._process.stdout
        while pipe and (piece := os.read(pipe.fileno(), 65_536)):
            self._pieces.append((time.monotonic(), piece))


_DESKTOP = frozenset(("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER", "PULSE_SINK", "PULSE_SOURCE"))

_SERVER_OPTIONS = (
    "-n",
    "--daemonize=no",
    "--use-pid-file=no",
    "--exit-idle-time=-1",
    "--disable-shm=yes",
    "--realtime=no",
    "--high-priority=no",
)

_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(process: _Process) -> None:
    process.terminate()
    process.send_signal(signal.SIGCONT)  # a frozen one cannot end
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
