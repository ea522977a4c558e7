; Benchmarks/Programs/wasm/quicksort.wasm at --opt 2
; gas 16375, 1100945, code 780 bytes

.table L51 ; address 2
.table L278 ; address 4
.table L484 ; address 6
.table L594 ; address 8
  jump.4 L386
  trap

; f1.quicksort
L6:
  add_imm_64 r1, r1, -56
  store_ind_u64 [r1 + 48], r6
  store_ind_u64 [r1 + 40], r5
  store_ind_u64 [r1 + 32], r4
  store_ind_u64 [r1 + 24], r0
  move_reg r5, r8
  move_reg r6, r7
  sub_32 r12, r8, r7
  branch_lt_s_imm r12, 12, L294
  store_ind_u64 [r1], r7
  store_ind_u64 [r1 + 8], r8
  move_reg r5, r12
  jump L59
L42:
  move_reg r7, r4
  load_ind_u64 r8, [r1 + 8]
  load_imm_jump r0, 2, L6
L51:
  store_ind_u64 [r1 + 8], r6
  branch_le_s_imm r5, 11, L288
L59:
  load_ind_u64 r12, [r1]
  shlo_l_imm_32 r10, r12, 2
  shlo_l_imm_32 r12, r5, 1
  and_imm r12, r12, -4
  add_32 r12, r10, r12
  add_imm_32 r11, r12, 0x30610
  load_ind_i32 r8, [r11]
  load_ind_i32 r12, [r10 + 0x30610]
  branch_ge_u r8, r12, L153
  store_ind_u32 [r11], r12
  store_ind_u32 [r10 + 0x30610], r8
  fallthrough
L96:
  load_ind_u64 r12, [r1 + 8]
  shlo_l_imm_32 r9, r12, 2
  load_ind_i32 r12, [r9 + 0x30610]
  branch_ge_u r12, r8, L126
  store_ind_u32 [r9 + 0x30610], r8
  store_ind_u32 [r10 + 0x30610], r12
  load_ind_i32 r12, [r9 + 0x30610]
  fallthrough
L126:
  load_ind_i32 r10, [r11]
  branch_ge_u r12, r10, L157
  store_ind_u32 [r9 + 0x30610], r10
  store_ind_u32 [r11], r12
  fallthrough
L139:
  load_ind_u64 r10, [r1 + 8]
  load_ind_u64 r11, [r1]
  branch_ge_s r10, r11, L161
  move_reg r6, r10
  move_reg r4, r11
  jump L251
L153:
  move_reg r8, r12
  jump L96
L157:
  move_reg r12, r10
  jump L139
L161:
  move_reg r6, r10
  move_reg r4, r11
  jump L175
L167:
  store_ind_u32 [r11], r8
  store_ind_u32 [r9 + 4], r10
  branch_lt_s r6, r4, L251
L175:
  shlo_l_imm_32 r11, r4, 2
  add_imm_32 r11, r11, 0x3060c
  add_imm_32 r4, r4, 1
  add_imm_32 r11, r11, 4
  load_ind_i32 r10, [r11]
  branch_ge_u r10, r12, L205
L194:
  add_imm_32 r4, r4, 1
  add_imm_32 r11, r11, 4
  load_ind_i32 r10, [r11]
  branch_lt_u r10, r12, L194
L205:
  shlo_l_imm_32 r9, r6, 2
  add_imm_32 r9, r9, 0x30610
  add_imm_32 r6, r6, -1
  load_ind_i32 r8, [r9]
  add_imm_32 r9, r9, -4
  branch_ge_u r12, r8, L235
L224:
  add_imm_32 r6, r6, -1
  load_ind_i32 r8, [r9]
  add_imm_32 r9, r9, -4
  branch_lt_u r12, r8, L224
L235:
  add_imm_32 r7, r6, 1
  add_imm_32 r3, r4, -1
  branch_ge_s r7, r3, L167
  move_reg r6, r7
  move_reg r4, r3
  branch_ge_s r6, r4, L175
L251:
  load_ind_u64 r12, [r1]
  sub_32 r5, r6, r12
  load_ind_u64 r12, [r1 + 8]
  sub_32 r12, r12, r4
  branch_ge_s r5, r12, L42
  store_ind_u64 [r1 + 16], r12
  move_reg r8, r6
  load_ind_u64 r7, [r1]
  load_imm_jump r0, 4, L6
L278:
  store_ind_u64 [r1], r4
  load_ind_u64 r5, [r1 + 16]
  branch_gt_s_imm r5, 11, L59
L288:
  load_ind_u64 r6, [r1]
  load_ind_u64 r5, [r1 + 8]
  fallthrough
L294:
  branch_ge_s r6, r5, L348
  shlo_l_imm_32 r12, r6, 2
  add_imm_32 r12, r12, 0x30610
  add_imm_32 r11, r6, -1
  move_reg r8, r6
  fallthrough
L311:
  add_imm_32 r10, r8, 1
  shlo_l_imm_32 r9, r10, 2
  load_ind_i32 r9, [r9 + 0x30610]
  branch_lt_s r8, r6, L332
  move_reg r7, r12
  load_ind_i32 r3, [r7]
  branch_lt_u r9, r3, L376
L332:
  shlo_l_imm_32 r8, r8, 2
  store_ind_u32 [r8 + 0x30614], r9
  add_imm_32 r12, r12, 4
  move_reg r8, r10
  branch_ne r10, r5, L311
