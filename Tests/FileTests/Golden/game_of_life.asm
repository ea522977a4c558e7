; Benchmarks/Programs/wasm/game_of_life.wasm at --opt 2
; gas 16616, 1734656, code 1011 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r3, r8
  add_imm_32 r8, r7, -0x30000
  load_imm r2, 0
  load_imm r12, 3
  load_imm r0, 3
  load_imm r6, 256
  branch_lt_u_imm r3, 4, L44
  load_ind_i32 r12, [r8 + 0x30000]
  min_u r12, r12, r6
  max_u r12, r12, r0
  load_imm_jump r2, 4, L44
L44:
  sub_32 r4, r3, r2
  load_imm r11, 3
  load_imm r9, 0
  load_u64 r5, [0x10008]
  move_reg r7, r5
  branch_lt_u_imm r4, 4, L127
  add_32 r11, r2, r8
  load_ind_i32 r11, [r11 + 0x30000]
  min_u r11, r11, r6
  max_u r11, r11, r0
  add_imm_32 r9, r2, 4
  sub_32 r0, r3, r9
  load_imm r9, 0
  branch_lt_u_imm r0, 4, L127
  add_32 r9, r2, r8
  load_ind_i32 r9, [r9 + 0x30004]
  or_imm r2, r2, 8
  sub_32 r3, r3, r2
  branch_lt_u_imm r3, 4, L127
  load_u64 r10, [0x10010]
  add_32 r8, r2, r8
  load_ind_u32 r8, [r8 + 0x30000]
  mul_64 r8, r8, r10
  add_64 r5, r8, r5
  fallthrough
L127:
  load_imm r3, 1
  mul_32 r8, r11, r12
  store_ind_u64 [r1 - 16], r8
  max_u r6, r5, r3
  and_imm r3, r8, -2
  load_imm r2, 1
  shlo_l_imm_64 r2, r2, 62
  load_imm_jump r0, 0, L151
L151:
  shlo_r_imm_64 r5, r6, 12
  xor r6, r5, r6
  shlo_l_imm_64 r5, r6, 25
  xor r6, r5, r6
  shlo_r_imm_64 r5, r6, 27
  xor r6, r5, r6
  mul_64 r5, r6, r7
  set_lt_u r5, r5, r2
  store_ind_u8 [r0 + 0x30600], r5
  shlo_r_imm_64 r5, r6, 12
  xor r6, r5, r6
  shlo_l_imm_64 r5, r6, 25
  xor r6, r5, r6
  shlo_r_imm_64 r5, r6, 27
  xor r6, r5, r6
  mul_64 r5, r6, r7
  set_lt_u r5, r5, r2
  store_ind_u8 [r0 + 0x30601], r5
  add_imm_32 r0, r0, 2
  branch_ne r3, r0, L151
  and_imm r0, r8, 1
  branch_eq_imm r0, 0, L251
  shlo_r_imm_64 r0, r6, 12
  xor r0, r0, r6
  shlo_l_imm_64 r6, r0, 25
  xor r0, r6, r0
  shlo_r_imm_64 r6, r0, 27
  xor r0, r6, r0
  mul_64 r7, r0, r7
  set_lt_u r7, r7, r2
  store_ind_u8 [r3 + 0x30600], r7
  fallthrough
L251:
  and_imm r7, r8, -4
  load_imm r2, 0
  load_imm_jump r3, 0, L259
L259:
  load_ind_u8 r0, [r2 + 0x30600]
  add_32 r3, r3, r0
  load_ind_u8 r0, [r2 + 0x30601]
  add_32 r3, r3, r0
  load_ind_u8 r0, [r2 + 0x30602]
  add_32 r3, r3, r0
  load_ind_u8 r0, [r2 + 0x30603]
  add_32 r3, r3, r0
  add_imm_32 r2, r2, 4
  branch_ne r7, r2, L259
  and_imm r2, r8, 3
  store_ind_u64 [r1 - 8], r2
  branch_eq_imm r2, 0, L328
  add_imm_32 r0, r7, 0x30600
  move_reg r6, r2
  fallthrough
L314:
  load_ind_u8 r5, [r0]
  add_32 r3, r3, r5
  add_imm_32 r0, r0, 1
  add_imm_32 r6, r6, -1
  branch_ne_imm r6, 0, L314
L328:
  store_u32 [0x30400], r3
  load_imm r10, 1536
  branch_eq_imm r9, 0, L696
  store_ind_u64 [r1 - 24], r7
  store_ind_u64 [r1 - 104], r12
  store_ind_u64 [r1 - 32], r11
  add_imm_32 r10, r12, -1
  load_imm r3, 1536
  store_ind_u64 [r1 - 80], r9
  load_imm_jump r7, 0x10600, L376
L366:
  store_ind_u64 [r1 - 80], r9
  load_ind_u64 r7, [r1 - 88]
  load_ind_u64 r3, [r1 - 112]
  fallthrough
L376:
  store_ind_u64 [r1 - 112], r7
  store_ind_u64 [r1 - 88], r3
  add_imm_32 r2, r7, 1
  add_imm_32 r8, r3, 0x30000
  store_ind_u64 [r1 - 120], r3
  store_ind_u64 [r1 - 96], r2
  store_ind_u64 [r1 - 40], r8
  load_imm_jump r9, 0, L418
