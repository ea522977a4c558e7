internal import PVM
internal import PVMVM

/// The PVM inside the PVM: the interpreter of `PVMVM` behind an interface of bytes.
public enum Guest {
  /// Runs the program of an input (`GuestInput`) and answers what came of it (`GuestOutput`).
  ///
  /// Host calls of the program go to `outer`; what is wrong with the input is a status, never a
  /// failure of this function.
  public static func run<Outer: OuterHost>(_ input: [UInt8], outer: inout Outer) -> [UInt8] {
    guard let input = GuestInput(decoding: input) else {
      return GuestOutput(status: .malformedInput).encoded()
    }
    return run(input, outer: &outer).encoded()
  }

  /// Runs the program of an input.
  static func run<Outer: OuterHost>(_ input: GuestInput, outer: inout Outer) -> GuestOutput {
    let container: StandardProgram
    let program: LoadedProgram
    switch load(input.program, input.target) {
    case .program(let foundContainer, let loaded):
      container = foundContainer
      program = loaded
    case .malformedBlob: return GuestOutput(status: .panic, gas: input.gas)
    case .none: return GuestOutput(status: .malformedInput)
    }
    guard
      var machine = try? Machine(
        standardProgram: container, loaded: program, arguments: input.arguments, entry: input.pc,
        gas: input.gas)
    else { return GuestOutput(status: .panic, gas: input.gas) }
    var host = ForwardingHost(outer: outer)
    let exit = machine.run(host: &host)
    outer = host.outer
    #if hasFeature(Embedded)
      machine.withMemory { $0.abandon() }
    #endif
    return GuestOutput(exit, machine)
  }

  /// What the bytes of a program hold.
  private enum Loaded {
    /// A program that can run.
    case program(StandardProgram, LoadedProgram)
    /// A container whose program blob is malformed or invalid: running it panics and costs nothing.
    case malformedBlob
    /// No container.
    case none
  }

  /// Finds the program: the container behind the metadata, or all of the bytes. If both could be
  /// meant, the one with a well-formed program blob is, then the first.
  private static func load(_ bytes: [UInt8], _ target: Target) -> Loaded {
    var result = Loaded.none
    if let file = try? ProgramFile(decoding: bytes) {
      result = loadContainer(file.container, target)
    }
    if case .program = result { return result }
    let bare = loadContainer(bytes, target)
    if case .none = bare { return result }
    if case .malformedBlob = bare, case .malformedBlob = result { return result }
    return bare
  }

  /// Decodes a container and its program blob.
  private static func loadContainer(_ bytes: [UInt8], _ target: Target) -> Loaded {
    guard let container = try? StandardProgram(decoding: bytes) else { return .none }
    guard let program = try? LoadedProgram(decoding: container.program, target: target) else {
      return .malformedBlob
    }
    return .program(container, program)
  }
}
