;;! stage = llvm
;;! options = --opt 3
;; WebAssembly's unreachable is a trap that must happen. As LLVM's undefined behavior the condition in front of it would
;; be deleted, and the program would go on.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (if (i32.eqz (local.get $length)) (then (unreachable)))
    (i32.store8 (i32.const 0) (i32.const 5))
    (i64.const 0x100000000)))
;;? @llvm.trap
;;? unreachable
;;> - -> panic
;;> 00 -> 05
