extension ErrorCatalog {
  /// Containers of PolkaVM's toolchain.
  static let polkaVMChapter = #"""
    V001 the container ends too early
      cause: The file, a section or something in it is shorter than its length says.
      remedy: {file}
      bytes: 50 56 4D 00 03
    V002 a number of varying size is invalid
      cause: A number has more than 32 bits or is encoded in more bytes than it needs.
      remedy: {file}
    V003 the version is not known
      cause: The fifth byte, which says the instruction set, is none that PolkaVM has had until now.
      remedy: Link the program with `polkatool link --instruction-set jam_v1`; Docs/PolkaVM.md has the versions that are read.
      bytes: 50 56 4D 00 2A 0E 00 00 00 00 00 00 00 00
    V004 the instruction set is not supported
      cause: The program is for registers of 32 bits (`latest32`).
      remedy: Build it for riscv64emac and link it with `--instruction-set jam_v1`.
      bytes: 50 56 4D 00 01 0E 00 00 00 00 00 00 00 00
    V005 the instruction set has not the numbers of the target
      cause: `--target` names a release whose instructions have other numbers. Only `jam_v1` has had those of both releases.
      remedy: Leave `--target` out.
      text: wasm-pvm run contract.polkavm --target gp-0.8
    V006 the length is not that of the file
      cause: The header has the size of the whole file, and the file has another.
      remedy: {file}
      bytes: 50 56 4D 00 03 FF 00 00 00 00 00 00 00 00
    V007 an unexpected section
      cause: A section below 128 is not known, out of order, or there twice.
      remedy: {file}
      bytes: 50 56 4D 00 03 10 00 00 00 00 00 00 00 07 00 00
    V008 a part is too large
      cause: Read-only data, read-write data or stack have 2^24 bytes or more, which no program of JAM has, or there are more than 1,024
        imports.
      remedy: Make the memory smaller when the program is linked (`--min-stack-size`, sizes of static data).
    V009 parts contradict each other
      cause: There is more data than its size says, a name lies outside of its section, or bytes are left over.
      remedy: {file}
    V010 there is no code
      cause: The section with code and jump table is missing or empty.
      remedy: {file}
      bytes: 50 56 4D 00 03 0E 00 00 00 00 00 00 00 00
    V011 an instruction of PolkaVM's own
      cause: The code has `memset` or `unlikely` of `latest64`, which have other numbers there or are not in the Gray Paper.
      remedy: Link the program with `--instruction-set jam_v1`.
    V012 a line program is invalid
      cause: The debug information has an instruction that does not exist. Source lines are left out.
      remedy: Link the program again with a toolchain whose line programs are of version 1.
    """#
}
