; Benchmarks/Programs/wasm/hashmap.wasm at --opt 2
; gas 21032, 1459921, code 1428 bytes

.table L257 ; address 2
.table L975 ; address 4
  jump.4 L141
  trap

; f0.memset
L6:
  branch_le_u_imm r8, 7, L139
  add_imm_32 r11, r8, -8
  shlo_r_imm_32 r12, r11, 3
  add_imm_32 r12, r12, 1
  and_imm r10, r12, 7
  branch_ne_imm r10, 0, L30
  move_reg r12, r7
  jump L54
L30:
  shlo_l_imm_32 r9, r10, 3
  move_reg r12, r7
  fallthrough
L36:
  store_imm_ind_u64 [r12 + 0x30000], 0
  add_imm_32 r12, r12, 8
  add_imm_32 r10, r10, -1
  branch_ne_imm r10, 0, L36
  sub_32 r8, r8, r9
  fallthrough
L54:
  add_imm_32 r12, r12, 0x30000
  branch_lt_u_imm r11, 56, L96
L63:
  add_imm_32 r8, r8, -64
  store_imm_ind_u64 [r12], 0
  store_imm_ind_u64 [r12 + 8], 0
  store_imm_ind_u64 [r12 + 16], 0
  store_imm_ind_u64 [r12 + 24], 0
  store_imm_ind_u64 [r12 + 32], 0
  store_imm_ind_u64 [r12 + 40], 0
  store_imm_ind_u64 [r12 + 48], 0
  store_imm_ind_u64 [r12 + 56], 0
  add_imm_32 r12, r12, 64
  branch_gt_u_imm r8, 7, L63
L96:
  branch_eq_imm r8, 0, L139
  and_imm r11, r8, 7
  branch_ne_imm r11, 0, L109
  move_reg r11, r8
  jump L124
L109:
  store_imm_ind_u8 [r12], 0
  add_imm_32 r12, r12, 1
  add_imm_32 r11, r11, -1
  branch_ne_imm r11, 0, L109
  and_imm r11, r8, -8
  fallthrough
L124:
  branch_lt_u_imm r8, 8, L139
L128:
  add_imm_32 r11, r11, -8
  store_imm_ind_u64 [r12], 0
  add_imm_32 r12, r12, 8
  branch_ne_imm r11, 0, L128
L139:
  jump_ind r0, 0

; entry.0.main
L141:
  add_imm_32 r12, r7, -0x30000
  store_u32 [0x30608], r12
  store_imm_u32 [0x30400], 0
  load_imm r4, 1
  load_u64 r5, [0x10008]
  load_imm r6, 0
  load_u64 r2, [0x10028]
  branch_le_u_imm r8, 3, L224
  load_ind_i32 r6, [r12 + 0x30000]
  and_imm r11, r8, 0x7ffffffc
  branch_eq_imm r11, 4, L224
  load_ind_u32 r8, [r12 + 0x30004]
  mul_64 r8, r8, r2
  add_64 r9, r8, r5
  max_u r5, r9, r4
  branch_eq_imm r11, 8, L224
  load_imm r11, 20000
  load_ind_i32 r12, [r12 + 0x30008]
  min_u r4, r12, r11
  cmov_iz_imm r4, r12, 1
  fallthrough
L224:
  store_imm_u32 [0x3060c], 256
  store_imm_u64 [0x140608], 15
  store_imm_u32 [0x140604], 1552
  load_imm r7, 1552
  load_imm r8, 256
  load_imm_jump r0, 2, L6
L257:
  load_imm r3, 0
  load_imm r12, 0
  branch_ne_imm r6, 0, L291
  load_imm r10, 0
  load_imm r8, 16
  load_imm r11, 16
  add_imm_64 r1, r1, -32
  store_ind_u64 [r1], r3
  load_imm_jump r9, 1552, L282
L282:
  and_imm r7, r8, -2
  move_reg r6, r9
  load_imm_jump r0, 0, L1197
L291:
  shlo_l_imm_64 r10, r6, 32
  shlo_r_imm_64 r10, r10, 32
  load_u64 r11, [0x10018]
  load_u64 r9, [0x10020]
  load_u64 r0, [0x10008]
  load_u64 r6, [0x10010]
  add_imm_64 r1, r1, -32
  store_ind_u64 [r1 + 24], r4
  store_ind_u64 [r1 + 8], r10
  load_imm_jump r2, 0, L361
L329:
  branch_ne r5, r7, L512
  load_ind_u64 r5, [r1]
  fallthrough
