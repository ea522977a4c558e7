;; All unresolved imports that are used are listed with their types, not only the first.
(module
  (import "env" "first" (func $first (param i32)))
  (import "other" "second" (func $second (result i64)))
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (call $first (local.get $args))
    (call $second)))
;;~ env.first
;;~ other.second
