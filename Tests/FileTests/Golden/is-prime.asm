; Examples/is-prime.wat at --opt 2
; gas 45, code 67 bytes

  jump.4 L6
  trap

; entry.0.main
L6:
  load_ind_u64 r12, [r7]
  branch_ge_u_imm r12, 4, L17
  set_gt_u_imm r11, r12, 1
  jump L52
L17:
  and_imm r10, r12, 1
  load_imm r11, 0
  branch_eq_imm r10, 0, L52
  load_imm_jump r10, 3, L43
L29:
  rem_u_64 r9, r12, r10
  load_imm r11, 0
  branch_eq_imm r9, 0, L52
  add_imm_64 r10, r10, 2
  branch_eq_imm r10, 0, L66
L43:
  div_u_64 r9, r12, r10
  load_imm r11, 1
  branch_ge_u r9, r10, L29
L52:
  load_imm r7, 0x20000
  store_u8 [0x20000], r11
  load_imm_jump_ind r8, 1, r0, 0
L66:
  trap
