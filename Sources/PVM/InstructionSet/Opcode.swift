// One row per instruction: this file is the only place where the instruction set is written down.
// Numbers, names and formats agree with the Gray Paper 0.7.2, appendix A.5, effects with the
// specification's instruction tables; what 0.8 changes in the numbers is in Target+Opcodes.swift.

/// An instruction of the PVM, of any release. The raw value is its opcode byte in the Gray Paper 0.7.2,
/// appendix A.5, or one that 0.7.2 does not use; `Target` has the bytes of each release.
public enum Opcode: UInt8, CaseIterable, Sendable {
  // Format none
  /// `trap`
  case trap = 0
  /// `fallthrough`
  case `fallthrough` = 1
  /// `unlikely`, since 0.8
  case unlikely = 2
  // Format imm
  /// `ecalli`
  case ecalli = 10
  // Format reg_imm64
  /// `load_imm_64`
  case loadImm64 = 20
  // Format imm_imm
  /// `store_imm_u8`
  case storeImmU8 = 30
  /// `store_imm_u16`
  case storeImmU16 = 31
  /// `store_imm_u32`
  case storeImmU32 = 32
  /// `store_imm_u64`
  case storeImmU64 = 33
  // Format off
  /// `jump`
  case jump = 40
  // Format reg_imm
  /// `jump_ind`
  case jumpInd = 50
  /// `load_imm`
  case loadImm = 51
  /// `load_u8`
  case loadU8 = 52
  /// `load_i8`
  case loadI8 = 53
  /// `load_u16`
  case loadU16 = 54
  /// `load_i16`
  case loadI16 = 55
  /// `load_u32`
  case loadU32 = 56
  /// `load_i32`
  case loadI32 = 57
  /// `load_u64`
  case loadU64 = 58
  /// `store_u8`
  case storeU8 = 59
  /// `store_u16`
  case storeU16 = 60
  /// `store_u32`
  case storeU32 = 61
  /// `store_u64`
  case storeU64 = 62
  // Format reg_imm_imm
  /// `store_imm_ind_u8`
  case storeImmIndU8 = 70
  /// `store_imm_ind_u16`
  case storeImmIndU16 = 71
  /// `store_imm_ind_u32`
  case storeImmIndU32 = 72
  /// `store_imm_ind_u64`
  case storeImmIndU64 = 73
  // Format reg_imm_off
  /// `load_imm_jump`
  case loadImmJump = 80
  /// `branch_eq_imm`
  case branchEqImm = 81
  /// `branch_ne_imm`
  case branchNeImm = 82
  /// `branch_lt_u_imm`
  case branchLtUImm = 83
  /// `branch_le_u_imm`
  case branchLeUImm = 84
  /// `branch_ge_u_imm`
  case branchGeUImm = 85
  /// `branch_gt_u_imm`
  case branchGtUImm = 86
  /// `branch_lt_s_imm`
  case branchLtSImm = 87
  /// `branch_le_s_imm`
  case branchLeSImm = 88
  /// `branch_ge_s_imm`
  case branchGeSImm = 89
  /// `branch_gt_s_imm`
  case branchGtSImm = 90
  // Format reg_reg
  /// `move_reg`
  case moveReg = 100
  /// `sbrk`, until 0.7
  case sbrk = 101
  /// `count_set_bits_64`
  case countSetBits64 = 102
  /// `count_set_bits_32`
  case countSetBits32 = 103
  /// `leading_zero_bits_64`
  case leadingZeroBits64 = 104
  /// `leading_zero_bits_32`
  case leadingZeroBits32 = 105
  /// `trailing_zero_bits_64`
  case trailingZeroBits64 = 106
  /// `trailing_zero_bits_32`
  case trailingZeroBits32 = 107
  /// `sign_extend_8`
  case signExtend8 = 108
  /// `sign_extend_16`
  case signExtend16 = 109
  /// `zero_extend_16`
  case zeroExtend16 = 110
  /// `reverse_bytes`
  case reverseBytes = 111
  // Format reg_reg_imm
  /// `store_ind_u8`
  case storeIndU8 = 120
  /// `store_ind_u16`
  case storeIndU16 = 121
  /// `store_ind_u32`
  case storeIndU32 = 122
  /// `store_ind_u64`
  case storeIndU64 = 123
  /// `load_ind_u8`
  case loadIndU8 = 124
  /// `load_ind_i8`
  case loadIndI8 = 125
  /// `load_ind_u16`
  case loadIndU16 = 126
  /// `load_ind_i16`
  case loadIndI16 = 127
  /// `load_ind_u32`
  case loadIndU32 = 128
  /// `load_ind_i32`
  case loadIndI32 = 129
  /// `load_ind_u64`
  case loadIndU64 = 130
  /// `add_imm_32`
  case addImm32 = 131
  /// `and_imm`
  case andImm = 132
  /// `xor_imm`
  case xorImm = 133
  /// `or_imm`
  case orImm = 134
  /// `mul_imm_32`
  case mulImm32 = 135
  /// `set_lt_u_imm`
  case setLtUImm = 136
  /// `set_lt_s_imm`
  case setLtSImm = 137
  /// `shlo_l_imm_32`
  case shloLImm32 = 138
  /// `shlo_r_imm_32`
  case shloRImm32 = 139
  /// `shar_r_imm_32`
  case sharRImm32 = 140
  /// `neg_add_imm_32`
  case negAddImm32 = 141
  /// `set_gt_u_imm`
  case setGtUImm = 142
  /// `set_gt_s_imm`
  case setGtSImm = 143
  /// `shlo_l_imm_alt_32`
  case shloLImmAlt32 = 144
  /// `shlo_r_imm_alt_32`
  case shloRImmAlt32 = 145
  /// `shar_r_imm_alt_32`
  case sharRImmAlt32 = 146
  /// `cmov_iz_imm`
  case cmovIzImm = 147
  /// `cmov_nz_imm`
  case cmovNzImm = 148
  /// `add_imm_64`
  case addImm64 = 149
  /// `mul_imm_64`
  case mulImm64 = 150
  /// `shlo_l_imm_64`
  case shloLImm64 = 151
  /// `shlo_r_imm_64`
  case shloRImm64 = 152
  /// `shar_r_imm_64`
  case sharRImm64 = 153
  /// `neg_add_imm_64`
  case negAddImm64 = 154
  /// `shlo_l_imm_alt_64`
  case shloLImmAlt64 = 155
  /// `shlo_r_imm_alt_64`
  case shloRImmAlt64 = 156
  /// `shar_r_imm_alt_64`
  case sharRImmAlt64 = 157
  /// `rot_r_64_imm`
  case rotR64Imm = 158
  /// `rot_r_64_imm_alt`
  case rotR64ImmAlt = 159
  /// `rot_r_32_imm`
  case rotR32Imm = 160
  /// `rot_r_32_imm_alt`
  case rotR32ImmAlt = 161
  // Format reg_reg_off
  /// `branch_eq`
  case branchEq = 170
  /// `branch_ne`
  case branchNe = 171
  /// `branch_lt_u`
  case branchLtU = 172
  /// `branch_lt_s`
  case branchLtS = 173
  /// `branch_ge_u`
  case branchGeU = 174
  /// `branch_ge_s`
  case branchGeS = 175
  // Format reg_reg_imm_imm
  /// `load_imm_jump_ind`
  case loadImmJumpInd = 180
  // Format reg_reg_reg
  /// `add_32`
  case add32 = 190
  /// `sub_32`
  case sub32 = 191
  /// `mul_32`
  case mul32 = 192
  /// `div_u_32`
  case divU32 = 193
  /// `div_s_32`
  case divS32 = 194
  /// `rem_u_32`
  case remU32 = 195
  /// `rem_s_32`
  case remS32 = 196
  /// `shlo_l_32`
  case shloL32 = 197
  /// `shlo_r_32`
  case shloR32 = 198
  /// `shar_r_32`
  case sharR32 = 199
  /// `add_64`
  case add64 = 200
  /// `sub_64`
  case sub64 = 201
  /// `mul_64`
  case mul64 = 202
  /// `div_u_64`
  case divU64 = 203
  /// `div_s_64`
  case divS64 = 204
  /// `rem_u_64`
  case remU64 = 205
  /// `rem_s_64`
  case remS64 = 206
  /// `shlo_l_64`
  case shloL64 = 207
  /// `shlo_r_64`
  case shloR64 = 208
  /// `shar_r_64`
  case sharR64 = 209
  /// `and`
  case and = 210
  /// `xor`
  case xor = 211
  /// `or`
  case or = 212
  /// `mul_upper_s_s`
  case mulUpperSS = 213
  /// `mul_upper_u_u`
  case mulUpperUU = 214
  /// `mul_upper_s_u`
  case mulUpperSU = 215
  /// `set_lt_u`
  case setLtU = 216
  /// `set_lt_s`
  case setLtS = 217
  /// `cmov_iz`
  case cmovIz = 218
  /// `cmov_nz`
  case cmovNz = 219
  /// `rot_l_64`
  case rotL64 = 220
  /// `rot_l_32`
  case rotL32 = 221
  /// `rot_r_64`
  case rotR64 = 222
  /// `rot_r_32`
  case rotR32 = 223
  /// `and_inv`
  case andInv = 224
  /// `or_inv`
  case orInv = 225
  /// `xnor`
  case xnor = 226
  /// `max`
  case max = 227
  /// `max_u`
  case maxU = 228
  /// `min`
  case min = 229
  /// `min_u`
  case minU = 230
}

