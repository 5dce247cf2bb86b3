"""Report cards: how well the coach hears, measured on recordings through the session's own pipeline."""