L348:
  load_ind_u64 r6, [r1 + 48]
  load_ind_u64 r5, [r1 + 40]
  load_ind_u64 r4, [r1 + 32]
  load_ind_u64 r12, [r1 + 24]
  add_imm_64 r1, r1, 56
  jump_ind r12, 0
L365:
  add_imm_32 r7, r7, -4
  add_imm_32 r8, r8, -1
  load_ind_i32 r3, [r7]
  branch_ge_u r9, r3, L332
L376:
  store_ind_u32 [r7 + 4], r3
  branch_lt_s r6, r8, L365
  move_reg r8, r11
  jump L332

; entry.0.main
L386:
  move_reg r6, r0
  add_imm_32 r11, r7, -0x30000
  store_u32 [0x30608], r11
  store_imm_u32 [0x30400], 0
  load_imm r10, 0
  load_imm r5, 1
  branch_lt_u_imm r8, 4, L432
  load_imm r10, 0x10000
  load_ind_i32 r12, [r11 + 0x30000]
  min_u r5, r12, r10
  cmov_iz_imm r5, r12, 1
  load_imm_jump r10, 4, L432
L432:
  sub_32 r8, r8, r10
  load_u64 r9, [0x10008]
  move_reg r12, r9
  branch_lt_u_imm r8, 4, L471
  load_imm_64 r9, -0x61c8864680b583eb
  add_32 r11, r10, r11
  load_ind_u32 r11, [r11 + 0x30000]
  mul_64 r11, r11, r9
  add_64 r9, r11, r12
  fallthrough
L471:
  branch_ne_imm r5, 0, L491
  load_imm r7, 0
  load_imm r8, -1
  load_imm_jump r0, 6, L6
L484:
  load_imm r10, -4
  load_imm_jump r12, 0, L687
L491:
  load_imm r11, 1
  max_u r9, r9, r11
  load_imm r11, 0
  branch_eq_imm r5, 1, L620
  and_imm r10, r5, 1
  and_imm r11, r5, -2
  load_imm r8, 0x30610
  load_imm_jump r7, 0, L517
L517:
  shlo_r_imm_64 r3, r9, 12
  xor r9, r3, r9
  shlo_l_imm_64 r3, r9, 25
  xor r9, r3, r9
  shlo_r_imm_64 r3, r9, 27
  xor r9, r3, r9
  mul_64 r3, r9, r12
  shlo_r_imm_64 r3, r3, 33
  store_ind_u32 [r8], r3
  shlo_r_imm_64 r3, r9, 12
  xor r9, r3, r9
  shlo_l_imm_64 r3, r9, 25
  xor r9, r3, r9
  shlo_r_imm_64 r3, r9, 27
  xor r9, r3, r9
  mul_64 r3, r9, r12
  shlo_r_imm_64 r3, r3, 33
  store_ind_u32 [r8 + 4], r3
  add_imm_32 r8, r8, 8
  add_imm_32 r7, r7, 2
  branch_ne r11, r7, L517
  branch_ne_imm r10, 0, L620
L582:
  add_imm_32 r4, r5, -1
  load_imm r7, 0
  move_reg r8, r4
  load_imm_jump r0, 8, L6
L594:
  load_i32 r8, [0x30610]
  shlo_l_imm_64 r12, r8, 32
  shlo_r_imm_64 r12, r12, 32
  load_imm r10, 0
  branch_eq_imm r5, 1, L687
  load_imm r11, 0x30614
  load_imm_jump r10, 1, L677
L620:
  shlo_l_imm_32 r11, r11, 2
  shlo_r_imm_64 r10, r9, 12
  xor r10, r10, r9
  shlo_l_imm_64 r9, r10, 25
  xor r10, r9, r10
  shlo_r_imm_64 r9, r10, 27
  xor r10, r9, r10
  mul_64 r12, r10, r12
  shlo_r_imm_64 r12, r12, 33
  store_ind_u32 [r11 + 0x30610], r12
  jump L582
L654:
  add_imm_64 r10, r10, 1
  shlo_l_imm_64 r8, r9, 32
  shlo_r_imm_64 r8, r8, 32
  mul_64 r8, r10, r8
  add_64 r12, r8, r12
  add_imm_32 r11, r11, 4
  move_reg r8, r9
  branch_eq r10, r5, L683
L677:
  load_ind_i32 r9, [r11]
  branch_ge_u r9, r8, L654
  trap
L683:
  shlo_l_imm_32 r10, r4, 2
  fallthrough
L687:
  load_i32 r11, [0x30400]
  add_imm_32 r9, r11, 4
  branch_gt_u_imm r9, 512, L741
  store_u32 [0x30400], r9
  load_u32 r8, [0x30610]
  store_ind_u32 [r11 + 0x30408], r8
  add_imm_32 r8, r11, 8
  branch_ge_u_imm r8, 513, L772
  store_u32 [0x30400], r8
  load_ind_u32 r10, [r10 + 0x30610]
  store_ind_u32 [r11 + 0x3040c], r10
  move_reg r11, r8
  fallthrough
L741:
  add_imm_32 r10, r11, 8
  branch_ge_u_imm r10, 513, L776
  store_u32 [0x30400], r10
  store_ind_u64 [r11 + 0x30408], r12
  fallthrough
L760:
  shlo_l_imm_64 r8, r10, 32
  shlo_r_imm_64 r8, r8, 32
  load_imm_jump_ind r7, 0x30408, r6, 0
L772:
  move_reg r11, r9
  jump L741
L776:
  move_reg r10, r11
  jump L760
