; Benchmarks/Programs/wasm/hashmap.wasm at --opt 2
; gas 21146, 1465723, code 1405 bytes

.table L269 ; address 2
.table L960 ; address 4
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
  load_imm r6, 1
  load_u64 r4, [0x10008]
  load_u64 r2, [0x10028]
  move_reg r5, r4
  branch_le_u_imm r8, 3, L230
  load_ind_i32 r10, [r12 + 0x30000]
  add_imm_64 r1, r1, -32
  store_ind_u64 [r1], r10
  and_imm r10, r8, 0x7ffffffc
  branch_eq_imm r10, 4, L236
  load_ind_u32 r9, [r12 + 0x30004]
  mul_64 r9, r9, r2
  add_64 r9, r9, r4
  max_u r4, r9, r6
  branch_eq_imm r10, 8, L236
  load_imm r11, 20000
  load_ind_i32 r12, [r12 + 0x30008]
  min_u r6, r12, r11
  cmov_iz_imm r6, r12, 1
  jump L236
L230:
  add_imm_64 r1, r1, -32
  store_imm_ind_u64 [r1], 0
  fallthrough
L236:
  store_imm_u32 [0x3060c], 256
  store_imm_u64 [0x140608], 15
  store_imm_u32 [0x140604], 1552
  load_imm r7, 1552
  load_imm r8, 256
  load_imm_jump r0, 2, L6
L269:
  load_imm r3, 0
  load_ind_u64 r7, [r1]
  branch_ne_imm r7, 0, L302
  load_imm r10, 0
  load_imm r8, 16
  load_imm r11, 16
  load_imm r9, 1552
  store_ind_u64 [r1], r3
  load_imm_jump r12, 0, L293
L293:
  and_imm r7, r8, -2
  move_reg r6, r9
  load_imm_jump r0, 0, L1175
L302:
  shlo_l_imm_64 r10, r7, 32
  shlo_r_imm_64 r10, r10, 32
  load_imm r12, 0
  load_u64 r11, [0x10010]
  load_u64 r9, [0x10020]
  store_ind_u64 [r1 + 24], r6
  store_ind_u64 [r1 + 8], r10
  load_imm_jump r2, 0, L384
L329:
  branch_eq r0, r7, L508
L333:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r0, r11, 4
  add_32 r0, r8, r0
  load_ind_u64 r0, [r0 + 0x30000]
  branch_ne_imm r0, 0, L329
  load_u64 r5, [0x10008]
  fallthrough
L359:
  add_imm_32 r12, r12, 1
  fallthrough
L363:
  load_u64 r11, [0x10010]
  add_imm_64 r2, r2, 1
  branch_eq r2, r10, L811
L375:
  load_u64 r9, [0x10020]
  load_ind_u64 r6, [r1 + 24]
  fallthrough
L384:
  shlo_r_imm_64 r8, r4, 12
  xor r8, r8, r4
  shlo_l_imm_64 r7, r8, 25
  xor r8, r7, r8
  shlo_r_imm_64 r7, r8, 27
  xor r8, r7, r8
  store_ind_u64 [r1], r8
  mul_64 r8, r8, r5
  shlo_r_imm_64 r7, r8, 32
  mul_64 r7, r7, r6
  shlo_r_imm_64 r7, r7, 32
  mul_64 r7, r7, r9
  add_64 r7, r7, r9
  and_imm r6, r8, 7
  shlo_r_imm_64 r9, r7, 31
  xor r9, r9, r7
  load_u64 r8, [0x10018]
  mul_64 r9, r9, r8
  shlo_r_imm_64 r8, r9, 27
  xor r9, r8, r9
  mul_64 r11, r9, r11
  shlo_r_imm_64 r11, r11, 33
  load_i32 r9, [0x140608]
  load_i32 r8, [0x140604]
  and r0, r9, r11
  add_imm_32 r11, r0, 0
  shlo_l_imm_32 r0, r0, 4
  branch_le_u_imm r6, 3, L515
  add_32 r0, r8, r0
  load_ind_u64 r0, [r0 + 0x30000]
  branch_ne_imm r0, 0, L491
  load_ind_u64 r4, [r1]
  add_imm_32 r12, r12, 1
  jump L363
