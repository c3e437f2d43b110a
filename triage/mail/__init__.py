"""Turn raw bytes into a parsed message and decide whether it may be answered; pure."""
