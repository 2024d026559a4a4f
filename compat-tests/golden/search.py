"""What scikit-learn's searches draw, part and score: golden/search/*.json.

`python search.py [NAME...]`, by the interpreter that environment.py prints. scikit-learn is no part of the pinned environment:
it is installed beside it, once, into a folder of its own.
"""
import os
import subprocess
import sys

PACKAGES = ["scikit-learn==1.9.1", "scipy==1.17.1", "joblib==1.6.0", "threadpoolctl==3.8.0", "narwhals==2.29.0", "cloudpickle==3.1.3"]
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    beside = os.path.join(sys.prefix + "-scikit-learn", *PACKAGES[0].split("=="))
    if not os.path.isdir(os.path.join(beside, "cloudpickle")):
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", beside, *PACKAGES], check=True)
    environment = {**os.environ, "PYTHONPATH": beside, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "2", "TF_ENABLE_ONEDNN_OPTS": "0"}
    for name in sys.argv[1:] or ["draws", "folds", "scores", "searches"]:
        subprocess.run([sys.executable, "-m", "search_cases." + name], check=True, cwd=HERE, env=environment)


if __name__ == "__main__":
    main()
