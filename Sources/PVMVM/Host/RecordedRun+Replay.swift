public import PVM

extension RecordedRun {
  /// Replays the run on a machine that is in its initial state; the result is the first difference.
  public func replay<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> ReplayDifference? {
    var host = RecordedHost(self)
    if let difference = host.compareStart(machine) { return difference }
    let exit = machine.run(host: &host)
    host.finish(exit, machine)
    return host.difference
  }

  /// Replays the run on a new machine; the result is the first difference.
  ///
  /// - Throws: see `makeMachine`.
  public func replay(target: Target = .gp07) throws(MachineError) -> ReplayDifference? {
    var machine = try makeMachine(target: target)
    return replay(on: &machine)
  }

  /// A machine in the initial state of the run; the log does not say which machine it was.
  ///
  /// - Throws: `malformedProgram`, `codeTooLarge`, `argumentsTooLarge`, `unmappedInitialMemory`.
  public func makeMachine(target: Target = .gp07) throws(MachineError) -> Machine {
    if isStandardProgram { return try makeStandardMachine(target) }
    var memory = GuestMemory()
    for write in initialMemory {
      let end = UInt64(write.address) + UInt64(write.bytes.count)
      guard end <= 1 << 32 else {
        throw MachineError(.unmappedInitialMemory(address: write.address), line: write.line)
      }
      if write.bytes.isEmpty { continue }
      for page in Int(write.address >> 12)...Int((end - 1) >> 12) {
        memory.setAccess(page: page, .readWrite)
      }
      _ = memory.initialize(address: write.address, write.bytes)
    }
    return Machine(
      program: try LoadedProgram(decoding: try container(), target: target),
      registers: start.registers,
      pc: start.pc, gas: start.gas, memory: memory)
  }

  /// The machine of a standard program, whose arguments are in the initial memory.
  private func makeStandardMachine(_ target: Target) throws(MachineError) -> Machine {
    let bytes = try container()
    let program: StandardProgram
    do throws(PVMError) {
      program = try StandardProgram(decoding: bytes)
    } catch {
      throw MachineError(.malformedProgram(error))
    }
    return try Machine(
      standardProgram: program, target: target, arguments: try programArguments(), entry: start.pc,
      gas: start.gas)
  }

  /// The argument bytes of a standard program: r8 of them, from the initial memory.
  package func programArguments() throws(MachineError) -> [UInt8] {
    let count = start.registers[.a1]
    guard count <= UInt64(MachineError.maximumArguments) else {
      throw MachineError(.argumentsTooLarge(count: Int(clamping: count)), line: start.line)
    }
    var arguments = [UInt8](repeating: 0, count: Int(count))
    for write in initialMemory {
      let end = UInt64(write.address) + UInt64(write.bytes.count)
      guard write.address >= StandardProgram.argumentsStart,
        end <= UInt64(StandardProgram.argumentsStart) + count
      else { throw MachineError(.unmappedInitialMemory(address: write.address), line: write.line) }
      let first = Int(write.address - StandardProgram.argumentsStart)
      arguments.replaceSubrange(first..<first + write.bytes.count, with: write.bytes)
    }
    return arguments
  }

  /// What follows the metadata.
  func container() throws(MachineError) -> [UInt8] {
    do throws(PVMError) {
      return try ProgramFile(decoding: program).container
    } catch {
      throw MachineError(.malformedProgram(error))
    }
  }
}
