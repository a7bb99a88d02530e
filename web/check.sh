#!/usr/bin/env bash
# Proves that the page Core carries is what its sources give, byte for byte, and that the sources agree with their types.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --no-audit --no-fund >/dev/null
node_modules/.bin/tsc --noEmit
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
node build.mjs "$fresh/built"
diff -r "$fresh/built" ../LlmMcp.Core/Web/built || { echo "LlmMcp.Core/Web/built is not what web/ gives. Build it with: cd web && npm ci && node build.mjs" >&2; exit 1; }
