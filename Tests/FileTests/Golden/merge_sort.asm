; Benchmarks/Programs/wasm/merge_sort.wasm at --opt 2
; gas 25155, 1193723, code 1299 bytes

.table L6 ; address 2
.table L28 ; address 4
.table L50 ; address 6
.table L837 ; address 8
.table L941 ; address 10
.table L1006 ; address 12
.table L1035 ; address 14
  jump.4 L308
  trap

; f3.by_key
L6:
  load_ind_i32 r12, [r7 + 0x30000]
  load_ind_i32 r11, [r8 + 0x30000]
  set_lt_u r7, r11, r12
  branch_ge_u r12, r11, L26
  load_imm_jump r7, -1, L26
L26:
  jump_ind r0, 0

; f4.by_key_desc
L28:
  load_ind_i32 r12, [r8 + 0x30000]
  load_ind_i32 r11, [r7 + 0x30000]
  set_lt_u r7, r11, r12
  branch_ge_u r12, r11, L48
  load_imm_jump r7, -1, L48
L48:
  jump_ind r0, 0

; f5.by_payload
L50:
  load_ind_u32 r12, [r7 + 0x30004]
  mul_imm_32 r12, r12, -0x61c8864f
  load_ind_u32 r11, [r8 + 0x30004]
  mul_imm_32 r11, r11, -0x61c8864f
  set_lt_u r7, r11, r12
  branch_ge_u r12, r11, L82
  load_imm_jump r7, -1, L82
L82:
  jump_ind r0, 0

; f0.memcpy
L84:
  branch_le_u_imm r9, 7, L250
  add_imm_32 r11, r9, -8
  shlo_r_imm_32 r12, r11, 3
  add_imm_32 r12, r12, 1
  and_imm r10, r12, 7
  branch_ne_imm r10, 0, L108
  move_reg r12, r7
  jump L140
L108:
  shlo_l_imm_32 r3, r10, 3
  move_reg r12, r7
  fallthrough
L114:
  load_ind_u64 r2, [r8 + 0x30000]
  store_ind_u64 [r12 + 0x30000], r2
  add_imm_32 r8, r8, 8
  add_imm_32 r12, r12, 8
  add_imm_32 r10, r10, -1
  branch_ne_imm r10, 0, L114
  sub_32 r9, r9, r3
  fallthrough
L140:
  branch_lt_u_imm r11, 56, L237
L144:
  load_ind_u64 r11, [r8 + 0x30000]
  store_ind_u64 [r12 + 0x30000], r11
  load_ind_u64 r11, [r8 + 0x30008]
  store_ind_u64 [r12 + 0x30008], r11
  load_ind_u64 r11, [r8 + 0x30010]
  store_ind_u64 [r12 + 0x30010], r11
  load_ind_u64 r11, [r8 + 0x30018]
  store_ind_u64 [r12 + 0x30018], r11
  load_ind_u64 r11, [r8 + 0x30020]
  store_ind_u64 [r12 + 0x30020], r11
  load_ind_u64 r11, [r8 + 0x30028]
  store_ind_u64 [r12 + 0x30028], r11
  load_ind_u64 r11, [r8 + 0x30030]
  store_ind_u64 [r12 + 0x30030], r11
  load_ind_u64 r11, [r8 + 0x30038]
  store_ind_u64 [r12 + 0x30038], r11
  add_imm_32 r8, r8, 64
  add_imm_32 r12, r12, 64
  add_imm_32 r9, r9, -64
  branch_gt_u_imm r9, 7, L144
L237:
  branch_eq_imm r9, 0, L306
  and_imm r11, r9, 7
  branch_ne_imm r11, 0, L254
  move_reg r11, r9
  jump L280
L250:
  move_reg r12, r7
  jump L237
L254:
  load_ind_u8 r10, [r8 + 0x30000]
  store_ind_u8 [r12 + 0x30000], r10
  add_imm_32 r12, r12, 1
  add_imm_32 r8, r8, 1
  add_imm_32 r11, r11, -1
  branch_ne_imm r11, 0, L254
  and_imm r11, r9, -8
  fallthrough
L280:
  branch_lt_u_imm r9, 8, L306
L284:
  load_ind_u64 r10, [r8 + 0x30000]
  store_ind_u64 [r12 + 0x30000], r10
  add_imm_32 r12, r12, 8
  add_imm_32 r8, r8, 8
  add_imm_32 r11, r11, -8
  branch_ne_imm r11, 0, L284
L306:
  jump_ind r0, 0

