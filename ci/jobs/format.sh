#!/usr/bin/env bash
# The formatter's linter, strictly: repair with `ci/swift.sh format -i -r Sources Tests Package.swift`.
. "$(dirname "$0")/../job.sh"
swift format lint --strict --parallel --recursive Sources Tests Package.swift
