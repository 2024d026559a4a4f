"""scikit-learn's scores, and its tables of them: golden/search/scores.json."""
import warnings

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.metrics import get_scorer
from sklearn.model_selection import GridSearchCV

from search_cases import write

REGRESSION = ["r2", "explained_variance", "neg_mean_squared_error", "neg_root_mean_squared_error", "neg_mean_absolute_error",
              "neg_median_absolute_error", "neg_mean_absolute_percentage_error", "neg_mean_squared_log_error"]
CLASSES = ["accuracy", "balanced_accuracy", "matthews_corrcoef", "neg_log_loss",
           *[f"{score}_{average}" for score in ["precision", "recall", "f1"] for average in ["macro", "micro", "weighted"]]]
BINARY = ["precision", "recall", "f1", "roc_auc"]


class Regressor(RegressorMixin, BaseEstimator):
    """Predicts its samples."""
    fitted_ = True

    def fit(self, x, y):
        return self

    def predict(self, x):
        return x[:, 0] if x.shape[1] == 1 else x


class Classifier(ClassifierMixin, BaseEstimator):
    """Its samples are the probabilities of its classes, of the second one where there is one column."""
    def fit(self, x, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, x):
        return np.concatenate([1 - x, x], axis=1) if x.shape[1] == 1 else x

    def predict(self, x):
        return self.classes_[np.argmax(self.predict_proba(x), axis=1)]


def scored(estimator, x, y, names):
    """Scores by name, and those of samples that weigh 0.5, 0, 1.5, 2, 0.25 and so on again."""
    x, y = np.array(x, dtype="float32"), np.array(y)
    estimator.fit(x, y)
    w = np.resize([0.5, 0, 1.5, 2, 0.25], len(y))
    weighted = {f"{name} weighted": get_scorer(name)(estimator, x, y, sample_weight=w) for name in names if name != "neg_max_error"}
    return {**{name: get_scorer(name)(estimator, x, y) for name in names}, **weighted}


def regression(x, y, names):
    return {"x": x, "y": y, "scores": scored(Regressor(), x, y, names)}


def classes(x, y, names):
    return {"x": x, "y": y, "scores": scored(Classifier(), x, y, names)}


def random_scores():
    r = np.random.RandomState(1)
    single = r.uniform(0, 3, (9, 1)).astype("float32").tolist()
    several = r.uniform(0, 3, (8, 2)).astype("float32").tolist()
    truth = (r.uniform(0, 3, 9)).tolist()
    probabilities = r.dirichlet([1, 1, 1], 12).astype("float32").tolist()
    one = np.round(r.uniform(0, 1, (11, 1)), 1).astype("float32").tolist()
    return {
        "single": regression(single, truth, REGRESSION + ["neg_max_error"]),
        "several": regression(several, r.uniform(0, 3, (8, 2)).tolist(), REGRESSION),
        "constant": regression(single, [2.0] * 9, REGRESSION),
        "right": regression([[2.0], [2.0]], [2.0, 2.0], REGRESSION),
        "multiclass": classes(probabilities, r.randint(0, 3, 12).tolist(), CLASSES),
        "texts": classes(probabilities, [["cat", "dog", "bird"][i] for i in r.randint(0, 3, 12)], CLASSES),
        "binary": classes(one, [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0], CLASSES + BINARY),
    }


class Preset(BaseEstimator):
    """Its score on a fold is given: scores[row][fold], the fold being the sample tested first."""
    def __init__(self, scores=None, row=0):
        self.scores = scores
        self.row = row

    def fit(self, x, y=None):
        return self

    def score(self, x, y=None):
        return self.scores[self.row][int(x[0, 0])]


def table(scores):
    n, folds = len(scores), len(scores[0])
    x = np.arange(folds, dtype=float).reshape(-1, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search = GridSearchCV(Preset(scores), {"row": list(range(n))}, cv=folds, refit=False)
        results = search.fit(x).cv_results_
    return {"scores": [[str(s) for s in row] for row in scores], "columns": list(results),
            "mean": [str(v) for v in results["mean_test_score"].tolist()], "std": [str(v) for v in results["std_test_score"].tolist()],
            "rank": results["rank_test_score"].tolist(), "best": int(search.best_index_)}


def main():
    r = np.random.RandomState(3)
    nan, inf = float("nan"), float("inf")
    tables = [table(r.uniform(-1, 1, (2, folds)).tolist()) for folds in [2, 3, 5, 7, 8, 10, 19, 145]]
    tables.append(table([[1.0, 2.0], [2.0, 1.0], [0.5, 0.5], [3.0, 0.0], [2.0, 2.0]]))
    tables.append(table([[nan, 1.0], [0.5, 0.25], [nan, nan], [0.5, 0.25], [-2.0, -3.0]]))
    tables.append(table([[nan, nan], [nan, 1.0]]))
    tables.append(table([[-inf, 1.0], [nan, 1.0], [1.0, 1.0], [inf, 1.0]]))
    write("scores", {"scores": random_scores(), "tables": tables})


if __name__ == "__main__":
    main()
