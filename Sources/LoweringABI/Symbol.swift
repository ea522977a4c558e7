/// The names in LLVM IR that mean something to the code generator; every other name is for people.
///
/// This is the list of everything in the front end's IR that plain LLVM IR does not define:
///
/// - ``memory``: `external global [0 x i8]`, the linear memory. Its address is the PVM address of Wasm address 0, a
///   link-time constant, so `ptrtoint (ptr @memory to i32)` turns addresses of one side into addresses of the other.
/// - ``hostCall(_:argumentCount:)``: `declare { i64, i64 } @pvm.ecalli.INDEX.N(i64 × N)`, the instruction with this index. The
///   arguments go to r7, r8 …; the result is r7 and r8 afterwards. The index is in the name because no pass of LLVM can make
///   one call with a variable index out of calls of different functions.
/// - ``allocate``: `declare i64 @pvm.sbrk(i64)` grows the heap by a multiple of 64 KiB; 0 means failure and
///   nothing else about the result is relied on.
/// - Entry points (see ``EntryPoint``) are the only functions with external linkage that have a body.
/// - The address of a function, `ptr @f`, is its jump-table address; see ``FunctionReference``.
///
/// Everything else is ordinary IR: globals (mutable ones need writable memory, constants read-only memory), calls
/// among internal functions, `llvm.trap` for traps.
package enum Symbol {
  /// The linear memory.
  package static let memory = "memory"

  /// Grows the heap: `sbrk`.
  package static let allocate = "pvm.sbrk"

  /// What the names of host-call functions begin with.
  package static let hostCallPrefix = "pvm.ecalli."

  /// The largest number of registers a host call may take: r7 to r12.
  package static let maximumHostCallArguments = 6

  /// The function that does a host call with this many register arguments, at most 6.
  package static func hostCall(_ index: UInt32, argumentCount: Int) -> String {
    "\(hostCallPrefix)\(index).\(argumentCount)"
  }

  /// The index in the name of a host-call function, or nil if the name is something else.
  package static func hostCallIndex(in name: String) -> UInt32? {
    guard name.hasPrefix(hostCallPrefix) else { return nil }
    return name.dropFirst(hostCallPrefix.count).split(separator: ".").first.flatMap { UInt32($0) }
  }

  /// The entry point that runs the initialization when the others do not.
  package static let initializeEntry = "entry.initialize"

  /// The entry point at this position of the list of entry points, with a name for people.
  package static func entry(_ index: Int, name: String) -> String { "entry.\(index).\(name)" }
}
