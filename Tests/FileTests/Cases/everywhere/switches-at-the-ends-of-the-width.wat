;; Comparisons with the largest and the least numbers that become one switch, with a table up to the last number there is.
(module
  (memory (export "memory") 1)
  (func $switch (param $x i64) (result i64)
    (if (i64.eq (local.get $x) (i64.const 0x7fffffffffffffff)) (then (return (i64.const 11))))
    (if (i64.eq (local.get $x) (i64.const 0x7ffffffffffffffe)) (then (return (i64.const 13))))
    (if (i64.eq (local.get $x) (i64.const 0x7ffffffffffffffd)) (then (return (i64.const 17))))
    (if (i64.eq (local.get $x) (i64.const 0x7ffffffffffffffc)) (then (return (i64.const 19))))
    (if (i64.eq (local.get $x) (i64.const 0x7ffffffffffffffb)) (then (return (i64.const 23))))
    (if (i64.eq (local.get $x) (i64.const -0x8000000000000000)) (then (return (i64.const 29))))
    (if (i64.eq (local.get $x) (i64.const -0x7fffffffffffffff)) (then (return (i64.const 31))))
    (if (i64.eq (local.get $x) (i64.const -0x7ffffffffffffffe)) (then (return (i64.const 37))))
    (if (i64.eq (local.get $x) (i64.const -0x7ffffffffffffffd)) (then (return (i64.const 41))))
    (i64.const 1))
  (func (export "main") (param $args i32) (param $length i32) (result i64) (local $sum i64) (local $at i32)
    (loop $next
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 43))
          (call $switch (i64.load (i32.add (local.get $args) (local.get $at))))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $length))))
    (i64.store (i32.const 0) (local.get $sum))
    (i64.const 0x800000000)))
;;> ffffffffffffff7ffeffffffffffff7ffdffffffffffff7ffcffffffffffff7ffbffffffffffff7ffaffffffffffff7f0000000000000080 -> 138e13a610000000
;;> 010000000000008002000000000000800300000000000080040000000000008000000000000000000100000000000000ffffffffffffffff -> 0f1bd4ec2e000000
