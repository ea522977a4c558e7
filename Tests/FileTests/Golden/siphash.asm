; Benchmarks/Programs/wasm/siphash.wasm at --opt 2
; gas 22052, 1303618, code 812 bytes

.table L500 ; address 2
.table L428 ; address 4
.table L485 ; address 6
.table L475 ; address 8
.table L465 ; address 10
.table L455 ; address 12
.table L445 ; address 14
.table L435 ; address 16
  jump.4 L6
  trap

; entry.0.main
L6:
  load_imm r11, 0
  load_u64 r12, [0x10008]
  move_reg r9, r12
  branch_lt_u_imm r8, 4, L51
  load_ind_i32 r11, [r7]
  and_imm r10, r8, 0x7ffffffc
  branch_eq_imm r10, 4, L51
  load_imm_64 r12, -0x61c8864680b583eb
  load_ind_u32 r10, [r7 + 4]
  mul_64 r12, r10, r12
  add_64 r12, r12, r9
  fallthrough
L51:
  load_imm r10, 1
  max_u r8, r12, r10
  load_imm_jump r12, -4096, L62
L62:
  shlo_r_imm_64 r10, r8, 12
  xor r10, r10, r8
  shlo_l_imm_64 r8, r10, 25
  xor r10, r8, r10
  shlo_r_imm_64 r8, r10, 27
  xor r10, r8, r10
  mul_64 r8, r10, r9
  store_ind_u64 [r12 + 0x31600], r8
  shlo_r_imm_64 r8, r10, 12
  xor r10, r8, r10
  shlo_l_imm_64 r8, r10, 25
  xor r10, r8, r10
  shlo_r_imm_64 r8, r10, 27
  xor r8, r8, r10
  mul_64 r10, r8, r9
  store_ind_u64 [r12 + 0x31608], r10
  add_imm_32 r12, r12, 16
  branch_ne_imm r12, 0, L62
  branch_ne_imm r11, 0, L131
  load_imm r10, 0
  store_ind_u64 [r1 - 48], r10
  jump L790
L131:
  shlo_r_imm_64 r12, r8, 12
  xor r12, r12, r8
  shlo_l_imm_64 r10, r12, 25
  xor r12, r10, r12
  shlo_r_imm_64 r10, r12, 27
  xor r12, r10, r12
  shlo_r_imm_64 r10, r12, 12
  xor r10, r10, r12
  shlo_l_imm_64 r8, r10, 25
  xor r10, r8, r10
  shlo_r_imm_64 r8, r10, 27
  xor r10, r8, r10
  mul_64 r7, r10, r9
  mul_64 r9, r12, r9
  shlo_l_imm_64 r0, r11, 32
  shlo_r_imm_64 r0, r0, 32
  load_imm r8, 0
  load_imm r11, 0
  load_u64 r3, [0x10028]
  load_u64 r5, [0x10020]
  load_u64 r2, [0x10018]
  load_u64 r4, [0x10010]
  store_ind_u64 [r1 - 40], r0
  store_ind_u64 [r1 - 48], r8
  store_ind_u64 [r1 - 8], r7
  load_imm_jump r10, 0, L251
L215:
  add_imm_64 r9, r9, 1
  add_imm_32 r8, r8, 61
  add_imm_32 r11, r11, 1
  store_ind_u64 [r1 - 40], r12
  load_u64 r4, [0x10010]
  load_u64 r2, [0x10018]
  load_u64 r5, [0x10020]
  load_u64 r3, [0x10028]
  load_ind_u64 r7, [r1 - 8]
  fallthrough
L251:
  load_ind_u64 r12, [r1 - 48]
  xor r12, r12, r7
  and_imm r7, r8, 2047
  add_imm_32 r7, r7, 0x30600
  and_imm r6, r11, 63
  xor r0, r12, r4
  xor r5, r9, r5
  xor r3, r12, r3
  xor r2, r9, r2
  and_imm r4, r11, 56
  branch_eq_imm r4, 0, L416
  store_ind_u64 [r1 - 32], r9
  store_ind_u64 [r1 - 16], r10
  store_ind_u64 [r1 - 24], r8
  move_reg r10, r4
  move_reg r9, r7
  fallthrough
L302:
  load_ind_u64 r8, [r9]
  xor r12, r8, r0
  add_64 r5, r12, r5
  add_64 r0, r2, r3
  rot_r_64_imm r3, r3, 51
  xor r3, r0, r3
  rot_r_64_imm r12, r12, 48
  xor r12, r12, r5
  add_64 r2, r5, r3
  rot_r_64_imm r3, r3, 47
  xor r3, r2, r3
  rot_r_64_imm r0, r0, 32
  add_64 r0, r12, r0
  rot_r_64_imm r12, r12, 43
  xor r12, r12, r0
  add_64 r0, r0, r3
  rot_r_64_imm r3, r3, 51
  xor r3, r3, r0
  rot_r_64_imm r2, r2, 32
  add_64 r5, r12, r2
  rot_r_64_imm r12, r12, 48
  xor r2, r12, r5
  rot_r_64_imm r12, r0, 32
  add_64 r12, r2, r12
  rot_r_64_imm r2, r2, 43
  xor r0, r2, r12
  xor r2, r12, r8
  add_64 r12, r5, r3
  rot_r_64_imm r8, r3, 47
  xor r3, r8, r12
  rot_r_64_imm r5, r12, 32
  add_imm_32 r9, r9, 8
  add_imm_32 r10, r10, -8
  branch_ne_imm r10, 0, L302
  add_32 r7, r4, r7
  load_ind_u64 r9, [r1 - 32]
  load_ind_u64 r10, [r1 - 16]
  load_ind_u64 r8, [r1 - 24]
  fallthrough
