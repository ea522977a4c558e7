;; The older form of exceptions in all its uses; the first argument byte chooses, the second is the scenario's number. The
;; results are those of node 20.
(module
  (type $unary (func (param i32) (result i32)))
  (type $wide (func (param i32) (result i64)))
  (tag $empty)
  (tag $small (param i32))
  (tag $long (param i64))
  (tag $single (param f32))
  (tag $double (param f64))
  (tag $mixed (param i32 i64 f32 f64 funcref externref))
  (memory (export "memory") 1)
  (table funcref (elem $same $throws-odd $throws-always $passes))
  (global $log (mut i32) (i32.const 0))

  (func $note (param i32)
    (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))

  ;; Functions of one type, of which some throw.
  (func $same (type $unary) (local.get 0))
  (func $throws-odd (type $unary)
    (if (i32.and (local.get 0) (i32.const 1)) (then (throw $small (local.get 0))))
    (i32.mul (local.get 0) (i32.const 3)))
  (func $throws-always (type $unary) (throw $long (i64.extend_i32_u (local.get 0))))
  (func $passes (type $unary)
    (i32.add (call $throws-odd (i32.add (local.get 0) (i32.const 1))) (i32.const 1000)))

  ;; 0: every kind of value.
  (func $throw-kind (param $kind i32)
    (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
      (br_table $0 $1 $2 $3 $4 $5 (local.get $kind)))
      (throw $empty))
      (throw $small (i32.const -7)))
      (throw $long (i64.const -7000000000)))
      (throw $single (f32.const nan:0x200001)))
      (throw $double (f64.const -0.1)))
    (throw $mixed (i32.const 1) (i64.const 2) (f32.const 1.5) (f64.const -2.5)
      (ref.func $same) (ref.null extern)))
  (func $kinds (param $kind i32) (result i64)
    (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local $r funcref)
    (local $e externref)
    (try (result i64)
      (do (call $throw-kind (local.get $kind)) (i64.const 99))
      (catch $empty (i64.const 1))
      (catch $small (i64.extend_i32_s))
      (catch $long)
      (catch $single (i64.extend_i32_u (i32.reinterpret_f32)))
      (catch $double (i64.reinterpret_f64))
      (catch $mixed
        (local.set $e) (local.set $r) (local.set $d) (local.set $f) (local.set $l) (local.set $i)
        (table.set 0 (i32.const 3) (local.get $r))
        (i64.add
          (i64.add (i64.extend_i32_u (local.get $i)) (i64.mul (local.get $l) (i64.const 1000)))
          (i64.add
            (i64.xor (i64.extend_i32_u (i32.reinterpret_f32 (local.get $f)))
              (i64.reinterpret_f64 (local.get $d)))
            (i64.extend_i32_u
              (i32.add (ref.is_null (local.get $e))
                (call_indirect (type $unary) (i32.const 40) (i32.const 3)))))))))

  ;; 1: through indirect calls.
  (func $indirect (param $n i32) (result i64)
    (try (result i64)
      (do
        (i64.extend_i32_u
          (call_indirect (type $unary) (local.get $n)
            (i32.rem_u (local.get $n) (i32.const 4)))))
      (catch $small (i64.extend_i32_u) (i64.const -1) (i64.mul))
      (catch $long (i64.mul (i64.const 1000000)))))

  ;; 2: handlers in handlers, and rethrowing what was caught before another exception.
  (func $nested (param $n i32) (result i64)
    (local $l i64)
    (global.set $log (i32.const 0))
    (try (result i64)
      (do
        (try $outer (result i64)
          (do (throw $mixed (local.get $n) (i64.const 20) (f32.const 1) (f64.const 2)
            (ref.null func) (ref.null extern)))
          (catch_all
            (call $note (i32.const 1))
            (try
              (do (throw $mixed (i32.const 50) (i64.const 60) (f32.const 3) (f64.const 4)
                (ref.null func) (ref.null extern)))
              (catch $mixed
                (drop) (drop) (drop) (drop) (drop)
                (call $note (i32.rem_u (i32.const 10)))
                (if (i32.eq (local.get $n) (i32.const 1)) (then (rethrow 1)))
                (if (i32.eq (local.get $n) (i32.const 2)) (then (rethrow $outer)))
                (if (i32.eq (local.get $n) (i32.const 3)) (then (throw $small (i32.const 9))))))
            (call $note (i32.const 2))
            (rethrow $outer))))
      (catch $mixed
        (drop) (drop) (drop) (drop)
        (local.set $l) (i64.extend_i32_u) (local.get $l) (i64.add)
        (i64.add (i64.mul (i64.extend_i32_u (global.get $log)) (i64.const 100))))
      (catch_all (i64.const -1))))

  ;; 3: out of loops, with branches across tries.
  (func $loops (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (block $done
      (loop $again
        (try
          (do
            (local.set $sum
              (i64.add (local.get $sum)
                (i64.extend_i32_u (call $throws-odd (local.get $i)))))
            (br_if $done (i32.eq (local.get $i) (local.get $n))))
          (catch $small
            (local.set $sum (i64.mul (local.get $sum) (i64.const 3)))
            (if (i32.gt_u (i32.const 12)) (then (br $done)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (local.get $sum))

  ;; 4: delegating past a handler.
  (func $delegates (param $n i32) (result i64)
    (try $outer (result i64)
      (do
        (try (result i64)
          (do
            (try (result i64)
              (do (i64.extend_i32_u (call $throws-odd (local.get $n))))
              (delegate $outer)))
          (catch_all (i64.const -5))))
      (catch $small (i64.extend_i32_u (i32.add (i32.const 70))))))

  ;; 5: tail calls leave the tries around them.
  (func $tail (type $wide)
    (if (result i64) (i32.eqz (local.get 0))
      (then (throw $long (i64.const 77)))
      (else
        (try (result i64)
          (do (i64.extend_i32_u (call $throws-odd (i32.mul (local.get 0) (i32.const 2)))))
          (catch_all (i64.const -6))))))
  (func $tails (param $n i32) (result i64)
    (try (result i64)
      (do (call $tail (local.get $n)))
      (catch $long (i64.add (i64.const 1)))))

  ;; 6: many results, and operands below those of the try.
  (func $many (param i32) (result i32 i64 i32 i64 i32 i64 i32)
    (if (i32.gt_u (local.get 0) (i32.const 3)) (then (throw $empty)))
    (local.get 0) (i64.const 2) (i32.const 3) (i64.const 4) (i32.const 5) (i64.const 6)
    (i32.add (local.get 0) (i32.const 7)))
  (func $counts (param $n i32) (result i64)
    (local $a i32) (local $b i64) (local $c i32) (local $d i64) (local $e i32) (local $f i64)
    (local $g i32)
    (i64.add
      (i64.const 1000000)
      (try (result i64)
        (do
          (call $many (local.get $n))
          (local.set $g) (local.set $f) (local.set $e) (local.set $d) (local.set $c)
          (local.set $b) (local.set $a)
          (i64.add (i64.mul (local.get $b) (i64.const 10))
            (i64.add (i64.mul (local.get $d) (i64.const 100))
              (i64.mul (local.get $f) (i64.const 1000))))
          (i64.extend_i32_u
            (i32.add (i32.add (local.get $a) (local.get $c))
              (i32.mul (local.get $e) (local.get $g))))
          (i64.add))
        (catch_all (i64.extend_i32_u (local.get $n))))))

  ;; 7: nothing is caught.
  (func $uncaught (param $n i32) (result i64)
    (try (result i64)
      (do (i64.extend_i32_u (call $throws-odd (local.get $n))))
      (catch $long)))

  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $n i32)
    (local.set $n (i32.load8_u offset=1 (local.get $args)))
    (i64.store (i32.const 0)
      (block $result (result i64)
        (block $7 (block $6 (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
          (br_table $0 $1 $2 $3 $4 $5 $6 $7 (i32.load8_u (local.get $args))))
          (br $result (call $kinds (local.get $n))))
          (br $result (call $indirect (local.get $n))))
          (br $result (call $nested (local.get $n))))
          (br $result (call $loops (local.get $n))))
          (br $result (call $delegates (local.get $n))))
          (br $result (call $tails (local.get $n))))
          (br $result (call $counts (local.get $n))))
        (call $uncaught (local.get $n))))
    (i64.const 0x800000000)))
