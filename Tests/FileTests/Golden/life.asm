; Examples/life.wat at --opt 2
; gas 9636, code 213 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  load_ind_u64 r12, [r7 + 4]
  store_u64 [0x20000], r12
  load_ind_i32 r12, [r7]
  branch_eq_imm r12, 0, L204
L20:
  store_ind_u64 [r1 - 8], r12
  load_imm_jump r12, 0, L145
L26:
  add_imm_32 r0, r3, 7
  add_imm_32 r2, r3, 1
  and_imm r6, r0, 7
  shlo_r_32 r0, r10, r6
  and_imm r0, r0, 1
  shlo_r_32 r5, r10, r3
  and_imm r5, r5, 1
  add_32 r5, r0, r5
  and_imm r0, r2, 7
  shlo_r_32 r4, r10, r0
  and_imm r4, r4, 1
  add_32 r5, r5, r4
  shlo_r_32 r4, r9, r6
  and_imm r4, r4, 1
  add_32 r5, r5, r4
  shlo_r_32 r4, r9, r0
  and_imm r4, r4, 1
  add_32 r5, r5, r4
  shlo_r_32 r6, r8, r6
  and_imm r6, r6, 1
  add_32 r6, r5, r6
  shlo_r_32 r5, r8, r3
  and_imm r5, r5, 1
  add_32 r6, r6, r5
  shlo_r_32 r0, r8, r0
  and_imm r0, r0, 1
  add_32 r0, r6, r0
  shlo_r_32 r6, r9, r3
  and_imm r6, r6, 1
  or r0, r0, r6
  xor_imm r0, r0, 3
  set_lt_u_imm r0, r0, 1
  shlo_l_32 r3, r0, r3
  or r7, r7, r3
  move_reg r3, r2
  branch_ne_imm r2, 8, L26
  store_ind_u8 [r12 + 0x20008], r7
  move_reg r12, r11
  branch_eq_imm r11, 8, L178
L145:
  add_imm_32 r10, r12, 7
  add_imm_32 r11, r12, 1
  and_imm r10, r10, 7
  load_ind_u8 r10, [r10 + 0x20000]
  load_ind_u8 r9, [r12 + 0x20000]
  and_imm r8, r11, 7
  load_ind_u8 r8, [r8 + 0x20000]
  load_imm r3, 0
  load_imm_jump r7, 0, L26
L178:
  load_u64 r12, [0x20008]
  store_u64 [0x20000], r12
  load_ind_u64 r12, [r1 - 8]
  add_imm_32 r12, r12, -1
  branch_ne_imm r12, 0, L20
  load_imm_jump r0, -0x10000, L204
L204:
  load_imm r7, 0x20000
  load_imm_jump_ind r8, 8, r0, 0
