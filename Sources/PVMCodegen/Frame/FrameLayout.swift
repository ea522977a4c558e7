internal import PVM
internal import Support

/// Where the parts of a function's frame are.
///
/// From the stack pointer upwards: the stack arguments of the calls it makes, spill slots (those
/// used most first, where offsets are shortest), frame objects. Above the frame, where the stack
/// pointer was at entry, are the stack arguments that the function received. Everything is aligned
/// to 8 bytes.
///
/// Nothing interrupts a program, so what is below the stack pointer is a function's own until it calls
/// another one. A function without calls has up to 128 bytes of its frame there, where offsets take one
/// byte: most such functions do not move the stack pointer at all.
package struct FrameLayout: Sendable {
  /// The largest frame; the stack of a standard program cannot be larger.
  package static let maximumSize = Int(StandardProgram.maximumDataSize)

  /// How many bytes the stack pointer moves down: a multiple of 8.
  package let size: Int
  /// How many bytes of the frame are below the stack pointer: a multiple of 8.
  package let redZone: Int
  /// The offset of each spill slot.
  private let slots: [Int]
  /// The offset of each frame object.
  private let objects: [Int]

  /// The most bytes that offsets of one byte reach below the stack pointer.
  private static let maximumRedZone = 128

  /// Lays out the frame of an allocated function.
  ///
  /// - Throws: `limit` if it is larger than any stack.
  package init(_ function: MachineFunction) throws(CodegenError) {
    let outgoing = 8 * function.outgoingStackArguments
    var offset = outgoing
    var uses = Array(repeating: 0.0, count: function.spillSlots)
    for block in function.blocks {
      for instruction in block.instructions
      where instruction.opcode == .spillLoad || instruction.opcode == .spillStore {
        uses[Int(instruction.y)] += 1
      }
    }
    let order = uses.indices.sorted { uses[$0] != uses[$1] ? uses[$0] > uses[$1] : $0 < $1 }
    let firstSlot = offset
    offset += 8 * uses.count { $0 > 0 }
    let endOfSlots = offset
    var objects: [Int] = []
    for size in function.frameObjects {
      objects.append(offset)
      guard size <= FrameLayout.maximumSize, offset <= FrameLayout.maximumSize else {
        throw CodegenError(
          .limit("the size of a stack frame", value: size, maximum: FrameLayout.maximumSize),
          function: function.name)
      }
      offset += (size + 7) / 8 * 8
    }
    guard offset <= FrameLayout.maximumSize else {
      throw CodegenError(
        .limit("the size of a stack frame", value: offset, maximum: FrameLayout.maximumSize),
        function: function.name)
    }
    let redZone =
      FrameLayout.hasCalls(function) ? 0 : min(offset, FrameLayout.maximumRedZone)
    // The slots that are used most where offsets are shortest.
    let places = stride(from: firstSlot, to: endOfSlots, by: 8).map {
      (bytes: Immediate.size(Int64($0 - redZone)), offset: $0)
    }.sorted { $0 < $1 }
    var slots = Array(repeating: 0, count: uses.count)
    for (slot, place) in zip(order, places) { slots[slot] = place.offset }
    self.slots = slots
    self.objects = objects
    self.redZone = redZone
    size = offset - redZone
  }

  /// Whether a function needs the stack below its frame for others.
  private static func hasCalls(_ function: MachineFunction) -> Bool {
    function.blocks.contains { block in block.instructions.contains { $0.opcode == .call } }
  }

  /// Where a spill slot is: the distance from the stack pointer, after it moved.
  func offset(ofSlot index: Int) -> Int64 { Int64(slots[index] - redZone) }

  /// Where a byte of a frame object is: the distance from the stack pointer, after it moved.
  func offset(ofObject index: Int, plus distance: Int64) -> Int64 {
    Int64(objects[index] - redZone) &+ distance
  }
}
