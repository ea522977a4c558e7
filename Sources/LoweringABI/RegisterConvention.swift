package import PVM

/// How values are passed to functions whose callers are not all known, and to entry points.
package enum RegisterConvention {
  /// Where the first arguments go, in order; further ones go to the stack.
  package static let arguments: [Register] = (7...12).map { Register(UInt8($0)) }

  /// Where the first argument goes, and before the others, if it is marked `inreg`: the value of a global variable that functions pass
  /// each other. Functions whose callers are not all known return with the register as it was.
  package static let passedGlobal = Register(4)

  /// Where results go, in order: a function type in IR never has more.
  package static let results: [Register] = arguments

  /// How many results a function in IR has at most; the front end passes further ones through globals.
  package static let maximumResults = 6
}
