import PVM
import PVMVM
import Support
import WasmPVM

/// Where in its source a program ended without a result: the functions that the instruction was in.
struct EndPlace {
  /// The functions and places, innermost first; never empty.
  private let frames: [DebugMap.Frame]
  /// What they refer to.
  private let map: DebugMap

  /// Looks at a machine whose run has ended; nil if it halted or nothing is known.
  ///
  /// The traps of a function are one instruction, so that of a panic the instruction counts that was executed before it. A run is deterministic:
  /// with as much gas less as the trap and something more cost, it ends there. If that was another function's return, the call in
  /// front of the trap counts.
  ///
  /// - Parameters:
  ///   - gasUsed: what the run used.
  ///   - stop: runs the program once more, with less gas; gives the code index where that ended.
  /// - Throws: what `stop` throws.
  init?(
    _ exit: ExitReason, _ machine: borrowing Machine, of program: Program, gasUsed: UInt64,
    stop: (_ gas: Int64) throws -> UInt32
  ) throws {
    guard exit != .halt, let map = program.debugMap else { return nil }
    let blob = program.blob
    let end = Int(machine.pc)
    var place = end
    if exit == .panic, blob.opcode(at: end) == .trap {
      if !blob.basicBlockStarts().contains(end) {
        place = Self.start(before: end, blob)
      } else if case let cost = blob.target.chargesBlocks ? UInt64(blob.blockCost(at: end)) : 1,
        gasUsed > cost
      {
        let last = Int(try stop(Int64(gasUsed - cost - 1)))
        place = blob.target.chargesBlocks ? Self.blockEnd(from: last, blob) : last
        // Another function returned to the trap: its caller was there, behind the call. A switch comes from the function itself.
        let before = Self.start(before: end, blob)
        if Self.calls(blob.opcode(at: before)), Self.jumps(blob.opcode(at: place)),
          map.symbols.functionIndex(containing: place) != map.symbols.functionIndex(containing: end)
        {
          place = before
        }
      }
    }
    let frames = map.frames(at: place)
    if frames.isEmpty { return nil }
    self.frames = frames
    self.map = map
  }

  /// Whether an instruction goes where a register says.
  private static func jumps(_ opcode: Opcode?) -> Bool {
    opcode == .jumpInd || opcode == .loadImmJumpInd
  }

  /// Whether an instruction goes elsewhere and can be returned behind.
  private static func calls(_ opcode: Opcode?) -> Bool {
    opcode == .loadImmJump || opcode == .loadImmJumpInd
  }

  /// Where the instruction in front of a code index starts.
  private static func start(before pc: Int, _ blob: ProgramBlob) -> Int {
    var start = pc - 1
    while start > 0, !blob.mask.isStart(start) { start -= 1 }
    return max(0, start)
  }

  /// Where the last instruction of the block starts that a code index is in.
  private static func blockEnd(from pc: Int, _ blob: ProgramBlob) -> Int {
    var pc = pc
    while let opcode = blob.opcode(at: pc), !opcode.terminatesBlock {
      pc += 1 + blob.mask.skip(pc)
    }
    return pc
  }

  /// The place in lines.
  var lines: [String] {
    frames.enumerated().map { index, frame in
      let title = index == 0 ? "source: " : "  inlined at "
      let function = map.label(of: frame).visible
      let module = map.functions[frame.moduleFunction].module
      let name = module == 0 ? "the module" : map.modules[module].visible
      return frame.line > 0
        ? "\(title)\(frame.file.visible):\(frame.line) in \(function)"
        : "\(title)0x\(String(frame.offset, radix: 16)) of \(name), in \(function)"
    }
  }

  /// The place as JSON.
  var json: JSONText {
    .array(
      frames.map { frame in
        .object(
          [("function", .string(map.label(of: frame))), ("offset", .integer(frame.offset))]
            + (frame.line > 0
              ? [
                ("file", .string(frame.file)), ("line", .integer(frame.line)),
                ("column", .integer(frame.column)),
              ] : []))
      })
  }
}

extension Input {
  /// Whether it is a module that says where its code comes from.
  var namesSource: Bool { format == .wasm && Compilation.namesSource(module: bytes) }
}
