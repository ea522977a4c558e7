import PVM
import PVMCodegen
import PVMVM
import Testing

/// Frames: layout, placement and expansion.
@Suite struct FrameTests {
  /// The framed text of an allocated function, without the surrounding lines.
  func framed(_ body: String) throws -> String {
    var function = try MachineParser.parseFunction("function @0 \"f\" allocated {\n\(body)\n}")
    try MachineVerifier.verify(function, after: "parsing")
    try FrameLowering.run(&function)
    try MachineVerifier.verify(function, after: "frame lowering")
    return MachinePrinter.text(function)
  }

  /// Without slots there is no frame, and pseudo-instructions become instructions.
  @Test func expansion() throws {
    let text = try framed(
      """
      parameters r0, r7
      incoming 2
      b0:
        r8 = copy r7
        r8 = copy r8
        r9 = load_constant -1
        r10 = load_constant 2147483648
        r11 = zero_extend_32 r7
        r12 = load_incoming #1
        ret r0 (r8)
      """)
    #expect(
      text == """
        function @0 "f" framed {
          parameters r0, r7
          incoming 2
        b0:
          r8 = move_reg r7
          r9 = load_imm -1
          r10 = load_imm_64 2147483648
          r11 = shlo_l_imm_64 r7, 32
          r11 = shlo_r_imm_64 r11, 32
          r12 = load_ind_u64 r1, 8
          ret r0 (r8)
        }

        """)
  }

  /// Outgoing arguments are lowest, then slots by number of uses, then objects; an incoming argument
  /// is found with and without the frame.
  @Test func layout() throws {
    let text = try framed(
      """
      parameters r0, r7
      incoming 1
      outgoing 2
      objects 3, 16
      slots 3
      b0:
        r9 = load_incoming #0
        spill_store r7, #2
        r8 = spill_load #2
        spill_store r8, #0
        store_outgoing r8, #1
        call @0 (r7)
        r10 = load_incoming #0
        r11 = frame_address #0, 0
        r12 = frame_address #1, 4
        ret r0 (r8)
      """)
    #expect(
      text
        == """
        function @0 "f" framed {
          parameters r0, r7
          incoming 1
          outgoing 2
          objects 3, 16
          slots 3
          frame 56
        b0:
          r9 = load_ind_u64 r1, 0
          r1 = add_imm_64 r1, -56
          store_ind_u64 r7, r1, 16
          r8 = load_ind_u64 r1, 16
          store_ind_u64 r8, r1, 24
          store_ind_u64 r8, r1, 8
          call @0 (r7)
          r10 = load_ind_u64 r1, 56
          r11 = add_imm_32 r1, 32
          r12 = add_imm_32 r1, 44
          r1 = add_imm_64 r1, 56
          ret r0 (r8)
        }

        """)
  }

  /// An early exit does not pay for the frame, nor does it in a block shared with the other path.
  @Test func earlyExit() throws {
    let text = try framed(
      """
      parameters r0, r7
      slots 1
      b0:
        branch_eq_imm r7, 0, b2, b1
      b1:
        r8 = load_constant 1
        spill_store r0, #0
        call @0 (r7) -> (r7) clobbers r0
        r0 = spill_load #0
        jump b2
      b2:
        ret r0 (r7)
      """)
    #expect(
      text == """
        function @0 "f" framed {
          parameters r0, r7
          slots 1
          frame 8
        b0:
          branch_eq_imm r7, 0, b2, b1
        b1:
          r8 = load_imm 1
          r1 = add_imm_64 r1, -8
          store_ind_u64 r0, r1, 0
          call @0 (r7) -> (r7) clobbers r0
          r0 = load_ind_u64 r1, 0
          r1 = add_imm_64 r1, 8
          jump b2
        b2:
          ret r0 (r7)
        }

        """)
  }

  /// A loop that seldom touches the frame, and keeps nothing in it between the touches, makes it and gives it up
  /// there; where it keeps something, it has the frame all the while.
  @Test(arguments: [false, true]) func rareTouchInLoop(_ keeps: Bool) throws {
    let text = try framed(
      """
      parameters r0, r7
      slots 2
      b0:
        \(keeps ? "spill_store r7, #1" : "r9 = copy r7")
        jump b1
      b1 frequency 2:
        r7 = add_imm_64 r7, -1
        branch_eq_imm r7, 0, b2, b3
      b2 frequency 0.1:
        spill_store r0, #0
        call @0 (r7) -> (r7) clobbers r0
        r0 = spill_load #0
        jump b1
      b3 frequency 1.9:
        branch_ne_imm r7, 1, b4, b1
      b4:
        \(keeps ? "r8 = spill_load #1" : "r8 = copy r7")
        ret r0 (r8)
      """)
    let moves = text.split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix("r1 =") || $0.hasPrefix("b") }
    #expect(
      moves.map { String($0) }
        == (keeps
          ? [
            "b0:", "r1 = add_imm_64 r1, -16", "b1 frequency 2.0:", "branch_eq_imm r7, 0, b2, b3",
            "b2 frequency 0.1:", "b3 frequency 1.9:", "branch_ne_imm r7, 1, b4, b1", "b4:",
            "r1 = add_imm_64 r1, 16",
          ]
          : [
            "b0:", "b1 frequency 2.0:", "branch_eq_imm r7, 0, b2, b3", "b2 frequency 0.1:",
            "r1 = add_imm_64 r1, -8", "r1 = add_imm_64 r1, 8", "b3 frequency 1.9:",
            "branch_ne_imm r7, 1, b4, b1", "b4:",
          ]))
  }

  /// A loop that touches the frame has it around the loop; on an edge that cannot take the move a
  /// block is made for it.
  @Test func loop() throws {
    let text = try framed(
      """
      parameters r0, r7
      objects 128
      slots 1
      b0:
        branch_eq_imm r7, 0, b2, b1
      b1 frequency 10:
        spill_store r7, #0
        r7 = add_imm_64 r7, -1
        branch_ne_imm r7, 0, b1, b2
      b2:
        ret r0 (r7)
      """)
    #expect(
      text == """
        function @0 "f" framed {
          parameters r0, r7
          objects 128
          slots 1
          frame 8
          red_zone 128
        b0:
          branch_eq_imm r7, 0, b2, b3
        b1 frequency 10.0:
          store_ind_u64 r7, r1, -128
          r7 = add_imm_64 r7, -1
          branch_ne_imm r7, 0, b1, b4
        b2:
          ret r0 (r7)
        b3 frequency 0.5:
          r1 = add_imm_64 r1, -8
          jump b1
        b4:
          r1 = add_imm_64 r1, 8
          jump b2
        }

        """)
  }

  /// A frame object lasts until the function returns, because pointers to it may be used.
  @Test func objectsLast() throws {
    let text = try framed(
      """
      parameters r0, r7
      objects 136
      b0:
        branch_eq_imm r7, 0, b2, b1
      b1:
        r8 = frame_address #0, 0
        jump b3
      b2:
        r8 = load_constant 131072
        jump b3
      b3:
        r7 = load_ind_u64 r8, 0
        ret r0 (r7)
      """)
    // The path without the object makes the frame too, so that b3 always has it.
    #expect(text.contains("b2:\n  r8 = load_imm 131072\n  r1 = add_imm_64 r1, -8\n  jump b3"))
    #expect(text.contains("b1:\n  r1 = add_imm_64 r1, -8\n  r8 = add_imm_32 r1, -128\n  jump b3"))
    #expect(text.contains("r7 = load_ind_u64 r8, 0\n  r1 = add_imm_64 r1, 8\n  ret r0 (r7)"))
  }

  /// Slots of a function without calls are below the stack pointer, which stays where it is; those that
  /// are used most have the shortest offsets.
  @Test func redZone() throws {
    let text = try framed(
      """
      parameters r0, r7
      slots 17
      b0:
      \((0..<17).map { "  spill_store r7, #\($0)" }.joined(separator: "\n"))
        spill_store r7, #9
        ret r0 (r7)
      """)
    #expect(text.contains("frame 8\n  red_zone 128\n"))
    // Seventeen slots: 136 bytes. The one that is used twice is at offset zero.
    #expect(text.split(separator: "\n").count { $0.hasSuffix("store_ind_u64 r7, r1, 0") } == 2)
    #expect(
      text.contains("store_ind_u64 r7, r1, -128") && text.contains("store_ind_u64 r7, r1, -8"))
    let small = try framed(
      """
      parameters r0, r7
      slots 1
      b0:
        spill_store r7, #0
        ret r0 (r7)
      """)
    #expect(small.contains("red_zone 8\nb0:\n  store_ind_u64 r7, r1, -8\n  ret r0 (r7)"))
    let caller = try framed(
      """
      parameters r0, r7
      slots 1
      b0:
        spill_store r0, #0
        call @0 (r7) -> (r7) clobbers r0
        r0 = spill_load #0
        ret r0 (r7)
      """)
    #expect(!caller.contains("red_zone"))
    #expect(caller.contains("r1 = add_imm_64 r1, -8\n  store_ind_u64 r0, r1, 0"))
  }

  /// A frame that no stack can hold is refused.
  @Test(arguments: [
    "objects 16777216", "objects 2147483647, 2147483647", "slots 1\nobjects 16777208",
  ])
  func tooLarge(_ headers: String) throws {
    do {
      _ = try framed(
        "\(headers)\nparameters r7\nb0:\n r8 = frame_address #0, 0\n"
          + (headers.hasPrefix("slots") ? "spill_store r7, #0\n" : "") + "trap")
      Issue.record("accepted")
    } catch let error as CodegenError {
      guard case .limit(_, _, let maximum) = error.kind else {
        Issue.record("unexpected error \(error)")
        return
      }
      #expect(maximum == 16_777_215)
      #expect(error.function == "f")
    }
  }
}
