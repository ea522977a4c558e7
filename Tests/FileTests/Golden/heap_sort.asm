; Benchmarks/Programs/wasm/heap_sort.wasm at --opt 2
; gas 19269, 1062654, code 562 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  add_imm_32 r11, r7, -0x30000
  store_u32 [0x30600], r11
  load_imm r9, 0
  load_imm r12, 1
  branch_lt_u_imm r8, 4, L45
  load_imm r12, 32768
  load_ind_i32 r10, [r11 + 0x30000]
  min_u r12, r10, r12
  cmov_iz_imm r12, r10, 1
  load_imm_jump r9, 4, L45
L45:
  sub_32 r7, r8, r9
  load_u64 r8, [0x10008]
  move_reg r10, r8
  branch_lt_u_imm r7, 4, L84
  load_imm_64 r8, -0x61c8864680b583eb
  add_32 r11, r9, r11
  load_ind_u32 r11, [r11 + 0x30000]
  mul_64 r11, r11, r8
  add_64 r8, r11, r10
  fallthrough
L84:
  load_imm r11, -1
  branch_eq_imm r12, 0, L357
  load_imm r11, 1
  max_u r8, r8, r11
  load_imm r11, 0
  branch_eq_imm r12, 1, L223
  and_imm r9, r12, 1
  and_imm r11, r12, -2
  load_imm r7, 0x30610
  load_imm_jump r3, 0, L117
L117:
  shlo_r_imm_64 r2, r8, 12
  xor r8, r2, r8
  shlo_l_imm_64 r2, r8, 25
  xor r8, r2, r8
  shlo_r_imm_64 r2, r8, 27
  xor r8, r2, r8
  mul_64 r2, r8, r10
  store_ind_u64 [r7], r2
  shlo_r_imm_64 r2, r8, 12
  xor r8, r2, r8
  shlo_l_imm_64 r2, r8, 25
  xor r8, r2, r8
  shlo_r_imm_64 r2, r8, 27
  xor r8, r2, r8
  mul_64 r2, r8, r10
  store_ind_u64 [r7 + 8], r2
  add_imm_32 r7, r7, 16
  add_imm_32 r3, r3, 2
  branch_ne r11, r3, L117
  branch_ne_imm r9, 0, L223
L176:
  branch_ne_imm r12, 1, L254
  load_u64 r10, [0x30610]
  add_imm_64 r9, r10, 31
  load_imm_jump r11, 0, L191
L191:
  load_imm r7, 0x30400
  store_u64 [0x30400], r10
  store_u64 [0x30410], r9
  shlo_l_imm_32 r12, r11, 3
  load_ind_u64 r12, [r12 + 0x30610]
  store_u64 [0x30408], r12
  load_imm_jump_ind r8, 24, r0, 0
L223:
  shlo_l_imm_32 r11, r11, 3
  shlo_r_imm_64 r9, r8, 12
  xor r9, r9, r8
  shlo_l_imm_64 r8, r9, 25
  xor r9, r8, r9
  shlo_r_imm_64 r8, r9, 27
  xor r9, r8, r9
  mul_64 r10, r9, r10
  store_ind_u64 [r11 + 0x30610], r10
  jump L176
L254:
  shlo_r_imm_32 r11, r12, 1
  jump L270
L259:
  move_reg r8, r2
  fallthrough
L262:
  store_ind_u64 [r8 + 0x30610], r10
  branch_eq_imm r11, 0, L353
L270:
  add_imm_32 r11, r11, -1
  shlo_l_imm_32 r8, r11, 3
  load_ind_u64 r10, [r8 + 0x30610]
  shlo_l_imm_32 r3, r11, 1
  or_imm r7, r3, 1
  branch_ge_u r7, r12, L262
  move_reg r8, r11
  jump L324
L294:
  shlo_l_imm_32 r2, r9, 3
  load_ind_u64 r7, [r2 + 0x30610]
  shlo_l_imm_32 r8, r8, 3
  branch_ge_s r10, r7, L262
  store_ind_u64 [r8 + 0x30610], r7
  shlo_l_imm_32 r3, r9, 1
  or_imm r7, r3, 1
  move_reg r8, r9
  branch_ge_u r7, r12, L259
L324:
  add_imm_32 r9, r3, 2
  branch_ge_u r9, r12, L349
  shlo_l_imm_32 r3, r9, 3
  load_ind_u64 r3, [r3 + 0x30610]
  shlo_l_imm_32 r2, r7, 3
  load_ind_u64 r2, [r2 + 0x30610]
  branch_lt_s r2, r3, L294
L349:
  move_reg r9, r7
  jump L294
L353:
  add_imm_32 r11, r12, -1
  fallthrough
L357:
  load_u64 r9, [0x30610]
  shlo_l_imm_32 r8, r11, 3
  load_ind_u64 r10, [r8 + 0x30610]
  store_u64 [0x30610], r10
  store_ind_u64 [r8 + 0x30610], r9
  move_reg r9, r11
  branch_ne_imm r11, 1, L471
L386:
  store_u64 [0x30610], r10
  load_imm r9, 0
  branch_eq_imm r12, 0, L191
  mul_imm_64 r9, r12, 31
  add_64 r9, r10, r9
  branch_eq_imm r12, 1, L191
  add_imm_32 r12, r12, -1
  move_reg r3, r10
  load_imm_jump r8, 0x30618, L556
L420:
  move_reg r8, r3
  shlo_l_imm_32 r2, r8, 3
  load_ind_u64 r3, [r2 + 0x30610]
  shlo_l_imm_32 r7, r7, 3
  branch_lt_s r10, r3, L518
L436:
  store_ind_u64 [r7 + 0x30610], r10
  load_u64 r8, [0x30610]
  add_imm_32 r9, r9, -1
  shlo_l_imm_32 r7, r9, 3
  load_ind_u64 r10, [r7 + 0x30610]
  store_u64 [0x30610], r10
  store_ind_u64 [r7 + 0x30610], r8
  branch_eq_imm r9, 1, L386
L471:
  load_imm r3, 1
  load_imm r6, 0
  load_imm_jump r7, 0, L479
L479:
  add_imm_32 r8, r6, 2
  branch_ge_u r8, r9, L420
  shlo_l_imm_32 r2, r8, 3
  load_ind_u64 r2, [r2 + 0x30610]
  shlo_l_imm_32 r6, r3, 3
  load_ind_u64 r6, [r6 + 0x30610]
  branch_ge_s r6, r2, L420
  shlo_l_imm_32 r2, r8, 3
  load_ind_u64 r3, [r2 + 0x30610]
  shlo_l_imm_32 r7, r7, 3
  branch_ge_s r10, r3, L436
L518:
  store_ind_u64 [r7 + 0x30610], r3
  shlo_l_imm_32 r6, r8, 1
  or_imm r3, r6, 1
  move_reg r7, r8
  branch_lt_u r3, r9, L479
  move_reg r7, r2
  jump L436
L538:
  mul_imm_64 r9, r9, 31
  add_64 r9, r7, r9
  add_imm_32 r12, r12, -1
  add_imm_32 r8, r8, 8
  move_reg r3, r7
  branch_eq_imm r12, 0, L191
L556:
  load_ind_u64 r7, [r8]
  branch_ge_s r7, r3, L538
  trap
