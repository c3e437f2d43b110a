"""Facts in a message, each with its place and its normal form (rule P8)."""
