; Examples/fibonacci.wat at --opt 2
; gas 456, code 51 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  load_ind_i32 r11, [r7]
  load_imm r12, 0
  branch_eq_imm r11, 0, L37
  load_imm r12, 1
  load_imm r10, 0
  add_imm_32 r11, r11, -1
  branch_eq_imm r11, 0, L37
L24:
  add_64 r2, r10, r12
  move_reg r10, r12
  move_reg r12, r2
  add_imm_32 r11, r11, -1
  branch_ne_imm r11, 0, L24
L37:
  load_imm r7, 0x20000
  store_u64 [0x20000], r12
  load_imm_jump_ind r8, 8, r0, 0
