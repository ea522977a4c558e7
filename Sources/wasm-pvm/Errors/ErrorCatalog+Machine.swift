extension ErrorCatalog {
  /// Setting machines up, and recorded runs.
  static let machineChapter = #"""
    R001 malformed program
      cause: The program inside a container, or one that a host call brings, cannot be read; what is wrong follows (a P code).
      remedy: {file}
    R002 too many bytes of arguments
      cause: A program takes at most 16,777,216 bytes.
      remedy: Give fewer, or let the program fetch them by host calls.
    R003 too many bytes of code
      cause: The interpreter takes at most 2^28 bytes.
      remedy: The protocol allows a service 4,000,000.
    R004 malformed record
      cause: A line of a recorded run is not of its form.
      remedy: {record}
      text: start r0=zz
    R005 bytes are announced, but there are others
      cause: The number before the bytes of a record is wrong.
      remedy: {record}
    R006 a record is not allowed here
      cause: The records of a run come in a fixed order.
      remedy: {record}
    R007 a record is missing
      cause: A recorded run has no start, program or end.
      remedy: {record}
    R008 the program has no memory there
      cause: The initial memory of a recorded run is not part of the program's.
      remedy: Program and record do not belong together.
    """#
}
