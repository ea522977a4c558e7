/// The contents of a section that is a list: entries behind their number.
struct SectionList {
  /// How many entries there are.
  private(set) var count = 0
  /// The entries.
  private(set) var entries = MergedSection()

  /// Makes an empty list.
  init() {}

  /// Makes a list with an entry for each element.
  init<Elements: Sequence>(
    _ elements: Elements, _ encode: (Elements.Element, inout MergedSection) -> Void
  ) {
    for element in elements { add { encode(element, &$0) } }
  }

  /// Adds an entry.
  mutating func add(_ encode: (inout MergedSection) -> Void) {
    count += 1
    encode(&entries)
  }
}

extension MergedSection {
  /// Appends a list.
  mutating func append(_ list: SectionList) {
    append(unsigned: list.count)
    append(list.entries)
  }

  /// Appends a section.
  mutating func append(section number: UInt8, _ contents: MergedSection) {
    append(number)
    append(sized: contents)
  }

  /// Appends a section that is a list, unless it is empty.
  mutating func append(section number: UInt8, _ list: SectionList) {
    guard list.count > 0 else { return }
    var contents = MergedSection()
    contents.append(list)
    append(section: number, contents)
  }
}
