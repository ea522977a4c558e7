; Benchmarks/Programs/wasm/levenshtein.wasm at --opt 2
; gas 14109, 1376146, code 933 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r12, r7
  move_reg r7, r8
  add_imm_32 r10, r12, -0x30000
  load_imm r3, 0
  load_imm r12, 1
  load_imm r2, 512
  branch_lt_u_imm r8, 4, L43
  load_ind_i32 r11, [r10 + 0x30000]
  min_u r12, r11, r2
  cmov_iz_imm r12, r11, 1
  load_imm_jump r3, 4, L43
L43:
  sub_32 r5, r8, r3
  load_imm r8, 1
  load_u64 r6, [0x10008]
  load_imm r11, 1
  move_reg r9, r6
  branch_le_u_imm r5, 3, L137
  add_32 r11, r3, r10
  load_ind_i32 r8, [r11 + 0x30000]
  min_u r11, r8, r2
  cmov_iz_imm r11, r8, 1
  add_imm_32 r8, r3, 4
  sub_32 r2, r7, r8
  load_imm r8, 1
  branch_lt_u_imm r2, 4, L137
  load_imm r8, 26
  add_32 r2, r3, r10
  load_ind_i32 r2, [r2 + 0x30004]
  min_u r8, r2, r8
  cmov_iz_imm r8, r2, 1
  or_imm r3, r3, 8
  sub_32 r7, r7, r3
  branch_lt_u_imm r7, 4, L137
  load_u64 r7, [0x10010]
  add_32 r10, r3, r10
  load_ind_u32 r10, [r10 + 0x30000]
  mul_64 r10, r10, r7
  add_64 r6, r10, r6
  fallthrough
L137:
  load_imm r10, 1
  max_u r7, r6, r10
  branch_eq_imm r12, 0, L193
  load_imm_jump r10, 0, L149
L149:
  shlo_r_imm_64 r3, r7, 12
  xor r7, r3, r7
  shlo_l_imm_64 r3, r7, 25
  xor r7, r3, r7
  shlo_r_imm_64 r3, r7, 27
  xor r7, r3, r7
  mul_64 r3, r7, r9
  shlo_r_imm_64 r3, r3, 32
  mul_64 r3, r3, r8
  shlo_r_imm_64 r3, r3, 32
  add_imm_32 r3, r3, 97
  store_ind_u8 [r10 + 0x30600], r3
  add_imm_32 r10, r10, 1
  branch_ne r12, r10, L149
L193:
  load_imm r2, 0
  load_imm r10, 1
  load_imm r3, 1
  branch_eq_imm r11, 0, L376
  load_imm r3, 1
  shlo_l_imm_64 r3, r3, 62
  load_imm_jump r10, 0, L263
L214:
  shlo_r_imm_64 r2, r7, 12
  xor r7, r2, r7
  shlo_l_imm_64 r2, r7, 25
  xor r7, r2, r7
  shlo_r_imm_64 r2, r7, 27
  xor r7, r2, r7
  mul_64 r2, r7, r9
  shlo_r_imm_64 r2, r2, 32
  mul_64 r2, r2, r8
  shlo_r_imm_64 r2, r2, 32
  add_imm_32 r2, r2, 97
  and_imm r2, r2, 255
  fallthrough
L252:
  store_ind_u8 [r10 + 0x30800], r2
  add_imm_32 r10, r10, 1
  branch_eq r11, r10, L297
L263:
  branch_ge_u r10, r12, L214
  shlo_r_imm_64 r2, r7, 12
  xor r7, r2, r7
  shlo_l_imm_64 r2, r7, 25
  xor r7, r2, r7
  shlo_r_imm_64 r2, r7, 27
  xor r7, r2, r7
  mul_64 r2, r7, r9
  branch_lt_u r2, r3, L214
  load_ind_u8 r2, [r10 + 0x30600]
  jump L252
L297:
  add_imm_32 r10, r11, 1
  and_imm r3, r10, 7
  load_imm r2, 0
  branch_lt_u_imm r11, 7, L373
  and_imm r2, r10, -8
  load_imm r9, 0x30a00
  load_imm_jump r8, 0, L320