L491:
  branch_ne r0, r7, L503
  load_ind_u64 r4, [r1]
  fallthrough
L497:
  add_imm_32 r3, r3, 1
  jump L363
L503:
  load_ind_u64 r4, [r1]
  jump L333
L508:
  load_u64 r5, [0x10008]
  jump L497
L515:
  add_32 r0, r8, r0
  load_ind_u64 r5, [r0 + 0x30000]
  branch_ne_imm r6, 3, L771
  branch_ne_imm r5, 0, L541
  load_u64 r5, [0x10008]
  load_ind_u64 r4, [r1]
  jump L359
L541:
  branch_eq r5, r7, L586
  load_ind_u64 r4, [r1]
  jump L551
L548:
  branch_eq r10, r7, L582
L551:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r10, r11, 4
  add_32 r0, r8, r10
  load_ind_u64 r10, [r0 + 0x30000]
  branch_ne_imm r10, 0, L548
  load_u64 r5, [0x10008]
  load_ind_u64 r10, [r1 + 8]
  jump L359
L582:
  load_ind_u64 r10, [r1 + 8]
  fallthrough
L586:
  sub_32 r11, r0, r8
  shar_r_imm_32 r7, r11, 4
  add_imm_32 r11, r7, 1
  and r0, r11, r9
  shlo_l_imm_32 r11, r0, 4
  add_32 r6, r8, r11
  load_ind_u64 r5, [r6 + 0x30000]
  branch_ne_imm r5, 0, L619
  load_u64 r11, [0x10010]
  jump L735
L619:
  store_ind_u64 [r1 + 16], r12
  load_u64 r11, [0x10010]
  jump L649
L629:
  add_imm_32 r12, r0, 1
  and r0, r12, r9
  shlo_l_imm_32 r12, r0, 4
  add_32 r6, r8, r12
  load_ind_u64 r5, [r6 + 0x30000]
  branch_eq_imm r5, 0, L728
L649:
  shlo_r_imm_64 r12, r5, 31
  xor r12, r12, r5
  load_u64 r10, [0x10018]
  mul_64 r12, r12, r10
  shlo_r_imm_64 r10, r12, 27
  xor r12, r10, r12
  mul_64 r12, r12, r11
  shlo_r_imm_64 r12, r12, 33
  and r12, r9, r12
  sub_32 r12, r0, r12
  and r12, r12, r9
  sub_32 r10, r0, r7
  and r10, r10, r9
  branch_lt_u r12, r10, L629
  shlo_l_imm_32 r12, r7, 4
  add_32 r12, r8, r12
  store_ind_u64 [r12 + 0x30000], r5
  load_ind_u64 r10, [r6 + 0x30008]
  store_ind_u64 [r12 + 0x30008], r10
  load_i32 r8, [0x140604]
  load_i32 r9, [0x140608]
  move_reg r7, r0
  jump L629
L728:
  load_ind_u64 r10, [r1 + 8]
  load_ind_u64 r12, [r1 + 16]
  fallthrough
L735:
  shlo_l_imm_32 r9, r7, 4
  add_32 r9, r8, r9
  store_imm_ind_u64 [r9 + 0x30000], 0
  load_u32 r9, [0x14060c]
  add_imm_32 r9, r9, -1
  store_u32 [0x14060c], r9
  add_imm_32 r3, r3, 1
  load_u64 r5, [0x10008]
  load_ind_u64 r4, [r1]
  jump L804
L771:
  branch_eq_imm r5, 0, L878
  branch_ne r5, r7, L854
