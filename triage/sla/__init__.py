"""The agreement: business time, the first-response clock, availability, credits and claims."""
