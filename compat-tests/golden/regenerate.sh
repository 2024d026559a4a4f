#!/usr/bin/env bash
# Makes the golden fixtures anew with the pinned Keras: regenerate.sh [layers|functions|classes|fits|seeds|ops|operations|control|models|continued|reloads|search|parity]...
set -euo pipefail
cd "$(dirname "$0")"
python=$("${KERAS_JAVA_PYTHON:-python3}" environment.py)
for generator in "${@:-layers functions classes fits seeds ops operations control models continued reloads attacks search parity}"; do
  for name in $generator; do
    echo "== $name"
    "$python" "$name.py"
  done
done