L777:
  load_ind_u64 r11, [r0 + 0x30008]
  add_64 r11, r11, r2
  store_ind_u64 [r0 + 0x30008], r11
  fallthrough
L791:
  load_u64 r5, [0x10008]
  load_u64 r11, [0x10010]
  load_ind_u64 r4, [r1]
  fallthrough
L804:
  add_imm_64 r2, r2, 1
  branch_ne r2, r10, L375
L811:
  load_u32 r11, [0x140608]
  add_imm_32 r11, r11, 1
  load_i32 r9, [0x140604]
  load_imm r10, 1
  max_u r8, r11, r10
  and_imm r0, r8, 1
  load_imm r10, 0
  branch_le_u_imm r11, 1, L1322
  store_ind_u64 [r1], r0
  load_u64 r2, [0x10028]
  jump L293
L850:
  branch_eq r10, r7, L1132
L854:
  add_imm_32 r11, r11, 1
  and r11, r11, r9
  shlo_l_imm_32 r10, r11, 4
  add_32 r0, r8, r10
  load_ind_u64 r10, [r0 + 0x30000]
  branch_ne_imm r10, 0, L850
  load_ind_u64 r10, [r1 + 8]
  fallthrough
L878:
  store_ind_u64 [r0 + 0x30008], r2
  store_ind_u64 [r0 + 0x30000], r7
  load_u32 r11, [0x14060c]
  add_imm_32 r11, r11, 1
  store_u32 [0x14060c], r11
  shlo_l_imm_32 r11, r11, 2
  mul_imm_32 r9, r9, 3
  add_imm_32 r9, r9, 3
  branch_ge_u r9, r11, L791
  store_ind_u64 [r1 + 16], r12
  load_u32 r6, [0x140608]
  shlo_l_imm_32 r12, r6, 5
  add_imm_32 r8, r12, 32
  load_u32 r12, [0x3060c]
  neg_add_imm_32 r11, r12, 0x100000
  branch_ge_u r11, r8, L941
  trap
L941:
  add_32 r11, r8, r12
  store_u32 [0x3060c], r11
  add_imm_32 r5, r12, 1552
  move_reg r7, r5
  load_imm_jump r0, 4, L6
L960:
  shlo_l_imm_32 r12, r6, 1
  or_imm r12, r12, 1
  load_i32 r7, [0x140604]
  load_u64 r11, [0x10010]
  load_imm_jump r10, 0, L1079
L979:
  shlo_r_imm_64 r7, r8, 31
  xor r7, r7, r8
  load_u64 r0, [0x10018]
  mul_64 r7, r7, r0
  shlo_r_imm_64 r0, r7, 27
  xor r7, r0, r7
  mul_64 r7, r7, r11
  shlo_r_imm_64 r7, r7, 33
  and r0, r12, r7
  shlo_l_imm_32 r7, r0, 4
  add_32 r7, r5, r7
  load_ind_u64 r6, [r7 + 0x30000]
  branch_eq_imm r6, 0, L1050
  add_imm_32 r0, r0, 0
  branch_eq r6, r8, L1050
L1027:
  add_imm_32 r7, r0, 1
  and r0, r7, r12
  shlo_l_imm_32 r7, r0, 4
  add_32 r7, r5, r7
  load_ind_u64 r6, [r7 + 0x30000]
  branch_eq_imm r6, 0, L1050
  branch_ne r6, r8, L1027
L1050:
  store_ind_u64 [r7 + 0x30000], r8
  load_ind_u64 r9, [r9 + 8]
  store_ind_u64 [r7 + 0x30008], r9
  load_i32 r7, [0x140604]
  add_imm_32 r10, r10, 1
  load_i32 r9, [0x140608]
  branch_lt_u r9, r10, L1106
L1079:
  shlo_l_imm_32 r9, r10, 4
  add_32 r9, r7, r9
  add_imm_32 r9, r9, 0x30000
  load_ind_u64 r8, [r9]
  branch_ne_imm r8, 0, L979
  add_imm_32 r10, r10, 1
  load_i32 r9, [0x140608]
  branch_ge_u r9, r10, L1079