L416:
  shlo_l_imm_64 r6, r6, 56
  and_imm r12, r11, 7
  shlo_l_imm_64 r12, r12, 1
  jump_ind r12, 2
L428:
  load_ind_u8 r12, [r7]
  or r6, r6, r12
  jump L500
L435:
  load_ind_u8 r12, [r7 + 6]
  shlo_l_imm_64 r12, r12, 48
  or r6, r12, r6
  fallthrough
L445:
  load_ind_u8 r12, [r7 + 5]
  shlo_l_imm_64 r12, r12, 40
  or r6, r12, r6
  fallthrough
L455:
  load_ind_u8 r12, [r7 + 4]
  shlo_l_imm_64 r12, r12, 32
  or r6, r12, r6
  fallthrough
L465:
  load_ind_u8 r12, [r7 + 3]
  shlo_l_imm_64 r12, r12, 24
  or r6, r12, r6
  fallthrough
L475:
  load_ind_u8 r12, [r7 + 2]
  shlo_l_imm_64 r12, r12, 16
  or r6, r12, r6
  fallthrough
L485:
  load_ind_u8 r12, [r7 + 1]
  shlo_l_imm_64 r12, r12, 8
  or r6, r12, r6
  load_ind_u8 r12, [r7]
  or r6, r6, r12
  fallthrough
L500:
  xor r12, r6, r0
  add_64 r7, r12, r5
  rot_r_64_imm r12, r12, 48
  xor r0, r12, r7
  add_64 r12, r2, r3
  rot_r_64_imm r3, r3, 51
  xor r2, r12, r3
  rot_r_64_imm r12, r12, 32
  add_64 r3, r0, r12
  rot_r_64_imm r12, r0, 43
  xor r0, r12, r3
  add_64 r12, r7, r2
  rot_r_64_imm r7, r2, 47
  xor r2, r12, r7
  rot_r_64_imm r12, r12, 32
  add_64 r7, r0, r12
  rot_r_64_imm r12, r0, 48
  xor r5, r12, r7
  add_64 r12, r3, r2
  rot_r_64_imm r3, r2, 51
  xor r0, r3, r12
  rot_r_64_imm r12, r12, 32
  add_64 r12, r5, r12
  rot_r_64_imm r3, r5, 43
  xor r2, r3, r12
  xor r3, r12, r6
  add_64 r12, r7, r0
  rot_r_64_imm r7, r0, 47
  xor r0, r7, r12
  rot_r_64_imm r12, r12, 32
  xor_imm r12, r12, 255
  add_64 r7, r12, r2
  rot_r_64_imm r12, r2, 48
  xor r6, r12, r7
  add_64 r12, r3, r0
  rot_r_64_imm r3, r0, 51
  xor r2, r12, r3
  rot_r_64_imm r12, r12, 32
  add_64 r3, r12, r6
  rot_r_64_imm r12, r6, 43
  xor r0, r12, r3
  add_64 r12, r2, r7
  rot_r_64_imm r7, r2, 47
  xor r2, r7, r12
  rot_r_64_imm r12, r12, 32
  add_64 r7, r12, r0
  rot_r_64_imm r12, r0, 48
  xor r0, r12, r7
  add_64 r12, r2, r3
  rot_r_64_imm r3, r2, 51
  xor r2, r3, r12
  rot_r_64_imm r12, r12, 32
  add_64 r3, r12, r0
  rot_r_64_imm r12, r0, 43
  xor r0, r12, r3
  add_64 r12, r2, r7
  rot_r_64_imm r7, r2, 47
  xor r2, r7, r12
  rot_r_64_imm r12, r12, 32
  add_64 r7, r12, r0
  rot_r_64_imm r12, r0, 48
  xor r5, r12, r7
  add_64 r12, r2, r3
  rot_r_64_imm r3, r2, 51
  xor r0, r3, r12
  rot_r_64_imm r12, r12, 32
  add_64 r6, r12, r5
  rot_r_64_imm r12, r5, 43
  xor r3, r12, r6
  add_64 r2, r0, r7
  rot_r_64_imm r12, r0, 47
  xor r7, r12, r2
  add_64 r12, r7, r6
  rot_r_64_imm r7, r7, 51
  xor r7, r7, r12
  rot_r_64_imm r12, r2, 32
  add_64 r2, r12, r3
  rot_r_64_imm r12, r3, 48
  xor r12, r12, r2
  rot_r_64_imm r12, r12, 43
  rot_r_64_imm r3, r7, 47
  xor r3, r12, r3
  add_64 r12, r7, r2
  rot_r_64_imm r7, r12, 32
  xor r7, r3, r7
  xor r12, r7, r12
  load_ind_u64 r7, [r1 - 48]
  rot_r_64_imm r7, r7, 59
  add_64 r7, r12, r7
  store_ind_u64 [r1 - 48], r7
  xor r10, r12, r10
  load_ind_u64 r12, [r1 - 40]
  add_imm_64 r12, r12, -1
  branch_ne_imm r12, 0, L215
  load_imm_jump r0, -0x10000, L790
L790:
  load_imm r7, 0x30400
  load_ind_u64 r12, [r1 - 48]
  store_u64 [0x30408], r12
  store_u64 [0x30400], r10
  load_imm_jump_ind r8, 16, r0, 0
