; Benchmarks/Programs/wasm/crc32.wasm at --opt 2
; gas 12713, 1023279, code 599 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r3, r8
  load_u64 r9, [0x10008]
  load_imm r8, 0
  load_imm r12, 0
  load_imm r11, 1
  move_reg r10, r9
  branch_le_u_imm r3, 3, L85
  load_imm r12, 0x10000
  load_ind_i32 r8, [r7]
  min_u r12, r8, r12
  and_imm r3, r3, 0x7ffffffc
  branch_eq_imm r3, 4, L85
  load_imm_64 r9, -0x61c8864680b583eb
  load_ind_u32 r2, [r7 + 4]
  mul_64 r9, r2, r9
  add_64 r9, r9, r10
  max_u r9, r9, r11
  branch_eq_imm r3, 8, L85
  load_imm r11, 16
  load_ind_i32 r7, [r7 + 8]
  min_u r11, r7, r11
  cmov_iz_imm r11, r7, 1
  fallthrough
L85:
  load_imm r7, 0x40600
  load_imm_jump r3, 0, L193
L93:
  xor_imm r2, r2, -0x12477ce0
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_ne_imm r2, 0, L211
L108:
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_eq_imm r6, 0, L226
L117:
  xor_imm r2, r2, -0x12477ce0
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_ne_imm r2, 0, L235
L132:
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_eq_imm r6, 0, L250
L141:
  xor_imm r2, r2, -0x12477ce0
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_ne_imm r2, 0, L259
L156:
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_eq_imm r6, 0, L274
L165:
  xor_imm r2, r2, -0x12477ce0
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_ne_imm r2, 0, L283
L180:
  store_ind_u32 [r7], r6
  add_imm_32 r7, r7, 4
  add_imm_32 r3, r3, 1
  branch_eq_imm r3, 256, L302
L193:
  shlo_r_imm_32 r2, r3, 1
  and_imm r6, r3, 1
  branch_ne_imm r6, 0, L93
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_eq_imm r2, 0, L108
L211:
  xor_imm r6, r6, -0x12477ce0
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_ne_imm r6, 0, L117
L226:
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_eq_imm r2, 0, L132
L235:
  xor_imm r6, r6, -0x12477ce0
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_ne_imm r6, 0, L141
L250:
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_eq_imm r2, 0, L156
L259:
  xor_imm r6, r6, -0x12477ce0
  shlo_r_imm_32 r2, r6, 1
  and_imm r6, r6, 1
  branch_ne_imm r6, 0, L165
L274:
  shlo_r_imm_32 r6, r2, 1
  and_imm r2, r2, 1
  branch_eq_imm r2, 0, L180
L283:
  xor_imm r6, r6, -0x12477ce0
  store_ind_u32 [r7], r6
  add_imm_32 r7, r7, 4
  add_imm_32 r3, r3, 1
  branch_ne_imm r3, 256, L193
L302:
  load_imm r7, 0x30600
  branch_le_u_imm r8, 7, L434
  move_reg r8, r12
  fallthrough
L314:
  shlo_r_imm_64 r3, r9, 12
  xor r9, r3, r9
  shlo_l_imm_64 r3, r9, 25
  xor r9, r3, r9
  shlo_r_imm_64 r3, r9, 27
  xor r9, r3, r9
  mul_64 r3, r9, r10
  store_ind_u64 [r7], r3
  add_imm_32 r7, r7, 8
  add_imm_32 r8, r8, -8
  branch_gt_u_imm r8, 7, L314
L347:
  branch_eq_imm r8, 0, L413
  shlo_r_imm_64 r3, r9, 12
  xor r9, r3, r9
  shlo_l_imm_64 r3, r9, 25
  xor r9, r3, r9
  shlo_r_imm_64 r3, r9, 27
  xor r9, r3, r9
  mul_64 r10, r9, r10
  and_imm r9, r8, 3
  branch_eq_imm r9, 0, L438
L377:
  store_ind_u8 [r7], r10
  shlo_r_imm_64 r10, r10, 8
  add_imm_32 r7, r7, 1
  add_imm_32 r9, r9, -1
  branch_ne_imm r9, 0, L377
  and_imm r9, r8, -4
  fallthrough
L395:
  branch_lt_u_imm r8, 4, L413
L399:
  store_ind_u32 [r7], r10
  shlo_r_imm_64 r10, r10, 32
  add_imm_32 r7, r7, 4
  add_imm_32 r9, r9, -4
  branch_ne_imm r9, 0, L399
L413:
  load_imm r10, 1024
  branch_eq_imm r11, 0, L583
  and_imm r10, r12, 1
  and_imm r9, r12, 0x1fffe
  load_imm r8, 0
  load_imm_jump r7, 0, L497
L434:
  move_reg r8, r12
  jump L347
L438:
  move_reg r9, r8
  jump L395
L442:
  move_reg r3, r9
  fallthrough
L445:
  load_ind_u8 r3, [r3 + 0x30600]
  xor r3, r3, r7
  and_imm r3, r3, 255
  shlo_l_imm_32 r3, r3, 2
  load_ind_i32 r3, [r3 + 0x40600]
  shlo_r_imm_32 r7, r7, 8
  xor r7, r3, r7
  xor_imm r7, r7, -1
  fallthrough
L475:
  add_imm_32 r3, r8, 4
  branch_gt_u_imm r3, 512, L491
  store_ind_u32 [r8 + 0x30400], r7
  move_reg r8, r3
  fallthrough
L491:
  add_imm_32 r11, r11, -1
  branch_eq_imm r11, 0, L575
L497:
  branch_eq_imm r12, 0, L475
  xor_imm r7, r7, -1
  load_imm r3, 0
  branch_eq_imm r12, 1, L445
L509:
  load_ind_u8 r2, [r3 + 0x30601]
  load_ind_u8 r6, [r3 + 0x30600]
  xor r6, r6, r7
  and_imm r6, r6, 255
  shlo_l_imm_32 r6, r6, 2
  load_ind_u32 r6, [r6 + 0x40600]
  shlo_r_imm_32 r7, r7, 8
  xor r7, r6, r7
  xor r2, r2, r7
  and_imm r2, r2, 255
  shlo_l_imm_32 r2, r2, 2
  load_ind_i32 r2, [r2 + 0x40600]
  shlo_r_imm_32 r7, r7, 8
  xor r7, r2, r7
  add_imm_32 r3, r3, 2
  branch_ne r9, r3, L509
  branch_ne_imm r10, 0, L442
  xor_imm r7, r7, -1
  jump L475
L575:
  shlo_l_imm_64 r12, r8, 32
  or_imm r10, r12, 1024
  fallthrough
L583:
  add_imm_32 r12, r10, 0x30000
  shlo_r_imm_64 r8, r10, 32
  shlo_l_imm_64 r7, r12, 32
  shlo_r_imm_64 r7, r7, 32
  jump_ind r0, 0
