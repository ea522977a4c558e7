internal import PVMCodegen
internal import WasmToLLVM

/// A pass without which programs are right, only larger or slower.
package struct OptionalPass: Hashable, Sendable {
  /// Whose pass it is.
  package enum Owner: String, Sendable {
    /// One of LLVM's.
    case llvm = "LLVM"
    /// One of the code generator's.
    case codegen = "code generation"
  }

  /// Whose pass it is.
  package let owner: Owner
  /// Its name.
  package let name: String

  /// The passes that run at a level: LLVM's in the order in which they first run, then the code generator's.
  package static func all(at level: OptimizationLevel) -> [OptionalPass] {
    OptimizationPipeline(level).optionalPasses.map { OptionalPass(owner: .llvm, name: $0) }
      + CodegenPass.allCases.filter(\.isOptional).map {
        OptionalPass(owner: .codegen, name: $0.rawValue)
      }
  }

  /// The name in the pipeline, if it is one of LLVM's passes.
  var pipelineName: String? { owner == .llvm ? name : nil }

  /// The code generator's pass, if it is one.
  var codegenPass: CodegenPass? { owner == .codegen ? CodegenPass(rawValue: name) : nil }
}

extension OptimizationPipeline {
  /// The pipeline of a level.
  init(_ level: OptimizationLevel) {
    switch level {
    case .zero: self = .zero
    case .one: self = .one
    case .two: self = .two
    case .three: self = .three
    case .size: self = .size
    case .minimumSize: self = .minimumSize
    }
  }
}
