"""Whole searches, of scikit-learn around Keras: golden/search/searches.json.

The estimators are SciKeras' in short: a function builds a compiled model of the parameters, `random_state` seeds everything
before each fit, a classifier's score is its accuracy and a regressor's R².
"""
import os

import keras
import numpy as np
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.model_selection import GridSearchCV, KFold, RandomizedSearchCV

from search_cases import write

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "examples", "src", "main", "resources")


class Estimator(BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=8, learning_rate=0.01, dropout=0.0, batch_size=32, epochs=2, random_state=None):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.dropout = dropout
        self.batch_size = batch_size
        self.epochs = epochs
        self.random_state = random_state

    def body(self):
        layers = []
        for _ in range(self.n_hidden):
            layers.append(keras.layers.Dense(self.n_neurons, activation="relu"))
            if self.dropout:
                layers.append(keras.layers.Dropout(self.dropout))
        return layers

    def fit(self, x, y, **options):
        if self.random_state is not None:
            keras.utils.set_random_seed(self.random_state)
        self.model_ = self.build()
        self.model_.fit(x, y, batch_size=self.batch_size, epochs=self.epochs, verbose=0, **options)
        return self


class Regressor(RegressorMixin, Estimator):
    def build(self):
        model = keras.Sequential([*self.body(), keras.layers.Dense(1)])
        model.compile(loss="mse", optimizer=keras.optimizers.SGD(self.learning_rate))
        return model

    def predict(self, x):
        return self.model_.predict(x, verbose=0)[:, 0]


class Classifier(ClassifierMixin, Estimator):
    def fit(self, x, y, **options):
        self.classes_, codes = np.unique(y, return_inverse=True)
        return super().fit(x, codes, **options)

    def build(self):
        model = keras.Sequential([*self.body(), keras.layers.Dense(3, activation="softmax")])
        model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(self.learning_rate))
        return model

    def predict(self, x):
        return self.classes_[np.argmax(self.model_.predict(x, verbose=0), axis=1)]


def rows(name):
    return np.loadtxt(os.path.join(DATA, name), delimiter=",", skiprows=1)


def diabetes():
    """The first 120 patients, each column by its mean and deviation."""
    table = rows("diabetes.csv")[:120, [*range(10), 10]]
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    return table[:, :10].astype("float32"), table[:, 10].astype("float32")


def irises():
    table = rows("iris.csv")
    return table[:, :4].astype("float32"), np.array(["setosa", "versicolor", "virginica"])[table[:, 4].astype(int)]


def told(search, keys):
    results = search.cv_results_
    table = {k: [v.item() if isinstance(v, np.generic) else v for v in results[k]] for k in results
             if not k.endswith("_time") and k != "params" and not k.startswith("param_")}
    params = [{k: v.item() if isinstance(v, np.generic) else v for k, v in p.items()} for p in results["params"]]
    refitted = [w.tolist() for w in search.best_estimator_.model_.get_weights()]
    return {"columns": [k for k in results], "params": params, "table": table, "best": int(search.best_index_),
            "bias": refitted[-1], **keys}


def main():
    x, y = diabetes()
    grid = GridSearchCV(Regressor(random_state=42), {"n_hidden": [0, 1], "learning_rate": [0.003, 0.03]}, cv=3,
                        return_train_score=True).fit(x, y)
    several = GridSearchCV(Regressor(random_state=7), {"n_neurons": [4, 16]}, cv=KFold(4, shuffle=True, random_state=1),
                           scoring=["neg_mean_squared_error", "neg_mean_absolute_error"], refit="neg_mean_absolute_error").fit(
        x, y, sample_weight=np.linspace(0, 2, len(y)))
    flowers, names = irises()
    draws = {"n_neurons": stats.randint(4, 20), "learning_rate": stats.reciprocal(1e-3, 1e-1), "dropout": [0.0, 0.3],
             "batch_size": [8, 16]}
    drawn = RandomizedSearchCV(Classifier(random_state=42), draws, n_iter=4, cv=3, random_state=42).fit(flowers, names)
    keras.utils.set_random_seed(42)
    unseeded = GridSearchCV(Regressor(), {"n_neurons": [4, 8]}, cv=3).fit(x, y)
    write("searches", {"grid": told(grid, {}), "several": told(several, {}), "drawn": told(drawn, {}), "unseeded": told(unseeded, {}),
                       "draws": {"score": drawn.score(flowers, names), "predicted": drawn.predict(flowers[::30]).tolist()}})


if __name__ == "__main__":
    main()
