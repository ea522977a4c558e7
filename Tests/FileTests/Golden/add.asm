; Examples/add.wat at --opt 2
; gas 8, code 30 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  move_reg r12, r7
  load_imm r7, 0x20000
  load_ind_u32 r11, [r12]
  load_ind_u32 r12, [r12 + 4]
  add_32 r12, r11, r12
  store_u32 [0x20000], r12
  load_imm_jump_ind r8, 4, r0, 0
