extension ErrorCatalog {
  /// Program files (.jam), program blobs, assembly, symbol maps.
  static let programChapter = #"""
    P001 the input ends inside a field
      cause: The file is shorter than its lengths say.
      remedy: {file}
      bytes: 01
    P002 not encoded in its shortest form
      cause: A number is encoded in more bytes than it needs, which the protocol forbids.
      remedy: {file}
    P003 bytes follow after the end
      cause: The file is longer than its lengths say.
      remedy: {file}
    P004 unused bits of the instruction-start bits are not 0
      cause: The bits behind the last byte of code must be 0.
      remedy: {file}
    P005 a field exceeds its limit
      cause: The file, or the program to be written, is larger than the format can hold.
      remedy: The message has the field and the limit.
    P006 the metadata is of unknown variant
      cause: The metadata of a program file does not follow the convention.
      remedy: Another tool wrote it; `inspect` shows it as text.
    P007 not valid UTF-8
      cause: A name, version, license or author in the metadata is no text.
      remedy: {file}
    P008 unexpected character
      cause: No word of assembly begins so.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: r7 = add_64 r8, ?
    P009 expected something else
      cause: An operand is missing or of another kind.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: add_64 r7, r8
    P010 unknown instruction
      cause: There is no instruction of that name.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form. Docs/Instructions.md
        lists all.
      text: add_65 r7, r8, r9
    P011 unknown directive
      cause: There is no directive of that name.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: .wrong 1
    P012 the number does not fit here
      cause: An immediate has more than 32 bits, or a register more than 12.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: load_imm r7, 0x100000000
    P013 label is defined twice
      cause: Two places have one name.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: a: a:   trap
    P014 label is not defined
      cause: A jump goes to a name that no place has.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
      text: jump @nowhere
    P015 an offset size must be 0 to 4
      cause: The size of an offset was asked for on an instruction without target, or is too large.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
    P016 the target is too far away
      cause: A jump's offset has more than 32 bits, or more than the size that was asked for.
      remedy: Correct the text at the line and column of the message; `wasm-pvm disasm` prints the same form.
    P017 a line must be a start, an end and a name
      cause: A symbol map has another form.
      remedy: `build --symbols FILE` writes it; three fields, separated by spaces, a line each.
      text: 0x10 main
    P018 functions must be in order and must not overlap
      cause: A symbol map is not sorted, or not of this program.
      remedy: Write it anew with `build --symbols FILE`.
      text: 16 32 a 8 16 b
    P019 not a valid program
      cause: The program breaks a rule that the target demands before it runs: an undefined instruction, a gap, no end of the last
        block, a wrong start.
      remedy: Check `--target`: rules and numbers of instructions differ between gp-0.7 and gp-0.8. The message has rule, place
        and instruction.
    P020 the target has no such instruction
      cause: The assembly uses an instruction of another release, such as `sbrk` under gp-0.8.
      remedy: Choose the other `--target`, or what replaces it (the host call `grow_heap`).
      text: sbrk r7, r8    # --target gp-0.8
    """#
}
