public import Wasm

/// A function of `wasi_snapshot_preview1`.
public struct WASIFunction: Sendable {
  /// Its name.
  public let name: String
  /// Its type.
  public let type: FunctionType
  /// What a program gets from it.
  public let meaning: String
  /// Why it can do nothing but fail, with its error; nil if it works.
  public let failure: String?

  /// The module that the functions are imported from.
  public static let module: WasmName = "wasi_snapshot_preview1"

  /// A row of the table: the parameters are one letter each, `i` for an `i32` and `l` for an `i64`.
  private init(
    _ name: String, _ parameters: String, _ meaning: String, failure: String? = nil,
    returns: Bool = true
  ) {
    self.name = name
    type = FunctionType(
      parameters: parameters.map { $0 == "l" ? .i64 : .i32 }, results: returns ? [.i32] : [])
    self.meaning = meaning
    self.failure = failure
  }

  /// All functions, by name.
  public static let all: [WASIFunction] = [
    WASIFunction("args_get", "ii", "the program's name and `--wasi-arg`"),
    WASIFunction("args_sizes_get", "ii", "their number and size"),
    WASIFunction("clock_res_get", "ii", "1 ms"),
    WASIFunction(
      "clock_time_get", "ili", "starts at 2025-01-01 12:00 UTC; 1 ms passes at every call"),
    WASIFunction("environ_get", "ii", "`--wasi-env`"),
    WASIFunction("environ_sizes_get", "ii", "their number and size"),
    WASIFunction("fd_advise", "illi", "nothing"),
    WASIFunction(
      "fd_allocate", "ill", "", failure: "EROFS: files are read-only"),
    WASIFunction("fd_close", "i", "closes"),
    WASIFunction("fd_datasync", "i", "nothing"),
    WASIFunction("fd_fdstat_get", "ii", "type and rights"),
    WASIFunction("fd_fdstat_set_flags", "ii", "nothing"),
    WASIFunction("fd_fdstat_set_rights", "ill", "nothing"),
    WASIFunction("fd_filestat_get", "ii", "type and size"),
    WASIFunction(
      "fd_filestat_set_size", "il", "", failure: "EROFS: files are read-only"),
    WASIFunction(
      "fd_filestat_set_times", "illi", "", failure: "EROFS: files are read-only"),
    WASIFunction("fd_pread", "iiili", "reads the input or a packed file"),
    WASIFunction("fd_prestat_dir_name", "iii", "`/`"),
    WASIFunction("fd_prestat_get", "ii", "descriptor 3 is the folder `/` if files are packed"),
    WASIFunction(
      "fd_pwrite", "iiili", "", failure: "ESPIPE: outputs have no positions"),
    WASIFunction("fd_read", "iiii", "reads the input (descriptor 0) or a packed file"),
    WASIFunction("fd_readdir", "iiili", "`.`, `..` and the packed files of a folder, by name"),
    WASIFunction("fd_renumber", "ii", "moves a descriptor"),
    WASIFunction("fd_seek", "ilii", "moves the position in the input or a packed file"),
    WASIFunction("fd_sync", "i", "nothing"),
    WASIFunction("fd_tell", "ii", "the position there"),
    WASIFunction(
      "fd_write", "iiii", "appends to the result (descriptor 1) or the log (descriptor 2)"),
    WASIFunction(
      "path_create_directory", "iii", "", failure: "EROFS: files are read-only"),
    WASIFunction("path_filestat_get", "iiiii", "type and size of a packed file"),
    WASIFunction(
      "path_filestat_set_times", "iiiilli", "", failure: "EROFS: files are read-only"),
    WASIFunction("path_link", "iiiiiii", "", failure: "EROFS: files are read-only"),
    WASIFunction("path_open", "iiiiillii", "opens a packed file or folder for reading"),
    WASIFunction("path_readlink", "iiiiii", "", failure: "EINVAL: there are no links"),
    WASIFunction(
      "path_remove_directory", "iii", "", failure: "EROFS: files are read-only"),
    WASIFunction("path_rename", "iiiiii", "", failure: "EROFS: files are read-only"),
    WASIFunction("path_symlink", "iiiii", "", failure: "EROFS: files are read-only"),
    WASIFunction(
      "path_unlink_file", "iii", "", failure: "EROFS: files are read-only"),
    WASIFunction(
      "poll_oneoff", "iiii", "clocks go forward to the first timeout; descriptors are ready"),
    WASIFunction(
      "proc_exit", "i", "0 ends the program with its result; another code is logged, then a panic",
      returns: false),
    WASIFunction("proc_raise", "i", "logs the signal, then a panic"),
    WASIFunction("random_get", "ii", "SplitMix64 from `--wasi-seed`"),
    WASIFunction("sched_yield", "", "nothing"),
    WASIFunction("sock_accept", "iii", "", failure: "ENOTSOCK: there are no sockets"),
    WASIFunction("sock_recv", "iiiiii", "", failure: "ENOTSOCK: there are no sockets"),
    WASIFunction("sock_send", "iiiii", "", failure: "ENOTSOCK: there are no sockets"),
    WASIFunction("sock_shutdown", "ii", "", failure: "ENOTSOCK: there are no sockets"),
  ]

  /// The function with a name.
  public static func named(_ name: WasmName) -> WASIFunction? {
    all.first { WasmName($0.name) == name }
  }
}
