/// A call that has not returned, in a list that states of a run share.
///
/// A call is an instruction that jumps and puts the return address into r0; it returns when a dynamic jump goes to that
/// address. Tail calls stay in the frame of who called.
public final class CallFrame: Sendable {
  /// The frame of the caller; nil if that is who started the run.
  public var parent: CallFrame? { link.frame }
  /// The code index of the call.
  public let site: UInt32
  /// The code index of the callee's first instruction.
  public let entry: UInt32
  /// The return address, as it was in r0.
  public let returnAddress: UInt32
  /// How many steps had been done before the call.
  public let step: UInt64
  /// The values of r0 to r12 when the callee began: those at the call, and the return address.
  public let registers: [UInt64]
  /// How many frames there are up to this one.
  public let depth: Int
  /// The link to the caller's frame.
  private let link: Link

  /// A link that can be taken, so that a long list is freed without recursion.
  private final class Link: @unchecked Sendable {
    /// The frame. Changed only while the list is freed, when nobody else has it.
    var frame: CallFrame?

    /// Creates a link.
    init(_ frame: CallFrame?) { self.frame = frame }
  }

  /// Creates a frame.
  init(
    parent: CallFrame?, site: UInt32, entry: UInt32, returnAddress: UInt32, step: UInt64,
    registers: [UInt64]
  ) {
    link = Link(parent)
    self.site = site
    self.entry = entry
    self.returnAddress = returnAddress
    self.step = step
    self.registers = registers
    depth = (parent?.depth ?? 0) + 1
  }

  deinit {
    var next = link.frame
    link.frame = nil
    while next != nil, isKnownUniquelyReferenced(&next) {
      let link = next?.link
      let following = link?.frame
      link?.frame = nil
      next = following
    }
  }
}
