internal import LLVM
internal import LoweringABI
internal import Wasm

/// How a Wasm function type looks in LLVM IR.
///
/// WebAssembly's tail calls take no stack, whatever parameters caller and callee have. What is on the stack would have to be taken
/// away by somebody: so types that tail calls have pass nothing there. Arguments that find no register are in globals from right before
/// the call to the callee's entry.
struct FunctionSignature {
  /// The types of the parameters, as the operand stack has them.
  let parameters: [IRType]
  /// The types of the results, as the operand stack has them, first result first.
  let results: [IRType]
  /// The types of what is passed for the parameters: two words for a vector.
  let passedParameters: [IRType]
  /// The types of what is returned for the results: two words for a vector.
  let returnedResults: [IRType]
  /// How many of what is passed are arguments in LLVM IR; the others are in globals (`ModuleTranslation.extraArgument`).
  let argumentCount: Int
  /// Whether it returns an exception, in front of its results.
  let returnsException: Bool
  /// The function type: it returns nothing, one value, or a structure of at most six.
  let type: IRType
  /// The type of functions that get the passed global before their parameters.
  let passingType: IRType
  /// The type of functions with all parameters as arguments.
  let plainType: IRType
  /// The structure that is returned if there are several results.
  let structure: IRType?
  /// Whether a parameter or result is a vector.
  let hasVectors: Bool

  /// Translates a type.
  ///
  /// - Parameters:
  ///   - isTailCalled: whether tail calls have this type.
  ///   - returnsException: whether functions with this signature return an exception, too.
  init(
    _ type: Wasm.FunctionType, _ types: CommonTypes, isTailCalled: Bool,
    returnsException: Bool = false
  ) {
    self.returnsException = returnsException
    parameters = type.parameters.map { types[$0] }
    results = type.results.map { types[$0] }
    passedParameters = parameters.flatMap { types.words(of: $0) }
    returnedResults = results.flatMap { types.words(of: $0) }
    argumentCount =
      isTailCalled ? Self.countInRegisters(passedParameters) : passedParameters.count
    hasVectors = type.parameters.contains(.v128) || type.results.contains(.v128)
    let all = (returnsException ? [types.i64] : []) + returnedResults
    let returned = Array(all.prefix(RegisterConvention.maximumResults))
    structure = returned.count > 1 ? types.context.structure(returned) : nil
    let result = structure ?? returned.first ?? types.void
    let arguments = Array(passedParameters.prefix(argumentCount))
    self.type = types.context.function(arguments, returning: result)
    passingType = types.context.function([types.i32] + arguments, returning: result)
    plainType = types.context.function(passedParameters, returning: result)
  }

  /// How many of some parameters, from the first on, are passed in registers.
  private static func countInRegisters(_ parameters: [IRType]) -> Int {
    var free = RegisterConvention.arguments.count
    let end = parameters.firstIndex { type in
      free -= takesTwoRegisters(type) ? 2 : 1
      return free < 0
    }
    return end ?? parameters.count
  }

  /// Whether values of a type take two registers.
  static func takesTwoRegisters(_ type: IRType) -> Bool {
    type.kind == .vector || type.integerWidth ?? 0 > 64
  }
}

extension [ValueType] {
  /// How many words values of these types take as arguments or results: two for a vector.
  var wordCount: Int { count + count { $0 == .v128 } }
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
  /// A vector as two words.
  let vector: IRType
  /// A vector as four lanes of 32 bits.
  let lanes: IRType

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
    vector = context.vector(context.i64, count: 2)
    lanes = context.vector(context.i32, count: 4)
  }

  /// What is passed and returned for a value of a type: two words for a vector, else the value.
  func words(of type: IRType) -> [IRType] { type == vector ? [i64, i64] : [type] }

  /// How values of a Wasm type are kept.
  subscript(type: ValueType) -> IRType {
    switch type {
    case .i32, .f32: i32
    case .funcref, .externref, .exnref: pointer
    case .i64, .f64: i64
    case .v128: vector
    }
  }
}
