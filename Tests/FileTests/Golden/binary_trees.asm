; Benchmarks/Programs/wasm/binary_trees.wasm at --opt 2
; gas 5466, 990162, code 709 bytes

.table L22 ; address 2
.table L53 ; address 4
.table L65 ; address 6
.table L124 ; address 8
.table L135 ; address 10
.table L203 ; address 12
.table L212 ; address 14
.table L408 ; address 16
.table L415 ; address 18
.table L446 ; address 20
.table L459 ; address 22
.table L503 ; address 24
.table L510 ; address 26
.table L521 ; address 28
.table L553 ; address 30
.table L560 ; address 32
.table L571 ; address 34
.table L627 ; address 36
.table L652 ; address 38
.table L692 ; address 40
  jump.4 L317
  trap

; f1.build
L6:
  branch_ne_imm r7, 0, L24
  move_reg r10, r0
  load_imm r7, 0
  move_reg r9, r8
  load_imm r8, 0
  load_imm_jump r0, 2, L237
L22:
  jump_ind r10, 0
L24:
  add_imm_64 r1, r1, -40
  store_ind_u64 [r1 + 24], r5
  store_ind_u64 [r1 + 16], r4
  store_ind_u64 [r1 + 8], r0
  store_ind_u64 [r1], r8
  add_imm_32 r5, r7, -1
  shlo_l_imm_32 r4, r8, 1
  or_imm r8, r4, 1
  move_reg r7, r5
  load_imm_jump r0, 4, L6
L53:
  store_ind_u64 [r1 + 32], r7
  add_imm_32 r8, r4, 2
  move_reg r7, r5
  load_imm_jump r0, 6, L6
L65:
  move_reg r8, r7
  load_ind_u64 r7, [r1 + 32]
  load_ind_u64 r9, [r1]
  load_ind_u64 r5, [r1 + 24]
  load_ind_u64 r4, [r1 + 16]
  load_ind_u64 r0, [r1 + 8]
  add_imm_64 r1, r1, 40
  jump L237

; f2.check
L87:
  load_ind_i32 r12, [r7 + 0x20000]
  branch_ne_imm r12, 0, L105
  load_ind_i32 r12, [r7 + 0x20008]
  or_imm r7, r12, 1
  jump_ind r0, 0
L105:
  add_imm_64 r1, r1, -24
  store_ind_u64 [r1], r0
  store_ind_u64 [r1 + 8], r5
  store_ind_u64 [r1 + 16], r6
  move_reg r6, r7
  move_reg r7, r12
  load_imm_jump r0, 8, L87
L124:
  move_reg r5, r7
  load_ind_i32 r7, [r6 + 0x20004]
  load_imm_jump r0, 10, L87
L135:
  mul_imm_32 r12, r5, 3
  add_32 r12, r7, r12
  load_ind_u32 r11, [r6 + 0x20008]
  add_32 r7, r12, r11
  load_ind_u64 r6, [r1 + 16]
  load_ind_u64 r5, [r1 + 8]
  load_ind_u64 r12, [r1]
  add_imm_64 r1, r1, 24
  jump_ind r12, 0

; f3.release
L162:
  load_ind_i32 r12, [r7 + 0x20000]
  branch_ne_imm r12, 0, L187
  load_u32 r12, [0x20610]
  store_ind_u32 [r7 + 0x20000], r12
  store_u32 [0x20610], r7
  jump_ind r0, 0
L187:
  add_imm_64 r1, r1, -16
  store_ind_u64 [r1], r0
  store_ind_u64 [r1 + 8], r5
  move_reg r5, r7
  move_reg r7, r12
  load_imm_jump r0, 12, L162
L203:
  load_ind_i32 r7, [r5 + 0x20004]
  load_imm_jump r0, 14, L162
L212:
  load_u32 r12, [0x20610]
  store_ind_u32 [r5 + 0x20000], r12
  store_u32 [0x20610], r5
  load_ind_u64 r5, [r1 + 8]
  load_ind_u64 r12, [r1]
  add_imm_64 r1, r1, 16
  jump_ind r12, 0

; f4.node_new
L237:
  load_i32 r12, [0x20610]
  branch_ne_imm r12, 0, L274
  load_u32 r12, [0x2060c]
  add_imm_32 r11, r12, -0xffff1
  branch_ge_u_imm r11, 16, L260
  trap
L260:
  add_imm_32 r11, r12, 16
  store_u32 [0x2060c], r11
  add_imm_32 r12, r12, 1568
  jump L285
L274:
  load_ind_u32 r11, [r12 + 0x20000]
  store_u32 [0x20610], r11
  fallthrough
L285:
  store_ind_u32 [r12 + 0x20008], r9
  store_ind_u32 [r12 + 0x20004], r8
  store_ind_u32 [r12 + 0x20000], r7
  load_u32 r11, [0x20614]
  add_imm_32 r11, r11, 1
  store_u32 [0x20614], r11
  move_reg r7, r12
  jump_ind r0, 0

