extension ErrorCatalog {
  /// State files (`--state`), and invocations they do not suffice for.
  static let stateChapter = #"""
    H001 expected something else
      cause: The JSON is malformed: a comma, a quote or a value is missing.
      remedy: {state}
      text: {"service" 1}
    H002 the file ends here
      cause: The JSON is cut short.
      remedy: {state}
      text: {"service": 1
    H003 something follows the state
      cause: The file has more than one value.
      remedy: {state}
      text: {"service": 1} {}
    H004 nested too deeply
      cause: Objects and lists are more than 32 deep.
      remedy: {state}
    H005 malformed text
      cause: A text has a control character, a malformed escape or invalid UTF-8.
      remedy: {state}
    H006 a field is there twice
      cause: An object has two fields of one name.
      remedy: {state}
      text: {"service": 1, "service": 2}
    H007 there is no such field
      cause: A field's name is unknown, often misspelled.
      remedy: {state}
      text: {"servce": 1}
    H008 a field is missing
      cause: A field that has no default is not there.
      remedy: {state}
      text: {}
    H009 wrong type
      cause: A text is where a number must be, or the like.
      remedy: {state}
      text: {"service": "1"}
    H010 the number is too large
      cause: A number exceeds what the field holds.
      remedy: {state}
      text: {"service": 4294967296}
    H011 expected hexadecimal digits
      cause: Bytes are written as texts of hexadecimal digits, two for every byte, with or without 0x.
      remedy: {state}
      text: {"service": 1, "entropy": "zz"}
    H012 wrong number of bytes
      cause: A hash or key has another length.
      remedy: {state}
      text: {"service": 1, "entropy": "00"}
    H013 too long
      cause: A list or byte string has more elements than the protocol allows.
      remedy: {state}
    H014 none of the names allowed here
      cause: A word is not one of the field's.
      remedy: {state}
      text: {"service": 1, "inputs": [{"kind": "x"}]}
    H015 this is in the list already
      cause: A service, key or request is there twice.
      remedy: {state}
    H016 the balance is less than storage and requests need
      cause: The protocol demands a deposit for every item and octet.
      remedy: Raise `balance` to at least the number in the message.
      text: {"service": 1, "services": [{"id": 1, "balance": 99}]}
    H020 the invocation needs a work package
      cause: `is_authorized` and `refine` are about a work package.
      remedy: Add the field `package`.
      text: wasm-pvm run s.jam --service refine --state state.json    # without "package"
    H021 there is no such work item
      cause: `item` names an item that the package does not have.
      remedy: Correct `item`, counted from 0.
      text: "item": 3, "package": {"items": [{"service": 1}]}
    H022 there is no such service
      cause: `service` names a service that is not in `services`.
      remedy: Add it to `services`.
      text: {"service": 1, "services": []}
    """#
}
