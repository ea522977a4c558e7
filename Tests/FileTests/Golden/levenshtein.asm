; Benchmarks/Programs/wasm/levenshtein.wasm at --opt 2
; gas 14068, 1375689, code 962 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r12, r7
  move_reg r7, r8
  add_imm_32 r10, r12, -0x30000
  load_imm r3, 0
  load_imm r12, 1
  branch_lt_u_imm r8, 4, L43
  load_imm r12, 512
  load_ind_i32 r11, [r10 + 0x30000]
  min_u r12, r11, r12
  cmov_iz_imm r12, r11, 1
  load_imm_jump r3, 4, L43
L43:
  sub_32 r6, r8, r3
  load_imm r8, 1
  load_u64 r2, [0x10008]
  load_imm r11, 1
  move_reg r9, r2
  branch_le_u_imm r6, 3, L143
  load_imm r11, 512
  add_32 r8, r3, r10
  load_ind_i32 r8, [r8 + 0x30000]
  min_u r11, r8, r11
  cmov_iz_imm r11, r8, 1
  add_imm_32 r8, r3, 4
  sub_32 r6, r7, r8
  load_imm r8, 1
  branch_lt_u_imm r6, 4, L143
  load_imm r8, 26
  add_32 r2, r3, r10
  load_ind_i32 r2, [r2 + 0x30004]
  min_u r8, r2, r8
  cmov_iz_imm r8, r2, 1
  or_imm r3, r3, 8
  sub_32 r7, r7, r3
  move_reg r2, r9
  branch_lt_u_imm r7, 4, L143
  load_u64 r7, [0x10010]
  add_32 r10, r3, r10
  load_ind_u32 r10, [r10 + 0x30000]
  mul_64 r10, r10, r7
  add_64 r2, r10, r9
  fallthrough
L143:
  load_imm r10, 1
  max_u r7, r2, r10
  branch_eq_imm r12, 0, L199
  load_imm_jump r10, 0, L155
L155:
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
  branch_ne r12, r10, L155
L199:
  load_imm r2, 0
  load_imm r10, 1
  load_imm r3, 1
  branch_eq_imm r11, 0, L390
  load_imm r3, 1
  shlo_l_imm_64 r3, r3, 62
  load_imm_jump r10, 0, L268
L220:
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
  store_ind_u8 [r10 + 0x30800], r2
  add_imm_32 r10, r10, 1
  branch_eq r11, r10, L311
L268:
  branch_ge_u r10, r12, L220
  shlo_r_imm_64 r2, r7, 12
  xor r7, r2, r7
  shlo_l_imm_64 r2, r7, 25
  xor r7, r2, r7
  shlo_r_imm_64 r2, r7, 27
  xor r7, r2, r7
  mul_64 r2, r7, r9
  branch_lt_u r2, r3, L220
  load_ind_u8 r2, [r10 + 0x30600]
  store_ind_u8 [r10 + 0x30800], r2
  add_imm_32 r10, r10, 1
  branch_ne r11, r10, L268
L311:
  add_imm_32 r10, r11, 1
  and_imm r3, r10, 7
  load_imm r2, 0
  branch_lt_u_imm r11, 7, L387
  and_imm r2, r10, -8
  load_imm r9, 0x30a00
  load_imm_jump r8, 0, L334
L334:
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
  branch_ne r8, r2, L334
L387:
  branch_eq_imm r3, 0, L413
L390:
  shlo_l_imm_32 r9, r2, 2
  add_imm_32 r9, r9, 0x30a00
  fallthrough
L399:
  store_ind_u32 [r9], r2
  add_imm_32 r9, r9, 4
  add_imm_32 r2, r2, 1
  add_imm_32 r3, r3, -1
  branch_ne_imm r3, 0, L399
L413:
  branch_eq_imm r12, 0, L510
  load_imm r9, 2
  max_u r9, r10, r9
  load_i32 r7, [0x30a00]
  load_imm r8, 1
  branch_eq_imm r11, 0, L501
  jump L445
L435:
  add_imm_32 r0, r8, 1
  move_reg r7, r8
  move_reg r8, r0
  branch_eq_imm r11, 0, L501
L445:
  load_ind_u8 r3, [r8 + 0x305ff]
  load_imm r2, 0
  move_reg r6, r8
  load_imm_jump r0, 0x30a04, L460
L460:
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
  branch_ne r9, r5, L460
L501:
  branch_ne r8, r12, L435
  store_u32 [0x30a00], r12
  fallthrough
