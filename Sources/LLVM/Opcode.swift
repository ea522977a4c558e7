/// The operation of an LLVM instruction or constant expression; raw values are those of LLVM's C API.
package enum IROpcode: UInt8, Sendable {
  /// LLVM's `ret`.
  case ret = 1
  /// LLVM's `br`.
  case br = 2
  /// LLVM's `switch`.
  case `switch` = 3
  /// LLVM's `indirectbr`.
  case indirectBr = 4
  /// LLVM's `invoke`.
  case invoke = 5
  /// LLVM's `unreachable`.
  case unreachable = 7
  /// LLVM's `add`.
  case add = 8
  /// LLVM's `fadd`.
  case fadd = 9
  /// LLVM's `sub`.
  case sub = 10
  /// LLVM's `fsub`.
  case fsub = 11
  /// LLVM's `mul`.
  case mul = 12
  /// LLVM's `fmul`.
  case fmul = 13
  /// LLVM's `udiv`.
  case udiv = 14
  /// LLVM's `sdiv`.
  case sdiv = 15
  /// LLVM's `fdiv`.
  case fdiv = 16
  /// LLVM's `urem`.
  case urem = 17
  /// LLVM's `srem`.
  case srem = 18
  /// LLVM's `frem`.
  case frem = 19
  /// LLVM's `shl`.
  case shl = 20
  /// LLVM's `lshr`.
  case lshr = 21
  /// LLVM's `ashr`.
  case ashr = 22
  /// LLVM's `and`.
  case and = 23
  /// LLVM's `or`.
  case or = 24
  /// LLVM's `xor`.
  case xor = 25
  /// LLVM's `alloca`.
  case alloca = 26
  /// LLVM's `load`.
  case load = 27
  /// LLVM's `store`.
  case store = 28
  /// LLVM's `getelementptr`.
  case getElementPtr = 29
  /// LLVM's `trunc`.
  case trunc = 30
  /// LLVM's `zext`.
  case zext = 31
  /// LLVM's `sext`.
  case sext = 32
  /// LLVM's `fptoui`.
  case fpToUI = 33
  /// LLVM's `fptosi`.
  case fpToSI = 34
  /// LLVM's `uitofp`.
  case uiToFP = 35
  /// LLVM's `sitofp`.
  case siToFP = 36
  /// LLVM's `fptrunc`.
  case fpTrunc = 37
  /// LLVM's `fpext`.
  case fpExt = 38
  /// LLVM's `ptrtoint`.
  case ptrToInt = 39
  /// LLVM's `inttoptr`.
  case intToPtr = 40
  /// LLVM's `bitcast`.
  case bitCast = 41
  /// LLVM's `icmp`.
  case icmp = 42
  /// LLVM's `fcmp`.
  case fcmp = 43
  /// LLVM's `phi`.
  case phi = 44
  /// LLVM's `call`.
  case call = 45
  /// LLVM's `select`.
  case select = 46
  /// LLVM's `userop1`.
  case userOp1 = 47
  /// LLVM's `userop2`.
  case userOp2 = 48
  /// LLVM's `vaarg`.
  case vaArg = 49
  /// LLVM's `extractelement`.
  case extractElement = 50
  /// LLVM's `insertelement`.
  case insertElement = 51
  /// LLVM's `shufflevector`.
  case shuffleVector = 52
  /// LLVM's `extractvalue`.
  case extractValue = 53
  /// LLVM's `insertvalue`.
  case insertValue = 54
  /// LLVM's `fence`.
  case fence = 55
  /// LLVM's `atomiccmpxchg`.
  case atomicCmpXchg = 56
  /// LLVM's `atomicrmw`.
  case atomicRMW = 57
  /// LLVM's `resume`.
  case resume = 58
  /// LLVM's `landingpad`.
  case landingPad = 59
  /// LLVM's `addrspacecast`.
  case addrSpaceCast = 60
  /// LLVM's `cleanupret`.
  case cleanupRet = 61
  /// LLVM's `catchret`.
  case catchRet = 62
  /// LLVM's `catchpad`.
  case catchPad = 63
  /// LLVM's `cleanuppad`.
  case cleanupPad = 64
  /// LLVM's `catchswitch`.
  case catchSwitch = 65
  /// LLVM's `fneg`.
  case fneg = 66
  /// LLVM's `callbr`.
  case callBr = 67
  /// LLVM's `freeze`.
  case freeze = 68
}

/// How `icmp` compares; raw values are those of LLVM's C API.
package enum IntegerPredicate: UInt8, Sendable {
  /// Equal.
  case equal = 32
  /// Not equal.
  case notEqual = 33
  /// Unsigned greater than.
  case unsignedGreater = 34
  /// Unsigned greater than or equal.
  case unsignedGreaterOrEqual = 35
  /// Unsigned less than.
  case unsignedLess = 36
  /// Unsigned less than or equal.
  case unsignedLessOrEqual = 37
  /// Signed greater than.
  case signedGreater = 38
  /// Signed greater than or equal.
  case signedGreaterOrEqual = 39
  /// Signed less than.
  case signedLess = 40
  /// Signed less than or equal.
  case signedLessOrEqual = 41

  /// The predicate that holds exactly when this one does not.
  package var inverted: IntegerPredicate {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .unsignedGreater: .unsignedLessOrEqual
    case .unsignedGreaterOrEqual: .unsignedLess
    case .unsignedLess: .unsignedGreaterOrEqual
    case .unsignedLessOrEqual: .unsignedGreater
    case .signedGreater: .signedLessOrEqual
    case .signedGreaterOrEqual: .signedLess
    case .signedLess: .signedGreaterOrEqual
    case .signedLessOrEqual: .signedGreater
    }
  }

  /// The predicate that holds for (b, a) exactly when this one does for (a, b).
  package var swapped: IntegerPredicate {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .unsignedGreater: .unsignedLess
    case .unsignedGreaterOrEqual: .unsignedLessOrEqual
    case .unsignedLess: .unsignedGreater
    case .unsignedLessOrEqual: .unsignedGreaterOrEqual
    case .signedGreater: .signedLess
    case .signedGreaterOrEqual: .signedLessOrEqual
    case .signedLess: .signedGreater
    case .signedLessOrEqual: .signedGreaterOrEqual
    }
  }

  /// Whether the operands are compared as signed numbers.
  package var isSigned: Bool { rawValue >= IntegerPredicate.signedGreater.rawValue }
}