; entry.0.main
L308:
  store_imm_u32 [0x30400], 1
  store_imm_u32 [0x30404], 2
  store_imm_u32 [0x30408], 3
  store_imm_u32 [0x3040c], 1
  add_imm_32 r11, r7, -0x30000
  store_u32 [0x30618], r11
  store_imm_u32 [0x30410], 0
  load_imm r12, 1
  load_imm r9, 0
  branch_lt_u_imm r8, 4, L375
  load_imm r12, 16384
  load_ind_i32 r10, [r11 + 0x30000]
  min_u r12, r10, r12
  cmov_iz_imm r12, r10, 1
  load_imm_jump r9, 4, L375
L375:
  sub_32 r6, r8, r9
  load_imm r3, 1024
  load_u64 r7, [0x10010]
  move_reg r10, r7
  branch_lt_u_imm r6, 4, L451
  load_u64 r2, [0x10018]
  load_imm r7, 1
  add_32 r3, r9, r11
  load_ind_u32 r3, [r3 + 0x30000]
  mul_64 r3, r3, r2
  add_64 r3, r3, r10
  max_u r7, r3, r7
  add_imm_32 r3, r9, 4
  sub_32 r8, r8, r3
  load_imm r3, 1024
  branch_lt_u_imm r8, 4, L451
  add_32 r11, r9, r11
  load_ind_u32 r11, [r11 + 0x30004]
  shlo_l_imm_32 r11, r11, 2
  and_imm r11, r11, 12
  or_imm r3, r11, 1024
  fallthrough
L451:
  load_ind_i32 r9, [r3 + 0x30000]
  load_imm r8, 0
  load_imm r3, 0
  branch_eq_imm r12, 0, L1236
  shlo_l_imm_32 r8, r12, 2
  add_imm_32 r11, r12, -1
  branch_eq_imm r11, 0, L573
  and_imm r2, r12, 1
  and_imm r3, r12, -2
  load_imm r6, 0x30620
  load_imm_jump r5, 0, L487
L487:
  or_imm r4, r5, 1
  store_ind_u32 [r6 + 12], r4
  store_ind_u32 [r6 + 4], r5
  shlo_r_imm_64 r4, r7, 12
  xor r7, r4, r7
  shlo_l_imm_64 r4, r7, 25
  xor r7, r4, r7
  shlo_r_imm_64 r4, r7, 27
  xor r7, r4, r7
  mul_64 r4, r7, r10
  shlo_r_imm_64 r4, r4, 32
  mul_64 r4, r4, r8
  shlo_r_imm_64 r4, r4, 32
  store_ind_u32 [r6], r4
  shlo_r_imm_64 r4, r7, 12
  xor r7, r4, r7
  shlo_l_imm_64 r4, r7, 25
  xor r7, r4, r7
  shlo_r_imm_64 r4, r7, 27
  xor r7, r4, r7
  mul_64 r4, r7, r10
  shlo_r_imm_64 r4, r4, 32
  mul_64 r4, r4, r8
  shlo_r_imm_64 r4, r4, 32
  store_ind_u32 [r6 + 8], r4
  add_imm_32 r6, r6, 16
  add_imm_32 r5, r5, 2
  branch_ne r5, r3, L487
  branch_eq_imm r2, 0, L617
L573:
  shlo_l_imm_32 r2, r3, 3
  store_ind_u32 [r2 + 0x30624], r3
  shlo_r_imm_64 r3, r7, 12
  xor r7, r3, r7
  shlo_l_imm_64 r3, r7, 25
  xor r7, r3, r7
  shlo_r_imm_64 r3, r7, 27
  xor r7, r3, r7
  mul_64 r10, r7, r10
  shlo_r_imm_64 r10, r10, 32
  mul_64 r10, r10, r8
  shlo_r_imm_64 r10, r10, 32
  store_ind_u32 [r2 + 0x30620], r10
  fallthrough
L617:
  branch_eq_imm r12, 1, L1045
  shlo_l_imm_32 r10, r9, 2
  add_imm_32 r10, r10, 0x10000
  load_imm r6, 0x20620
  load_imm r7, 1568
  add_imm_64 r1, r1, -112
  store_ind_u64 [r1], r12
  store_ind_u64 [r1 + 96], r9
  store_ind_u64 [r1 + 104], r10
  load_imm_jump r8, 1, L672
