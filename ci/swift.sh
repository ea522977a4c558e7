#!/usr/bin/env bash
# Runs swift (natively or inside the Swift root, see enter.sh): ci/swift.sh build -c release
exec "$(dirname "${BASH_SOURCE[0]}")/enter.sh" swift "$@"
