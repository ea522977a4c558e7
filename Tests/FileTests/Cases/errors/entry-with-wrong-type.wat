;; An entry point takes address and length and gives an i64; anything else is an error that shows both types.
(module
  (memory (export "memory") 1)
  (func (export "main") (param i64) (result i32) (i32.const 0)))
;;~ main
;;~ [i64] -> [i32]
