"""The command line: one module a command, and one place where errors become lines and exit codes."""
