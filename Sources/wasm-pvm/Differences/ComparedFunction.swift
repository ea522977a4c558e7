import PVM
import Support

/// An instruction as it is compared with one of another program.
struct ComparedInstruction {
  /// The code index.
  let pc: Int
  /// What must be equal: the instruction without what depends on where code lies. A target in another function is that function's name.
  let key: String
  /// The instruction number in the same function that it jumps to, if it does.
  let target: Int?
  /// The instruction for people.
  let text: String
}

/// The code of a function, or all code that is in none.
struct ComparedFunction {
  /// The name without what the compiler puts in front of it.
  let name: String
  /// The instructions in order.
  fileprivate(set) var instructions: [ComparedInstruction] = []
  /// How many bytes of code there are.
  fileprivate(set) var bytes = 0
  /// The gas that was used in it, if the program was run.
  var gas: UInt64 = 0

  /// Whether two functions do the same by the same instructions, wherever they lie.
  func isSame(as other: ComparedFunction) -> Bool {
    instructions.elementsEqual(other.instructions) { $0.key == $1.key && $0.target == $1.target }
  }
}

extension ComparedFunction {
  /// The functions of a program in the order of their code; behind them, if there is any, the code outside of functions.
  static func functions(of blob: ProgramBlob, _ symbols: SymbolMap) -> [ComparedFunction] {
    let names = symbols.functions.map {
      FunctionName.withoutIndex(String(decoding: $0.name, as: UTF8.self))
    }
    var functions = (names + [SizeReport.outside]).map { ComparedFunction(name: $0) }
    let places = Places(blob, symbols)
    var pc = blob.mask.nextStart(from: 0)
    while pc < blob.code.count {
      let next = min(blob.mask.nextStart(from: pc + 1), blob.code.count)
      let function = places.function(at: pc)
      functions[function].bytes += next - pc
      functions[function].instructions.append(
        places.compared(InstructionDecoder.decode(blob, at: pc), in: function, next: next, names))
      pc = next
    }
    if functions.last?.instructions.isEmpty == true { functions.removeLast() }
    return functions
  }
}

/// Where the instructions of a program are.
private struct Places {
  /// The program.
  private let blob: ProgramBlob
  /// Its functions.
  private let symbols: SymbolMap
  /// The number of each instruction in its function, by code index; -1 where none starts.
  private var numbers: [Int32]

  /// Numbers the instructions.
  init(_ blob: ProgramBlob, _ symbols: SymbolMap) {
    self.blob = blob
    self.symbols = symbols
    numbers = Array(repeating: -1, count: blob.code.count)
    var counts = [Int32](repeating: 0, count: symbols.functions.count + 1)
    var pc = blob.mask.nextStart(from: 0)
    while pc < blob.code.count {
      let function = function(at: pc)
      numbers[pc] = counts[function]
      counts[function] += 1
      pc = blob.mask.nextStart(from: pc + 1)
    }
  }

  /// The number of the function that a code index is in; behind the last for none.
  func function(at pc: Int) -> Int {
    symbols.functionIndex(containing: pc) ?? symbols.functions.count
  }

  /// An instruction for comparison.
  ///
  /// - Parameters:
  ///   - next: the code index behind it.
  ///   - names: what functions are called.
  func compared(
    _ decoded: DecodedInstruction, in function: Int, next: Int, _ names: [String]
  ) -> ComparedInstruction {
    guard var instruction = decoded.instruction else {
      let text = "undefined 0x\(Hex.string(UInt64(decoded.byte), width: 2))"
      return ComparedInstruction(pc: decoded.pc, key: text, target: nil, text: text)
    }
    // A return address is the number of an entry of the jump table, which other functions' calls shift.
    let isCall =
      instruction.opcode == .loadImmJump
      && blob.jumpTarget(address: UInt32(truncatingIfNeeded: instruction.x)) == UInt32(next)
    if isCall { instruction.x = 0 }
    guard instruction.opcode.format.hasTarget else {
      let text = InstructionPrinter.text(of: instruction)
      return ComparedInstruction(pc: decoded.pc, key: text, target: nil, text: text)
    }
    let destination = Int(instruction.target)
    instruction.target = 0
    // The target is the last operand.
    var text = String(InstructionPrinter.text(of: instruction).dropLast(2))
    if isCall { text = "call \(text)" }
    let isInside = numbers.indices.contains(destination) && numbers[destination] >= 0
    let owner = isInside ? self.function(at: destination) : nil
    if owner == function {
      return ComparedInstruction(
        pc: decoded.pc, key: text, target: Int(numbers[destination]), text: "\(text)@\(destination)"
      )
    }
    let place: String
    if let owner, owner < names.count {
      let number = numbers[destination]
      place = names[owner] + (number == 0 ? "" : " + \(number) instructions")
    } else {
      place = owner == nil ? "outside the code" : SizeReport.outside
    }
    return ComparedInstruction(
      pc: decoded.pc, key: "\(text)\(place)", target: nil, text: "\(text)\(place.visible)")
  }
}