L654:
  move_reg r12, r11
  load_ind_u64 r11, [r1 + 64]
  branch_ge_u r11, r12, L1015
  move_reg r8, r11
  load_ind_u64 r7, [r1 + 24]
  load_ind_u64 r6, [r1 + 8]
  fallthrough
L672:
  store_ind_u64 [r1 + 24], r6
  shlo_l_imm_32 r12, r8, 4
  store_ind_u64 [r1 + 88], r12
  shlo_l_imm_32 r12, r8, 1
  store_ind_u64 [r1 + 64], r12
  move_reg r12, r8
  store_ind_u64 [r1 + 8], r7
  store_ind_u64 [r1 + 32], r8
  load_imm r5, 0
  add_32 r11, r8, r5
  load_ind_u64 r9, [r1]
  min_u r10, r11, r9
  add_32 r3, r10, r8
  min_u r9, r3, r9
  branch_lt_u r5, r10, L783
L714:
  store_ind_u64 [r1 + 56], r5
  move_reg r4, r5
  move_reg r3, r10
  store_ind_u64 [r1 + 16], r12
  load_ind_u64 r11, [r1]
  min_u r11, r12, r11
  branch_lt_u r5, r10, L903
L733:
  store_ind_u64 [r1 + 48], r11
  branch_lt_u r3, r9, L966
L740:
  load_ind_u64 r11, [r1 + 88]
  add_32 r6, r6, r11
  load_ind_u64 r11, [r1 + 64]
  add_32 r12, r12, r11
  load_ind_u64 r10, [r1 + 56]
  add_32 r5, r10, r11
  load_ind_u64 r11, [r1]
  branch_ge_u r5, r11, L654
  load_ind_u64 r7, [r1 + 8]
  add_32 r11, r8, r5
  load_ind_u64 r9, [r1]
  min_u r10, r11, r9
  add_32 r3, r10, r8
  min_u r9, r3, r9
  branch_ge_u r5, r10, L714
L783:
  branch_ge_u r11, r9, L714
  store_ind_u64 [r1 + 16], r12
  load_ind_u64 r12, [r1 + 96]
  branch_le_u_imm r12, 3, L797
  trap
L797:
  store_ind_u64 [r1 + 80], r6
  store_ind_u64 [r1 + 56], r5
  load_ind_u64 r12, [r1 + 104]
  load_ind_u32 r12, [r12]
  move_reg r4, r5
  move_reg r3, r10
  store_ind_u64 [r1 + 40], r12
  fallthrough
L816:
  shlo_l_imm_32 r11, r3, 3
  add_32 r2, r7, r11
  shlo_l_imm_32 r11, r5, 3
  add_32 r8, r7, r11
  move_reg r7, r2
  load_imm_jump_ind r0, 8, r12, -0x40000
L837:
  set_gt_s_imm r12, r7, -1
  cmov_nz r2, r8, r12
  load_ind_u64 r12, [r2 + 0x30000]
  store_ind_u64 [r6 + 0x30000], r12
  shlo_r_imm_32 r12, r7, 31
  add_32 r3, r3, r12
  set_gt_s_imm r12, r7, -1
  add_32 r5, r5, r12
  add_imm_32 r4, r4, 1
  branch_ge_u r5, r10, L885
  branch_ge_u r3, r9, L885
  add_imm_32 r6, r6, 8
  load_ind_u64 r7, [r1 + 8]
  load_ind_u64 r12, [r1 + 40]
  jump L816
L885:
  load_ind_u64 r8, [r1 + 32]
  load_ind_u64 r12, [r1 + 16]
  load_ind_u64 r6, [r1 + 80]
  load_ind_u64 r11, [r1]
  min_u r11, r12, r11
  branch_ge_u r5, r10, L733
L903:
  store_ind_u64 [r1 + 48], r11
  store_ind_u64 [r1 + 72], r9
  store_ind_u64 [r1 + 40], r3
  shlo_l_imm_32 r12, r4, 3
  load_ind_u64 r11, [r1 + 24]
  add_32 r7, r11, r12
  shlo_l_imm_32 r12, r5, 3
  load_ind_u64 r11, [r1 + 8]
  add_32 r8, r11, r12
  sub_32 r12, r10, r5
  shlo_l_imm_32 r9, r12, 3
  load_imm_jump r0, 10, L84
L941:
  load_ind_u64 r12, [r1 + 48]
  add_32 r12, r4, r12
  sub_32 r4, r12, r5
  load_ind_u64 r8, [r1 + 32]
  load_ind_u64 r12, [r1 + 16]
  load_ind_u64 r9, [r1 + 72]
  load_ind_u64 r3, [r1 + 40]
  branch_ge_u r3, r9, L740
