"""From claims to a register."""
