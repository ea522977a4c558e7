/// The arguments of a command, sorted by the rows of its table.
struct ParsedArguments {
  /// The positional arguments that were given, in order.
  let positionals: [String]
  /// The options that were given, in order; a value is nil if the option has none.
  private let options: [(name: String, value: String?)]

  /// Whether the help text was asked for; nothing else was checked then.
  let wantsHelp: Bool

  /// Sorts arguments.
  ///
  /// Options may stand before, between and after positional arguments; `--` ends them; `-` alone is
  /// a positional argument.
  ///
  /// - Throws: the first thing that does not fit the table.
  init(_ arguments: [String], table: CommandTable) throws(UsageError) {
    if ParsedArguments.containsHelp(arguments) {
      positionals = []
      options = []
      wantsHelp = true
      return
    }
    wantsHelp = false
    var positionals: [String] = []
    var options: [(name: String, value: String?)] = []
    var index = 0
    var onlyPositionals = false
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if onlyPositionals || argument == "-" || !argument.hasPrefix("-")
        || ParsedArguments.isNegativeNumber(argument)
      {
        positionals.append(argument)
        continue
      }
      if argument == "--" {
        onlyPositionals = true
        continue
      }
      let (word, attached) = ParsedArguments.split(argument)
      guard let row = table.option(named: word) else {
        let names = table.groups.flatMap { $0.rows.map(\.name) }
        throw UsageError(
          .unknownOption(word, suggestion: Suggestion.nearest(to: word, among: names)))
      }
      if !row.isRepeatable, options.contains(where: { $0.name == row.name }) {
        throw UsageError(.repeated(option: row.name))
      }
      let value = try ParsedArguments.value(
        of: row, in: table, attached: attached, following: arguments, at: &index)
      options.append((row.name, value))
    }
    if positionals.count > table.positionals.count, table.positionals.last?.isRepeated != true {
      throw UsageError(.extraArgument(positionals[table.positionals.count]))
    }
    if positionals.count < table.positionals.count,
      !table.positionals[positionals.count].isOptional
    {
      throw UsageError(.missingArgument(table.positionals[positionals.count].name))
    }
    self.positionals = positionals
    self.options = options
  }

  /// Creates arguments.
  private init(positionals: [String], options: [(name: String, value: String?)]) {
    self.positionals = positionals
    self.options = options
    wantsHelp = false
  }

  /// The arguments with those options of another list that are not given here, and that nothing given here excludes.
  func completed(by other: ParsedArguments) -> ParsedArguments {
    let missing = other.options.filter { option in
      !options.contains {
        $0.name == option.name || CompileArguments.exclude($0.name, option.name)
      }
    }
    return ParsedArguments(positionals: positionals, options: missing + options)
  }

  /// The options with other positional arguments.
  func with(positionals: [String]) -> ParsedArguments {
    ParsedArguments(positionals: positionals, options: options)
  }

  /// Whether the help option is among the arguments, up to `--`.
  private static func containsHelp(_ arguments: [String]) -> Bool {
    arguments.prefix(while: { $0 != "--" })
      .contains { $0 == OptionRow.help.name || $0 == OptionRow.help.short }
  }

  /// Whether an argument is a negative number and so no option: no option begins like that.
  private static func isNegativeNumber(_ argument: String) -> Bool {
    let rest = argument.dropFirst()
    return rest.utf8.first.map { (0x30...0x39).contains($0) } == true || rest == "inf"
      || rest == "nan" || rest.hasPrefix("nan:")
  }

  /// Splits `--name=value`.
  private static func split(_ argument: String) -> (word: String, attached: String?) {
    guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else {
      return (argument, nil)
    }
    return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
  }

  /// The value of an option: attached to it, or the argument at `index`, which is then passed.
  private static func value(
    of row: OptionRow, in table: CommandTable, attached: String?,
    following arguments: [String], at index: inout Int
  ) throws(UsageError) -> String? {
    switch row.value {
    case .none:
      if let attached {
        throw UsageError(.unexpectedValue(option: row.name, value: attached))
      }
      return nil
    case .attached:
      return attached
    case .required(let placeholder):
      return try takeNext(row, table, placeholder, attached, arguments, &index)
    case .choice(let words):
      let placeholder = words.joined(separator: "|")
      let value = try takeNext(row, table, placeholder, attached, arguments, &index)
      return try check(value, isOneOf: words, row)
    case .optionalChoice(let words):
      if let attached { return try check(attached, isOneOf: words, row) }
      guard index < arguments.count else { return nil }
      let next = arguments[index]
      // A word that is as short as the choices is meant as one, not as a file; './4' is a file.
      if next.count <= 2, next.allSatisfy({ $0.isLetter || $0.isNumber }) {
        _ = try check(next, isOneOf: words, row)
      }
      guard words.contains(next) else { return nil }
      index += 1
      return arguments[index - 1]
    }
  }

  /// The attached value or the next argument, unless that is an option of the command.
  private static func takeNext(
    _ row: OptionRow, _ table: CommandTable, _ placeholder: String, _ attached: String?,
    _ arguments: [String], _ index: inout Int
  ) throws(UsageError) -> String {
    if let attached { return attached }
    guard index < arguments.count, arguments[index] != "--",
      table.option(named: split(arguments[index]).word) == nil
    else { throw UsageError(.missingValue(option: row.name, placeholder: placeholder)) }
    index += 1
    return arguments[index - 1]
  }

  /// The value, if it is one of the words.
  private static func check(
    _ value: String, isOneOf words: [String], _ row: OptionRow
  ) throws(UsageError) -> String {
    guard words.contains(value) else {
      throw UsageError(
        .invalidValue(
          option: row.name, value: value, expected: "one of \(words.joined(separator: ", "))"))
    }
    return value
  }
}

extension ParsedArguments {
  /// Whether an option was given.
  func has(_ row: OptionRow) -> Bool { options.contains { $0.name == row.name } }

  /// The value of an option, or nil if it was not given or has none.
  func value(_ row: OptionRow) -> String? {
    options.first { $0.name == row.name }?.value
  }

  /// All values of a repeatable option in the order of the command line.
  func values(_ row: OptionRow) -> [String] {
    options.compactMap { $0.name == row.name ? $0.value : nil }
  }

  /// The names of those options of a list that were given, in the order of the list.
  func given(of rows: [OptionRow]) -> [OptionRow] { rows.filter(has) }

  /// A number, decimal or hexadecimal with `0x`, digits possibly grouped by underscores.
  ///
  /// - Parameter unit: what it counts, in the plural; nil for what is no count.
  /// - Throws: `invalidValue` unless it is a number in the range.
  func number(
    _ row: OptionRow, in range: ClosedRange<UInt64>, unit: String? = nil
  ) throws(UsageError) -> UInt64? {
    guard let text = value(row) else { return nil }
    let digits = String(text.filter { $0 != "_" })
    let number =
      digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits, radix: 10)
    guard let number, range.contains(number), !digits.hasPrefix("+") else {
      throw UsageError(
        .invalidValue(
          option: row.name, value: text,
          expected:
            "a number \(unit.map { "of \($0) " } ?? "")from \(range.lowerBound) to \(range.upperBound)"
        ))
    }
    return number
  }
}