L966:
  shlo_l_imm_32 r12, r4, 3
  load_ind_u64 r11, [r1 + 24]
  add_32 r7, r11, r12
  load_ind_u64 r12, [r1 + 48]
  add_32 r12, r8, r12
  load_ind_u64 r11, [r1]
  min_u r12, r12, r11
  sub_32 r12, r12, r3
  shlo_l_imm_32 r11, r3, 3
  load_ind_u64 r10, [r1 + 8]
  add_32 r8, r10, r11
  shlo_l_imm_32 r9, r12, 3
  load_imm_jump r0, 12, L84
L1006:
  load_ind_u64 r8, [r1 + 32]
  load_ind_u64 r12, [r1 + 16]
  jump L740
L1015:
  load_ind_u64 r8, [r1 + 24]
  branch_eq_imm r8, 1568, L1038
  shlo_l_imm_32 r9, r12, 3
  load_imm r7, 1568
  load_imm_jump r0, 14, L84
L1035:
  load_ind_u64 r12, [r1]
  fallthrough
L1038:
  add_imm_32 r11, r12, -1
  add_imm_64 r1, r1, 112
  fallthrough
L1045:
  load_u64 r10, [0x10018]
  load_i32 r9, [0x30620]
  shlo_l_imm_64 r8, r9, 32
  load_u32 r7, [0x30624]
  or r8, r8, r7
  mul_64 r8, r8, r10
  shlo_r_imm_64 r7, r8, 29
  xor r3, r7, r8
  load_imm r8, 0
  branch_eq_imm r12, 1, L1230
  load_imm r2, 8
  branch_eq_imm r12, 2, L1192
  and_imm r7, r11, 1
  and_imm r11, r11, -2
  load_imm r2, 0x30634
  load_imm_jump r0, 0, L1103
L1103:
  add_imm_32 r0, r0, 2
  load_ind_i32 r6, [r2 - 12]
  xor r9, r6, r9
  set_lt_u_imm r9, r9, 1
  add_32 r8, r8, r9
  shlo_l_imm_64 r9, r6, 32
  load_ind_u32 r5, [r2 - 8]
  or r9, r9, r5
  xor r9, r9, r3
  mul_64 r3, r9, r10
  shlo_r_imm_64 r5, r3, 29
  load_ind_i32 r9, [r2 - 4]
  xor r6, r9, r6
  set_lt_u_imm r6, r6, 1
  add_32 r8, r8, r6
  shlo_l_imm_64 r6, r9, 32
  load_ind_u32 r4, [r2]
  or r6, r6, r4
  xor r6, r5, r6
  xor r3, r6, r3
  mul_64 r3, r3, r10
  add_imm_32 r2, r2, 16
  shlo_r_imm_64 r6, r3, 29
  xor r3, r6, r3
  branch_ne r11, r0, L1103
  shlo_l_imm_32 r12, r12, 3
  add_imm_32 r12, r12, -24
  and_imm r12, r12, -16
  add_imm_32 r2, r12, 24
  branch_eq_imm r7, 0, L1230
L1192:
  load_ind_i32 r12, [r2 + 0x30620]
  shlo_l_imm_64 r11, r12, 32
  load_ind_u32 r7, [r2 + 0x30624]
  or r11, r11, r7
  xor r11, r11, r3
  mul_64 r11, r11, r10
  shlo_r_imm_64 r10, r11, 29
  xor r3, r10, r11
  xor r12, r12, r9
  set_lt_u_imm r12, r12, 1
  add_32 r8, r8, r12
  fallthrough
L1230:
  load_imm_jump r0, -0x10000, L1236
L1236:
  load_i32 r11, [0x30410]
  add_imm_32 r12, r11, 8
  branch_ge_u_imm r12, 513, L1291
  store_u32 [0x30410], r12
  store_ind_u64 [r11 + 0x30418], r3
  fallthrough
L1260:
  branch_ge_u_imm r12, 509, L1295
  add_imm_32 r11, r12, 4
  store_u32 [0x30410], r11
  store_ind_u32 [r12 + 0x30418], r8
  fallthrough
L1279:
  shlo_l_imm_64 r8, r11, 32
  shlo_r_imm_64 r8, r8, 32
  load_imm_jump_ind r7, 0x30418, r0, 0
L1291:
  move_reg r12, r11
  jump L1260
L1295:
  move_reg r11, r12
  jump L1279
