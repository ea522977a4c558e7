public import Foundation
public import Support
public import Wasm

/// Why a script could not be read.
public struct WastError: CodedError, Equatable {
  /// What went wrong.
  public enum Kind: Equatable, Sendable {
    /// `wast2json` is not installed.
    case toolMissing
    /// `wast2json` could not be run; says why.
    case toolFailed(String)
    /// `wast2json` rejected the script; its own message has file, line and column.
    case rejected(String)
    /// The JSON is not what `wast2json` writes.
    case unexpected(line: Int, String)
    /// A file cannot be read; says why.
    case unreadable(String)
  }

  /// What went wrong.
  public let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The error that a command of the script's JSON is not what it must be.
  static func unexpected(line: Int, _ what: String) -> WastError {
    WastError(.unexpected(line: line, what))
  }

  /// The stable code.
  public var code: String {
    switch kind {
    case .toolMissing: "Q001"
    case .toolFailed: "Q002"
    case .rejected: "Q003"
    case .unexpected: "Q004"
    case .unreadable: "Q005"
    }
  }

  /// Whose fault it is.
  public var errorClass: ErrorClass {
    switch kind {
    case .toolMissing, .toolFailed: .unsupported
    case .rejected, .unexpected, .unreadable: .rejected
    }
  }

  /// The message.
  public var description: String {
    switch kind {
    case .toolMissing:
      "scripts in text form need wabt's wast2json, which is not on PATH: install it with "
        + "'apt-get install wabt', or convert the script to JSON elsewhere [\(code)]"
    case .toolFailed(let reason): "could not run wast2json: \(reason) [\(code)]"
    case .rejected(let message): "\(message) [\(code)]"
    case .unexpected(let line, let what): "line \(line): unexpected \(what) [\(code)]"
    case .unreadable(let reason): "\(reason) [\(code)]"
    }
  }
}

extension WastScript {
  /// Reads a script: a `.json` file as `wast2json` writes it, its modules beside it, or text.
  ///
  /// Text is read as WebAssembly 2.0 if it is that, else with all proposals that the installed `wast2json` knows and that are
  /// translated.
  public init(_ url: URL) throws(WastError) {
    if url.pathExtension == "json" {
      try self.init(json: url, features: .translated)
      return
    }
    do {
      try self.init(text: url, proposals: [], features: .wasm2)
    } catch {
      guard case .rejected = error.kind else { throw error }
      do {
        try self.init(text: url, proposals: Self.proposals, features: .translated)
      } catch let second {
        guard case .rejected = second.kind else { throw second }
        throw second
      }
    }
  }

  /// The proposals beyond WebAssembly 2.0 that are translated, by the names of wabt's options.
  private static let proposals = [
    "exceptions", "threads", "tail-call", "multi-memory", "extended-const", "relaxed-simd",
    "wide-arithmetic",
  ]

  /// Reads a script that is converted, its modules being beside it.
  public init(json: URL, features: Features) throws(WastError) {
    let data: Data
    do {
      data = try Data(contentsOf: json)
    } catch {
      throw WastError(.unreadable("cannot read \(json.lastPathComponent): no such script"))
    }
    do {
      let raw = try JSONDecoder().decode(RawScript.self, from: data)
      let folder = json.deletingLastPathComponent()
      commands = try raw.commands.map { try $0.command(in: folder) }
      self.features = features
    } catch let error as WastError {
      throw error
    } catch {
      throw WastError(.unreadable("\(json.lastPathComponent) is no script in wast2json's form"))
    }
  }

  /// Converts a script with `wast2json` and reads the result.
  ///
  /// Conversions are kept in the system's temporary folder, by contents and options.
  ///
  /// - Parameter proposals: those beyond WebAssembly 2.0 that it may use, by the names of wabt's options.
  public init(text: URL, proposals: [String], features: Features) throws(WastError) {
    guard let tool = WastTool.wast2json else { throw WastError(.toolMissing) }
    let json: URL
    do {
      json = try Self.convert(text, tool, tool.arguments(enabling: proposals))
    } catch let error as WastError {
      throw error
    } catch {
      throw WastError(.toolFailed("\(error)"))
    }
    try self.init(json: json, features: features)
  }

  /// Converts a script unless that has been done.
  ///
  /// - Returns: the JSON file.
  private static func convert(_ text: URL, _ tool: WastTool, _ arguments: [String]) throws -> URL {
    guard let source = try? Data(contentsOf: text) else {
      throw WastError(.unreadable("cannot read \(text.lastPathComponent): no such script"))
    }
    let key = fingerprint([source, Data(tool.version.utf8), Data(arguments.joined().utf8)])
    let cache = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-wast", isDirectory: true)
    let name = text.deletingPathExtension().lastPathComponent
    let folder = cache.appendingPathComponent("\(name)-\(key)", isDirectory: true)
    let json = folder.appendingPathComponent("script.json")
    if FileManager.default.fileExists(atPath: json.path) { return json }
    // Converted under another name first, so that no process sees a folder that is not complete.
    let draft = cache.appendingPathComponent(UUID().uuidString, isDirectory: true)
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    var input = text
    let isDisguised =
      !tool.knows("wide-arithmetic") && source.range(of: Data("i64.add128".utf8)) != nil
    if isDisguised {
      input = draft.appendingPathComponent(text.lastPathComponent)
      let disguised = WideArithmeticScript.disguised(String(decoding: source, as: UTF8.self))
      try Data(disguised.utf8).write(to: input)
    }
    let result = try tool.run(
      arguments + (isDisguised ? ["--no-check"] : []) + [
        input.path, "--output=\(draft.appendingPathComponent("script.json").path)",
      ])
    guard result.status == 0 else {
      try? FileManager.default.removeItem(at: draft)
      let message = result.output.replacingOccurrences(of: input.path, with: text.lastPathComponent)
      throw WastError(.rejected(message.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    if isDisguised { try restoreWideArithmetic(in: draft) }
    do {
      try FileManager.default.moveItem(at: draft, to: folder)
    } catch {
      // Another process was faster.
      try? FileManager.default.removeItem(at: draft)
    }
    return json
  }

  /// Puts back what was disguised in the modules in a folder.
  private static func restoreWideArithmetic(in folder: URL) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "wasm" {
      let module = try Data(contentsOf: file)
      try Data(WideArithmeticScript.restored(Array(module))).write(to: file)
    }
  }

  /// A hash of some data (FNV-1a) in hexadecimal.
  private static func fingerprint(_ parts: [Data]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ UInt64(part.count)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}
