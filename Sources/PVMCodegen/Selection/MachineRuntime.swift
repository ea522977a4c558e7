/// The runtime in machine IR: what LLVM's memory intrinsics of variable size call.
///
/// Both functions take the PVM addresses in any 32-bit form and the count zero-extended. They move
/// eight bytes at a time; the last, possibly partial, word overlaps the one before it and is loaded
/// first, so that overlapping ranges come out right. Long rounds are counted, so that a
/// range that goes round the end of the address space faults; the words behind them end where the last one
/// begins, compared as sign-extended addresses. Small counts are copied with overlapping accesses, too: 4 to 7
/// bytes are two words of four, 1 to 3 bytes are the first, the middle and the last.
enum MachineRuntime {
  /// The name of `copy`.
  static let copyName = "pvm.memmove"
  /// The name of `fill`.
  static let fillName = "pvm.memset"

  /// `memmove(destination: r7, source: r8, count: r9)`, also for `memcpy`.
  static let copy = """
    function @0 "\(copyName)" selected {
      parameters v0:r0, v1:r7, v2:r8, v3:r9
    b0:
      branch_lt_u_imm v3, 8, b10, b1
    b1:
      v4 = sub_32 v1, v2
      v5 = shlo_l_imm_64 v4, 32
      v6 = shlo_l_imm_64 v3, 32
      branch_lt_u v5, v6, b6, b2
    b2:
      v10 = add_32 v2, v3
      v11 = load_ind_u64 v10, -8
      v12 = add_32 v1, v3
      v13 = add_imm_32 v12, -8
      v14 = add_imm_32 v1, 0
      branch_lt_u_imm v3, 32, b4(v14, v2), b3(v14, v2, v3)
    b3(v20, v21, v22) frequency 8:
      v23 = load_ind_u64 v21, 0
      v24 = load_ind_u64 v21, 8
      v25 = load_ind_u64 v21, 16
      v26 = load_ind_u64 v21, 24
      store_ind_u64 v23, v20, 0
      store_ind_u64 v24, v20, 8
      store_ind_u64 v25, v20, 16
      store_ind_u64 v26, v20, 24
      v27 = add_imm_32 v20, 32
      v28 = add_imm_32 v21, 32
      v29 = add_imm_64 v22, -32
      branch_ge_u_imm v29, 32, b3(v27, v28, v29), b4(v27, v28)
    b4(v30, v31):
      branch_ge_u v30, v13, b9, b5(v30, v31)
    b5(v33, v34) frequency 2:
      v36 = load_ind_u64 v34, 0
      store_ind_u64 v36, v33, 0
      v37 = add_imm_32 v33, 8
      v38 = add_imm_32 v34, 8
      branch_lt_u v37, v13, b5(v37, v38), b9
    b6:
      v40 = load_ind_u64 v2, 0
      v41 = add_32 v1, v3
      v42 = add_32 v2, v3
      branch_lt_u_imm v3, 32, b8(v41, v42, v3), b7(v41, v42, v3)
    b7(v50, v51, v52) frequency 4:
      v53 = load_ind_u64 v51, -8
      v54 = load_ind_u64 v51, -16
      v55 = load_ind_u64 v51, -24
      v56 = load_ind_u64 v51, -32
      store_ind_u64 v53, v50, -8
      store_ind_u64 v54, v50, -16
      store_ind_u64 v55, v50, -24
      store_ind_u64 v56, v50, -32
      v57 = add_imm_32 v50, -32
      v58 = add_imm_32 v51, -32
      v59 = add_imm_64 v52, -32
      branch_ge_u_imm v59, 32, b7(v57, v58, v59), b8(v57, v58, v59)
    b8(v60, v61, v62):
      branch_lt_u_imm v62, 8, b15, b14(v60, v61, v62)
    b9:
      store_ind_u64 v11, v13, 0
      ret v0 ()
    b10 frequency 0.5:
      branch_lt_u_imm v3, 4, b12, b11
    b11 frequency 0.25:
      v70 = add_32 v2, v3
      v71 = add_32 v1, v3
      v72 = load_ind_u32 v2, 0
      v73 = load_ind_u32 v70, -4
      store_ind_u32 v72, v1, 0
      store_ind_u32 v73, v71, -4
      ret v0 ()
    b12 frequency 0.25:
      branch_eq_imm v3, 0, b16, b13
    b13 frequency 0.2:
      v80 = shlo_r_imm_64 v3, 1
      v81 = add_32 v2, v80
      v82 = add_32 v2, v3
      v83 = load_ind_u8 v2, 0
      v84 = load_ind_u8 v81, 0
      v85 = load_ind_u8 v82, -1
      v86 = add_32 v1, v80
      v87 = add_32 v1, v3
      store_ind_u8 v83, v1, 0
      store_ind_u8 v84, v86, 0
      store_ind_u8 v85, v87, -1
      ret v0 ()
    b14(v90, v91, v92) frequency 2:
      v93 = load_ind_u64 v91, -8
      store_ind_u64 v93, v90, -8
      v94 = add_imm_32 v90, -8
      v95 = add_imm_32 v91, -8
      v96 = add_imm_64 v92, -8
      branch_ge_u_imm v96, 8, b14(v94, v95, v96), b15
    b15:
      store_ind_u64 v40, v1, 0
      ret v0 ()
    b16:
      ret v0 ()
    }
    """

  /// `memset(destination: r7, word: r8, count: r9)`; the word repeats the byte eight times.
  static let fill = """
    function @0 "\(fillName)" selected {
      parameters v0:r0, v1:r7, v2:r8, v3:r9
    b0:
      v4 = add_32 v1, v3
      branch_lt_u_imm v3, 8, b5, b1
    b1:
      v5 = add_imm_32 v4, -8
      store_ind_u64 v2, v5, 0
      v6 = add_imm_32 v1, 0
      branch_lt_u_imm v3, 64, b4(v6), b2(v6, v3)
    b2(v20, v27) frequency 8:
      store_ind_u64 v2, v20, 0
      store_ind_u64 v2, v20, 8
      store_ind_u64 v2, v20, 16
      store_ind_u64 v2, v20, 24
      store_ind_u64 v2, v20, 32
      store_ind_u64 v2, v20, 40
      store_ind_u64 v2, v20, 48
      store_ind_u64 v2, v20, 56
      v21 = add_imm_32 v20, 64
      v28 = add_imm_64 v27, -64
      branch_ge_u_imm v28, 64, b2(v21, v28), b3(v21)
    b3(v22):
      branch_ge_u v22, v5, b7, b4(v22)
    b4(v23) frequency 4:
      store_ind_u64 v2, v23, 0
      v24 = add_imm_32 v23, 8
      branch_lt_u v24, v5, b4(v24), b7
    b5 frequency 0.5:
      branch_eq_imm v3, 0, b7, b6(v1)
    b6(v25) frequency 2:
      store_ind_u8 v2, v25, 0
      v26 = add_imm_32 v25, 1
      branch_ne v26, v4, b6(v26), b7
    b7:
      ret v0 ()
    }
    """

  /// The function of a text.
  ///
  /// - Throws: `machineSyntax`, or `verification` if there is none.
  static func function(_ text: String) throws(CodegenError) -> MachineFunction {
    guard let function = try MachineParser.parse(text).first else {
      throw CodegenError(.verification(stage: "parsing", message: "the runtime has no function"))
    }
    return function
  }
}