L320:
  store_ind_u32 [r9], r8
  or_imm r7, r8, 7
  store_ind_u32 [r9 + 28], r7
  or_imm r7, r8, 6
  store_ind_u32 [r9 + 24], r7
  or_imm r7, r8, 5
  store_ind_u32 [r9 + 20], r7
  or_imm r7, r8, 4
  store_ind_u32 [r9 + 16], r7
  or_imm r7, r8, 3
  store_ind_u32 [r9 + 12], r7
  or_imm r7, r8, 2
  store_ind_u32 [r9 + 8], r7
  or_imm r7, r8, 1
  store_ind_u32 [r9 + 4], r7
  add_imm_32 r9, r9, 32
  add_imm_32 r8, r8, 8
  branch_ne r8, r2, L320
L373:
  branch_eq_imm r3, 0, L399
L376:
  shlo_l_imm_32 r9, r2, 2
  add_imm_32 r9, r9, 0x30a00
  fallthrough
L385:
  store_ind_u32 [r9], r2
  add_imm_32 r9, r9, 4
  add_imm_32 r2, r2, 1
  add_imm_32 r3, r3, -1
  branch_ne_imm r3, 0, L385
L399:
  branch_eq_imm r12, 0, L496
  load_imm r9, 2
  max_u r9, r10, r9
  load_i32 r7, [0x30a00]
  load_imm r8, 1
  branch_eq_imm r11, 0, L487
  jump L431
L421:
  add_imm_32 r0, r8, 1
  move_reg r7, r8
  move_reg r8, r0
  branch_eq_imm r11, 0, L487
L431:
  load_ind_u8 r3, [r8 + 0x305ff]
  load_imm r2, 0
  move_reg r6, r8
  load_imm_jump r0, 0x30a04, L446
L446:
  load_ind_u8 r5, [r2 + 0x30800]
  xor r5, r3, r5
  set_gt_u_imm r5, r5, 0
  add_32 r5, r7, r5
  add_imm_32 r6, r6, 1
  load_ind_i32 r7, [r0]
  add_imm_32 r4, r7, 1
  min_u r5, r4, r5
  min_u r6, r6, r5
  store_ind_u32 [r0], r6
  add_imm_32 r0, r0, 4
  add_imm_32 r5, r2, 2
  add_imm_32 r2, r2, 1
  branch_ne r9, r5, L446
L487:
  branch_ne r8, r12, L421
  store_u32 [0x30a00], r12
  fallthrough
L496:
  shlo_l_imm_32 r9, r11, 2
  load_ind_u32 r9, [r9 + 0x30a00]
  store_u32 [0x30400], r9
  shlo_l_imm_32 r8, r10, 1
  load_imm r9, 0x31210
  branch_le_u_imm r10, 3, L599
  add_imm_32 r7, r8, -8
  shlo_r_imm_32 r9, r7, 3
  add_imm_32 r9, r9, 1
  and_imm r3, r9, 7
  load_imm r9, 0x31210
  branch_eq_imm r3, 0, L562
  move_reg r2, r3
  fallthrough
L544:
  store_imm_ind_u64 [r9], 0
  add_imm_32 r9, r9, 8
  add_imm_32 r2, r2, -1
  branch_ne_imm r2, 0, L544
  shlo_l_imm_32 r3, r3, 3
  sub_32 r8, r8, r3
  fallthrough
L562:
  branch_lt_u_imm r7, 56, L599
L566:
  add_imm_32 r8, r8, -64
  store_imm_ind_u64 [r9], 0
  store_imm_ind_u64 [r9 + 8], 0
  store_imm_ind_u64 [r9 + 16], 0
  store_imm_ind_u64 [r9 + 24], 0
  store_imm_ind_u64 [r9 + 32], 0
  store_imm_ind_u64 [r9 + 40], 0
  store_imm_ind_u64 [r9 + 48], 0
  store_imm_ind_u64 [r9 + 56], 0
  add_imm_32 r9, r9, 64
  branch_gt_u_imm r8, 7, L566
L599:
  branch_eq_imm r8, 0, L642
  and_imm r7, r8, 7
  branch_ne_imm r7, 0, L612
  move_reg r7, r8
  jump L627
