# make requirements: resolve requirements/*.in into pins with the hashes of every platform.
# Pins stay as they are where they can; UPGRADE=1 takes the newest that fit.

cd "$(dirname "${BASH_SOURCE[0]}")/../requirements"
. ../make/common.sh

uv=../.venv/bin/uv
[ -x $uv ] || fail "uv is not installed yet; run make quick once."
options=(--quiet --generate-hashes --universal --python-version 3.11
  --no-emit-index-url --no-emit-find-links)
[ "${UPGRADE:-0}" = 0 ] || options+=(--upgrade)
export UV_CUSTOM_COMPILE_COMMAND="make requirements"
# dev.in is held to the pins of base.txt, so base comes first.
for name in base dev; do
  $uv pip compile "${options[@]}" $name.in -o $name.txt
done
say "Resolved. Now: make test"
