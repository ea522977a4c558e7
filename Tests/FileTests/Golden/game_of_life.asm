; Benchmarks/Programs/wasm/game_of_life.wasm at --opt 2
; gas 16611, 1734474, code 1061 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r3, r8
  add_imm_32 r7, r7, -0x30000
  load_imm r2, 0
  load_imm r12, 3
  branch_lt_u_imm r8, 4, L41
  load_imm r11, 256
  load_ind_i32 r10, [r7 + 0x30000]
  min_u r11, r10, r11
  max_u r12, r11, r12
  load_imm_jump r2, 4, L41
L41:
  sub_32 r5, r8, r2
  load_imm r11, 3
  load_imm r9, 0
  load_u64 r6, [0x10008]
  move_reg r8, r6
  branch_lt_u_imm r5, 4, L130
  load_imm r9, 256
  add_32 r6, r2, r7
  load_ind_i32 r6, [r6 + 0x30000]
  min_u r9, r6, r9
  max_u r11, r9, r11
  add_imm_32 r9, r2, 4
  sub_32 r5, r3, r9
  load_imm r9, 0
  move_reg r6, r8
  branch_lt_u_imm r5, 4, L130
  add_32 r9, r2, r7
  load_ind_i32 r9, [r9 + 0x30004]
  or_imm r2, r2, 8
  sub_32 r3, r3, r2
  branch_lt_u_imm r3, 4, L130
  load_u64 r10, [0x10010]
  add_32 r7, r2, r7
  load_ind_u32 r7, [r7 + 0x30000]
  mul_64 r7, r7, r10
  add_64 r6, r7, r8
  fallthrough
L130:
  load_imm r3, 1
  mul_32 r7, r11, r12
  store_ind_u64 [r1 - 16], r7
  max_u r5, r6, r3
  and_imm r3, r7, -2
  load_imm r2, 1
  shlo_l_imm_64 r2, r2, 62
  load_imm_jump r6, 0, L154
L154:
  shlo_r_imm_64 r4, r5, 12
  xor r5, r4, r5
  shlo_l_imm_64 r4, r5, 25
  xor r5, r4, r5
  shlo_r_imm_64 r4, r5, 27
  xor r5, r4, r5
  mul_64 r4, r5, r8
  set_lt_u r4, r4, r2
  store_ind_u8 [r6 + 0x30600], r4
  shlo_r_imm_64 r4, r5, 12
  xor r5, r4, r5
  shlo_l_imm_64 r4, r5, 25
  xor r5, r4, r5
  shlo_r_imm_64 r4, r5, 27
  xor r5, r4, r5
  mul_64 r4, r5, r8
  set_lt_u r4, r4, r2
  store_ind_u8 [r6 + 0x30601], r4
  add_imm_32 r6, r6, 2
  branch_ne r3, r6, L154
  and_imm r6, r7, 1
  branch_eq_imm r6, 0, L254
  shlo_r_imm_64 r6, r5, 12
  xor r6, r6, r5
  shlo_l_imm_64 r5, r6, 25
  xor r6, r5, r6
  shlo_r_imm_64 r5, r6, 27
  xor r6, r5, r6
  mul_64 r8, r6, r8
  set_lt_u r8, r8, r2
  store_ind_u8 [r3 + 0x30600], r8
  fallthrough
L254:
  and_imm r8, r7, -4
  load_imm r2, 0
  load_imm_jump r3, 0, L262
L262:
  load_ind_u8 r6, [r2 + 0x30600]
  add_32 r3, r3, r6
  load_ind_u8 r6, [r2 + 0x30601]
  add_32 r3, r3, r6
  load_ind_u8 r6, [r2 + 0x30602]
  add_32 r3, r3, r6
  load_ind_u8 r6, [r2 + 0x30603]
  add_32 r3, r3, r6
  add_imm_32 r2, r2, 4
  branch_ne r8, r2, L262
  and_imm r2, r7, 3
  store_ind_u64 [r1 - 8], r2
  branch_eq_imm r2, 0, L331
  add_imm_32 r6, r8, 0x30600
  move_reg r5, r2
  fallthrough
L317:
  load_ind_u8 r4, [r6]
  add_32 r3, r3, r4
  add_imm_32 r6, r6, 1
  add_imm_32 r5, r5, -1
  branch_ne_imm r5, 0, L317
L331:
  store_u32 [0x30400], r3
  load_imm r10, 1536
  branch_eq_imm r9, 0, L745
  store_ind_u64 [r1 - 24], r8
  store_ind_u64 [r1 - 104], r12
  store_ind_u64 [r1 - 32], r11
  add_imm_32 r10, r12, -1
  load_imm r3, 1536
  store_ind_u64 [r1 - 80], r9
  load_imm_jump r7, 0x10600, L379
