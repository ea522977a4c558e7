#if !hasFeature(Embedded)
  /// An instruction set of PolkaVM, by the version byte of its containers.
  ///
  /// The sets differ in which instructions there are and in some numbers. Those that are read have the numbers of a release of the Gray
  /// Paper; what else they have is in `foreignInstructions`, and a program that uses it is refused by name.
  public enum PolkaVMInstructionSet: UInt8, CaseIterable, Sendable {
    /// That of smart contracts: the numbers of 0.7.2, without `sbrk`.
    case reviveV1 = 0
    /// Registers of 32 bits.
    case latest32 = 1
    /// The numbers of 0.7.2 and some instructions of PolkaVM's own.
    case latest64 = 2
    /// JAM's: the numbers of 0.8, or, from toolchains before that release, of 0.7.2. The byte is the same.
    case jamV1 = 3

    /// The name that PolkaVM's tools have for it.
    public var name: StaticString {
      switch self {
      case .reviveV1: "revive_v1"
      case .latest32: "latest32"
      case .latest64: "latest64"
      case .jamV1: "jam_v1"
      }
    }

    /// The releases whose numbers it has, the usual one first; none if its programs are not read.
    public var releases: [Target.Release] {
      switch self {
      case .reviveV1, .latest64: [.gp07]
      case .latest32: []
      case .jamV1: [.gp08, .gp07]
      }
    }

    /// Numbers that mean something else than in the releases, or nothing, and what they mean.
    var foreignInstructions: [(number: UInt8, name: StaticString)] {
      switch self {
      case .reviveV1: [(101, "an instruction with the number of sbrk, which it has not")]
      case .latest64: [(2, "memset"), (3, "unlikely")]
      case .latest32, .jamV1: []
      }
    }
  }
#endif
