#if !hasFeature(Embedded)
  internal import PVM
  internal import Support

  /// Writes a line per executed instruction: its code index, the gas before it, the instruction, and
  /// the registers it changed, host calls included.
  ///
  ///       28       92  load_imm r8, 4                           r8=0x4
  ///
  /// Equal runs give equal text, so that traces can be compared line by line.
  public struct Tracer: ExecutionObserver {
    /// The program.
    let program: LoadedProgram
    /// Takes a line, which ends with a line feed.
    private let write: (String) -> Void
    /// The line of the instruction that is being executed.
    private var line: [UInt8]?
    /// The registers before it.
    private var before: [UInt64] = Array(repeating: 0, count: Register.count)

    /// Creates a tracer for runs of a program.
    ///
    /// - Parameter write: takes a line, which ends with a line feed.
    public init(_ program: LoadedProgram, write: @escaping (String) -> Void) {
      self.program = program
      self.write = write
    }

    /// Notes an instruction and writes the one before it.
    mutating func willExecute(
      _ index: Int, gas: Int64, registers: UnsafePointer<UInt64>
    ) {
      let after = unsafe Array(UnsafeBufferPointer(start: registers, count: Register.count))
      finishLine(after)
      startLine(Int(program.codeIndices[index]), gas, after)
    }

    /// Notes that execution traps where no instruction starts.
    mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>) {
      let after = unsafe Array(UnsafeBufferPointer(start: registers, count: Register.count))
      finishLine(after)
      startLine(Int(pc), gas, after)
    }

    /// Writes the last line.
    mutating func didStop(registers: UnsafePointer<UInt64>) {
      finishLine(unsafe Array(UnsafeBufferPointer(start: registers, count: Register.count)))
    }

    /// Starts the line of an instruction.
    private mutating func startLine(_ pc: Int, _ gas: Int64, _ registers: [UInt64]) {
      var text: [UInt8] = []
      append(String(pc), width: 8, to: &text)
      append(String(gas), width: 12, to: &text)
      text.append(contentsOf: "  ".utf8)
      let decoded = InstructionDecoder.decode(program.blob, at: pc)
      if let instruction = decoded.instruction {
        text.append(contentsOf: InstructionPrinter.text(of: instruction).utf8)
      } else {
        text.append(contentsOf: "trap ; no instruction".utf8)
      }
      line = text
      before = registers
    }

    /// Ends the line of an instruction with the registers it changed, and writes it.
    private mutating func finishLine(_ after: [UInt64]) {
      guard var text = line else { return }
      line = nil
      var column = 64
      for number in 0..<Register.count where after[number] != before[number] {
        while text.count < column { text.append(UInt8(ascii: " ")) }
        column = 0
        text.append(contentsOf: " r\(number)=0x\(Hex.string(after[number]))".utf8)
      }
      text.append(UInt8(ascii: "\n"))
      write(String(decoding: text, as: UTF8.self))
    }

    /// Appends a number, right-aligned.
    private func append(_ number: String, width: Int, to text: inout [UInt8]) {
      for _ in number.utf8.count..<max(width, number.utf8.count) {
        text.append(UInt8(ascii: " "))
      }
      text.append(contentsOf: number.utf8)
    }
  }
#endif
