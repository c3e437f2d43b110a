"""Train, evaluate and watch the classifiers."""
