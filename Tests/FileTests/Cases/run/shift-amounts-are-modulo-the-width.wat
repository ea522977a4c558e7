;;! options = --opt 0
;; A shift by the width or more is poison in LLVM and modulo the width in WebAssembly and the PVM.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0)
      (i32.shl (i32.const 3) (i32.load (local.get $args))))
    (i64.store offset=4 (i32.const 0)
      (i64.shr_s (i64.const -16) (i64.extend_i32_u (i32.load (local.get $args)))))
    (i64.const 0xc00000000)))
;;> 21000000 -> 06000000ffffffffffffffff
;;> 42000000 -> 0c000000fcffffffffffffff
