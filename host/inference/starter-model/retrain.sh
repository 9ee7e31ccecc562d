#!/bin/sh
# Makes starter.gguf anew: virtual environment, training, checks, measurement. Arguments go to train.py.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work="$here/../../../target/starter-model"
mkdir -p "$work"
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
export PYTHONDONTWRITEBYTECODE=1 OMP_WAIT_POLICY=passive
cd "$here"
"$work/venv/bin/python" train.py "$@"
"$work/venv/bin/python" check.py
"$work/venv/bin/python" evaluate.py
