"""One file per step; their numbers grow."""
