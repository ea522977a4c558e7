; Benchmarks/Programs/wasm/brainf_interp.wasm at --opt 2
; gas 11283, 835628, code 1013 bytes

.table L698 ; address 2
.table L710 ; address 4
.table L721 ; address 6
.table L732 ; address 8
.table L743 ; address 10
.table L761 ; address 12
.table L444 ; address 14
.table L453 ; address 16
.table L468 ; address 18
.table L493 ; address 20
.table L511 ; address 22
.table L521 ; address 24
.table L401 ; address 26
.table L28 ; address 28
.table L167 ; address 30
.table L28 ; address 32
.table L175 ; address 34
.table L109 ; address 36
.table L109 ; address 38
.table L109 ; address 40
.table L109 ; address 42
.table L109 ; address 44
.table L109 ; address 46
.table L109 ; address 48
.table L109 ; address 50
.table L109 ; address 52
.table L109 ; address 54
.table L109 ; address 56
.table L109 ; address 58
.table L109 ; address 60
.table L205 ; address 62
.table L109 ; address 64
.table L205 ; address 66
.table L109 ; address 68
.table L109 ; address 70
.table L109 ; address 72
.table L109 ; address 74
.table L109 ; address 76
.table L109 ; address 78
.table L109 ; address 80
.table L109 ; address 82
.table L109 ; address 84
.table L109 ; address 86
.table L109 ; address 88
.table L109 ; address 90
.table L109 ; address 92
.table L109 ; address 94
.table L109 ; address 96
.table L109 ; address 98
.table L109 ; address 100
.table L109 ; address 102
.table L109 ; address 104
.table L109 ; address 106
.table L109 ; address 108
.table L109 ; address 110
.table L109 ; address 112
.table L109 ; address 114
.table L109 ; address 116
.table L109 ; address 118
.table L109 ; address 120
.table L109 ; address 122
.table L88 ; address 124
.table L109 ; address 126
.table L260 ; address 128
  jump.4 L543
  trap

; f3.compile
L6:
  load_imm r12, 0
  load_imm r11, 0
  shlo_l_imm_32 r10, r11, 2
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_le_u_imm r8, 50, L161
  jump L77
L28:
  xor_imm r8, r9, 43
  load_imm r9, -1
  cmov_iz_imm r9, r8, 1
  branch_eq_imm r11, 0, L129
  load_ind_u16 r8, [r10 + 0x306ec]
  branch_ne_imm r8, 1, L129
L49:
  load_ind_u16 r8, [r10 + 0x306ee]
  add_32 r9, r8, r9
  store_ind_u16 [r10 + 0x306ee], r9
  add_imm_32 r7, r7, 1
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_le_u_imm r8, 50, L161
L77:
  branch_ne_imm r9, 0, L109
  store_imm_ind_u16 [r10 + 0x306f0], 7
  jump_ind r0, 0
L88:
  store_imm_ind_u16 [r10 + 0x306f0], 4
  shlo_l_imm_32 r10, r12, 1
  store_ind_u16 [r10 + 0x412b0], r11
  add_imm_32 r11, r11, 1
  add_imm_32 r12, r12, 1
  fallthrough
L109:
  add_imm_32 r7, r7, 1
  shlo_l_imm_32 r10, r11, 2
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_le_u_imm r8, 50, L161
  jump L77
L129:
  store_ind_u16 [r10 + 0x306f2], r9
  store_imm_ind_u16 [r10 + 0x306f0], 1
  add_imm_32 r11, r11, 1
  add_imm_32 r7, r7, 1
  shlo_l_imm_32 r10, r11, 2
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_gt_u_imm r8, 50, L77
L161:
  shlo_l_imm_64 r8, r8, 1
  jump_ind r8, 28
L167:
  store_imm_ind_u16 [r10 + 0x306f0], 3
  jump L182
L175:
  store_imm_ind_u16 [r10 + 0x306f0], 2
  fallthrough
L182:
  add_imm_32 r11, r11, 1
  add_imm_32 r7, r7, 1
  shlo_l_imm_32 r10, r11, 2
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_le_u_imm r8, 50, L161
  jump L77
L205:
  xor_imm r8, r9, 62
  load_imm r9, -1
  cmov_iz_imm r9, r8, 1
  branch_eq_imm r11, 0, L226
  load_ind_u16 r8, [r10 + 0x306ec]
  branch_eq_imm r8, 0, L49
L226:
  store_ind_u16 [r10 + 0x306f2], r9
  store_imm_ind_u16 [r10 + 0x306f0], 0
  add_imm_32 r11, r11, 1
  add_imm_32 r7, r7, 1
  shlo_l_imm_32 r10, r11, 2
  load_ind_u8 r9, [r7 + 0x30000]
  add_imm_64 r8, r9, -43
  branch_le_u_imm r8, 50, L161
  jump L77
