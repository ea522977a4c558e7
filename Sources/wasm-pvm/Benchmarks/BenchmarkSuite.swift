import Foundation
import PVM
import Support
import WasmPVM

/// The benchmark programs with their inputs, expected outputs, and the peers' figures.
struct BenchmarkSuite {
  /// A program.
  struct Program {
    /// Its name.
    let name: String
    /// The module for each level that has one of its own, `s` and `z`: what the source's compiler made where bytes count.
    let smallModules: [OptimizationLevel: [UInt8]]
    /// The module for the other levels.
    let module: [UInt8]
    /// The inputs, `small` then `default`.
    let runs: [Run]

    /// What a level is measured on.
    func module(for level: OptimizationLevel) -> [UInt8] { smallModules[level] ?? module }
  }

  /// The folders, in place of `wasm`, with the modules of levels that have some of their own.
  private static let smallFolders: [(level: OptimizationLevel, folder: String)] = [
    (.size, "wasm-s"), (.minimumSize, "wasm-z"),
  ]

  /// An input of a program.
  struct Run {
    /// The argument bytes.
    let arguments: [UInt8]
    /// The output bytes.
    let expected: [UInt8]
  }

  /// A row of the manifest.
  private struct Entry: Decodable {
    let name: String
    let wasm: String
    let args_hex: String
    let args_small_hex: String
    let expected_hex: String
    let expected_small_hex: String
  }

  /// The programs in the order of the manifest.
  let programs: [Program]
  /// The peers' figures.
  let peers: FigureTable

  /// Loads a suite: `manifest.json`, the modules it names, those of the same names in `wasm-s` and `wasm-z` if the suite has these
  /// folders, and the peers' figures for a target, `peers.tsv` or `peers-0.8.tsv`.
  init(folder: String, target: Target) throws {
    let manifest = try Files.read("\(folder)/manifest.json")
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(manifest))
    } catch {
      throw CommandFailure(.unreadable(path: "\(folder)/manifest.json", reason: "\(error)"))
    }
    programs = try entries.map { entry in
      let texts = [
        (entry.args_small_hex, entry.expected_small_hex), (entry.args_hex, entry.expected_hex),
      ]
      var smallModules: [OptimizationLevel: [UInt8]] = [:]
      for (level, name) in BenchmarkSuite.smallFolders
      where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
        let file = entry.wasm.split(separator: "/").last ?? ""
        smallModules[level] = try Files.read("\(folder)/\(name)/\(file)")
      }
      return Program(
        name: entry.name, smallModules: smallModules,
        module: try Files.read("\(folder)/\(entry.wasm)"),
        runs: try texts.map { texts in
          guard let arguments = Hex.bytes(texts.0.utf8), let expected = Hex.bytes(texts.1.utf8)
          else {
            throw CommandFailure(
              .unreadable(path: "\(folder)/manifest.json", reason: "\(entry.name): not hexadecimal")
            )
          }
          return Run(arguments: arguments, expected: expected)
        })
    }
    peers = FigureTable(
      tabSeparated: try Files.read("\(folder)/\(target.chargesBlocks ? "peers-0.8" : "peers").tsv"))
  }
}

/// Numbers by row and column, read from text with tabs between columns and titles in the first line.
struct FigureTable {
  /// The columns' titles, without the first, which is the row's name.
  private let titles: [String]
  /// The rows by name.
  private let rows: [String: [String]]

  /// Reads a table.
  init(tabSeparated bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    titles = lines.first.map { Array($0.dropFirst()) } ?? []
    var rows: [String: [String]] = [:]
    for line in lines.dropFirst() {
      if let name = line.first { rows[name] = Array(line.dropFirst()) }
    }
    self.rows = rows
  }

  /// A number, or nil where the table has none.
  func figure(_ row: String, _ title: String) -> Int? {
    guard let column = titles.firstIndex(of: title), let cells = rows[row],
      column < cells.count
    else { return nil }
    return Int(cells[column])
  }
}
