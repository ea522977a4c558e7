; Examples/factorial.wat at --opt 2
; gas 68, code 49 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  load_ind_i32 r11, [r7]
  load_imm r12, 1
  branch_lt_u_imm r11, 2, L35
  shlo_l_imm_64 r11, r11, 32
  shlo_r_imm_64 r11, r11, 32
  add_imm_64 r11, r11, 1
  fallthrough
L25:
  add_imm_64 r11, r11, -1
  mul_64 r12, r12, r11
  branch_ge_u_imm r11, 3, L25
L35:
  load_imm r7, 0x20000
  store_u64 [0x20000], r12
  load_imm_jump_ind r8, 8, r0, 0
