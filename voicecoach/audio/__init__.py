"""The sample clock: mixer, streams, sound files as devices, choice of devices."""
