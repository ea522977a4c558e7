;;! stage = asm
;; LLVM joins three bytes as eight-bit values. Each comes from a load and has nothing above its eight bits, so what is
;; made of them has not either: no mask in front of the comparison.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0)
      (i32.eqz
        (i32.or
          (i32.or (i32.load8_u (local.get $args)) (i32.load8_u offset=1 (local.get $args)))
          (i32.xor (i32.load8_u offset=2 (local.get $args)) (i32.load8_u offset=3 (local.get $args))))))
    (i64.const 0x400000000)))
;;? or r
;;? or r
;;/ and_imm
;;> 00000505 -> 01000000
;;> 00000504 -> 00000000
;;> 80000000 -> 00000000
