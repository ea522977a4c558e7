public import PVM

extension Machine {
  /// Creates a machine that is about to run a standard program (`pvm.md` section 10).
  ///
  /// - Parameters:
  ///   - program: the container.
  ///   - loaded: the container's program blob, if it is already prepared.
  ///   - target: which machine it is for, unless it is prepared.
  ///   - arguments: the bytes that r7 and r8 tell the program about; at most 2^24.
  ///   - pc: the entry point: 0 for refine and is-authorized, 5 for accumulate.
  ///   - gas: how much may be used.
  /// - Throws: `malformedProgram`, `argumentsTooLarge`, `codeTooLarge`.
  public init(
    standardProgram program: StandardProgram, loaded: LoadedProgram? = nil,
    target: Target = .gp07, arguments: [UInt8] = [], entry pc: UInt32 = 0, gas: Int64
  ) throws(MachineError) {
    guard arguments.count <= MachineError.maximumArguments else {
      throw MachineError(.argumentsTooLarge(count: arguments.count))
    }
    let loadedProgram: LoadedProgram
    if let loaded {
      loadedProgram = loaded
    } else {
      loadedProgram = try LoadedProgram(decoding: program.program, target: target)
    }
    do throws(PVMError) { try loadedProgram.blob.validate(start: UInt64(pc)) } catch {
      throw MachineError(.malformedProgram(error))
    }
    var registers = RegisterFile()
    registers[.returnAddress] = UInt64(StandardProgram.haltAddress)
    registers[.stackPointer] = UInt64(StandardProgram.stackEnd)
    registers[.a0] = UInt64(StandardProgram.argumentsStart)
    registers[.a1] = UInt64(arguments.count)
    self.init(
      program: loadedProgram, registers: registers, pc: pc, gas: gas,
      memory: GuestMemory(standardProgram: program, arguments: arguments),
      heapEnd: program.initialHeapEnd, heapLimit: program.heapLimit(for: loadedProgram.blob.target))
  }
}

extension GuestMemory {
  /// Creates the initial memory of a standard program.
  public init(standardProgram program: StandardProgram, arguments: [UInt8] = []) {
    self.init()
    load(program.readOnlyData, at: StandardProgram.readOnlyStart, .readOnly)
    let heapStart = program.readWriteStart
    map(address: heapStart, byteCount: Int(program.initialHeapEnd - heapStart), .readWrite)
    load(program.readWriteData, at: heapStart, .readWrite)
    map(
      address: program.stackStart, byteCount: Int(StandardProgram.stackEnd - program.stackStart),
      .readWrite)
    load(arguments, at: StandardProgram.argumentsStart, .readOnly)
  }

  /// Maps the pages that hold some bytes and puts the bytes there.
  private mutating func load(_ bytes: [UInt8], at address: UInt32, _ access: PageAccess) {
    map(address: address, byteCount: bytes.count, access)
    _ = initialize(address: address, bytes)
  }
}