L369:
  store_ind_u64 [r1 - 80], r9
  load_ind_u64 r7, [r1 - 88]
  load_ind_u64 r3, [r1 - 112]
  fallthrough
L379:
  store_ind_u64 [r1 - 112], r7
  store_ind_u64 [r1 - 88], r3
  add_imm_32 r2, r7, 1
  add_imm_32 r8, r3, 0x30000
  store_ind_u64 [r1 - 120], r3
  store_ind_u64 [r1 - 96], r2
  store_ind_u64 [r1 - 40], r8
  load_imm_jump r9, 0, L421
L405:
  add_32 r8, r0, r12
  store_ind_u64 [r1 - 120], r7
  store_ind_u64 [r1 - 96], r8
  load_ind_u64 r8, [r1 - 40]
  load_ind_u64 r7, [r1 - 112]
  fallthrough
L421:
  mul_32 r2, r9, r12
  move_reg r3, r9
  cmov_iz r3, r11, r9
  add_imm_32 r6, r9, 1
  store_ind_u64 [r1 - 48], r6
  add_imm_32 r9, r3, -1
  mul_32 r0, r9, r12
  add_32 r9, r8, r0
  store_ind_u64 [r1 - 72], r9
  load_ind_u8 r3, [r9]
  add_32 r5, r9, r10
  load_ind_u8 r5, [r5]
  add_32 r5, r3, r5
  load_ind_u8 r9, [r9 + 1]
  add_32 r5, r5, r9
  add_32 r9, r8, r2
  add_32 r4, r9, r10
  load_ind_u8 r4, [r4]
  add_32 r5, r5, r4
  load_ind_u8 r4, [r9 + 1]
  add_32 r5, r5, r4
  branch_lt_u r6, r11, L486
  load_imm_jump r6, 0, L486
L486:
  mul_32 r6, r6, r12
  add_32 r11, r8, r6
  add_32 r8, r11, r10
  load_ind_u8 r8, [r8]
  add_32 r5, r5, r8
  load_ind_u8 r8, [r11]
  add_32 r5, r5, r8
  load_ind_u8 r4, [r11 + 1]
  add_32 r4, r5, r4
  branch_ne_imm r4, 2, L566
  load_ind_u8 r5, [r9]
  set_gt_u_imm r5, r5, 0
  add_32 r7, r7, r2
  store_ind_u8 [r7 + 0x30000], r5
  load_ind_u64 r7, [r1 - 88]
  add_32 r2, r7, r0
  add_imm_32 r4, r2, 0x30001
  load_ind_u64 r2, [r1 - 120]
  add_imm_32 r5, r2, 0x30000
  add_32 r7, r7, r6
  add_imm_32 r7, r7, 0x30001
  load_ind_u64 r0, [r1 - 96]
  store_ind_u64 [r1 - 64], r5
  store_ind_u64 [r1 - 56], r4
  load_imm_jump r2, 0, L623
L566:
  load_imm r5, 1
  branch_eq_imm r4, 3, L576
  load_imm_jump r5, 0, L576
L576:
  add_32 r7, r7, r2
  store_ind_u8 [r7 + 0x30000], r5
  load_ind_u64 r7, [r1 - 88]
  add_32 r2, r7, r0
  add_imm_32 r4, r2, 0x30001
  load_ind_u64 r2, [r1 - 120]
  add_imm_32 r5, r2, 0x30000
  add_32 r7, r7, r6
  add_imm_32 r7, r7, 0x30001
  load_ind_u64 r0, [r1 - 96]
  store_ind_u64 [r1 - 64], r5
  store_ind_u64 [r1 - 56], r4
  load_imm_jump r2, 0, L623
L623:
  add_32 r6, r4, r2
  load_ind_u8 r6, [r6]
  add_32 r4, r3, r6
  add_imm_32 r3, r2, 2
  branch_ge_u r3, r12, L985
L638:
  load_ind_u64 r12, [r1 - 72]
  add_32 r12, r12, r3
  load_ind_u8 r12, [r12]
  add_32 r4, r4, r12
  add_32 r12, r5, r2
  load_ind_u8 r5, [r12]
  add_32 r5, r4, r5
  add_32 r4, r9, r3
  load_ind_u8 r4, [r4]
  add_32 r5, r5, r4
  add_32 r5, r5, r8
  add_32 r8, r7, r2
  load_ind_u8 r8, [r8]
  add_32 r5, r5, r8
  add_32 r3, r11, r3
  load_ind_u8 r3, [r3]
  add_32 r5, r5, r3
  branch_ne_imm r5, 2, L934
  load_ind_u8 r12, [r12 + 1]
  set_gt_u_imm r3, r12, 0
  add_32 r12, r0, r2
  store_ind_u8 [r12 + 0x30000], r3
  add_imm_32 r2, r2, 1
  branch_ne r10, r2, L959
