"""How well the coach talks and listens at the same time: its own voice, barge-in, breath; all on the sample clock."""