extension Opcode {
  /// What the instruction set says about this instruction.
  #if hasFeature(Embedded)
    @inline(__always)
  #endif
  public var row: InstructionRow {
    switch self {
    case .trap:
      InstructionRow(
        "trap", .none, OperandRoles(), .terminatesBlock,
        "panic()")
    case .fallthrough:
      InstructionRow(
        "fallthrough", .none, OperandRoles(), .terminatesBlock,
        "")
    case .unlikely:
      InstructionRow(
        "unlikely", .none, OperandRoles(), .none,
        "")
    case .ecalli:
      InstructionRow(
        "ecalli", .imm, OperandRoles(), .none,
        "host(X)")
    case .loadImm64:
      InstructionRow(
        "load_imm_64", .regImm64, OperandRoles(a: .define), .none,
        "A' = X")
    case .storeImmU8:
      InstructionRow(
        "store_imm_u8", .immImm, OperandRoles(), .stores,
        "store(X, 1, Y)")
    case .storeImmU16:
      InstructionRow(
        "store_imm_u16", .immImm, OperandRoles(), .stores,
        "store(X, 2, Y)")
    case .storeImmU32:
      InstructionRow(
        "store_imm_u32", .immImm, OperandRoles(), .stores,
        "store(X, 4, Y)")
    case .storeImmU64:
      InstructionRow(
        "store_imm_u64", .immImm, OperandRoles(), .stores,
        "store(X, 8, Y)")
    case .jump:
      InstructionRow(
        "jump", .off, OperandRoles(), .terminatesBlock,
        "branch(T)")
    case .jumpInd:
      InstructionRow(
        "jump_ind", .regImm, OperandRoles(a: .use), .terminatesBlock,
        "djump(u32(A + X))")
    case .loadImm:
      InstructionRow(
        "load_imm", .regImm, OperandRoles(a: .define), .none,
        "A' = X")
    case .loadU8:
      InstructionRow(
        "load_u8", .regImm, OperandRoles(a: .define), .loadsSigned32,
        "A' = load(X, 1)")
    case .loadI8:
      InstructionRow(
        "load_i8", .regImm, OperandRoles(a: .define), .loadsSigned32,
        "A' = sx8(load(X, 1))")
    case .loadU16:
      InstructionRow(
        "load_u16", .regImm, OperandRoles(a: .define), .loadsSigned32,
        "A' = load(X, 2)")
    case .loadI16:
      InstructionRow(
        "load_i16", .regImm, OperandRoles(a: .define), .loadsSigned32,
        "A' = sx16(load(X, 2))")
    case .loadU32:
      InstructionRow(
        "load_u32", .regImm, OperandRoles(a: .define), .loads,
        "A' = load(X, 4)")
    case .loadI32:
      InstructionRow(
        "load_i32", .regImm, OperandRoles(a: .define), .loadsSigned32,
        "A' = sx32(load(X, 4))")
    case .loadU64:
      InstructionRow(
        "load_u64", .regImm, OperandRoles(a: .define), .loads,
        "A' = load(X, 8)")
    case .storeU8:
      InstructionRow(
        "store_u8", .regImm, OperandRoles(a: .use), .stores,
        "store(X, 1, A)")
    case .storeU16:
      InstructionRow(
        "store_u16", .regImm, OperandRoles(a: .use), .stores,
        "store(X, 2, A)")
    case .storeU32:
      InstructionRow(
        "store_u32", .regImm, OperandRoles(a: .use), .stores,
        "store(X, 4, A)")
    case .storeU64:
      InstructionRow(
        "store_u64", .regImm, OperandRoles(a: .use), .stores,
        "store(X, 8, A)")
    case .storeImmIndU8:
      InstructionRow(
        "store_imm_ind_u8", .regImmImm, OperandRoles(a: .use), .stores,
        "store(A + X, 1, Y)")
    case .storeImmIndU16:
      InstructionRow(
        "store_imm_ind_u16", .regImmImm, OperandRoles(a: .use), .stores,
        "store(A + X, 2, Y)")
    case .storeImmIndU32:
      InstructionRow(
        "store_imm_ind_u32", .regImmImm, OperandRoles(a: .use), .stores,
        "store(A + X, 4, Y)")
    case .storeImmIndU64:
      InstructionRow(
        "store_imm_ind_u64", .regImmImm, OperandRoles(a: .use), .stores,
        "store(A + X, 8, Y)")
    case .loadImmJump:
      InstructionRow(
        "load_imm_jump", .regImmOff, OperandRoles(a: .define), .terminatesBlock,
        "A' = X; branch(T)")
    case .branchEqImm:
      InstructionRow(
        "branch_eq_imm", .regImmOff, OperandRoles(a: .use), .branches,
        "branch(T, A == X)")
    case .branchNeImm:
      InstructionRow(
        "branch_ne_imm", .regImmOff, OperandRoles(a: .use), .branches,
        "branch(T, A != X)")
    case .branchLtUImm:
      InstructionRow(
        "branch_lt_u_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, A < X)")
    case .branchLeUImm:
      InstructionRow(
        "branch_le_u_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, A <= X)")
    case .branchGeUImm:
      InstructionRow(
        "branch_ge_u_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, A >= X)")
    case .branchGtUImm:
      InstructionRow(
        "branch_gt_u_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, A > X)")
    case .branchLtSImm:
      InstructionRow(
        "branch_lt_s_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, s64(A) < s64(X))")
    case .branchLeSImm:
      InstructionRow(
        "branch_le_s_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, s64(A) <= s64(X))")
    case .branchGeSImm:
      InstructionRow(
        "branch_ge_s_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, s64(A) >= s64(X))")
    case .branchGtSImm:
      InstructionRow(
        "branch_gt_s_imm", .regImmOff, OperandRoles(a: .use),
        .branches,
        "branch(T, s64(A) > s64(X))")
    case .moveReg:
      InstructionRow(
        "move_reg", .regReg, OperandRoles(a: .use, d: .define), .keepsSignExtension32,
        "D' = A")
    case .sbrk:
      InstructionRow(
        "sbrk", .regReg, OperandRoles(a: .use, d: .define), .none,
        "D' = sbrk(A)")
    case .countSetBits64:
      InstructionRow(
        "count_set_bits_64", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = popcnt(A)")
    case .countSetBits32:
      InstructionRow(
        "count_set_bits_32", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = popcnt(u32(A))")
    case .leadingZeroBits64:
      InstructionRow(
        "leading_zero_bits_64", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = clz64(A)")
    case .leadingZeroBits32:
      InstructionRow(
        "leading_zero_bits_32", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = clz32(A)")
    case .trailingZeroBits64:
      InstructionRow(
        "trailing_zero_bits_64", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = ctz64(A)")
    case .trailingZeroBits32:
      InstructionRow(
        "trailing_zero_bits_32", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = ctz32(A)")
    case .signExtend8:
      InstructionRow(
        "sign_extend_8", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = sx8(A)")
    case .signExtend16:
      InstructionRow(
        "sign_extend_16", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = sx16(A)")
    case .zeroExtend16:
      InstructionRow(
        "zero_extend_16", .regReg, OperandRoles(a: .use, d: .define), .signExtends32,
        "D' = u16(A)")
    case .reverseBytes:
      InstructionRow(
        "reverse_bytes", .regReg, OperandRoles(a: .use, d: .define), .none,
        "D' = bswap64(A)")
    case .storeIndU8:
      InstructionRow(
        "store_ind_u8", .regRegImm, OperandRoles(a: .use, b: .use), .stores,
        "store(B + X, 1, A)")
    case .storeIndU16:
      InstructionRow(
        "store_ind_u16", .regRegImm, OperandRoles(a: .use, b: .use), .stores,
        "store(B + X, 2, A)")
    case .storeIndU32:
      InstructionRow(
        "store_ind_u32", .regRegImm, OperandRoles(a: .use, b: .use), .stores,
        "store(B + X, 4, A)")
    case .storeIndU64:
      InstructionRow(
        "store_ind_u64", .regRegImm, OperandRoles(a: .use, b: .use), .stores,
        "store(B + X, 8, A)")
    case .loadIndU8:
      InstructionRow(
        "load_ind_u8", .regRegImm, OperandRoles(a: .define, b: .use), .loadsSigned32,
        "A' = load(B + X, 1)")
    case .loadIndI8:
      InstructionRow(
        "load_ind_i8", .regRegImm, OperandRoles(a: .define, b: .use), .loadsSigned32,
        "A' = sx8(load(B + X, 1))")
    case .loadIndU16:
      InstructionRow(
        "load_ind_u16", .regRegImm, OperandRoles(a: .define, b: .use), .loadsSigned32,
        "A' = load(B + X, 2)")
    case .loadIndI16:
      InstructionRow(
        "load_ind_i16", .regRegImm, OperandRoles(a: .define, b: .use), .loadsSigned32,
        "A' = sx16(load(B + X, 2))")
    case .loadIndU32:
      InstructionRow(
        "load_ind_u32", .regRegImm, OperandRoles(a: .define, b: .use), .loads,
        "A' = load(B + X, 4)")
    case .loadIndI32:
      InstructionRow(
        "load_ind_i32", .regRegImm, OperandRoles(a: .define, b: .use), .loadsSigned32,
        "A' = sx32(load(B + X, 4))")
    case .loadIndU64:
      InstructionRow(
        "load_ind_u64", .regRegImm, OperandRoles(a: .define, b: .use), .loads,
        "A' = load(B + X, 8)")
    case .addImm32:
      InstructionRow(
        "add_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(B + X)")
    case .andImm:
      InstructionRow(
        "and_imm", .regRegImm, OperandRoles(a: .define, b: .use), .keepsSignExtension32,
        "A' = B & X")
    case .xorImm:
      InstructionRow(
        "xor_imm", .regRegImm, OperandRoles(a: .define, b: .use), .keepsSignExtension32,
        "A' = B ^ X")
    case .orImm:
      InstructionRow(
        "or_imm", .regRegImm, OperandRoles(a: .define, b: .use), .keepsSignExtension32,
        "A' = B | X")
    case .mulImm32:
      InstructionRow(
        "mul_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(B * X)")
    case .setLtUImm:
      InstructionRow(
        "set_lt_u_imm", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = B < X")
    case .setLtSImm:
      InstructionRow(
        "set_lt_s_imm", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = s64(B) < s64(X)")
    case .shloLImm32:
      InstructionRow(
        "shlo_l_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(B << (X % 32))")
    case .shloRImm32:
      InstructionRow(
        "shlo_r_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(u32(B) >> (X % 32))")
    case .sharRImm32:
      InstructionRow(
        "shar_r_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = u64(s32(B) >> (X % 32))")
    case .negAddImm32:
      InstructionRow(
        "neg_add_imm_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(X - B)")
    case .setGtUImm:
      InstructionRow(
        "set_gt_u_imm", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = B > X")
    case .setGtSImm:
      InstructionRow(
        "set_gt_s_imm", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = s64(B) > s64(X)")
    case .shloLImmAlt32:
      InstructionRow(
        "shlo_l_imm_alt_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(X << (B % 32))")
    case .shloRImmAlt32:
      InstructionRow(
        "shlo_r_imm_alt_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(u32(X) >> (B % 32))")
    case .sharRImmAlt32:
      InstructionRow(
        "shar_r_imm_alt_32", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = u64(s32(X) >> (B % 32))")
    case .cmovIzImm:
      InstructionRow(
        "cmov_iz_imm", .regRegImm, OperandRoles(a: .defineAndUse, b: .use), .keepsSignExtension32,
        "if B == 0: A' = X")
    case .cmovNzImm:
      InstructionRow(
        "cmov_nz_imm", .regRegImm, OperandRoles(a: .defineAndUse, b: .use), .keepsSignExtension32,
        "if B != 0: A' = X")
    case .addImm64:
      InstructionRow(
        "add_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = u64(B + X)")
    case .mulImm64:
      InstructionRow(
        "mul_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = u64(B * X)")
    case .shloLImm64:
      InstructionRow(
        "shlo_l_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = u64(B << (X % 64))")
    case .shloRImm64:
      InstructionRow(
        "shlo_r_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = B >> (X % 64)")
    case .sharRImm64:
      InstructionRow(
        "shar_r_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .keepsSignExtension32,
        "A' = u64(s64(B) >> (X % 64))")
    case .negAddImm64:
      InstructionRow(
        "neg_add_imm_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = u64(X - B)")
    case .shloLImmAlt64:
      InstructionRow(
        "shlo_l_imm_alt_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = u64(X << (B % 64))")
    case .shloRImmAlt64:
      InstructionRow(
        "shlo_r_imm_alt_64", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = X >> (B % 64)")
    case .sharRImmAlt64:
      InstructionRow(
        "shar_r_imm_alt_64", .regRegImm, OperandRoles(a: .define, b: .use), .keepsSignExtension32,
        "A' = u64(s64(X) >> (B % 64))")
    case .rotR64Imm:
      InstructionRow(
        "rot_r_64_imm", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = rotr64(B, X)")
    case .rotR64ImmAlt:
      InstructionRow(
        "rot_r_64_imm_alt", .regRegImm, OperandRoles(a: .define, b: .use), .none,
        "A' = rotr64(X, B)")
    case .rotR32Imm:
      InstructionRow(
        "rot_r_32_imm", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(rotr32(B, X))")
    case .rotR32ImmAlt:
      InstructionRow(
        "rot_r_32_imm_alt", .regRegImm, OperandRoles(a: .define, b: .use), .signExtends32,
        "A' = sx32(rotr32(X, B))")
    case .branchEq:
      InstructionRow(
        "branch_eq", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, A == B)")
    case .branchNe:
      InstructionRow(
        "branch_ne", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, A != B)")
    case .branchLtU:
      InstructionRow(
        "branch_lt_u", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, A < B)")
    case .branchLtS:
      InstructionRow(
        "branch_lt_s", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, s64(A) < s64(B))")
    case .branchGeU:
      InstructionRow(
        "branch_ge_u", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, A >= B)")
    case .branchGeS:
      InstructionRow(
        "branch_ge_s", .regRegOff, OperandRoles(a: .use, b: .use),
        .branches,
        "branch(T, s64(A) >= s64(B))")
    case .loadImmJumpInd:
      InstructionRow(
        "load_imm_jump_ind", .regRegImmImm, OperandRoles(a: .define, b: .use), .terminatesBlock,
        "t = u32(B + Y); A' = X; djump(t)")
    case .add32:
      InstructionRow(
        "add_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A + B)")
    case .sub32:
      InstructionRow(
        "sub_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A - B)")
    case .mul32:
      InstructionRow(
        "mul_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A * B)")
    case .divU32:
      InstructionRow(
        "div_u_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = u64(-1) if u32(B) == 0 else sx32(u32(A) // u32(B))")
    case .divS32:
      InstructionRow(
        "div_s_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = u64(-1) if u32(B) == 0 else sx32(tdiv(s32(A), s32(B)))")
    case .remU32:
      InstructionRow(
        "rem_u_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A) if u32(B) == 0 else sx32(u32(A) % u32(B))")
    case .remS32:
      InstructionRow(
        "rem_s_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A) if u32(B) == 0 else u64(trem(s32(A), s32(B)))")
    case .shloL32:
      InstructionRow(
        "shlo_l_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(A << (B % 32))")
    case .shloR32:
      InstructionRow(
        "shlo_r_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(u32(A) >> (B % 32))")
    case .sharR32:
      InstructionRow(
        "shar_r_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = u64(s32(A) >> (B % 32))")
    case .add64:
      InstructionRow(
        "add_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(A + B)")
    case .sub64:
      InstructionRow(
        "sub_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(A - B)")
    case .mul64:
      InstructionRow(
        "mul_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(A * B)")
    case .divU64:
      InstructionRow(
        "div_u_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(-1) if B == 0 else A // B")
    case .divS64:
      InstructionRow(
        "div_s_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(-1) if B == 0 else u64(tdiv(s64(A), s64(B)))")
    case .remU64:
      InstructionRow(
        "rem_u_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A if B == 0 else A % B")
    case .remS64:
      InstructionRow(
        "rem_s_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A if B == 0 else u64(trem(s64(A), s64(B)))")
    case .shloL64:
      InstructionRow(
        "shlo_l_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = u64(A << (B % 64))")
    case .shloR64:
      InstructionRow(
        "shlo_r_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = A >> (B % 64)")
    case .sharR64:
      InstructionRow(
        "shar_r_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = u64(s64(A) >> (B % 64))")
    case .and:
      InstructionRow(
        "and", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A & B")
    case .xor:
      InstructionRow(
        "xor", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A ^ B")
    case .or:
      InstructionRow(
        "or", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A | B")
    case .mulUpperSS:
      InstructionRow(
        "mul_upper_s_s", .regRegReg, OperandRoles(a: .use, b: .use, d: .define),
        .keepsSignExtension32,
        "D' = u64((s64(A) * s64(B)) >> 64)")
    case .mulUpperUU:
      InstructionRow(
        "mul_upper_u_u", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = (A * B) >> 64")
    case .mulUpperSU:
      InstructionRow(
        "mul_upper_s_u", .regRegReg, OperandRoles(a: .use, b: .use, d: .define),
        .keepsSignExtension32,
        "D' = u64((s64(A) * B) >> 64)")
    case .setLtU:
      InstructionRow(
        "set_lt_u", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = A < B")
    case .setLtS:
      InstructionRow(
        "set_lt_s", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = s64(A) < s64(B)")
    case .cmovIz:
      InstructionRow(
        "cmov_iz", .regRegReg, OperandRoles(a: .use, b: .use, d: .defineAndUse),
        .keepsSignExtension32,
        "if B == 0: D' = A")
    case .cmovNz:
      InstructionRow(
        "cmov_nz", .regRegReg, OperandRoles(a: .use, b: .use, d: .defineAndUse),
        .keepsSignExtension32,
        "if B != 0: D' = A")
    case .rotL64:
      InstructionRow(
        "rot_l_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = rotl64(A, B)")
    case .rotL32:
      InstructionRow(
        "rot_l_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(rotl32(A, B))")
    case .rotR64:
      InstructionRow(
        "rot_r_64", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .none,
        "D' = rotr64(A, B)")
    case .rotR32:
      InstructionRow(
        "rot_r_32", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .signExtends32,
        "D' = sx32(rotr32(A, B))")
    case .andInv:
      InstructionRow(
        "and_inv", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A & u64(~B)")
    case .orInv:
      InstructionRow(
        "or_inv", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = A | u64(~B)")
    case .xnor:
      InstructionRow(
        "xnor", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = u64(~(A ^ B))")
    case .max:
      InstructionRow(
        "max", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = u64(max(s64(A), s64(B)))")
    case .maxU:
      InstructionRow(
        "max_u", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = max(A, B)")
    case .min:
      InstructionRow(
        "min", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = u64(min(s64(A), s64(B)))")
    case .minU:
      InstructionRow(
        "min_u", .regRegReg, OperandRoles(a: .use, b: .use, d: .define), .keepsSignExtension32,
        "D' = min(A, B)")
    }
  }
}
