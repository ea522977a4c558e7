#if !hasFeature(Embedded)
  extension PolkaVMContainer {
    /// The program as JAM's container has it.
    ///
    /// PolkaVM's memory map with an auxiliary area of 2^24 bytes is that of a standard program: read-only data at 2^16, read-write data a
    /// zone behind it, the stack below the area, and the area for the arguments at 0xFEFF0000.
    public var standardProgram: StandardProgram {
      let zeros = [UInt8](repeating: 0, count: Int(readOnlySize) - readOnlyData.count)
      let pages = [Int(readWriteSize), readWriteData.count].map {
        StandardProgram.roundedUpToPages(UInt32($0)) / StandardProgram.pageSize
      }
      return StandardProgram(
        readOnlyData: readOnlyData + zeros, readWriteData: readWriteData,
        heapPages: UInt16(pages[0] - pages[1]), stackSize: stackSize, program: program)
    }

    /// The machine that runs the program.
    ///
    /// - Parameter wanted: a release that the user names, if any.
    /// - Throws: `wrongRelease` if the instruction set has other numbers.
    public func target(
      _ wanted: Target.Release? = nil, choices: TargetChoices = .vectors
    ) throws(PolkaVMError) -> Target {
      guard let release = wanted ?? instructionSet.releases.first,
        instructionSet.releases.contains(release)
      else {
        throw PolkaVMError(.wrongRelease(instructionSet, wanted ?? .gp08), at: 4)
      }
      return Target(release, choices: choices)
    }

    /// Requires that the code has only instructions that the Gray Paper has, too.
    ///
    /// - Parameter blob: the decoded program.
    /// - Throws: `foreignInstruction`.
    /// - Complexity: linear in the code.
    public func checkInstructions(_ blob: ProgramBlob) throws(PolkaVMError) {
      let foreign = instructionSet.foreignInstructions
      if foreign.isEmpty { return }
      var pc = blob.mask.nextStart(from: 0)
      while pc < blob.code.count {
        if let instruction = foreign.first(where: { $0.number == blob.code[pc] }) {
          throw PolkaVMError(
            .foreignInstruction(instructionSet, name: "\(instruction.name)", pc: pc), at: pc)
        }
        pc = blob.mask.nextStart(from: pc + 1)
      }
    }

    /// Names and code ranges of functions: those of the line programs, and in code that they do not cover those of the exports, which end
    /// where the next function starts.
    ///
    /// - Parameter lines: what the line programs say.
    public func symbols(_ lines: PolkaVMLines, codeSize: Int) -> SymbolMap {
      let known = lines.functions.filter { $0.range.upperBound <= codeSize }
        .sorted { $0.range.lowerBound < $1.range.lowerBound }
      let exported = exports.sorted { ($0.pc, $1.name.count) < ($1.pc, $0.name.count) }
        .filter { Int($0.pc) < codeSize }
      var symbols = SymbolMap()
      var end = 0
      var next = exported.startIndex
      /// Adds the exports in front of a code index.
      func addExports(upTo limit: Int) {
        while next < exported.endIndex, Int(exported[next].pc) < limit {
          let export = exported[next]
          next += 1
          let start = Int(export.pc)
          let following = next < exported.endIndex ? Int(exported[next].pc) : limit
          guard start >= end else { continue }
          let range = start..<min(limit, following)
          if range.isEmpty { continue }
          end = range.upperBound
          try? symbols.append(SymbolMap.Function(name: export.name, range: range))
        }
      }
      for function in known where function.range.lowerBound >= end {
        addExports(upTo: function.range.lowerBound)
        guard !function.range.isEmpty else { continue }
        try? symbols.append(function)
        end = function.range.upperBound
      }
      addExports(upTo: codeSize)
      return symbols
    }
  }
#endif