L336:
  add_imm_32 r3, r3, 1
  fallthrough
L340:
  load_u64 r11, [0x10018]
  fallthrough
L346:
  add_imm_64 r2, r2, 1
  branch_eq r2, r10, L473
L352:
  load_u64 r9, [0x10020]
  load_ind_u64 r4, [r1 + 24]
  fallthrough
L361:
  shlo_r_imm_64 r8, r5, 12
  xor r8, r8, r5
  shlo_l_imm_64 r7, r8, 25
  xor r8, r7, r8
  shlo_r_imm_64 r7, r8, 27
  xor r8, r7, r8
  store_ind_u64 [r1], r8
  mul_64 r8, r8, r0
  shlo_r_imm_64 r7, r8, 32
  mul_64 r7, r7, r4
  shlo_r_imm_64 r7, r7, 32
  mul_64 r7, r7, r9
  add_64 r7, r7, r9
  and_imm r5, r8, 7
  shlo_r_imm_64 r9, r7, 31
  xor r9, r9, r7
  mul_64 r9, r9, r6
  shlo_r_imm_64 r8, r9, 27
  xor r9, r8, r9
  mul_64 r11, r9, r11
  shlo_r_imm_64 r11, r11, 33
  load_i32 r9, [0x140608]
  load_i32 r8, [0x140604]
  and r4, r9, r11
  add_imm_32 r11, r4, 0
  shlo_l_imm_32 r4, r4, 4
  branch_le_u_imm r5, 3, L564
  add_32 r5, r8, r4
  load_ind_u64 r5, [r5 + 0x30000]
  branch_ne_imm r5, 0, L329
  load_ind_u64 r5, [r1]
  fallthrough
L459:
  add_imm_32 r12, r12, 1
  load_u64 r11, [0x10018]
  add_imm_64 r2, r2, 1
  branch_ne r2, r10, L352
L473:
  load_imm r10, 1
  load_u32 r11, [0x140608]
  add_imm_32 r11, r11, 1
  load_i32 r9, [0x140604]
  max_u r8, r11, r10
  and_imm r0, r8, 1
  load_imm r10, 0
  branch_le_u_imm r11, 1, L1325
  store_ind_u64 [r1], r0
  load_u64 r2, [0x10028]
  jump L282
L512:
  load_ind_u64 r5, [r1]
  jump L519
L516:
  branch_eq r0, r7, L551
L519:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r0, r11, 4
  add_32 r0, r8, r0
  load_ind_u64 r0, [r0 + 0x30000]
  branch_ne_imm r0, 0, L516
  load_u64 r6, [0x10010]
  load_u64 r0, [0x10008]
  jump L459
L551:
  load_u64 r6, [0x10010]
  load_u64 r0, [0x10008]
  jump L336
L564:
  add_32 r0, r8, r4
  load_ind_u64 r4, [r0 + 0x30000]
  branch_ne_imm r5, 3, L825
  branch_ne_imm r4, 0, L589
  load_u64 r0, [0x10008]
  load_ind_u64 r5, [r1]
  jump L459
L589:
  branch_eq r4, r7, L644
  load_ind_u64 r5, [r1]
  jump L599
L596:
  branch_eq r10, r7, L635
L599:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r10, r11, 4
  add_32 r0, r8, r10
  load_ind_u64 r10, [r0 + 0x30000]
  branch_ne_imm r10, 0, L596
  load_u64 r6, [0x10010]
  load_u64 r0, [0x10008]
  load_ind_u64 r10, [r1 + 8]
  jump L459
L635:
  load_u64 r6, [0x10010]
  load_ind_u64 r10, [r1 + 8]
  fallthrough
L644:
  sub_32 r11, r0, r8
  shar_r_imm_32 r7, r11, 4
  add_imm_32 r11, r7, 1
  and r0, r11, r9
  shlo_l_imm_32 r11, r0, 4
  add_32 r5, r8, r11
  load_ind_u64 r4, [r5 + 0x30000]
  branch_ne_imm r4, 0, L677
  load_u64 r11, [0x10018]
  jump L788
L677:
  store_ind_u64 [r1 + 16], r12
  load_u64 r11, [0x10018]
  jump L707
L687:
  add_imm_32 r12, r0, 1
  and r0, r12, r9
  shlo_l_imm_32 r12, r0, 4
  add_32 r5, r8, r12
  load_ind_u64 r4, [r5 + 0x30000]
  branch_eq_imm r4, 0, L781
