"""A whole session offline with a simulated person in a simulated room."""
