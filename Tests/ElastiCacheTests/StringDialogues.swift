// swift-format-ignore-file

extension Dialogue {
    static let strings = Dialogue("strings", #"""
        > SET a 1
        +OK
        > GET a
        $1
        1
        > GET none
        $-1
        > SET a 2 NX
        $-1
        > SET b 2 NX
        +OK
        > SET a 3 XX
        +OK
        > SET none 3 XX
        $-1
        > SET a 4 GET
        $1
        3
        > SET new 4 GET
        $-1
        > SET a 5 NX GET
        $1
        4
        > SET a 6 XX GET
        $1
        4
        > SET a 1 NX XX
        -ERR syntax error
        > SET a 1 EX
        -ERR syntax error
        > SET a 1 EX 0
        -ERR invalid expire time in 'set' command
        > SET a 1 EX -5
        -ERR invalid expire time in 'set' command
        > SET a 1 PX x
        -ERR value is not an integer or out of range
        > SET a 1 EX 9223372036854775807
        -ERR invalid expire time in 'set' command
        > SET a 1 EX 10 PX 10
        -ERR syntax error
        > SET a 1 EX 10 KEEPTTL
        -ERR syntax error
        > SET a 1 PERSIST
        -ERR syntax error
        > SET a 1 foo
        -ERR syntax error
        > SET a 1 EX 100
        +OK
        > TTL a
        :100
        > SET a 2 KEEPTTL
        +OK
        > TTL a
        :100
        > SET a 3
        +OK
        > TTL a
        :-1
        > SET gone 1 PXAT 1
        +OK
        > GET gone
        $-1
        > SET a
        -ERR wrong number of arguments for 'set' command
        > SET
        -ERR wrong number of arguments for 'set' command
        > GET
        -ERR wrong number of arguments for 'get' command
        > GET a b
        -ERR wrong number of arguments for 'get' command
        > MSET x 1 y 2 z 3
        +OK
        > MGET x y none z
        *4
        $1
        1
        $1
        2
        $-1
        $1
        3
        > MSET x 1 y
        -ERR wrong number of arguments for 'mset' command
        > MSETNX x 9 w 9
        :0
        > MSETNX v 9 w 9
        :1
        > SETNX v 1
        :0
        > SETNX u 1
        :1
        > SETEX s 100 v
        +OK
        > TTL s
        :100
        > SETEX s 0 v
        -ERR invalid expire time in 'setex' command
        > SETEX s x v
        -ERR value is not an integer or out of range
        > PSETEX s 0 v
        -ERR invalid expire time in 'psetex' command
        > GETSET s w
        $1
        v
        > GETSET newer w
        $-1
        > GETDEL s
        $1
        w
        > GETDEL s
        $-1
        > APPEND ap Hello
        :5
        > APPEND ap " World"
        :11
        > STRLEN ap
        :11
        > STRLEN none
        :0
        > GETRANGE ap 0 4
        $5
        Hello
        > GETRANGE ap -5 -1
        $5
        World
        > GETRANGE ap -1 -5
        $0

        > GETRANGE ap 0 -1
        $11
        Hello World
        > GETRANGE ap 5 1
        $0

        > GETRANGE ap 100 200
        $0

        > GETRANGE ap -100 3
        $4
        Hell
        > GETRANGE ap -100 -50
        $1
        H
        > GETRANGE ap x 1
        -ERR value is not an integer or out of range
        > GETRANGE none 0 1
        $0

        > SUBSTR ap 0 1
        $2
        He
        > SETRANGE ap 6 Redis
        :11
        > GET ap
        $11
        Hello Redis
        > SETRANGE sr 3 x
        :4
        > GETRANGE sr 3 3
        $1
        x
        > SETRANGE sr -1 x
        -ERR offset is out of range
        > SETRANGE sr 999999999999 x
        -ERR string exceeds maximum allowed size (proto-max-bulk-len)
        > SETRANGE none 5 ""
        :0
        > EXISTS none
        :0
        > GETEX ap EX 100
        $11
        Hello Redis
        > TTL ap
        :100
        > GETEX ap PERSIST
        $11
        Hello Redis
        > TTL ap
        :-1
        > GETEX ap KEEPTTL
        -ERR syntax error
        > GETEX ap EX 0
        -ERR invalid expire time in 'getex' command
        > GETEX none EX 10
        $-1
        > SET e ""
        +OK
        > GET e
        $0

        > STRLEN e
        :0
        """#)

    static let counters = Dialogue("counters", #"""
        > INCR n
        :1
        > INCRBY n 41
        :42
        > DECR n
        :41
        > DECRBY n 40
        :1
        > INCRBY n -2
        :-1
        > GET n
        $2
        -1
        > INCRBY n x
        -ERR value is not an integer or out of range
        > INCRBY n 1.5
        -ERR value is not an integer or out of range
        > INCRBY n " 1"
        -ERR value is not an integer or out of range
        > INCRBY n +1
        -ERR value is not an integer or out of range
        > INCRBY n 01
        -ERR value is not an integer or out of range
        > SET n abc
        +OK
        > INCR n
        -ERR value is not an integer or out of range
        > SET n 9223372036854775807
        +OK
        > INCR n
        -ERR increment or decrement would overflow
        > DECRBY n -1
        -ERR increment or decrement would overflow
        > SET n -9223372036854775808
        +OK
        > DECR n
        -ERR increment or decrement would overflow
        > DECRBY n -9223372036854775808
        -ERR decrement would overflow
        > SET n 10
        +OK
        > DECRBY n -9223372036854775808
        -ERR decrement would overflow
        > SET n " 1"
        +OK
        > INCR n
        -ERR value is not an integer or out of range
        > SET n 01
        +OK
        > INCR n
        -ERR value is not an integer or out of range
        > INCRBYFLOAT f 0.1
        $3
        0.1
        > INCRBYFLOAT f 0.2
        $3
        0.3
        > INCRBYFLOAT f 1e3
        $22
        1000.29999999999999999
        > INCRBYFLOAT f -1000.3
        $1
        0
        > INCRBYFLOAT f x
        -ERR value is not a valid float
        > INCRBYFLOAT f inf
        -ERR increment would produce NaN or Infinity
        > INCRBYFLOAT f nan
        -ERR value is not a valid float
        > INCRBYFLOAT f 3.0e-5
        $7
        0.00003
        > INCRBYFLOAT big 5e17
        $18
        500000000000000000
        > SET f abc
        +OK
        > INCRBYFLOAT f 1
        -ERR value is not a valid float
        > LPUSH l a
        :1
        > INCR l
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > INCRBYFLOAT l 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        """#)

    static let keys = Dialogue("keys", #"""
        > SET a 1
        +OK
        > RPUSH l 1
        :1
        > HSET h f v
        :1
        > SADD s m
        :1
        > ZADD z 1 m
        :1
        > TYPE a
        +string
        > TYPE l
        +list
        > TYPE h
        +hash
        > TYPE s
        +set
        > TYPE z
        +zset
        > TYPE none
        +none
        > EXISTS a l h none
        :3
        > EXISTS a a
        :2
        > TOUCH a none
        :1
        > DEL a none
        :1
        > UNLINK l h
        :2
        > DBSIZE
        :2
        > SET a 1
        +OK
        > RENAME a b
        +OK
        > GET b
        $1
        1
        > RENAME none x
        -ERR no such key
        > RENAMENX b s
        :0
        > RENAMENX b c
        :1
        > RENAMENX none c
        -ERR no such key
        > RENAME c c
        +OK
        > EXPIRE c 100
        :1
        > TTL c
        :100
        > EXPIRE c 50 GT
        :0
        > EXPIRE c 50 LT
        :1
        > TTL c
        :50
        > EXPIRE c 200 NX
        :0
        > EXPIRE c 200 XX
        :1
        > EXPIRE c 10 NX XX
        -ERR NX and XX, GT or LT options at the same time are not compatible
        > EXPIRE c 10 GT LT
        -ERR GT and LT options at the same time are not compatible
        > EXPIRE c 10 FOO
        -ERR Unsupported option FOO
        > EXPIRE none 10
        :0
        > EXPIRE c x
        -ERR value is not an integer or out of range
        > EXPIRE c 9223372036854775807
        -ERR invalid expire time in 'expire' command
        > PEXPIRE c 9223372036854775807
        -ERR invalid expire time in 'pexpire' command
        > EXPIREAT c 99999999999
        :1
        > EXPIRETIME c
        :99999999999
        > PEXPIREAT c 99999999999999
        :1
        > PEXPIRETIME c
        :99999999999999
        > PEXPIRETIME none
        :-2
        > EXPIRETIME z
        :-1
        > PERSIST c
        :1
        > PERSIST c
        :0
        > PERSIST none
        :0
        > TTL c
        :-1
        > PTTL c
        :-1
        > TTL none
        :-2
        > PTTL none
        :-2
        > EXPIRE c -1
        :1
        > EXISTS c
        :0
        > EXPIRE z 100 GT
        :0
        > EXPIRE z 100 LT
        :1
        > TTL z
        :100
        > KEYS s
        *1
        $1
        s
        > KEYS x*
        *0
        > KEYS [
        *0
        > SET k1 v
        +OK
        > KEYS k?
        *1
        $2
        k1
        > KEYS k[0-9]
        *1
        $2
        k1
        > KEYS k[^0-9]
        *0
        > KEYS \k1
        *1
        $2
        k1
        > KEYS *1*
        *1
        $2
        k1
        > SCAN 0 MATCH k1 COUNT 100
        *2
        $1
        0
        *1
        $2
        k1
        > SCAN 0 COUNT 100 TYPE hash
        *2
        $1
        0
        *0
        > SCAN 0 TYPE zset COUNT 100
        *2
        $1
        0
        *1
        $1
        z
        > SCAN x
        -ERR invalid cursor
        > SCAN 0 COUNT 0
        -ERR syntax error
        > SCAN 0 COUNT x
        -ERR value is not an integer or out of range
        > SCAN 0 FOO
        -ERR syntax error
        > SCAN 0 MATCH
        -ERR syntax error
        > SCAN
        -ERR wrong number of arguments for 'scan' command
        > FLUSHALL foo
        -ERR syntax error
        > FLUSHALL
        +OK
        > DBSIZE
        :0
        > RANDOMKEY
        $-1
        > SCAN 0
        *2
        $1
        0
        *0
        > FLUSHDB ASYNC
        +OK
        > FLUSHALL SYNC
        +OK
        """#)
}
