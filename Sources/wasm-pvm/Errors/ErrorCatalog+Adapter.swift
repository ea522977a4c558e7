extension ErrorCatalog {
  /// WASI (`--wasi` and its options) and what toolchains import by convention.
  static let adapterChapter = #"""
    A001 the packed file's path is not usable
      cause: A path of `--wasi-file` has an empty part, `.` or `..`.
      remedy: Give the path that the program opens, from its root: `--wasi-file data/words.txt=words.txt`.
      text: wasm-pvm build a.wasm --wasi --wasi-file ../x=x
    A002 the packed file is there already
      cause: Two packed files have one path, or one is in the other.
      remedy: Give each a path of its own.
      text: --wasi-file a=x --wasi-file a/b=y
    A003 the argument or environment variable is not usable
      cause: It contains a zero byte, or an environment variable is not NAME=VALUE.
      remedy: Correct the text.
      text: --wasi-env PATH
    A004 '_start' or '_initialize' has a wrong type
      cause: A WASI program's `_start` takes and gives nothing.
      remedy: Export the function that the WASI library provides, not `main`.
      text: (func (export "_start") (param i32))    # built with --wasi
    A005 no WASI program
      cause: `--wasi` was given for a module without `_start` and without WASI imports.
      remedy: Compile it without `--wasi`.
      text: wasm-pvm build add.wat --wasi
    A006 a WASI command
      cause: The module is a WASI program and would need an adapter.
      remedy: `--wasi`; Docs/WASI.md says what becomes of standard input and output.
      text: wasm-pvm build hello.wasm
    A007 a WASI command of another version
      cause: The module is a program for WASI's preview 0 or 2.
      remedy: Build it for `wasi_snapshot_preview1` (`wasm32-wasip1`).
      text: (import "wasi_unstable" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    """#
}
