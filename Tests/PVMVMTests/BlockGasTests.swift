import PVM
import PVMVM
import Support
import TestSupport
import Testing

/// The gas of basic blocks under Gray Paper 0.8: public vectors, the specification's examples, and the
/// fast model against the literal one.
@Suite struct BlockGasTests {
  /// Gray Paper 0.8 with or without conditional moves that read their destination.
  private static func target(readsDestination: Bool) -> Target {
    var target = Target.gp08
    if !readsDestination { target.choices.remove(.conditionalMovesRead) }
    return target
  }

  /// A literal machine of a program.
  private static func reference(_ blob: ProgramBlob) -> ReferenceInterpreter {
    ReferenceInterpreter(
      code: blob.code, mask: blob.code.indices.map { blob.mask.isStart($0) }, jumpTable: [], pc: 0,
      gas: 0, registers: [UInt64](repeating: 0, count: 13), ram: ReferenceMemory(),
      target: blob.target)
  }

  // MARK: Vectors

  @Test(.enabled(if: GasVector.areThere, "needs the shared folder"), arguments: [false, true])
  func publishedCosts(readsDestination: Bool) throws {
    var count = 0
    for vector in try GasVector.all() {
      let blob = try vector.blob(Self.target(readsDestination: readsDestination))
      for (position, cost) in vector.costs(readsDestination: readsDestination) {
        count += 1
        #expect(blob.blockCost(at: position) == cost, "\(vector.name) at \(position)")
      }
    }
    #expect(count == 13_547)
  }

  @Test(.enabled(if: GasVector.areThere, "needs the shared folder"), arguments: [false, true])
  func allCosts(readsDestination: Bool) throws {
    let costs = try GasVector.allCosts()
    var count = 0
    for vector in try GasVector.all() {
      let blob = try vector.blob(Self.target(readsDestination: readsDestination))
      let rules = try #require(costs[vector.name])
      let expected = try #require((readsDestination ? rules["yes"] : nil) ?? rules["no"])
      let literal = Self.reference(blob)
      for (text, cost) in expected {
        count += 1
        let position = try #require(Int(text))
        #expect(blob.blockCost(at: position) == cost, "\(vector.name) at \(position)")
        // The literal model takes long for long programs.
        if blob.code.count < 20_000 {
          #expect(literal.blockGas(position) == Int(cost), "\(vector.name) at \(position)")
        }
      }
    }
    #expect(count == costs.values.reduce(0) { $0 + ($1["no"]?.count ?? 0) })
  }

