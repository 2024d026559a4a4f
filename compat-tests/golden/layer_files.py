"""What a Keras does with files of models of one layer each, and with its own: LayerFilesTest asks through server.py."""
import importlib
import os

import numpy as np
import tensorflow as tf
import written


def judge(keras, inputs, outputs, own, files):
    """What became of each of `files`, by its form; see `Layer.answer`.

    own: files of the whole model, of which the first that loads serves as Python's own
    files: {form: {"path", "kind": "model" | "served" | "weights" | "config", "again": where to save it}}
    """
    layer = Layer(keras, inputs, outputs, own)
    return {form: layer.answer(file) for form, file in files.items()}


def unregistered(keras):
    """Classes that a Keras does not find by their names, in its own files either."""
    found = {}
    for name, module in {
        "LayerScale": "convnext",
        "CustomScaleLayer": "inception_resnet_v2",
    }.items():
        source = "keras.src.applications" if keras.__name__ == "keras" else "tf_keras.src.applications"
        found[name] = getattr(importlib.import_module(f"{source}.{module}"), name)
    found["SpectralNormalization"] = keras.layers.SpectralNormalization
    return found


class Layer:
    def __init__(self, keras, inputs, outputs, files):
        self.keras, self.outputs, self.files = keras, outputs, files
        self.unregistered = {} if keras.__name__ == "keras" else unregistered(keras)
        self.inputs = [tf.constant(a) for a in inputs]

    def answer(self, file):
        """`outputs` of what is loaded, `served` by its signature, whether it is `saved` again, and what it then draws.

        `errors` by stage: load, serve, save, numbers; and "own" has what a file of Keras' own meets.
        """
        answer = {"errors": {}}
        stage = "load"
        try:
            model = self.load(file)
            answer["outputs"] = self.predict(model)
            stage = "serve"
            if os.path.isdir(file["path"]):
                answer["served"] = self.serve(file["path"])
            stage = "save"
            if self.can_save(file):
                answer["draws"] = self.save(model, file, file["again"])
                answer["saved"] = True
            stage = "numbers"
            alike(answer["outputs"], self.outputs)
        except Exception as e:  # which is what is asked for
            answer["errors"][stage] = said(e)
            own = self.own_error(file)
            if own:
                answer["errors"]["own"] = own
        return answer

    def can_save(self, file):
        """Keras 3 reads weights in legacy files and writes none."""
        return self.keras.__name__ != "keras" or not file["path"].endswith("/w.h5")

    def own(self):
        self.keras.backend.clear_session()
        errors = []
        for path in self.files:
            try:
                return self.load_model(path)
            except Exception as e:
                errors.append(said(e))
        raise ValueError(f"no file of a whole model can be loaded: {errors[0]}")

    def own_error(self, file):
        """What stands against a file of that form that the Keras writes itself, loads and writes again."""
        if not self.can_save(file):
            return "It writes none."
        try:
            model = self.own()
            y = self.predict(model)
            path = self.beside(file, "-own")
            self.save(model, file, path)
            loaded = self.load(file | {"path": path})
            alike(self.predict(loaded), y)
            self.save(loaded, file, self.beside(file, "-own-again"))
            return ""
        except Exception as e:
            return said(e)

    @staticmethod
    def beside(file, name):
        path = file["again"].replace("-again", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def load(self, file):
        self.keras.backend.clear_session()
        if file["kind"] == "model":
            return self.load_model(file["path"])
        if file["kind"] == "served":
            return self.keras.layers.TFSMLayer(file["path"], call_endpoint="serve")
        model = self.own()
        if file["kind"] == "config":
            weights = model.get_weights()
            with open(file["path"], encoding="utf-8") as f:
                model = self.keras.models.model_from_json(f.read(), self.unregistered)
            model.set_weights(weights)
        else:
            written.forget(model, False)
            status = model.load_weights(file["path"])
            if hasattr(status, "assert_existing_objects_matched"):
                status.assert_existing_objects_matched()
        return model

    def load_model(self, path):
        return self.keras.models.load_model(path, self.unregistered, compile=False)

    def predict(self, model):
        y = model(written.one(self.inputs), **({} if hasattr(model, "call_endpoint") else {"training": False}))
        return [np.asarray(each) for each in tf.nest.flatten(y)]

    def serve(self, path):
        """The outputs of the signature that programs call."""
        loaded = tf.saved_model.load(path)
        signature = loaded.signatures["serving_default"]
        names = list(signature.structured_input_signature[1])
        y = signature(**{name: self.inputs[int(name[1:])] for name in names})
        return [np.asarray(y[name]) for name in sorted(y)]

    def save(self, model, file, path):
        """Saves a model in the form of a file. Whether that draws: exports of Keras 3 train what trains by default."""
        if file["kind"] == "weights":
            more = {"max_shard_size": file["max_shard_size"]} if path.endswith(".json") else {}
            model.save_weights(path, **more)
        elif file["kind"] == "config":
            with open(path, "w", encoding="utf-8") as f:
                f.write(model.to_json())
        elif file["kind"] == "served":
            model = self.own()
            model.export(path)
            seeded = any(layer._seed_generators for layer in model._flatten_layers())
            return seeded and '"training": false' not in model.to_json()
        else:
            model.save(path)
        return False


def alike(y, expected):
    for a, b in zip(y, expected, strict=True):
        same = (a == b).all() if b.dtype == object else np.allclose(a, b, 1e-3, 1e-3)
        if not same:
            raise ValueError("The outputs are others.")


def said(e):
    return f"{type(e).__name__}: {' '.join(str(e).split())[:300]}"
