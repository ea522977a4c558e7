internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// Where a Wasm global is kept.
enum GlobalStorage {
  /// It never changes.
  case constant(Value)
  /// A variable.
  case variable(GlobalVariable)
}

extension ModuleTranslation {
  /// Makes the globals; imported ones are defined by their resolution.
  func defineGlobals() throws(TranslationError) {
    for (index, global) in wasm.globals.enumerated() {
      let value: Value
      if let initializer = global.initializer {
        value = try evaluate(initializer)
      } else if let importIndex = global.importIndex, case .global(let bits) = imports[importIndex]
      {
        value = constant(bits, global.type.value)
      } else {
        Invariant.violated("an imported global is resolved or an error")
      }
      if global.type.isMutable {
        let stored = storedForm(value)
        let variable = output.module.addGlobal(
          name(ofGlobal: index), stored.type, linkage: commonLinkage)
        variable.setInitializer(stored)
        // Entry points set it to that, too, so that what they do knows the value: the stack pointer's, above all.
        if facts.isGlobalSet[index], value.kind == .constantInteger, !value.isNull {
          initialGlobals.append((variable, value))
        }
        globals.append(.variable(variable))
      } else {
        globals.append(.constant(value))
      }
    }
  }

  /// A constant by its bits; references other than null are no constants.
  private func constant(_ bits: UInt64, _ type: ValueType) -> Value {
    type.isReference ? types.pointer.zero : types[type].constant(bits)
  }

  /// A vector constant.
  func constant(_ bits: V128) -> Value {
    Builder.constantVector([types.i64.constant(bits.low), types.i64.constant(bits.high)])
  }

  /// Sets the globals that do not start as zero, at the start of an entry point.
  func buildInitialGlobals() {
    for (variable, value) in initialGlobals { builder.store(value, to: variable.value) }
  }

  /// The current value of a global.
  func buildGlobal(_ index: Int) -> Value {
    switch globals[index] {
    case .constant(let value): value
    case .variable(let variable):
      builder.load(types[wasm.globals[index].type.value], from: variable.value)
    }
  }

  /// The initial contents of a variable with this value: an array of words for a vector.
  private func storedForm(_ value: Value) -> Value {
    guard value.type == types.vector else { return value }
    return types.i64.constantArray((0..<2).map { builder.extractElement(value, $0) })
  }

  /// A name for people.
  private func name(ofGlobal index: Int) -> String {
    "global.\(index)" + (wasm.globals[index].name.map { ".\(Self.readable($0))" } ?? "")
  }

  /// The value of a constant expression.
  func evaluate(_ expression: ConstantExpression) throws(TranslationError) -> Value {
    var stack: [Value] = []
    for instruction in expression.instructions {
      switch instruction {
      case .i32Const(let number): stack.append(types.i32.constant(Int64(number)))
      case .i64Const(let number): stack.append(types.i64.constant(number))
      case .f32Const(let bits): stack.append(types.i32.constant(UInt64(bits)))
      case .f64Const(let bits): stack.append(types.i64.constant(bits))
      case .refNull: stack.append(types.pointer.zero)
      case .refFunc(let function): stack.append(try reference(toFunction: function))
      case .globalGet(let index):
        guard index < globals.count, case .constant(let value) = globals[index] else {
          throw TranslationError(
            .unsupported("constant expressions with mutable globals"), at: expression.offset)
        }
        stack.append(value)
      case .numeric(let operation):
        let right = Invariant.unwrap(stack.popLast(), "constant expressions are validated")
        let left = Invariant.unwrap(stack.popLast(), "constant expressions are validated")
        stack.append(try fold(operation, left, right, at: expression.offset))
      case .v128Const(let bits): stack.append(constant(bits))
      default:
        throw TranslationError(
          .unsupported("constant expressions with other instructions"), at: expression.offset)
      }
    }
    return Invariant.unwrap(stack.last, "constant expressions are validated")
  }

  /// The result of an integer operation on constants.
  private func fold(
    _ operation: NumericOperator, _ left: Value, _ right: Value, at offset: Int
  ) throws(TranslationError) -> Value {
    switch operation {
    case .i32Add, .i64Add: return builder.add(left, right)
    case .i32Sub, .i64Sub: return builder.sub(left, right)
    case .i32Mul, .i64Mul: return builder.binary(.mul, left, right)
    default:
      throw TranslationError(
        .unsupported("constant expressions with other operators"), at: offset)
    }
  }

  /// The value of a constant expression as an unsigned 32-bit offset.
  func evaluateOffset(_ expression: ConstantExpression) throws(TranslationError) -> Int {
    guard let offset = try evaluate(expression).unsignedInteger else {
      throw TranslationError(
        .unsupported("segment offsets that depend on addresses"), at: expression.offset)
    }
    return Int(UInt32(truncatingIfNeeded: offset))
  }
}
