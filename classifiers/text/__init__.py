"""Text as the classifiers see it: folded, cut to the customer's own words, split into words."""
