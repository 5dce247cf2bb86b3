"""Text to sound, beforehand: catalogue, rendering, cue bank, earcons, lint."""