L510:
  shlo_l_imm_32 r9, r11, 2
  load_ind_u32 r9, [r9 + 0x30a00]
  store_u32 [0x30400], r9
  shlo_l_imm_32 r8, r10, 1
  load_imm r9, 0x31210
  branch_le_u_imm r10, 3, L613
  add_imm_32 r7, r8, -8
  shlo_r_imm_32 r9, r7, 3
  add_imm_32 r9, r9, 1
  and_imm r3, r9, 7
  load_imm r9, 0x31210
  branch_eq_imm r3, 0, L576
  move_reg r2, r3
  fallthrough
L558:
  store_imm_ind_u64 [r9], 0
  add_imm_32 r9, r9, 8
  add_imm_32 r2, r2, -1
  branch_ne_imm r2, 0, L558
  shlo_l_imm_32 r3, r3, 3
  sub_32 r8, r8, r3
  fallthrough
L576:
  branch_lt_u_imm r7, 56, L613
L580:
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
  branch_gt_u_imm r8, 7, L580
L613:
  branch_eq_imm r8, 0, L656
  and_imm r7, r8, 7
  branch_ne_imm r7, 0, L626
  move_reg r7, r8
  jump L641
L626:
  store_imm_ind_u8 [r9], 0
  add_imm_32 r9, r9, 1
  add_imm_32 r7, r7, -1
  branch_ne_imm r7, 0, L626
  and_imm r7, r8, -8
  fallthrough
L641:
  branch_lt_u_imm r8, 8, L656
L645:
  add_imm_32 r7, r7, -8
  store_imm_ind_u64 [r9], 0
  add_imm_32 r9, r9, 8
  branch_ne_imm r7, 0, L645
L656:
  load_imm r9, 0
  branch_eq_imm r12, 0, L910
  shlo_l_imm_32 r9, r11, 1
  add_imm_32 r8, r9, 2
  load_imm r7, 2
  max_u r7, r10, r7
  load_imm r3, 4624
  store_ind_u64 [r1 - 8], r11
  load_imm r2, 1
  mul_32 r0, r2, r10
  shlo_l_imm_32 r0, r0, 1
  store_imm_ind_u16 [r0 + 0x31210], 0
  branch_ne_imm r11, 0, L722
L698:
  branch_eq r2, r12, L959
L702:
  add_imm_32 r2, r2, 1
  add_32 r3, r3, r8
  mul_32 r0, r2, r10
  shlo_l_imm_32 r0, r0, 1
  store_imm_ind_u16 [r0 + 0x31210], 0
  branch_eq_imm r11, 0, L698
L722:
  load_ind_u8 r11, [r2 + 0x305ff]
  move_reg r6, r3
  load_imm_jump r0, 0, L768
L732:
  load_ind_u16 r5, [r6 + 0x30002]
  add_32 r4, r6, r9
  load_ind_u16 r4, [r4 + 0x30002]
  max_u r5, r5, r4
  add_32 r4, r9, r6
  store_ind_u16 [r4 + 0x30004], r5
  add_imm_32 r6, r6, 2
  add_imm_32 r5, r0, 2
  add_imm_32 r0, r0, 1
  branch_eq r7, r5, L806
L768:
  load_ind_u8 r5, [r0 + 0x30800]
  branch_ne r11, r5, L732
  load_ind_u16 r5, [r6 + 0x30000]
  add_imm_32 r5, r5, 1
  zero_extend_16 r5, r5
  add_32 r4, r9, r6
  store_ind_u16 [r4 + 0x30004], r5
  add_imm_32 r6, r6, 2
  add_imm_32 r5, r0, 2
  add_imm_32 r0, r0, 1
  branch_ne r7, r5, L768
L806:
  branch_ne r2, r12, L953
  load_u64 r11, [0x10010]
  move_reg r7, r12
  load_ind_u64 r8, [r1 - 8]
  load_imm_jump r9, 0, L868
L823:
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
  branch_eq_imm r3, 0, L906
L865:
  branch_eq_imm r8, 0, L906
L868:
  add_imm_32 r2, r8, -1
  add_imm_32 r3, r7, -1
  load_ind_u8 r0, [r7 + 0x305ff]
  load_ind_u8 r6, [r8 + 0x307ff]
  branch_ne r0, r6, L823
  xor r9, r9, r0
  mul_64 r9, r9, r11
  shlo_r_imm_64 r8, r9, 29
  xor r9, r8, r9
  move_reg r8, r2
  move_reg r7, r3
  branch_ne_imm r3, 0, L865
L906:
  load_ind_u64 r11, [r1 - 8]
  fallthrough
L910:
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
L953:
  load_ind_u64 r11, [r1 - 8]
  jump L702
L959:
  load_imm_jump r9, 0, L910