L260:
  add_imm_32 r9, r11, -1
  shlo_l_imm_32 r8, r9, 2
  load_ind_u16 r3, [r8 + 0x306f0]
  branch_ne_imm r3, 1, L309
  load_ind_u16 r8, [r8 + 0x306f2]
  branch_ne_imm r8, 65535, L309
  load_ind_u16 r8, [r10 + 0x306e8]
  branch_ne_imm r8, 4, L309
  store_imm_ind_u16 [r10 + 0x306e8], 6
  add_imm_32 r12, r12, -1
  move_reg r11, r9
  jump L109
L309:
  add_imm_32 r12, r12, -1
  shlo_l_imm_32 r9, r12, 1
  load_ind_u16 r9, [r9 + 0x412b0]
  store_ind_u16 [r10 + 0x306f2], r9
  store_imm_ind_u16 [r10 + 0x306f0], 5
  shlo_l_imm_32 r10, r9, 2
  store_ind_u16 [r10 + 0x306f2], r11
  jump L182

; f4.execute
L342:
  load_imm r12, 1024
  load_imm_jump r11, 0x30ef0, L352
L352:
  add_imm_32 r12, r12, -64
  store_imm_ind_u64 [r11], 0
  store_imm_ind_u64 [r11 + 8], 0
  store_imm_ind_u64 [r11 + 16], 0
  store_imm_ind_u64 [r11 + 24], 0
  store_imm_ind_u64 [r11 + 32], 0
  store_imm_ind_u64 [r11 + 40], 0
  store_imm_ind_u64 [r11 + 48], 0
  store_imm_ind_u64 [r11 + 56], 0
  add_imm_32 r11, r11, 64
  branch_ne_imm r12, 0, L352
  load_i32 r10, [0x306a0]
  load_imm r11, 512
  load_imm r12, 1
  load_imm r3, 0
  load_imm_jump r9, 0, L419
L401:
  store_imm_ind_u8 [r11 + 0x30ef0], 0
  fallthrough
L407:
  add_imm_32 r3, r3, 1
  add_imm_64 r12, r12, 1
  branch_eq_imm r12, 0xf4241, L533
L419:
  shlo_l_imm_32 r5, r3, 2
  load_ind_u16 r6, [r5 + 0x306f2]
  load_ind_u16 r5, [r5 + 0x306f0]
  branch_gt_u_imm r5, 6, L539
  sign_extend_16 r2, r6
  shlo_l_imm_64 r5, r5, 1
  jump_ind r5, 14
L444:
  add_32 r11, r11, r6
  and_imm r11, r11, 1023
  jump L407
L453:
  load_ind_u8 r2, [r11 + 0x30ef0]
  add_32 r2, r2, r6
  store_ind_u8 [r11 + 0x30ef0], r2
  jump L407
L468:
  add_imm_32 r2, r10, 1
  store_u32 [0x306a0], r2
  and_imm r10, r10, 63
  load_ind_u8 r6, [r11 + 0x30ef0]
  store_ind_u8 [r10 + 0x306b0], r6
  move_reg r10, r2
  jump L407
L493:
  and_imm r6, r9, 1
  move_reg r2, r8
  cmov_iz r2, r7, r6
  store_ind_u8 [r11 + 0x30ef0], r2
  add_imm_32 r9, r9, 1
  jump L407
L511:
  load_ind_u8 r6, [r11 + 0x30ef0]
  cmov_iz r3, r2, r6
  jump L407
L521:
  load_ind_u8 r6, [r11 + 0x30ef0]
  cmov_iz r2, r3, r6
  move_reg r3, r2
  jump L407
L533:
  load_imm_jump r12, 0xf4240, L539
L539:
  move_reg r7, r12
  jump_ind r0, 0

; entry.0.main
L543:
  load_imm_jump r12, 0x10000, L549
L549:
  load_ind_u64 r11, [r12]
  store_ind_u64 [r12 + 0x20400], r11
  load_ind_u64 r11, [r12 + 8]
  store_ind_u64 [r12 + 0x20408], r11
  add_imm_64 r12, r12, 16
  branch_lt_u_imm r12, 0x10090, L549
  load_ind_u64 r11, [r12]
  store_ind_u64 [r12 + 0x20400], r11
  load_imm r12, 1
  load_imm r11, 0
  load_imm r2, 0
  load_imm r10, 0
  branch_lt_u_imm r8, 4, L617
  load_ind_u8 r11, [r7]
  and_imm r9, r8, 0x7ffffffc
  branch_eq_imm r9, 4, L617
  load_ind_i32 r2, [r7 + 4]
  and_imm r10, r2, 255
  branch_ne_imm r9, 8, L826
L617:
  add_imm_64 r1, r1, -48
  store_ind_u64 [r1 + 24], r10
  store_ind_u64 [r1 + 8], r11
  store_imm_u32 [0x306a0], 0
  and_imm r11, r11, 31
  add_imm_32 r11, r11, 1
  store_ind_u64 [r1 + 40], r11
  store_imm_u64 [0x306b0], 0
  store_imm_u64 [0x306b8], 0
  store_imm_u64 [0x306c0], 0
  store_imm_u64 [0x306c8], 0
  store_imm_u64 [0x306d0], 0
  store_imm_u64 [0x306d8], 0
  store_imm_u64 [0x306e0], 0
  store_imm_u64 [0x306e8], 0
  store_imm_ind_u64 [r1], 0
  fallthrough
