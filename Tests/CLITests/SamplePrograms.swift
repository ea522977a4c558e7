import PVM
import Support

/// Programs that need no compiler.
enum SamplePrograms {
  /// The program of `pvm.md` appendix E, as a `.jam` file: adds two 32-bit arguments.
  static let addition = bytes(
    """
    00 00 00 00 00 00 00 01 00 00 10 00 25 00 00 00
    00 00 1E 28 0A 00 00 00 00 01 01 01 01 80 72 80 73
    04 BE 32 02 33 07 00 00 02 7A 72 33 08 04 32 00 E1 97 84 12
    """)

  /// The same program's container.
  static var additionContainer: [UInt8] { Array(addition.dropFirst()) }

  /// The same program's blob.
  static var additionBlob: [UInt8] { Array(addition.dropFirst(16)) }

  /// Arguments for it: 5 and 7.
  static let additionArguments = "0500000007000000"

  /// Assembles code into a `.jam` file.
  static func assembled(
    _ code: String, data: [UInt8] = [], heapPages: UInt16 = 1, metadata: [UInt8] = []
  ) throws -> [UInt8] {
    let container = StandardProgram(
      readOnlyData: data, heapPages: heapPages, stackSize: 4096,
      program: try Assembler.assemble(code).encoded())
    return ProgramFile(metadata: metadata, container: try container.encoded()).encoded()
  }

  /// Bytes from hexadecimal text.
  static func bytes(_ text: String) -> [UInt8] { Hex.bytes(text.utf8) ?? [] }
}