L402:
  add_32 r8, r0, r12
  store_ind_u64 [r1 - 120], r7
  store_ind_u64 [r1 - 96], r8
  load_ind_u64 r8, [r1 - 40]
  load_ind_u64 r7, [r1 - 112]
  fallthrough
L418:
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
  branch_lt_u r6, r11, L483
  load_imm_jump r6, 0, L483
L483:
  mul_32 r6, r6, r12
  add_32 r11, r8, r6
  add_32 r8, r11, r10
  load_ind_u8 r8, [r8]
  add_32 r5, r5, r8
  load_ind_u8 r8, [r11]
  add_32 r5, r5, r8
  load_ind_u8 r4, [r11 + 1]
  add_32 r4, r5, r4
  branch_ne_imm r4, 2, L518
  load_ind_u8 r5, [r9]
  set_gt_u_imm r5, r5, 0
  jump L528
L518:
  load_imm r5, 1
  branch_eq_imm r4, 3, L528
  load_imm_jump r5, 0, L528
L528:
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
  load_imm r2, 0
  add_32 r6, r4, r2
  load_ind_u8 r6, [r6]
  add_32 r4, r3, r6
  add_imm_32 r3, r2, 2
  branch_ge_u r3, r12, L977
L589:
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
  branch_ne_imm r5, 2, L926
  load_ind_u8 r12, [r12 + 1]
  set_gt_u_imm r3, r12, 0
  add_32 r12, r0, r2
  store_ind_u8 [r12 + 0x30000], r3
  add_imm_32 r2, r2, 1
  branch_ne r10, r2, L951
L660:
  load_ind_u64 r12, [r1 - 104]
  load_ind_u64 r11, [r1 - 120]
  add_32 r7, r11, r12
  load_ind_u64 r11, [r1 - 32]
  load_ind_u64 r9, [r1 - 48]
  branch_ne r9, r11, L402
  load_ind_u64 r9, [r1 - 80]
  add_imm_32 r9, r9, -1
  branch_ne_imm r9, 0, L366
  load_ind_u64 r10, [r1 - 112]
  load_ind_u64 r7, [r1 - 24]
  fallthrough
L696:
  add_imm_32 r12, r10, 0x30000
  load_imm r9, 0
  load_imm_jump r11, 0, L706
L706:
  add_32 r8, r12, r9
  load_ind_u8 r3, [r8]
  add_32 r11, r11, r3
  load_ind_u8 r3, [r8 + 1]
  add_32 r11, r11, r3
  load_ind_u8 r3, [r8 + 2]
  add_32 r11, r11, r3
  load_ind_u8 r8, [r8 + 3]
  add_32 r11, r11, r8
  add_imm_32 r9, r9, 4
  branch_ne r7, r9, L706
  load_ind_u64 r9, [r1 - 8]
  branch_eq_imm r9, 0, L765
  add_32 r8, r10, r7
  fallthrough
L748:
  load_ind_u8 r7, [r8 + 0x30000]
  add_32 r11, r11, r7
  add_imm_32 r8, r8, 1
  add_imm_32 r9, r9, -1
  branch_ne_imm r9, 0, L748
L765:
  store_u32 [0x30404], r11
  load_ind_u64 r8, [r1 - 16]
  add_imm_32 r0, r8, -8
  shlo_r_imm_32 r11, r0, 3
  add_imm_32 r11, r11, 1
  and_imm r9, r11, 3
  load_imm r2, 0
  load_imm r7, 0
  branch_le_u_imm r0, 23, L981
  and_imm r3, r11, 0x3ffffffc
  load_u64 r11, [0x10010]
  fallthrough
L806:
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
  branch_ne_imm r3, 0, L806
  and_imm r2, r8, -32
  or_imm r3, r2, 8
  fallthrough
L884:
  branch_eq_imm r9, 0, L990
  shlo_l_imm_32 r12, r9, 3
  fallthrough
L891:
  add_32 r9, r10, r2
  load_ind_u64 r9, [r9 + 0x30000]
  xor r9, r9, r7
  mul_64 r9, r9, r11
  shlo_r_imm_64 r8, r9, 29
  xor r7, r8, r9
  add_imm_32 r12, r12, -8
  branch_eq_imm r12, 0, L990
  add_imm_32 r9, r3, 8
  move_reg r2, r3
  move_reg r3, r9
  jump L891
L926:
  load_imm r3, 1
  branch_eq_imm r5, 3, L936
  load_imm_jump r3, 0, L936
L936:
  add_32 r12, r0, r2
  store_ind_u8 [r12 + 0x30000], r3
  add_imm_32 r2, r2, 1
  branch_eq r10, r2, L660
L951:
  move_reg r3, r6
  load_ind_u64 r12, [r1 - 104]
  load_ind_u64 r4, [r1 - 56]
  load_ind_u64 r5, [r1 - 64]
  add_32 r6, r4, r2
  load_ind_u8 r6, [r6]
  add_32 r4, r3, r6
  add_imm_32 r3, r2, 2
  branch_lt_u r3, r12, L589
L977:
  load_imm_jump r3, 0, L589
L981:
  load_u64 r11, [0x10010]
  load_imm_jump r3, 8, L884
L990:
  load_imm r12, 0x30400
  store_u64 [0x30408], r7
  move_reg r7, r12
  load_imm r12, -0x10000
  load_imm_jump_ind r8, 16, r12, 0
