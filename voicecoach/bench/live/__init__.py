"""What a live session does on real streams: counts on the beat, computing, and the time until it first speaks."""
