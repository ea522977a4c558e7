/// Which machine a program is for: a release of the Gray Paper, and a choice where its sources differ.
///
/// Everything that differs between releases is a table or a function of this value: opcode bytes,
/// which programs are valid, host functions and their prices, how the heap grows, and how gas is
/// charged. `pvm.md` describes the release 0.7.2, `pvm-0.8.md` what 0.8 changes.
public struct Target: Hashable, Sendable {
  /// The releases that programs can be made for and run as.
  public enum Release: UInt8, CaseIterable, Sendable {
    /// Gray Paper 0.7.2: every instruction costs 1.
    case gp07
    /// Gray Paper 0.8: programs are validated, and gas is charged by basic block.
    case gp08
  }

  /// The release.
  public var release: Release
  /// What is chosen where the sources of 0.8 differ; without effect on 0.7.
  public var choices: TargetChoices

  /// Creates a target.
  public init(_ release: Release, choices: TargetChoices = .vectors) {
    self.release = release
    self.choices = choices
  }

  /// Gray Paper 0.7.2, the default everywhere.
  public static var gp07: Target { Target(.gp07) }
  /// Gray Paper 0.8 as its test vectors have it.
  public static var gp08: Target { Target(.gp08) }
  /// The targets with a name of their own, in order.
  public static var all: [Target] { [.gp07, .gp08] }

  /// The name on command lines; the choices have names of their own.
  public var name: StaticString { release == .gp07 ? "gp-0.7" : "gp-0.8" }

  /// The release in full.
  public var specification: SpecificationVersion {
    release == .gp07 ? SpecificationVersion(0, 7, 2) : SpecificationVersion(0, 8, 0)
  }
}

/// Where the tag, the drafts and the test vectors of Gray Paper 0.8 differ (`pvm-0.8.md` section 1).
public struct TargetChoices: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The heap ends below the stack rounded up to 64 KiB; without, rounded up to pages.
  public static var heapByZones: TargetChoices { TargetChoices(rawValue: 1) }
  /// A `grow_heap` that cannot be paid for leaves no gas; without, it leaves what there was.
  public static var unpaidGrowthTakesAll: TargetChoices { TargetChoices(rawValue: 2) }
  /// Conditional moves read their destination, for gas.
  public static var conditionalMovesRead: TargetChoices { TargetChoices(rawValue: 4) }
  /// Code has at most 2^25 bytes, the jump table at most 2^24 entries.
  public static var limitsCode: TargetChoices { TargetChoices(rawValue: 8) }
  /// Any service may call `bless`; without, only the manager.
  public static var anyoneBlesses: TargetChoices { TargetChoices(rawValue: 16) }

  /// What the vectors of September 2026 and PolkaVM 0.37 have.
  public static var vectors: TargetChoices { TargetChoices(rawValue: 1 | 2 | 4 | 8 | 16) }
  /// What the text of the tag 0.8.0 has.
  public static var tag: TargetChoices { [] }
}

extension Target {
  /// Whether programs are checked as a whole before they run (`ProgramBlob.validate`).
  @inlinable
  public var validatesPrograms: Bool { release == .gp08 }

  /// Whether gas is charged for a whole basic block when it is entered, by `BlockCosts`; else every
  /// instruction costs 1 when it starts.
  @inlinable
  public var chargesBlocks: Bool { release == .gp08 }

  /// Whether both ways out of a conditional branch must be block starts, taken or not.
  @inlinable
  public var checksUntakenBranches: Bool { release == .gp08 }

  /// Whether the heap grows by the host function `grow_heap`; else by the instruction `sbrk`.
  @inlinable
  public var growsHeapByCall: Bool { release == .gp08 }

  /// Whether `invoke` takes the inner machine's gas from the caller's and gives back what is left.
  @inlinable
  public var handsOnGas: Bool { release == .gp08 }

  /// Whether `bless` answers HUH to every other service than the manager.
  public var onlyManagerBlesses: Bool { release == .gp08 && !choices.contains(.anyoneBlesses) }

  /// Whether `designate` is told how many validators there are.
  public var namesValidatorCount: Bool { release == .gp08 }

  /// What a run costs that starts where no instruction is, which then traps.
  @inlinable
  public var costOfInvalidStart: UInt64 { release == .gp07 ? 1 : 0 }

  /// What a call of a host function costs that the host does not know, on top of its `ecalli`.
  @inlinable
  public var costOfUnknownHostCall: UInt64 { release == .gp07 ? 10 : 1000 }

  /// The most bytes of code.
  public var maximumCodeSize: Int? {
    release == .gp08 && choices.contains(.limitsCode) ? 1 << 25 : nil
  }

  /// The most entries of a jump table.
  public var maximumJumpTableCount: UInt64? {
    release == .gp08 && choices.contains(.limitsCode) ? 1 << 24 : nil
  }
}

#if !hasFeature(Embedded)
  extension Target: CustomStringConvertible {
    /// The names of the choices, in order.
    private static let choiceNames: [(name: String, choice: TargetChoices)] = [
      ("heap-zones", .heapByZones), ("unpaid-zero", .unpaidGrowthTakesAll),
      ("cmov-reads", .conditionalMovesRead), ("code-limits", .limitsCode),
      ("open-bless", .anyoneBlesses),
    ]

    /// The target that a command line names: a release, then any number of `,no-CHOICE`. Nil for
    /// anything else.
    public init?(named text: String) {
      var parts = text.split(separator: ",", omittingEmptySubsequences: false)[...]
      let release = parts.popFirst()
      guard var target = Target.all.first(where: { release == "\($0.name)" }) else { return nil }
      for part in parts {
        guard target.release == .gp08, part.hasPrefix("no-"),
          let choice = Target.choiceNames.first(where: { $0.name == part.dropFirst(3) })?.choice
        else { return nil }
        target.choices.remove(choice)
      }
      self = target
    }

    /// The text that names the target on a command line.
    public var description: String {
      guard release == .gp08 else { return "\(name)" }
      return Target.choiceNames.reduce("\(name)") {
        choices.contains($1.choice) ? $0 : $0 + ",no-\($1.name)"
      }
    }
  }
#endif
