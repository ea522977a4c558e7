;; The n-th Fibonacci number modulo 2^64 for a 32-bit n, by a loop.
;;
;;   $ wasm-pvm run Examples/fibonacci.wat 0a000000
;;   exit: halt
;;   output: 3700000000000000
;;
;;   $ wasm-pvm run Examples/fibonacci.wat 5a000000 --json
;;   "exit": "halt"
;;   "output": "7878baa1da0df827"
(module
  (memory (export "memory") 1)

  (func $fibonacci (param $n i32) (result i64)
    (local $current i64)
    (local $next i64)
    (local $sum i64)
    (local.set $next (i64.const 1))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum (i64.add (local.get $current) (local.get $next)))
        (local.set $current (local.get $next))
        (local.set $next (local.get $sum))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $again)))
    (local.get $current))

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i64.store (i32.const 0)
      (call $fibonacci (i32.load (local.get $args))))
    (i64.const 0x8_0000_0000)))
