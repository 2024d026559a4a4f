"""Makes the virtual environment of requirements.txt once per content and machine, and prints its interpreter.

    python3 environment.py [--requirements FILE] [--cache DIR]

It lies in DIR/python-HASH (default: $KERAS_JAVA_CACHE, else ~/.cache/keras-java), HASH being the head of the file's
SHA-256, so it outlives the build output. One process at a time makes it; a directory without the marker file, which
is written last, was left half made and is made anew. Runs on any Python 3.11 or later, with nothing installed.
"""
import argparse
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MARKER = "complete"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requirements", default=os.path.join(HERE, "..", "requirements.txt"))
    parser.add_argument("--cache", default=os.environ.get("KERAS_JAVA_CACHE") or "~/.cache/keras-java")
    options = parser.parse_args()
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or later is needed. {sys.executable} is {sys.version.split()[0]}.")
    with open(options.requirements, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()[:12]
    cache = os.path.abspath(os.path.expanduser(options.cache))
    os.makedirs(cache, exist_ok=True)
    folder = os.path.join(cache, "python-" + digest)
    with lock(folder + ".lock"):
        if not os.path.exists(os.path.join(folder, MARKER)):
            make(folder, options.requirements)
    print(interpreter(folder))


def make(folder, requirements):
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "-m", "venv", folder])
    run([interpreter(folder), "-m", "pip", "install", "--disable-pip-version-check", "-r", requirements])
    with open(os.path.join(folder, MARKER), "w", encoding="utf-8") as f:
        f.write(sys.version + "\n")


def run(command):
    """Runs a command; what it printed is shown only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed with {done.returncode}:\n{done.stdout}")


def interpreter(folder):
    return os.path.join(folder, "Scripts", "python.exe") if os.name == "nt" else os.path.join(folder, "bin", "python")


@contextlib.contextmanager
def lock(path):
    """Holds an exclusive lock, which the system frees if this process dies."""
    with open(path, "a+", encoding="utf-8") as f:
        if os.name == "nt":
            import msvcrt

            f.seek(0)
            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds
                    msvcrt.locking(f.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(f, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
