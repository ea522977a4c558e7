internal import LLVM
internal import Runtime
internal import Support

/// Simplifies calls of the runtime's float functions, which to LLVM are functions like others.
///
/// LLVM removes calls whose results nobody needs and shares equal ones, because they have no effects. What it would do with its own
/// float types it cannot do here, and not all of it would be right: its folding leaves open which NaN a result is. So constants
/// are computed with the runtime's own code, and identities are used only where they hold for all numbers, with
/// the NaN that WebAssembly's deterministic profile asks for:
///
/// - `x * 1`, `x * -1`, `x / 1`, `x + -0` and `x - 0` are `x` or its opposite, but a NaN becomes the canonical one;
/// - `x / 2^k` is a product where the reciprocal is a normal number;
/// - comparisons with constants, and of a number with itself, are comparisons of bits;
/// - a number that was promoted and demoted is what it was, but for NaNs.
struct FloatFolding: ~Copyable {
  /// Appends what replaces calls.
  let builder: Builder
  /// The runtime's functions in the module.
  let functions: [RuntimeFunction: LLVM.Function]
  /// Whether calls may be added. After propagation of constants between functions, a function may be right
  /// for those arguments only that it had then.
  let mayAddCalls: Bool
  /// What the runtime's functions in the module are.
  private let kinds: [LLVM.Function: RuntimeFunction]
  /// Calls to look at, the next one last, each once.
  private var work: [InstructionView] = []
  /// What is in `work`.
  private var isPending: Set<InstructionView> = []

  /// Simplifies all calls in a module.
  ///
  /// - Parameter mayAddCalls: whether no pass has propagated constants between functions yet.
  static func run(on module: borrowing LLVM.Module, mayAddCalls: Bool) {
    var folding = FloatFolding(module, mayAddCalls: mayAddCalls)
    folding.run()
  }

  /// Finds the functions.
  private init(_ module: borrowing LLVM.Module, mayAddCalls: Bool) {
    self.mayAddCalls = mayAddCalls
    builder = Builder(module: module)
    var functions: [RuntimeFunction: LLVM.Function] = [:]
    var kinds: [LLVM.Function: RuntimeFunction] = [:]
    for kind in RuntimeFunction.allCases {
      guard let function = module.function(named: RuntimeLibrary.name(of: kind)) else { continue }
      functions[kind] = function
      kinds[function] = kind
    }
    self.functions = functions
    self.kinds = kinds
  }

  /// The function of the runtime that a value is the result of, or nil.
  func kind(of value: Value) -> RuntimeFunction? {
    guard let call = value.asInstruction, call.opcode == .call,
      let function = call.calledValue.asFunction
    else { return nil }
    return kinds[function]
  }

  /// Puts a value on the list of calls to look at if it is one.
  private mutating func add(_ value: Value) {
    guard let call = value.asInstruction, kind(of: value) != nil else { return }
    if isPending.insert(call).inserted { work.append(call) }
  }

  /// Simplifies until nothing changes.
  private mutating func run() {
    for kind in RuntimeFunction.allCases {
      guard let function = functions[kind] else { continue }
      for user in function.value.users { add(user) }
    }
    while let call = work.popLast() {
      isPending.remove(call)
      guard let kind = kind(of: call.value), call.argumentCount == kind.parameterCount else {
        continue
      }
      builder.position(before: call)
      guard let replacement = simplified(kind, call) else { continue }
      let users = Array(call.value.users)
      call.value.replaceAllUses(with: replacement)
      call.delete()
      for user in users { add(user) }
      add(replacement)
    }
  }
}

extension RuntimeLibrary {
  /// The name of a function in LLVM IR.
  static func name(of function: RuntimeFunction) -> String { "\(prefix).\(function.rawValue)" }
}
