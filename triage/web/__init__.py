"""The agents' and managers' pages and the webhook door."""
