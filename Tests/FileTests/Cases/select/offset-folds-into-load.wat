;;! stage = asm
;; A constant offset and the base of the memory are part of the load: no addition is executed for them.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "\2a\00\00\00\00\00\00\00")
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    ;; The address is that of the output, computed from the length so that nothing knows it.
    (i64.store (i32.const 0)
      (i64.load offset=1016 (local.get $length)))
    (i64.const 0x800000000)))
;;? load_ind_u64
;;/ add_imm
;;> 0000000000000000 -> 2a00000000000000
;;< code 60, gas 9
