"""What lasts of a session: journals on disk."""
