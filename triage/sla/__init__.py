"""The agreement as pure functions: business time, the clock, availability, credits, claims."""