; entry.0.main
L317:
  add_imm_32 r12, r7, -0x20000
  store_u32 [0x20608], r12
  store_imm_u32 [0x20400], 0
  store_imm_u32 [0x2060c], 0
  load_imm r6, 2
  load_imm r11, 0
  branch_lt_u_imm r8, 4, L364
  load_imm r10, 13
  load_ind_i32 r9, [r12 + 0x20000]
  min_u r10, r9, r10
  max_u r6, r10, r6
  load_imm_jump r11, 4, L364
L364:
  add_imm_64 r1, r1, -40
  store_ind_u64 [r1 + 32], r6
  sub_32 r10, r8, r11
  load_imm r5, 0
  branch_lt_u_imm r10, 4, L388
  add_32 r12, r11, r12
  load_ind_i32 r5, [r12 + 0x20000]
  fallthrough
L388:
  store_imm_u32 [0x20614], 0
  store_imm_u32 [0x20610], 0
  add_imm_32 r7, r6, 1
  move_reg r8, r5
  load_imm_jump r0, 16, L6
L408:
  move_reg r4, r7
  load_imm_jump r0, 18, L87
L415:
  load_u32 r12, [0x20400]
  add_imm_32 r11, r12, 4
  branch_gt_u_imm r11, 512, L439
  store_u32 [0x20400], r11
  store_ind_u32 [r12 + 0x20408], r7
  fallthrough
L439:
  move_reg r7, r4
  load_imm_jump r0, 20, L162
L446:
  add_imm_32 r4, r6, 2
  add_imm_32 r8, r5, 1
  move_reg r7, r6
  load_imm_jump r0, 22, L6
L459:
  store_ind_u64 [r1], r7
  store_ind_u64 [r1 + 16], r5
  load_imm_jump r12, 2, L475
L468:
  load_ind_u64 r5, [r1 + 16]
  add_imm_32 r4, r11, 2
  fallthrough
L475:
  store_ind_u64 [r1 + 8], r12
  sub_32 r12, r4, r12
  store_ind_u64 [r1 + 24], r12
  load_imm r6, 1
  load_imm r4, 0
  add_32 r12, r5, r6
  add_imm_32 r8, r12, -1
  load_ind_u64 r7, [r1 + 8]
  load_imm_jump r0, 24, L6
L503:
  move_reg r5, r7
  load_imm_jump r0, 26, L87
L510:
  move_reg r0, r7
  move_reg r7, r5
  move_reg r5, r0
  load_imm_jump r0, 28, L162
L521:
  add_32 r4, r5, r4
  load_ind_u64 r12, [r1 + 24]
  shlo_r_32 r12, r6, r12
  branch_ne_imm r12, 0, L583
L533:
  add_imm_32 r6, r6, 1
  load_ind_u64 r5, [r1 + 16]
  add_32 r12, r5, r6
  add_imm_32 r8, r12, -1
  load_ind_u64 r7, [r1 + 8]
  load_imm_jump r0, 30, L6
L553:
  move_reg r5, r7
  load_imm_jump r0, 32, L87
L560:
  move_reg r0, r7
  move_reg r7, r5
  move_reg r5, r0
  load_imm_jump r0, 34, L162
L571:
  add_32 r4, r5, r4
  load_ind_u64 r12, [r1 + 24]
  shlo_r_32 r12, r6, r12
  branch_eq_imm r12, 0, L533
L583:
  load_i32 r12, [0x20400]
  add_imm_32 r6, r12, 4
  branch_ge_u_imm r6, 513, L661
  store_u32 [0x20400], r6
  store_ind_u32 [r12 + 0x20408], r4
  fallthrough
L607:
  load_ind_u64 r12, [r1 + 8]
  add_imm_32 r12, r12, 2
  load_ind_u64 r11, [r1 + 32]
  branch_ge_u r11, r12, L468
  load_ind_u64 r7, [r1]
  load_imm_jump r0, 36, L87
L627:
  branch_ge_u_imm r6, 509, L685
  add_imm_32 r5, r6, 4
  store_u32 [0x20400], r5
  store_ind_u32 [r6 + 0x20408], r7
  load_ind_u64 r7, [r1]
  load_imm_jump r0, 38, L162
L652:
  branch_le_u_imm r6, 504, L665
  move_reg r6, r5
  jump L692
L661:
  move_reg r6, r12
  jump L607
L665:
  load_u32 r12, [0x20614]
  store_ind_u32 [r6 + 0x2040c], r12
  add_imm_32 r6, r6, 8
  store_u32 [0x20400], r6
  jump L692
L685:
  load_ind_u64 r7, [r1]
  load_imm_jump r0, 40, L162
L692:
  shlo_l_imm_64 r8, r6, 32
  shlo_r_imm_64 r8, r8, 32
  load_imm r12, -0x10000
  load_imm_jump_ind r7, 0x20408, r12, 0
