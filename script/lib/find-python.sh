# Sets PYTHON to a Python of 3.11 or newer, or says what to do. Sourced by script/server, test and check.
PYTHON=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    PYTHON=$candidate
    break
  fi
done
if [ -z "$PYTHON" ]; then
  echo "Python 3.11 or newer is needed. On Debian 12: apt-get update && apt-get install -y python3" >&2
  exit 1
fi
