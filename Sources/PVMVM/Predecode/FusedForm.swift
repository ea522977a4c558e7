#if !hasFeature(Embedded)
  package import PVM

  /// A sequence of two or three instructions of one block that the hot loop executes at once.
  ///
  /// The sequences are those that save most dispatches over the 42 benchmarks, as `wasm-pvm bench
  /// sequences` counts them; `Interpreter/Rows/sequences.txt` has one row for each.
  package struct FusedForm: Sendable {
    /// Which operand of an instruction is the result of the one before it.
    package enum Link: Sendable {
      /// None has to be.
      case none
      /// Register A.
      case a
      /// Register B.
      case b
    }

    /// The operation.
    let operation: Operation
    /// The instructions.
    package let opcodes: [Opcode]
    /// The link between each instruction and the next.
    package let links: [Link]

    /// Creates a form.
    init(_ operation: Operation, _ opcodes: [Opcode], _ links: [Link]) {
      self.operation = operation
      self.opcodes = opcodes
      self.links = links
    }

    /// The forms that begin with an instruction, by its byte.
    private static let byFirst: [[FusedForm]] = {
      var result = [[FusedForm]](repeating: [], count: 256)
      for form in all { result[Int(form.opcodes[0].rawValue)].append(form) }
      return result
    }()

    /// The forms that begin with an instruction.
    static func starting(with opcode: Opcode) -> [FusedForm] { byFirst[Int(opcode.rawValue)] }
  }
#endif
