"""What keras.utils.set_random_seed leads to: golden/seeds/*.json.

`python seeds.py [--data DIR]` writes draws.json (seed_cases/draws.py: what keras.random draws), initial_weights.json (seed_cases/models.py: which seeds are drawn, the weights,
the dropout masks) and training_onednn0.json, training_onednn1.json (seed_cases/training.py: fit on the 900 images in
DIR, under both settings of TF_ENABLE_ONEDNN_OPTS, each in a process of its own).
"""
import argparse
import os
import subprocess
import sys

DATA = "../../examples/src/main/resources/fashion-mnist-mini"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.path.join(here, DATA))
    data = os.path.abspath(parser.parse_args().data)
    for module, onednn in [("draws", "0"), ("models", "0"), ("training", "0"), ("training", "1")]:
        command = [sys.executable, "-m", "seed_cases." + module, data]
        subprocess.run(command, check=True, cwd=here, env={**os.environ, "TF_ENABLE_ONEDNN_OPTS": onednn})


if __name__ == "__main__":
    main()