  @Test(.enabled(if: GasVector.areThere, "needs the shared folder"))
  func recordedRuns() throws {
    // The two write to a read-only page, which the vectors' README says is a page fault.
    let faults = ["inst_store_imm_u8_trap_read_only", "inst_store_u8_trap_read_only"]
    var runs = 0
    for vector in try GasVector.all() {
      guard let steps = vector.steps else { continue }
      runs += 1
      let program = try LoadedProgram(try vector.blob(.gp08))
      var machine = Machine(
        program: program, pc: try #require(vector.initialPC), gas: try #require(vector.initialGas))
      var reference = ReferenceInterpreter(copying: machine)
      var exits = (fast: ExitReason.panic, reference: ExitReason.panic)
      for step in steps {
        switch step.kind {
        case "map":
          let (address, length) = (try #require(step.address), try #require(step.length))
          let isWritable = try #require(step.isWritable as Bool?)
          machine.withMemory {
            $0.map(
              address: address, byteCount: length, isWritable ? .readWrite : .readOnly)
          }
          reference.ram.map(Int64(address), Int64(length), isWritable ? .readWrite : .readOnly)
        case "write":
          let address = try #require(step.address)
          let contents = try #require(step.contents)
          let bytes = try #require(Hex.bytes(Array(contents.utf8)))
          let isThere = machine.withMemory { $0.initialize(address: address, bytes) }
          #expect(isThere)
          reference.ram.put(Int64(address), bytes)
        case "set-reg":
          let register = Register(UInt8(try #require(step.register)))
          machine[register] = try #require(step.value)
          reference[register] = try #require(step.value)
        case "run": exits = (machine.run(), reference.run())
        case "assert":
          let isFault = faults.contains(vector.name) && step.status == "panic"
          let status = isFault ? "page-fault" : step.status
          let expected: ExitReason? =
            switch status {
            case "halt": .halt
            case "panic": .panic
            case "out-of-gas": .outOfGas
            case "page-fault": .pageFault(address: isFault ? 65536 : step.pageFaultAddress ?? 0)
            default: nil
            }
          if let expected {
            #expect(exits.fast == expected, "\(vector.name)")
            #expect(exits.reference == expected, "\(vector.name)")
          }
          if let gas = step.gas {
            #expect(machine.gas == gas && reference.gas == gas, "\(vector.name)")
          }
          if let pc = step.pc {
            #expect(machine.pc == pc && reference.pc == pc, "\(vector.name)")
          }
          if let registers = step.regs {
            #expect(machine.registers.values == registers, "\(vector.name)")
            #expect(reference.r == registers, "\(vector.name)")
          }
          for memory in step.memory ?? [] {
            let bytes = memory.bytes
            let actual = machine.read(address: UInt64(memory.address), count: UInt64(bytes.count))
            #expect(actual == bytes, "\(vector.name)")
          }
        default: Issue.record("\(vector.name): step \(step.kind)")
        }
      }
    }
    #expect(runs == 356)
  }

  // MARK: Examples

  /// `pvm-0.8.md` section 4.4, with the lengths of the instructions.
  @Test(arguments: [
    ("c89807c8970800", [3, 3, 1], [0: 3]), ("c89807c8980800", [3, 3, 1], [0: 2]),
    ("c89807caa70b00", [3, 3, 1], [0: 4]), ("ca9807caba0800", [3, 3, 1], [0: 6]),
    ("330501645795780100", [3, 2, 3, 1], [0: 3]), ("8215c8980582553205", [2, 3, 2, 2], [0: 48]),
    ("646782103082152882162095113800", [2, 3, 3, 3, 3, 1], [0: 25]),
    ("5107040033070200", [3, 1, 3, 1], [0: 1, 3: 2, 4: 2]),
    ("510708023307010033070200", [3, 1, 3, 1, 3, 1], [0: 1, 3: 40, 8: 2]),
    (
      "7f7906848807330a019788088499fff8d49808c8a809787a0200", [3, 3, 3, 3, 4, 3, 3, 3, 1],
      [0: 28]
    ),
  ])
  func examples(_ text: String, _ lengths: [Int], _ costs: [Int: UInt32]) throws {
    let code = try #require(Hex.bytes(Array(text.utf8)))
    var mask = OpcodeMask()
    for length in lengths { mask.append(count: length) }
    let blob = ProgramBlob(code: code, mask: mask, target: .gp08)
    for (position, cost) in costs {
      #expect(blob.blockCost(at: position) == cost, "\(text) at \(position)")
      #expect(Self.reference(blob).blockGas(position) == Int(cost), "\(text) at \(position)")
    }
  }

  // MARK: Timeline

  /// `load_ind_u64`, a sum that waits for it, and a trap.
  @Test func timelineAsText() throws {
    let blob = try Assembler.assemble(
      """
      load_ind_u64 r7, [r8]
      move_reg r9, r7
      add_64 r9, r9, r8
      mul_64 r8, r8, r8
      trap
      """, target: .gp08)
    let names = blob.block(at: 0).map { InstructionPrinter.text(of: $0.effective) }
    let text = blob.timeline(ofBlockAt: 0).text(names)
    #expect(
      text == """
        decode  start   done retire  instruction            gas 26
             0      1     26     27  load_ind_u64 r7, [r8]  DEEEEEEEEEEEEEEEEEEEEEEEEE-R
             0      -      -      -  move_reg r9, r7        D
             0     26     27     28  add_64 r9, r9, r8      D=========================E-R
             0      1      4     28  mul_64 r8, r8, r8      DEEE------------------------R
             1      2      4     28  trap                    DEE------------------------R

        """, "\(text)")
  }
}
