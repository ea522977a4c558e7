internal import LLVM
internal import LoweringABI
internal import Wasm

/// How a Wasm function type looks in LLVM IR.
struct FunctionSignature {
  /// The parameters in LLVM IR.
  let parameters: [IRType]
  /// The results in LLVM IR, first result first.
  let results: [IRType]
  /// The function type: it returns nothing, one value, or a structure of at most six.
  let type: IRType
  /// The type of functions that get the passed global before their parameters.
  let passingType: IRType
  /// The structure that is returned if there are several results.
  let structure: IRType?
  /// Whether a parameter or result is a vector, which is not supported.
  let hasVectors: Bool

  /// Translates a type.
  init(_ type: Wasm.FunctionType, _ types: CommonTypes) {
    parameters = type.parameters.map { types[$0] }
    results = type.results.map { types[$0] }
    hasVectors = type.parameters.contains(.v128) || type.results.contains(.v128)
    let returned = Array(results.prefix(RegisterConvention.maximumResults))
    structure = returned.count > 1 ? types.context.structure(returned) : nil
    let result = structure ?? returned.first ?? types.void
    self.type = types.context.function(parameters, returning: result)
    passingType = types.context.function([types.i32] + parameters, returning: result)
  }
}

/// The LLVM types in constant use.
struct CommonTypes {
  /// The context of all of them.
  let context: TypeContext
  /// A truth value.
  let i1: IRType
  /// A byte.
  let i8: IRType
  /// Two bytes.
  let i16: IRType
  /// Four bytes; also the bits of `f32`.
  let i32: IRType
  /// Eight bytes; also the bits of `f64`.
  let i64: IRType
  /// Sixteen bytes.
  let i128: IRType
  /// No value.
  let void: IRType
  /// An address; also a reference.
  let pointer: IRType

  /// Looks up the types.
  init(_ context: TypeContext) {
    self.context = context
    i1 = context.i1
    i8 = context.i8
    i16 = context.i16
    i32 = context.i32
    i64 = context.i64
    i128 = context.i128
    void = context.void
    pointer = context.pointer
  }

  /// How values of a Wasm type are kept. Vectors are not supported; what mentions them never executes.
  subscript(type: ValueType) -> IRType {
    switch type {
    case .i32, .f32: i32
    case .funcref, .externref: pointer
    case .i64, .f64, .v128: i64
    }
  }
}
