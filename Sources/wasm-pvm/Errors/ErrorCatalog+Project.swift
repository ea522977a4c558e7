extension ErrorCatalog {
  /// Projects (`wasm-pvm.toml`), and making them.
  static let projectChapter = #"""
    M001 the text is not UTF-8
      cause: The file is not text, or in another encoding.
      remedy: Save it as UTF-8.
    M002 expected something else
      cause: The line is no heading, no `key = value` and no comment, or its value is none.
      remedy: The message has line and column; texts stand in quotes.
      text: name = sum
    M003 control character
      cause: A control character other than a tab stands in the text.
      remedy: Write it as an escape in double quotes, such as \u001b.
    M004 no such escape
      cause: A backslash in double quotes begins none of TOML's escapes.
      remedy: Double it, or put the text into single quotes, which have no escapes.
      text: module = "build\sum.wasm"
    M005 a text has no end
      cause: The quotes are not closed in the same line.
      remedy: Close them; a text of several lines stands in three quotes.
      text: name = "sum
    M006 the number does not fit into 64 bits
      cause: A number is below -2^63 or above 2^63 - 1.
      remedy: Write a smaller one.
    M007 a key is there twice
      cause: A table has two lines for one key.
      remedy: Remove one of them.
      text: name = "a" name = "b"
    M008 a table is there twice
      cause: A heading is repeated.
      remedy: Put its keys below one heading; only tests may be repeated, with `[[test]]`.
      text: [build] [build]
    M009 arrays are nested too deeply
      cause: Arrays stand in arrays more than 16 deep.
      remedy: No key needs that.
    M010 a part of TOML that is not read
      cause: The file has a dotted key, an inline table, a float or a date.
      remedy: The message says what to write instead.
      text: build.module = "sum.wat"
    M011 unknown table
      cause: A heading is none of `[project]`, `[build]`, `[options]`, `[run]` and `[[test]]`.
      remedy: Mend its name; the message has the most similar one.
      text: [biuld]
    M012 unknown key
      cause: A table has a key that it does not know; those of `[options]` and `[run]` are options of `build` and `run`.
      remedy: Mend its name; the message has the most similar one.
      text: [options] otp = 2
    M013 a table is missing
      cause: There is no `[build]`.
      remedy: Add it; `wasm-pvm new` shows what it looks like.
    M014 a key is missing
      cause: A table lacks a key that it must have: `module` and `output` in `[build]`, `name` in `[[test]]`.
      remedy: Add it.
    M015 a table has the brackets of the other kind
      cause: Tests have two brackets, all other tables one.
      remedy: Write `[[test]]`, or one bracket.
      text: [test]
    M016 a value is of another kind
      cause: A text is where a number must be, or the like.
      remedy: The message says what is expected.
      text: [[test]] name = 1
    M017 a value makes no sense
      cause: An option does not take the value, or bytes are not hexadecimal.
      remedy: The message says what is expected.
      text: [options] opt = 4
    M018 two keys do not go together
      cause: Bytes are given in hexadecimal and as text.
      remedy: Remove one of them.
      text: output = "00" output-text = ""
    M019 two tests have the same name
      cause: Names of tests select them, so they must differ.
      remedy: Rename one of them.
    M020 a command is not on PATH
      cause: The toolchain that builds the project is not installed, or not on `PATH`.
      remedy: The message says how it is installed.
    M021 a command failed
      cause: A command of `[build]` ended with another status than 0; what it printed stands above.
      remedy: Mend the source, or the command.
    M022 the commands did not make the module
      cause: All commands succeeded, but the file that `module` names is not there.
      remedy: Let `module` be what the commands write.
    M023 something is there already
      cause: `wasm-pvm new` makes a new folder.
      remedy: Choose another name, or remove what is there.
      text: wasm-pvm new sum -l c
    M024 no name for a project
      cause: The name must be one for all toolchains: up to 64 letters, digits, `-` and `_`, a letter first.
      remedy: Choose another one.
      text: wasm-pvm new 1st -l c
    """#
}