L1106:
  store_u32 [0x140608], r12
  store_u32 [0x140604], r5
  load_ind_u64 r12, [r1 + 16]
  load_u64 r5, [0x10008]
  load_ind_u64 r10, [r1 + 8]
  load_ind_u64 r4, [r1]
  jump L804
L1132:
  load_ind_u64 r10, [r1 + 8]
  jump L777
L1138:
  load_ind_u64 r4, [r6 + 0x30008]
  xor r5, r4, r5
  mul_64 r5, r5, r2
  shlo_r_imm_64 r4, r5, 29
  xor r5, r4, r5
  add_64 r10, r5, r10
  load_ind_u64 r5, [r6 + 0x30010]
  branch_ne_imm r5, 0, L1191
L1166:
  add_imm_32 r6, r6, 32
  add_imm_32 r0, r0, 2
  branch_eq r7, r0, L1220
L1175:
  load_ind_u64 r5, [r6 + 0x30000]
  branch_ne_imm r5, 0, L1138
  load_ind_u64 r5, [r6 + 0x30010]
  branch_eq_imm r5, 0, L1166
L1191:
  load_ind_u64 r4, [r6 + 0x30018]
  xor r5, r4, r5
  mul_64 r5, r5, r2
  shlo_r_imm_64 r4, r5, 29
  xor r5, r4, r5
  add_64 r10, r5, r10
  add_imm_32 r6, r6, 32
  add_imm_32 r0, r0, 2
  branch_ne r7, r0, L1175
L1220:
  shlo_l_imm_32 r8, r8, 4
  and_imm r7, r8, -32
  load_ind_u64 r0, [r1]
  fallthrough
L1229:
  branch_eq_imm r0, 0, L1264
  add_32 r9, r9, r7
  add_imm_32 r8, r9, 0x30000
  load_ind_u64 r9, [r8]
  branch_eq_imm r9, 0, L1264
  load_ind_u64 r8, [r8 + 8]
  xor r9, r8, r9
  mul_64 r9, r9, r2
  shlo_r_imm_64 r8, r9, 29
  xor r9, r8, r9
  add_64 r10, r9, r10
  fallthrough
L1264:
  load_i32 r9, [0x30400]
  add_imm_32 r8, r9, 4
  branch_ge_u_imm r8, 513, L1365
  store_u32 [0x30400], r8
  load_u32 r7, [0x14060c]
  store_ind_u32 [r9 + 0x30408], r7
  add_imm_32 r7, r9, 8
  branch_gt_u_imm r7, 512, L1362
  store_u32 [0x30400], r7
  store_ind_u32 [r9 + 0x3040c], r3
  add_imm_32 r8, r9, 12
  branch_le_u_imm r8, 512, L1330
  move_reg r9, r7
  jump L1365
L1322:
  load_u64 r2, [0x10028]
  load_imm_jump r7, 0, L1229
L1330:
  store_u32 [0x30400], r8
  store_ind_u32 [r9 + 0x30410], r12
  add_imm_32 r12, r9, 16
  branch_ge_u_imm r12, 513, L1362
  store_u32 [0x30400], r12
  store_ind_u32 [r9 + 0x30414], r11
  move_reg r9, r12
  jump L1365
L1362:
  move_reg r9, r8
  fallthrough
L1365:
  add_imm_32 r12, r9, 8
  branch_ge_u_imm r12, 513, L1401
  store_u32 [0x30400], r12
  store_ind_u64 [r9 + 0x30408], r10
  fallthrough
L1384:
  shlo_l_imm_64 r8, r12, 32
  shlo_r_imm_64 r8, r8, 32
  load_imm r12, -0x10000
  load_imm_jump_ind r7, 0x30408, r12, 0
L1401:
  move_reg r12, r9
  jump L1384
