#!/usr/bin/env bash
# From a fresh machine to all tests passed: installs what is missing, then runs every check of this project. This is what
# continuous integration runs; it ends with the test run's own summary.
#
#   ci/test.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$repository"
ci/setup.sh
exec ci/run-all.sh
