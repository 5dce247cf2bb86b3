"""Sound to commands: gate, recogniser, grammar, veto, parse."""
