internal import Runtime
internal import Support
internal import Wasm

/// The runtime: functions that operations call which the PVM has no instructions for.
///
/// `Sources/Runtime` compiled to WebAssembly. What a program needs of it is translated into the program's own LLVM module, so
/// that it is inlined, specialized and removed as the program's functions are.
struct RuntimeLibrary: Sendable {
  /// What the names of its functions begin with in LLVM IR; no function of a module has such a name.
  static let prefix = "runtime"

  /// The one runtime, decoded when a program first needs it.
  static let shared = RuntimeLibrary()

  /// The module.
  let module: Wasm.Module
  /// What is known about it.
  let facts: ModuleFacts
  /// The function indices by name.
  private let indices: [String: Int]

  /// Decodes the module.
  private init() {
    do {
      module = try ModuleDecoder.decode(Self.decode(Self.base64), features: .all)
      let exports = module.exports.filter { $0.kind == .function }
      facts = try ModuleFacts(module, roots: exports.map(\.index))
      indices = Dictionary(uniqueKeysWithValues: exports.map { ("\($0.name)", $0.index) })
    } catch {
      Invariant.violated("the runtime is a valid module")
    }
  }

  /// The index of a function in the module.
  func index(of function: RuntimeFunction) -> Int {
    Invariant.unwrap(indices[function.rawValue], "the runtime has all of its functions")
  }

  /// The bytes that a text in Base64 stands for.
  private static func decode(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var values = [UInt32?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt32(value) }
    var bytes: [UInt8] = []
    var word: UInt32 = 0
    var bits = 0
    for character in text.utf8 {
      guard let value = values[Int(character)] else { continue }
      word = word << 6 | value
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
    }
    return bytes
  }
}
