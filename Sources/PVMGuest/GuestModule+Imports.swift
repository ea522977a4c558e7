#if !hasFeature(Embedded)
  public import PVM
  internal import Support

  extension GuestModule {
    /// The host functions that the module imports from `jam` by name and that are plain host calls: all
    /// that it forwards but those with a second result, which `hostCallAdapter` defines.
    public static let importedFunctions = HostFunction.allCases.filter {
      !$0.hasSecondResult && $0 != .growHeap
    }

    /// A WebAssembly module that defines the imports `jam.invoke` and `jam.query` for a target: the index
    /// of a host call is part of the instruction, and a second result is only had by index.
    ///
    /// It is this text in binary, with the two indices put in:
    ///
    ///     (import "env" "host_call_2b" (func $two (param i64 i64 i64) (result i64)))
    ///     (import "env" "host_call_3b" (func $three (param i64 i64 i64 i64) (result i64)))
    ///     (func (export "jam.invoke") (param i64 i64) (result i64)
    ///       (call $two (i64.const INVOKE) (local.get 0) (local.get 1)))
    ///     (func (export "jam.query") (param i64 i64 i64) (result i64)
    ///       (call $three (i64.const QUERY) (local.get 0) (local.get 1) (local.get 2)))
    public static func hostCallAdapter(for target: Target) -> [UInt8] {
      func index(_ function: HostFunction) -> String {
        let index = Invariant.unwrap(target.index(of: function), "both targets have the function")
        Invariant.check(index < 64, "the index is one byte of a signed number")
        return Hex.string(index, width: 2)
      }
      let text = """
        0061736d0100000001160360037e7e7e017e60047e7e7e7e017e60027e7e017e02270203656e760c686f73745f63\
        616c6c5f32620000 03656e760c686f73745f63616c6c5f33620001 0303020200 071a020a6a616d2e696e766f6b\
        65000209 6a616d2e71756572790003 0a19020a0042\(index(.invoke))200020011000 0b0c0042\
        \(index(.query))2000200120021001 0b
        """
      return Invariant.unwrap(
        Hex.bytes(Array(text.utf8.filter { $0 != 0x20 })), "it is hexadecimal")
    }
  }
#endif