L683:
  store_ind_u64 [r1 + 16], r12
  store_ind_u64 [r1 + 32], r2
  load_imm r7, 1024
  load_imm_jump r0, 2, L6
L698:
  and_imm r8, r2, 255
  load_ind_u64 r7, [r1 + 8]
  load_imm_jump r0, 4, L342
L710:
  move_reg r4, r7
  load_imm r7, 1072
  load_imm_jump r0, 6, L6
L721:
  load_ind_u64 r7, [r1 + 24]
  load_ind_u64 r8, [r1 + 8]
  load_imm_jump r0, 8, L342
L732:
  move_reg r2, r7
  load_imm r7, 1120
  load_imm_jump r0, 10, L6
L743:
  load_ind_u64 r12, [r1]
  add_64 r12, r4, r12
  add_64 r4, r2, r12
  load_ind_u64 r7, [r1 + 40]
  load_imm r8, 0
  load_imm_jump r0, 12, L342
L761:
  add_64 r12, r4, r7
  store_ind_u64 [r1], r12
  load_ind_u64 r12, [r1 + 32]
  add_imm_32 r2, r12, 1
  load_ind_u64 r12, [r1 + 16]
  add_imm_32 r12, r12, -1
  branch_ne_imm r12, 0, L683
  load_imm r12, 64
  load_i32 r9, [0x306a0]
  min_u r12, r9, r12
  load_imm r10, 0x304a0
  branch_le_u_imm r9, 7, L944
  add_imm_32 r8, r12, -8
  shlo_r_imm_32 r11, r8, 3
  add_imm_32 r11, r11, 1
  and_imm r9, r11, 7
  load_imm r11, 0x306b0
  branch_ne_imm r9, 0, L842
  move_reg r9, r12
  jump L868
L826:
  load_imm r12, 1000
  load_ind_i32 r9, [r7 + 8]
  min_u r12, r9, r12
  cmov_iz_imm r12, r9, 1
  jump L617
L842:
  move_reg r7, r9
  fallthrough
L845:
  load_ind_u64 r3, [r11]
  store_ind_u64 [r10], r3
  add_imm_32 r11, r11, 8
  add_imm_32 r10, r10, 8
  add_imm_32 r7, r7, -1
  branch_ne_imm r7, 0, L845
  shlo_l_imm_32 r9, r9, 3
  sub_32 r9, r12, r9
  fallthrough
L868:
  branch_lt_u_imm r8, 56, L931
L872:
  load_ind_u64 r8, [r11]
  store_ind_u64 [r10], r8
  load_ind_u64 r8, [r11 + 8]
  store_ind_u64 [r10 + 8], r8
  load_ind_u64 r8, [r11 + 16]
  store_ind_u64 [r10 + 16], r8
  load_ind_u64 r8, [r11 + 24]
  store_ind_u64 [r10 + 24], r8
  load_ind_u64 r8, [r11 + 32]
  store_ind_u64 [r10 + 32], r8
  load_ind_u64 r8, [r11 + 40]
  store_ind_u64 [r10 + 40], r8
  load_ind_u64 r8, [r11 + 48]
  store_ind_u64 [r10 + 48], r8
  load_ind_u64 r8, [r11 + 56]
  store_ind_u64 [r10 + 56], r8
  add_imm_32 r11, r11, 64
  add_imm_32 r10, r10, 64
  add_imm_32 r9, r9, -64
  branch_gt_u_imm r9, 7, L872
L931:
  branch_eq_imm r9, 0, L992
  and_imm r8, r9, 7
  branch_ne_imm r8, 0, L952
  move_reg r8, r9
  jump L972
L944:
  move_reg r9, r12
  load_imm_jump r11, 0x306b0, L931
L952:
  load_ind_u8 r7, [r11]
  store_ind_u8 [r10], r7
  add_imm_32 r10, r10, 1
  add_imm_32 r11, r11, 1
  add_imm_32 r8, r8, -1
  branch_ne_imm r8, 0, L952
  and_imm r8, r9, -8
  fallthrough
L972:
  branch_lt_u_imm r9, 8, L992
L976:
  load_ind_u64 r9, [r11]
  store_ind_u64 [r10], r9
  add_imm_32 r10, r10, 8
  add_imm_32 r11, r11, 8
  add_imm_32 r8, r8, -8
  branch_ne_imm r8, 0, L976
L992:
  add_imm_32 r8, r12, 8
  load_ind_u64 r11, [r1]
  store_ind_u64 [r12 + 0x304a0], r11
  load_imm r12, -0x10000
  load_imm_jump_ind r7, 0x304a0, r12, 0
