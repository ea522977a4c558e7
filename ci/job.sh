# First line of every job: `. "$(dirname "$0")/../job.sh"`. Goes to the repository's top folder and, on a machine without
# Swift, continues inside the Swift root. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
if [ -z "${WASM_PVM_ENTERED:-}" ]; then
  cd "$repository"
  exec ci/enter.sh "ci/jobs/$(basename "$0")" "$@"
fi
cd "$repository"

# The configuration that jobs build and test; one for all, so that nothing is built twice.
configuration=${WASM_PVM_CONFIGURATION:-release}

# Arguments of every `swift build` and `swift test`: equal everywhere, again so that nothing is built twice.
swift_arguments=(-c "$configuration" --explicit-target-dependency-import-check error)

# The built command.
wasm_pvm="$repository/.build/$configuration/wasm-pvm"

# Builds the command if a job is run on its own.
build_command() { [ -n "${WASM_PVM_BUILT:-}" ] || swift build "${swift_arguments[@]}" --product wasm-pvm; }