L707:
  shlo_r_imm_64 r12, r4, 31
  xor r12, r12, r4
  mul_64 r12, r12, r6
  shlo_r_imm_64 r10, r12, 27
  xor r12, r10, r12
  mul_64 r12, r12, r11
  shlo_r_imm_64 r12, r12, 33
  and r12, r9, r12
  sub_32 r12, r0, r12
  and r12, r12, r9
  sub_32 r10, r0, r7
  and r10, r10, r9
  branch_lt_u r12, r10, L687
  shlo_l_imm_32 r12, r7, 4
  add_32 r12, r8, r12
  store_ind_u64 [r12 + 0x30000], r4
  load_ind_u64 r10, [r5 + 0x30008]
  store_ind_u64 [r12 + 0x30008], r10
  load_i32 r8, [0x140604]
  load_i32 r9, [0x140608]
  move_reg r7, r0
  jump L687
L781:
  load_ind_u64 r10, [r1 + 8]
  load_ind_u64 r12, [r1 + 16]
  fallthrough
L788:
  shlo_l_imm_32 r9, r7, 4
  add_32 r9, r8, r9
  store_imm_ind_u64 [r9 + 0x30000], 0
  load_u32 r9, [0x14060c]
  add_imm_32 r9, r9, -1
  store_u32 [0x14060c], r9
  add_imm_32 r3, r3, 1
  load_u64 r0, [0x10008]
  load_ind_u64 r5, [r1]
  jump L346
L825:
  branch_eq_imm r4, 0, L892
  branch_ne r4, r7, L855
  load_ind_u64 r5, [r1]
  fallthrough
L834:
  load_ind_u64 r11, [r0 + 0x30008]
  add_64 r11, r11, r2
  store_ind_u64 [r0 + 0x30008], r11
  load_u64 r0, [0x10008]
  jump L340
L855:
  load_ind_u64 r5, [r1]
  jump L863
L859:
  branch_eq r10, r7, L1149
L863:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r10, r11, 4
  add_32 r0, r8, r10
  load_ind_u64 r10, [r0 + 0x30000]
  branch_ne_imm r10, 0, L859
  load_u64 r6, [0x10010]
  load_ind_u64 r10, [r1 + 8]
  fallthrough
L892:
  store_ind_u64 [r0 + 0x30008], r2
  store_ind_u64 [r0 + 0x30000], r7
  load_u32 r11, [0x14060c]
  add_imm_32 r11, r11, 1
  store_u32 [0x14060c], r11
  shlo_l_imm_32 r11, r11, 2
  mul_imm_32 r9, r9, 3
  add_imm_32 r9, r9, 3
  branch_ge_u r9, r11, L1134
  store_ind_u64 [r1 + 16], r12
  load_u32 r4, [0x140608]
  shlo_l_imm_32 r12, r4, 5
  add_imm_32 r8, r12, 32
  load_u32 r12, [0x3060c]
  neg_add_imm_32 r11, r12, 0x100000
  branch_ge_u r11, r8, L956
  trap
L956:
  add_32 r11, r8, r12
  store_u32 [0x3060c], r11
  add_imm_32 r5, r12, 1552
  move_reg r7, r5
  load_imm_jump r0, 4, L6
L975:
  shlo_l_imm_32 r12, r4, 1
  or_imm r12, r12, 1
  load_i32 r7, [0x140604]
  load_u64 r11, [0x10018]
  load_imm_jump r10, 0, L1047
L994:
  add_imm_32 r7, r0, 1
  and r0, r7, r12
  shlo_l_imm_32 r7, r0, 4
  add_32 r7, r5, r7
  load_ind_u64 r4, [r7 + 0x30000]
  branch_eq_imm r4, 0, L1017
  branch_ne r4, r8, L994
L1017:
  store_ind_u64 [r7 + 0x30000], r8
  load_ind_u64 r9, [r9 + 8]
  store_ind_u64 [r7 + 0x30008], r9
  load_i32 r7, [0x140604]
  fallthrough
L1036:
  add_imm_32 r10, r10, 1
  load_i32 r9, [0x140608]
  branch_lt_u r9, r10, L1108
