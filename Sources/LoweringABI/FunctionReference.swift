/// How references to functions are represented: what tables hold and `ref.func` yields.
///
/// A reference is a `ptr`: `jumpTableAddress(f) + (T << S)`, where T >= 1 is the canonical number of the function's type
/// (structurally equal types share one) and S is the module's type shift. The null reference is 0, the null pointer. (References to
/// things of the host are pointers, too; nothing is known about them but whether they are null.)
///
/// In IR a reference is the constant `getelementptr (i8, ptr @f, i32 T << S)`, and an indirect call through the value v with
/// type T is a call of `getelementptr (i8, ptr v, i32 -(T << S))`, which LLVM folds where it knows v. There is no
/// type check, because the subtraction is one. With the right type it gives f's jump-table address. With
/// another type T' it gives `jumpTableAddress(f) + ((T' - T) << S)` modulo 2^32, and with null `-(T << S)` modulo 2^32.
/// Both are beyond every jump-table address, as long as these are below 2^S and types below 2^(32-S), so the dynamic jump panics.
/// The one address that does not panic there is the halt address 0xFFFF0000; it is congruent to 2^S - 2^16 modulo 2^S
/// (S >= 18), so it is never reached as long as all jump-table addresses are below 2^S - 2^16.
///
/// Code generation must therefore lower a call of any pointer value, constant or not, as a dynamic jump to that address.
package enum FunctionReference {
  /// The null reference.
  package static let null: UInt32 = 0

  /// The smallest type shift.
  package static let minimumTypeShift = 18

  /// The largest type shift.
  package static let maximumTypeShift = 30

  /// The first jump-table address that a program with this type shift must not use.
  ///
  /// The code generator checks it when it lays out the jump table.
  package static func jumpAddressLimit(typeShift: Int) -> Int { (1 << typeShift) - (1 << 16) }

  /// The largest canonical type number that fits.
  package static func maximumTypeNumber(typeShift: Int) -> Int { (1 << (32 - typeShift)) - 1 }

  /// The smallest type shift that leaves room for this many jump-table entries, or nil if there is none.
  package static func typeShift(jumpTableEntries: Int) -> Int? {
    // Entry e has address 2(e + 1).
    (minimumTypeShift...maximumTypeShift).first {
      2 * (jumpTableEntries + 1) < jumpAddressLimit(typeShift: $0)
    }
  }

  /// What is added to the jump-table address of a function of this type.
  package static func tag(typeNumber: Int, typeShift: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: typeNumber) << UInt32(typeShift)
  }
}
