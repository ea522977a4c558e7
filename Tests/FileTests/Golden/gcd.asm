; Examples/gcd.wat at --opt 2
; gas 14, code 50 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  load_ind_u64 r11, [r7]
  load_ind_u64 r12, [r7 + 8]
  branch_ne_imm r12, 0, L18
  move_reg r12, r11
  jump L36
L18:
  rem_u_64 r11, r11, r12
  branch_eq_imm r11, 0, L36
L24:
  move_reg r2, r11
  move_reg r11, r12
  move_reg r12, r2
  rem_u_64 r11, r11, r12
  branch_ne_imm r11, 0, L24
L36:
  load_imm r7, 0x20000
  store_u64 [0x20000], r12
  load_imm_jump_ind r8, 8, r0, 0