L1047:
  shlo_l_imm_32 r9, r10, 4
  add_32 r9, r7, r9
  add_imm_32 r9, r9, 0x30000
  load_ind_u64 r8, [r9]
  branch_eq_imm r8, 0, L1036
  shlo_r_imm_64 r7, r8, 31
  xor r7, r7, r8
  mul_64 r7, r7, r6
  shlo_r_imm_64 r0, r7, 27
  xor r7, r0, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r7, r7, 33
  and r0, r12, r7
  shlo_l_imm_32 r7, r0, 4
  add_32 r7, r5, r7
  load_ind_u64 r4, [r7 + 0x30000]
  branch_eq_imm r4, 0, L1017
  branch_eq r4, r8, L1017
  add_imm_32 r0, r0, 0
  jump L994
L1108:
  store_u32 [0x140608], r12
  store_u32 [0x140604], r5
  load_ind_u64 r12, [r1 + 16]
  load_u64 r0, [0x10008]
  load_ind_u64 r10, [r1 + 8]
  load_ind_u64 r5, [r1]
  jump L346
L1134:
  load_u64 r0, [0x10008]
  load_u64 r11, [0x10018]
  load_ind_u64 r5, [r1]
  jump L346
L1149:
  load_u64 r6, [0x10010]
  load_ind_u64 r10, [r1 + 8]
  jump L834
L1160:
  load_ind_u64 r4, [r6 + 0x30008]
  xor r5, r4, r5
  mul_64 r5, r5, r2
  shlo_r_imm_64 r4, r5, 29
  xor r5, r4, r5
  add_64 r10, r5, r10
  load_ind_u64 r5, [r6 + 0x30010]
  branch_ne_imm r5, 0, L1213
L1188:
  add_imm_32 r6, r6, 32
  add_imm_32 r0, r0, 2
  branch_eq r7, r0, L1242
L1197:
  load_ind_u64 r5, [r6 + 0x30000]
  branch_ne_imm r5, 0, L1160
  load_ind_u64 r5, [r6 + 0x30010]
  branch_eq_imm r5, 0, L1188
L1213:
  load_ind_u64 r4, [r6 + 0x30018]
  xor r5, r4, r5
  mul_64 r5, r5, r2
  shlo_r_imm_64 r4, r5, 29
  xor r5, r4, r5
  add_64 r10, r5, r10
  add_imm_32 r6, r6, 32
  add_imm_32 r0, r0, 2
  branch_ne r7, r0, L1197
L1242:
  shlo_l_imm_32 r8, r8, 4
  and_imm r7, r8, -32
  load_ind_u64 r0, [r1]
  fallthrough
L1251:
  branch_eq_imm r0, 0, L1267
  add_32 r9, r9, r7
  add_imm_32 r8, r9, 0x30000
  load_ind_u64 r9, [r8]
  branch_ne_imm r9, 0, L1333
L1267:
  load_i32 r9, [0x30400]
  add_imm_32 r8, r9, 4
  branch_ge_u_imm r8, 513, L1388
  store_u32 [0x30400], r8
  load_u32 r7, [0x14060c]
  store_ind_u32 [r9 + 0x30408], r7
  add_imm_32 r7, r9, 8
  branch_gt_u_imm r7, 512, L1385
  store_u32 [0x30400], r7
  store_ind_u32 [r9 + 0x3040c], r3
  add_imm_32 r8, r9, 12
  branch_le_u_imm r8, 512, L1353
  move_reg r9, r7
  jump L1388
L1325:
  load_u64 r2, [0x10028]
  load_imm_jump r7, 0, L1251
L1333:
  load_ind_u64 r8, [r8 + 8]
  xor r9, r8, r9
  mul_64 r9, r9, r2
  shlo_r_imm_64 r8, r9, 29
  xor r9, r8, r9
  add_64 r10, r9, r10
  jump L1267
L1353:
  store_u32 [0x30400], r8
  store_ind_u32 [r9 + 0x30410], r12
  add_imm_32 r12, r9, 16
  branch_ge_u_imm r12, 513, L1385
  store_u32 [0x30400], r12
  store_ind_u32 [r9 + 0x30414], r11
  move_reg r9, r12
  jump L1388
L1385:
  move_reg r9, r8
  fallthrough
L1388:
  add_imm_32 r12, r9, 8
  branch_ge_u_imm r12, 513, L1424
  store_u32 [0x30400], r12
  store_ind_u64 [r9 + 0x30408], r10
  fallthrough
L1407:
  shlo_l_imm_64 r8, r12, 32
  shlo_r_imm_64 r8, r8, 32
  load_imm r12, -0x10000
  load_imm_jump_ind r7, 0x30408, r12, 0
L1424:
  move_reg r12, r9
  jump L1407
