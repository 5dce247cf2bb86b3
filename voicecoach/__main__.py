"""`python -m voicecoach` is the program."""

from voicecoach.cli import main

main()
