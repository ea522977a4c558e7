internal import Support

/// The packed files as a tree: nodes are numbered, the root is 0, and a folder's nodes are sorted by name.
struct FileTree {
  /// A file or folder.
  struct Node {
    /// Its name in its folder.
    var name: [UInt8]
    /// The folder it is in; the root is in itself.
    var parent: Int
    /// The contents, nil for a folder.
    var contents: [UInt8]?
    /// The nodes in a folder, by name.
    var children: [Int] = []
  }

  /// The nodes; none if there are no files.
  private(set) var nodes: [Node] = []

  /// Makes a tree of files and the folders that their paths name.
  ///
  /// - Throws: `path` for one that is empty, leaves the tree or has an empty part; `duplicate`.
  init(_ files: [WASIOptions.File]) throws(AdapterError) {
    if files.isEmpty { return }
    nodes = [Node(name: [], parent: 0)]
    for file in files {
      var parts = file.path.reversedBytes.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
      )
      .map(Array.init)
      if parts.count > 1, parts[0].isEmpty { parts.removeFirst() }
      let dots: [[UInt8]] = [Array(".".utf8), Array("..".utf8), []]
      guard !parts.contains(where: { dots.contains($0) || $0.contains(0) }) else {
        throw AdapterError(.path(file.path))
      }
      var folder = 0
      for (index, name) in parts.enumerated() {
        let isLast = index == parts.count - 1
        if let known = nodes[folder].children.first(where: { nodes[$0].name == name }) {
          guard !isLast, nodes[known].contents == nil else {
            throw AdapterError(.duplicateFile(file.path))
          }
          folder = known
        } else {
          nodes.append(Node(name: name, parent: folder, contents: isLast ? file.contents : nil))
          nodes[folder].children.append(nodes.count - 1)
          folder = nodes.count - 1
        }
      }
    }
    for index in nodes.indices {
      nodes[index].children = nodes[index].children
        .sorted { nodes[$0].name.lexicographicallyPrecedes(nodes[$1].name) }
    }
  }
}