L709:
  load_ind_u64 r12, [r1 - 104]
  load_ind_u64 r11, [r1 - 120]
  add_32 r7, r11, r12
  load_ind_u64 r11, [r1 - 32]
  load_ind_u64 r9, [r1 - 48]
  branch_ne r9, r11, L405
  load_ind_u64 r9, [r1 - 80]
  add_imm_32 r9, r9, -1
  branch_ne_imm r9, 0, L369
  load_ind_u64 r10, [r1 - 112]
  load_ind_u64 r8, [r1 - 24]
  fallthrough
L745:
  add_imm_32 r12, r10, 0x30000
  load_imm r9, 0
  load_imm_jump r11, 0, L755
L755:
  add_32 r7, r12, r9
  load_ind_u8 r3, [r7]
  add_32 r11, r11, r3
  load_ind_u8 r3, [r7 + 1]
  add_32 r11, r11, r3
  load_ind_u8 r3, [r7 + 2]
  add_32 r11, r11, r3
  load_ind_u8 r7, [r7 + 3]
  add_32 r11, r11, r7
  add_imm_32 r9, r9, 4
  branch_ne r8, r9, L755
  load_ind_u64 r9, [r1 - 8]
  branch_eq_imm r9, 0, L814
  add_32 r8, r10, r8
  fallthrough
L797:
  load_ind_u8 r7, [r8 + 0x30000]
  add_32 r11, r11, r7
  add_imm_32 r8, r8, 1
  add_imm_32 r9, r9, -1
  branch_ne_imm r9, 0, L797
L814:
  store_u32 [0x30404], r11
  load_ind_u64 r8, [r1 - 16]
  add_imm_32 r0, r8, -8
  shlo_r_imm_32 r11, r0, 3
  add_imm_32 r11, r11, 1
  and_imm r9, r11, 3
  load_imm r2, 0
  load_imm r7, 0
  branch_le_u_imm r0, 23, L989
  and_imm r3, r11, 0x3ffffffc
  load_u64 r11, [0x10010]
  fallthrough
L855:
  add_32 r0, r12, r2
  load_ind_u64 r6, [r0]
  xor r7, r6, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r6, r7, 29
  load_ind_u64 r5, [r0 + 8]
  xor r6, r6, r5
  xor r7, r6, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r6, r7, 29
  load_ind_u64 r5, [r0 + 16]
  xor r6, r6, r5
  xor r7, r6, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r6, r7, 29
  load_ind_u64 r0, [r0 + 24]
  xor r0, r6, r0
  xor r7, r0, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r0, r7, 29
  xor r7, r0, r7
  add_imm_32 r2, r2, 32
  add_imm_32 r3, r3, -4
  branch_ne_imm r3, 0, L855
  and_imm r2, r8, -32
  or_imm r3, r2, 8
  jump L998
L934:
  load_imm r3, 1
  branch_eq_imm r5, 3, L944
  load_imm_jump r3, 0, L944
L944:
  add_32 r12, r0, r2
  store_ind_u8 [r12 + 0x30000], r3
  add_imm_32 r2, r2, 1
  branch_eq r10, r2, L709
L959:
  move_reg r3, r6
  load_ind_u64 r12, [r1 - 104]
  load_ind_u64 r4, [r1 - 56]
  load_ind_u64 r5, [r1 - 64]
  add_32 r6, r4, r2
  load_ind_u8 r6, [r6]
  add_32 r4, r3, r6
  add_imm_32 r3, r2, 2
  branch_lt_u r3, r12, L638
L985:
  load_imm_jump r3, 0, L638
L989:
  load_u64 r11, [0x10010]
  load_imm_jump r3, 8, L998
L998:
  branch_eq_imm r9, 0, L1040
  shlo_l_imm_32 r12, r9, 3
  fallthrough
L1005:
  add_32 r9, r10, r2
  load_ind_u64 r9, [r9 + 0x30000]
  xor r9, r9, r7
  mul_64 r9, r9, r11
  shlo_r_imm_64 r8, r9, 29
  xor r7, r8, r9
  add_imm_32 r12, r12, -8
  branch_eq_imm r12, 0, L1040
  add_imm_32 r9, r3, 8
  move_reg r2, r3
  move_reg r3, r9
  jump L1005
L1040:
  load_imm r12, 0x30400
  store_u64 [0x30408], r7
  move_reg r7, r12
  load_imm r12, -0x10000
  load_imm_jump_ind r8, 16, r12, 0
