"""What a home keeps for the coach: routines on disk."""
