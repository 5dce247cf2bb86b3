"""Sound to features exactly as Kaldi computes them: 40 mel-frequency cepstra every 10 ms, without dither."""

import kaldi_native_fbank as knf
import numpy as np
from numpy.typing import NDArray

WIDTH = 40
LOW, HIGH = 20.0, 7600.0  # Hz
RATE = 16_000


def _options() -> knf.MfccOptions:
    options = knf.MfccOptions()
    options.frame_opts.dither = 0.0
    options.frame_opts.samp_freq = RATE
    options.mel_opts.num_bins = WIDTH
    options.mel_opts.low_freq = LOW
    options.mel_opts.high_freq = HIGH
    options.num_ceps = WIDTH
    options.use_energy = False
    return options


def features(sound: NDArray[np.floating] | NDArray[np.int16]) -> NDArray[np.float32]:
    """Return the features of a sound in the range of int16, 16 kHz: (frames, 40), one frame each 10 ms."""
    extractor = knf.OnlineMfcc(_options())
    extractor.accept_waveform(RATE, np.asarray(sound, np.float32).tolist())
    extractor.input_finished()
    frames = [extractor.get_frame(index) for index in range(extractor.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, WIDTH), np.float32)


def configuration() -> str:
    """Return the same settings as the text of `mfcc.conf`."""
    return (
        f"--sample-frequency={RATE}\n--use-energy=false\n--num-mel-bins={WIDTH}\n--num-ceps={WIDTH}\n"
        f"--low-freq={LOW:g}\n--high-freq={HIGH:g}\n--dither=0.0\n--allow-downsample=true\n"
    )