L612:
  store_imm_ind_u8 [r9], 0
  add_imm_32 r9, r9, 1
  add_imm_32 r7, r7, -1
  branch_ne_imm r7, 0, L612
  and_imm r7, r8, -8
  fallthrough
L627:
  branch_lt_u_imm r8, 8, L642
L631:
  add_imm_32 r7, r7, -8
  store_imm_ind_u64 [r9], 0
  add_imm_32 r9, r9, 8
  branch_ne_imm r7, 0, L631
L642:
  load_imm r9, 0
  branch_eq_imm r12, 0, L890
  shlo_l_imm_32 r9, r11, 1
  add_imm_32 r8, r9, 2
  load_imm r7, 2
  max_u r7, r10, r7
  load_imm r3, 4624
  store_ind_u64 [r1 - 8], r11
  load_imm_jump r2, 1, L682
L671:
  load_ind_u64 r11, [r1 - 8]
  fallthrough
L675:
  add_imm_32 r2, r2, 1
  add_32 r3, r3, r8
  fallthrough
L682:
  mul_32 r0, r2, r10
  shlo_l_imm_32 r0, r0, 1
  store_imm_ind_u16 [r0 + 0x31210], 0
  branch_ne_imm r11, 0, L703
  branch_ne r2, r12, L675
  load_imm_jump r9, 0, L890
L703:
  load_ind_u8 r11, [r2 + 0x305ff]
  move_reg r6, r3
  load_imm_jump r0, 0, L749
L713:
  load_ind_u16 r5, [r6 + 0x30002]
  add_32 r4, r6, r9
  load_ind_u16 r4, [r4 + 0x30002]
  max_u r5, r5, r4
  add_32 r4, r9, r6
  store_ind_u16 [r4 + 0x30004], r5
  add_imm_32 r6, r6, 2
  add_imm_32 r5, r0, 2
  add_imm_32 r0, r0, 1
  branch_eq r7, r5, L787
L749:
  load_ind_u8 r5, [r0 + 0x30800]
  branch_ne r11, r5, L713
  load_ind_u16 r5, [r6 + 0x30000]
  add_imm_32 r5, r5, 1
  zero_extend_16 r5, r5
  add_32 r4, r9, r6
  store_ind_u16 [r4 + 0x30004], r5
  add_imm_32 r6, r6, 2
  add_imm_32 r5, r0, 2
  add_imm_32 r0, r0, 1
  branch_ne r7, r5, L749
L787:
  branch_ne r2, r12, L671
  load_u64 r11, [0x10010]
  move_reg r7, r12
  load_ind_u64 r8, [r1 - 8]
  load_imm_jump r9, 0, L848
L803:
  mul_32 r0, r3, r10
  add_32 r0, r0, r8
  shlo_l_imm_32 r0, r0, 1
  load_ind_u16 r0, [r0 + 0x31210]
  mul_32 r6, r7, r10
  add_32 r6, r2, r6
  shlo_l_imm_32 r6, r6, 1
  load_ind_u16 r6, [r6 + 0x31210]
  set_lt_u r5, r0, r6
  cmov_nz r8, r2, r5
  cmov_nz r3, r7, r5
  move_reg r7, r3
  branch_eq_imm r3, 0, L886
L845:
  branch_eq_imm r8, 0, L886
L848:
  add_imm_32 r2, r8, -1
  add_imm_32 r3, r7, -1
  load_ind_u8 r0, [r7 + 0x305ff]
  load_ind_u8 r6, [r8 + 0x307ff]
  branch_ne r0, r6, L803
  xor r9, r9, r0
  mul_64 r9, r9, r11
  shlo_r_imm_64 r8, r9, 29
  xor r9, r8, r9
  move_reg r8, r2
  move_reg r7, r3
  branch_ne_imm r3, 0, L845
L886:
  load_ind_u64 r11, [r1 - 8]
  fallthrough
L890:
  load_imm r7, 0x30400
  store_u64 [0xc1a18], r9
  mul_32 r12, r10, r12
  add_32 r12, r12, r11
  shlo_l_imm_32 r12, r12, 1
  load_ind_u16 r12, [r12 + 0x31210]
  store_u32 [0x30404], r12
  store_u64 [0x30408], r9
  load_imm r12, -0x10000
  load_imm_jump_ind r8, 16, r12, 0
