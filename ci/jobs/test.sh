#!/usr/bin/env bash
# All tests. Arguments go to `swift test`: ci/jobs/test.sh --filter CLITests
. "$(dirname "$0")/../job.sh"
# Without @testable the build is the one that `swift build` makes: nothing is compiled twice.
swift test "${swift_arguments[@]}" --disable-testable-imports --disable-xctest "$@"
