"""A model file as scikit-learn's own pipeline: what direct scoring is proved and timed against."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from classifiers.model_file import ModelFile
from classifiers.trained import CATEGORIES, length_power_of
from triage.learning.pipeline import blocks_of, features_of


def scikit_learn_of(model: ModelFile) -> Pipeline:
    """Return a fitted pipeline whose `predict_proba` gives the category's probabilities of `model`.

    A softmax over scaled decision values is what multinomial logistic regression computes, so the
    temperature goes into its weights.
    """
    arrays = {name: array.astype(np.float64) for name, array in model.arrays.items()}
    vectorizer = features_of(arrays["block_weights"].tolist(), length_power_of(arrays))
    start = 0
    ends = arrays["block_ends"].astype(int).tolist()
    for block, end in zip(blocks_of(vectorizer), ends, strict=True):
        names = model.words["vocabulary"][start:end]
        block.set_params(vocabulary={name: column for column, name in enumerate(names)})
        block.idf_ = arrays["idf"][start:end]
        start = end
    decide = LogisticRegression()
    decide.classes_ = np.arange(len(CATEGORIES))
    decide.coef_ = arrays["weights"][:, : len(CATEGORIES)].T * arrays["temperature"]
    decide.intercept_ = arrays["intercepts"][: len(CATEGORIES)] * arrays["temperature"]
    return Pipeline([("features", vectorizer), ("category", decide)])
