;;! options = --floats reject
;; With this option a module with a float instruction is rejected, with the function, the operator and what helps.
(module
  (memory (export "memory") 1)
  (func $scale (param f64) (result f64) (f64.mul (local.get 0) (f64.const 2)))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (f64.store (i32.const 0) (call $scale (f64.load (local.get $args))))
    (i64.const 0x800000000)))
;;~ f64
;;~ --floats
