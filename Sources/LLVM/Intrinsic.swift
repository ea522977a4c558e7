internal import CLLVM

/// The intrinsics that wasm-pvm emits or lowers; raw values index `names`.
package enum Intrinsic: UInt8, CaseIterable, Sendable {
  case abs, smax, smin, umax, umin
  case saddSat, uaddSat, ssubSat, usubSat, sshlSat, ushlSat
  case fshl, fshr, bswap, bitreverse, ctlz, cttz, ctpop
  case saddWithOverflow, uaddWithOverflow, ssubWithOverflow, usubWithOverflow
  case smulWithOverflow, umulWithOverflow
  case scmp, ucmp
  case memcpy, memcpyInline, memmove, memset, memsetInline
  case trap, debugtrap, ubsantrap, assume, expect, expectWithProbability
  case lifetimeStart, lifetimeEnd, invariantStart, invariantEnd
  case ssaCopy, noAliasScopeDeclaration, isConstant, objectSize, prefetch, donothing, sideEffect
  case ptrmask, threadlocalAddress, launderInvariantGroup, stripInvariantGroup
  case dbgValue, dbgDeclare, dbgLabel, dbgAssign
  case smulFix, umulFix, sdivFix, udivFix
  case loadRelative, stackSave, stackRestore, allowRuntimeCheck, allowUBSanCheck
  case vectorReduceAdd

  /// LLVM's name without type suffixes.
  package var name: StaticString {
    switch self {
    case .abs: "llvm.abs"
    case .smax: "llvm.smax"
    case .smin: "llvm.smin"
    case .umax: "llvm.umax"
    case .umin: "llvm.umin"
    case .saddSat: "llvm.sadd.sat"
    case .uaddSat: "llvm.uadd.sat"
    case .ssubSat: "llvm.ssub.sat"
    case .usubSat: "llvm.usub.sat"
    case .sshlSat: "llvm.sshl.sat"
    case .ushlSat: "llvm.ushl.sat"
    case .fshl: "llvm.fshl"
    case .fshr: "llvm.fshr"
    case .bswap: "llvm.bswap"
    case .bitreverse: "llvm.bitreverse"
    case .ctlz: "llvm.ctlz"
    case .cttz: "llvm.cttz"
    case .ctpop: "llvm.ctpop"
    case .saddWithOverflow: "llvm.sadd.with.overflow"
    case .uaddWithOverflow: "llvm.uadd.with.overflow"
    case .ssubWithOverflow: "llvm.ssub.with.overflow"
    case .usubWithOverflow: "llvm.usub.with.overflow"
    case .smulWithOverflow: "llvm.smul.with.overflow"
    case .umulWithOverflow: "llvm.umul.with.overflow"
    case .scmp: "llvm.scmp"
    case .ucmp: "llvm.ucmp"
    case .memcpy: "llvm.memcpy"
    case .memcpyInline: "llvm.memcpy.inline"
    case .memmove: "llvm.memmove"
    case .memset: "llvm.memset"
    case .memsetInline: "llvm.memset.inline"
    case .trap: "llvm.trap"
    case .debugtrap: "llvm.debugtrap"
    case .ubsantrap: "llvm.ubsantrap"
    case .assume: "llvm.assume"
    case .expect: "llvm.expect"
    case .expectWithProbability: "llvm.expect.with.probability"
    case .lifetimeStart: "llvm.lifetime.start"
    case .lifetimeEnd: "llvm.lifetime.end"
    case .invariantStart: "llvm.invariant.start"
    case .invariantEnd: "llvm.invariant.end"
    case .ssaCopy: "llvm.ssa.copy"
    case .noAliasScopeDeclaration: "llvm.experimental.noalias.scope.decl"
    case .isConstant: "llvm.is.constant"
    case .objectSize: "llvm.objectsize"
    case .prefetch: "llvm.prefetch"
    case .donothing: "llvm.donothing"
    case .sideEffect: "llvm.sideeffect"
    case .ptrmask: "llvm.ptrmask"
    case .threadlocalAddress: "llvm.threadlocal.address"
    case .launderInvariantGroup: "llvm.launder.invariant.group"
    case .stripInvariantGroup: "llvm.strip.invariant.group"
    case .dbgValue: "llvm.dbg.value"
    case .dbgDeclare: "llvm.dbg.declare"
    case .dbgLabel: "llvm.dbg.label"
    case .dbgAssign: "llvm.dbg.assign"
    case .smulFix: "llvm.smul.fix"
    case .umulFix: "llvm.umul.fix"
    case .sdivFix: "llvm.sdiv.fix"
    case .udivFix: "llvm.udiv.fix"
    case .loadRelative: "llvm.load.relative"
    case .stackSave: "llvm.stacksave"
    case .stackRestore: "llvm.stackrestore"
    case .allowRuntimeCheck: "llvm.allow.runtime.check"
    case .allowUBSanCheck: "llvm.allow.ubsan.check"
    case .vectorReduceAdd: "llvm.vector.reduce.add"
    }
  }

  /// LLVM's number of each case, in order; 0 for those that this LLVM lacks.
  private static let identifiers: [UInt32] = allCases.map { intrinsic in
    // A static string knows its own length.
    unsafe UnsafeRawPointer(intrinsic.name.utf8Start).withMemoryRebound(
      to: CChar.self, capacity: intrinsic.name.utf8CodeUnitCount
    ) { unsafe LLVMLookupIntrinsicID($0, intrinsic.name.utf8CodeUnitCount) }
  }

  /// The raw value of each of LLVM's numbers, or 255.
  private static let cases: [UInt8] = {
    var cases = [UInt8](repeating: .max, count: Int(identifiers.max() ?? 0) + 1)
    for intrinsic in allCases where intrinsic.identifier != 0 {
      cases[Int(intrinsic.identifier)] = intrinsic.rawValue
    }
    return cases
  }()

  /// Whether this LLVM knows the intrinsic.
  package var isAvailable: Bool { identifier != 0 }

  /// LLVM's number, 0 if this LLVM lacks the intrinsic.
  var identifier: UInt32 { Intrinsic.identifiers[Int(rawValue)] }

  /// The intrinsic with LLVM's number, or nil if it is not listed.
  init?(identifier: UInt32) {
    let cases = Intrinsic.cases
    guard identifier != 0, identifier < cases.count else { return nil }
    self.init(rawValue: cases[Int(identifier)])
  }
}