;;> 0000 -> 0100000000000000
;;> 0001 -> f9ffffffffffffff
;;> 0002 -> 007ac45efeffffff
;;> 0003 -> 0100a07f00000000
;;> 0004 -> 9a9999999999b9bf
;;> 0005 -> fa07c03f000004c0
;;> 0100 -> 0000000000000000
;;> 0101 -> ffffffffffffffff
;;> 0102 -> 80841e0000000000
;;> 0103 -> f403000000000000
;;> 0104 -> 0400000000000000
;;> 0105 -> fbffffffffffffff
;;> 0200 -> ec27000000000000
;;> 0201 -> 5604000000000000
;;> 0202 -> fe03000000000000
;;> 0203 -> ffffffffffffffff
;;> 0204 -> f027000000000000
;;> 0205 -> f127000000000000
;;> 0300 -> 0000000000000000
;;> 0301 -> 2e26000000000000
;;> 0302 -> 0600000000000000
;;> 0303 -> 2e26000000000000
;;> 0304 -> 1e00000000000000
;;> 0305 -> 2e26000000000000
;;> 0400 -> 0000000000000000
;;> 0401 -> 4700000000000000
;;> 0402 -> 0600000000000000
;;> 0403 -> 4900000000000000
;;> 0404 -> 0c00000000000000
;;> 0405 -> 4b00000000000000
;;> 0500 -> 4e00000000000000
;;> 0501 -> 0600000000000000
;;> 0502 -> 0c00000000000000
;;> 0503 -> 1200000000000000
;;> 0504 -> 1800000000000000
;;> 0505 -> 1e00000000000000
;;> 0600 -> 7a5b0f0000000000
;;> 0601 -> 805b0f0000000000
;;> 0602 -> 865b0f0000000000
;;> 0603 -> 8c5b0f0000000000
;;> 0604 -> 44420f0000000000
;;> 0605 -> 45420f0000000000
;;> 0700 -> 0000000000000000
;;> 0701 -> panic
;;> 0702 -> 0600000000000000
;;> 0703 -> panic
;;> 0704 -> 0c00000000000000
;;> 0705 -> panic
