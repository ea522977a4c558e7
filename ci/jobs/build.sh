#!/usr/bin/env bash
# Builds everything that later jobs use, tests included.
. "$(dirname "$0")/../job.sh"
swift build "${swift_arguments[@]}" --build-tests
