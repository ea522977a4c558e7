internal import Support

/// How a value of up to 64 bits sits in a register of 64.
package enum ValueForm: Int {
  /// The bits above the value's width are unspecified.
  case raw = 0
  /// They repeat the sign bit.
  case signed = 1
  /// They are zero.
  case unsigned = 2

  /// The form in which values of this width cross blocks and calls: sign-extended for 32 bits, which
  /// is what the PVM's 32-bit instructions produce, otherwise zero-extended.
  package static func canonical(_ width: Int) -> ValueForm {
    width == 64 ? .raw : width == 32 ? .signed : .unsigned
  }
}

/// A set of forms.
package struct ValueForms: OptionSet {
  /// One bit per form.
  package let rawValue: UInt8

  /// Creates a set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set of one form.
  package init(_ form: ValueForm) { rawValue = 1 << UInt8(form.rawValue) }

  /// Unspecified upper bits.
  package static let raw = ValueForms(.raw)
  /// Sign-extended.
  package static let signed = ValueForms(.signed)
  /// Zero-extended.
  package static let unsigned = ValueForms(.unsigned)
  /// Every form at once: the value's own sign bit is zero.
  package static let all: ValueForms = [.raw, .signed, .unsigned]
}
