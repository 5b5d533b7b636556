// swift-format-ignore-file

extension Dialogue {
    static let hashes = Dialogue("hashes", #"""
        > HSET h a 1 b 2
        :2
        > HSET h a 9 c 3
        :1
        > HSET h a
        -ERR wrong number of arguments for 'hset' command
        > HSET h a 1 b
        -ERR wrong number of arguments for 'hset' command
        > HMSET h d 4
        +OK
        > HMSET h d
        -ERR wrong number of arguments for 'hmset' command
        > HGET h a
        $1
        9
        > HGET h none
        $-1
        > HGET none a
        $-1
        > HMGET h a none b
        *3
        $1
        9
        $-1
        $1
        2
        > HMGET none a
        *1
        $-1
        > HGETALL h
        *8
        $1
        a
        $1
        9
        $1
        b
        $1
        2
        $1
        c
        $1
        3
        $1
        d
        $1
        4
        > HGETALL none
        *0
        > HKEYS h
        *4
        $1
        a
        $1
        b
        $1
        c
        $1
        d
        > HVALS h
        *4
        $1
        9
        $1
        2
        $1
        3
        $1
        4
        > HLEN h
        :4
        > HLEN none
        :0
        > HEXISTS h a
        :1
        > HEXISTS h none
        :0
        > HSTRLEN h a
        :1
        > HSTRLEN none a
        :0
        > HSETNX h a 5
        :0
        > HSETNX h e 5
        :1
        > HDEL h a none
        :1
        > HDEL none a
        :0
        > HSET h a again
        :1
        > HGETALL h
        *10
        $1
        b
        $1
        2
        $1
        c
        $1
        3
        $1
        d
        $1
        4
        $1
        e
        $1
        5
        $1
        a
        $5
        again
        > HINCRBY h n 5
        :5
        > HINCRBY h n -7
        :-2
        > HINCRBY h n x
        -ERR value is not an integer or out of range
        > HINCRBY h a 1
        -ERR hash value is not an integer
        > HSET h n 9223372036854775807
        :0
        > HINCRBY h n 1
        -ERR increment or decrement would overflow
        > HINCRBYFLOAT h f 0.1
        $3
        0.1
        > HINCRBYFLOAT h f 0.2
        $3
        0.3
        > HINCRBYFLOAT h f x
        -ERR value is not a valid float
        > HINCRBYFLOAT h a 1
        -ERR hash value is not a float
        > HINCRBYFLOAT h f inf
        -ERR value is NaN or Infinity
        > HSCAN h 0
        *2
        $1
        0
        *14
        $1
        b
        $1
        2
        $1
        c
        $1
        3
        $1
        d
        $1
        4
        $1
        e
        $1
        5
        $1
        a
        $5
        again
        $1
        n
        $19
        9223372036854775807
        $1
        f
        $3
        0.3
        > HSCAN h 0 MATCH b*
        *2
        $1
        0
        *2
        $1
        b
        $1
        2
        > HSCAN h 0 COUNT 1
        *2
        $1
        0
        *14
        $1
        b
        $1
        2
        $1
        c
        $1
        3
        $1
        d
        $1
        4
        $1
        e
        $1
        5
        $1
        a
        $5
        again
        $1
        n
        $19
        9223372036854775807
        $1
        f
        $3
        0.3
        > HSCAN h x
        -ERR invalid cursor
        > HSCAN none 0
        *2
        $1
        0
        *0
        > HDEL h a b c d e n f
        :7
        > EXISTS h
        :0
        > SET str 1
        +OK
        > HGET str a
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > HSET str a 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > HGETALL str
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > HDEL str a
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > HINCRBY str a 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > TYPE str
        +string
        """#)

    static let sortedSets = Dialogue("sorted sets", #"""
        > ZADD z 1 a 2 b 3 c
        :3
        > ZADD z 1 a 5 b
        :0
        > ZADD z CH 7 c 1 d
        :2
        > ZADD z NX 100 a 4 e
        :1
        > ZADD z XX 6 e 1 none
        :0
        > ZADD z XX CH 7 e
        :1
        > ZADD z GT 1 e
        :0
        > ZADD z LT CH 2 e
        :1
        > ZADD z GT CH 3 new
        :1
        > ZADD z INCR 2.5 e
        $3
        4.5
        > ZADD z NX INCR 2.5 e
        $-1
        > ZADD z XX INCR 2.5 nobody
        $-1
        > ZADD z INCR 1 x 2 y
        -ERR INCR option supports a single increment-element pair
        > ZADD z NX XX 1 a
        -ERR XX and NX options at the same time are not compatible
        > ZADD z NX GT 1 a
        -ERR GT, LT, and/or NX options at the same time are not compatible
        > ZADD z GT LT 1 a
        -ERR GT, LT, and/or NX options at the same time are not compatible
        > ZADD z x a
        -ERR value is not a valid float
        > ZADD z 1
        -ERR wrong number of arguments for 'zadd' command
        > ZADD z 1 a 2
        -ERR syntax error
        > ZADD z nan a
        -ERR value is not a valid float
        > ZADD z
        -ERR wrong number of arguments for 'zadd' command
        > ZADD nope XX 1 a
        :0
        > ZADD nope XX INCR 1 a
        $-1
        > EXISTS nope
        :0
        > ZCARD z
        :6
        > ZCARD none
        :0
        > ZSCORE z a
        $1
        1
        > ZSCORE z e
        $3
        4.5
        > ZSCORE z none
        $-1
        > ZSCORE none a
        $-1
        > ZMSCORE z a none e
        *3
        $1
        1
        $-1
        $3
        4.5
        > ZMSCORE none a
        *1
        $-1
        > ZRANGE z 0 -1
        *6
        $1
        a
        $1
        d
        $3
        new
        $1
        e
        $1
        b
        $1
        c
        > ZRANGE z 0 -1 WITHSCORES
        *12
        $1
        a
        $1
        1
        $1
        d
        $1
        1
        $3
        new
        $1
        3
        $1
        e
        $3
        4.5
        $1
        b
        $1
        5
        $1
        c
        $1
        7
        > ZRANGE z 1 2 REV
        *2
        $1
        b
        $1
        e
        > ZRANGE z -2 -1
        *2
        $1
        b
        $1
        c
        > ZRANGE z 5 1
        *0
        > ZRANGE z 100 200
        *0
        > ZRANGE z a b
        -ERR value is not an integer or out of range
        > ZRANGE z 0 1 FOO
        -ERR syntax error
        > ZRANGE z 0 1 LIMIT 0 1
        -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
        > ZRANGE z 2 5 BYSCORE
        *3
        $3
        new
        $1
        e
        $1
        b
        > ZRANGE z (2 5 BYSCORE
        *3
        $3
        new
        $1
        e
        $1
        b
        > ZRANGE z -inf +inf BYSCORE LIMIT 1 2
        *2
        $1
        d
        $3
        new
        > ZRANGE z -inf +inf BYSCORE LIMIT 1 -1
        *5
        $1
        d
        $3
        new
        $1
        e
        $1
        b
        $1
        c
        > ZRANGE z -inf +inf BYSCORE LIMIT -1 2
        *0
        > ZRANGE z 5 2 BYSCORE REV WITHSCORES
        *6
        $1
        b
        $1
        5
        $1
        e
        $3
        4.5
        $3
        new
        $1
        3
        > ZRANGE z x 2 BYSCORE
        -ERR min or max is not a float
        > ZRANGE z ( 2 BYSCORE
        *2
        $1
        a
        $1
        d
        > ZRANGE none 0 -1
        *0
        > ZREVRANGE z 0 1 WITHSCORES
        *4
        $1
        c
        $1
        7
        $1
        b
        $1
        5
        > ZREVRANGE z 0 1 LIMIT 0 1
        -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
        > ZRANGEBYSCORE z -inf (5
        *4
        $1
        a
        $1
        d
        $3
        new
        $1
        e
        > ZRANGEBYSCORE z 1 5 WITHSCORES LIMIT 0 2
        *4
        $1
        a
        $1
        1
        $1
        d
        $1
        1
        > ZRANGEBYSCORE z a b
        -ERR min or max is not a float
        > ZRANGEBYSCORE z 5 1
        *0
        > ZREVRANGEBYSCORE z +inf 5
        *2
        $1
        c
        $1
        b
        > ZREVRANGEBYSCORE z 5 +inf
        *0
        > ZCOUNT z 1 5
        :5
        > ZCOUNT z (1 (5
        :2
        > ZCOUNT z a b
        -ERR min or max is not a float
        > ZCOUNT none 1 2
        :0
        > ZRANK z a
        :0
        > ZRANK z none
        $-1
        > ZREVRANK z a
        :5
        > ZREVRANK none a
        $-1
        > ZINCRBY z 0.1 a
        $18
        1.1000000000000001
        > ZINCRBY z 0.2 a
        $3
        1.3
        > ZINCRBY z 5 fresh
        $1
        5
        > ZINCRBY z x a
        -ERR value is not a valid float
        > ZADD z inf i
        :1
        > ZINCRBY z -inf i
        -ERR resulting score is not a number (NaN)
        > ZADD z -inf j 1e300 k 1.5e-10 l 3.14159265358979 m 100000000000000000000 n
        :5
        > ZRANGE z 0 -1 WITHSCORES
        *26
        $1
        j
        $4
        -inf
        $1
        l
        $7
        1.5e-10
        $1
        d
        $1
        1
        $1
        a
        $3
        1.3
        $3
        new
        $1
        3
        $1
        m
        $16
        3.14159265358979
        $1
        e
        $3
        4.5
        $1
        b
        $1
        5
        $5
        fresh
        $1
        5
        $1
        c
        $1
        7
        $1
        n
        $5
        1e+20
        $1
        k
        $23
        1.0000000000000001e+300
        $1
        i
        $3
        inf
        > ZREM z a none
        :1
        > ZREM none a
        :0
        > ZSCAN z 0 MATCH c
        *2
        $1
        0
        *2
        $1
        c
        $1
        7
        > ZSCAN z x
        -ERR invalid cursor
        > ZPOPMIN z
        *2
        $1
        j
        $4
        -inf
        > ZPOPMAX z
        *2
        $1
        i
        $3
        inf
        > ZPOPMIN z 2
        *4
        $1
        l
        $7
        1.5e-10
        $1
        d
        $1
        1
        > ZPOPMIN z -1
        -ERR value is out of range, must be positive
        > ZPOPMIN z x
        -ERR value is out of range, must be positive
        > ZPOPMIN none
        *0
        > ZPOPMAX none 2
        *0
        > ZREMRANGEBYRANK z 0 0
        :1
        > ZREMRANGEBYSCORE z (3 5
        :4
        > ZREMRANGEBYSCORE z a b
        -ERR min or max is not a float
        > ZRANGE z 0 -1
        *3
        $1
        c
        $1
        n
        $1
        k
        > DEL z
        :1
        > ZADD z 0 a 0 b 0 c 0 d
        :4
        > ZRANGEBYLEX z - +
        *4
        $1
        a
        $1
        b
        $1
        c
        $1
        d
        > ZRANGEBYLEX z [b (d
        *2
        $1
        b
        $1
        c
        > ZRANGEBYLEX z (a [c LIMIT 1 1
        *1
        $1
        c
        > ZRANGEBYLEX z a b
        -ERR min or max not valid string range item
        > ZRANGEBYLEX z + -
        *0
        > ZREVRANGEBYLEX z + [c
        *2
        $1
        d
        $1
        c
        > ZRANGE z [b + BYLEX
        *3
        $1
        b
        $1
        c
        $1
        d
        > ZRANGE z + [b BYLEX REV
        *3
        $1
        d
        $1
        c
        $1
        b
        > ZRANGE z [b + BYLEX WITHSCORES
        -ERR syntax error, WITHSCORES not supported in combination with BYLEX
        > ZLEXCOUNT z - (c
        :2
        > ZLEXCOUNT z x y
        -ERR min or max not valid string range item
        > ZREMRANGEBYLEX z [a (c
        :2
        > ZRANGE z 0 -1
        *2
        $1
        c
        $1
        d
        > SET str 1
        +OK
        > ZADD str 1 a
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > ZRANGE str 0 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > ZINCRBY str 1 a
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > ZSCORE str a
        -WRONGTYPE Operation against a key holding the wrong kind of value
        """#)

    static let lists = Dialogue("lists", #"""
        > RPUSH l a b c
        :3
        > LPUSH l z y
        :5
        > LRANGE l 0 -1
        *5
        $1
        y
        $1
        z
        $1
        a
        $1
        b
        $1
        c
        > LRANGE l 1 2
        *2
        $1
        z
        $1
        a
        > LRANGE l -2 -1
        *2
        $1
        b
        $1
        c
        > LRANGE l 5 1
        *0
        > LRANGE l -100 100
        *5
        $1
        y
        $1
        z
        $1
        a
        $1
        b
        $1
        c
        > LRANGE none 0 1
        *0
        > LRANGE l a b
        -ERR value is not an integer or out of range
        > LLEN l
        :5
        > LLEN none
        :0
        > LINDEX l 0
        $1
        y
        > LINDEX l -1
        $1
        c
        > LINDEX l 99
        $-1
        > LINDEX l x
        -ERR value is not an integer or out of range
        > LINDEX none 0
        $-1
        > LSET l 0 Y
        +OK
        > LSET l 99 x
        -ERR index out of range
        > LSET none 0 x
        -ERR no such key
        > LSET l x x
        -ERR value is not an integer or out of range
        > LPUSHX l w
        :6
        > RPUSHX l v
        :7
        > LPUSHX none w
        :0
        > LINSERT l BEFORE a A
        :8
        > LINSERT l AFTER a B
        :9
        > LINSERT l AFTER nothere B
        :-1
        > LINSERT none BEFORE a b
        :0
        > LINSERT l foo a b
        -ERR syntax error
        > LRANGE l 0 -1
        *9
        $1
        w
        $1
        Y
        $1
        z
        $1
        A
        $1
        a
        $1
        B
        $1
        b
        $1
        c
        $1
        v
        > RPUSH r a b a c a
        :5
        > LREM r 2 a
        :2
        > LREM r -1 a
        :1
        > LREM r 0 nothing
        :0
        > LRANGE r 0 -1
        *2
        $1
        b
        $1
        c
        > LTRIM l 1 3
        +OK
        > LRANGE l 0 -1
        *3
        $1
        Y
        $1
        z
        $1
        A
        > LTRIM l 5 1
        +OK
        > EXISTS l
        :0
        > LTRIM none 0 1
        +OK
        > RPUSH l 1 2 3 4 5
        :5
        > LPOP l
        $1
        1
        > RPOP l
        $1
        5
        > LPOP l 2
        *2
        $1
        2
        $1
        3
        > LPOP l 0
        *0
        > RPOP l 10
        *1
        $1
        4
        > LPOP l
        $-1
        > LPOP l 2
        *-1
        > LPOP none -1
        -ERR value is out of range, must be positive
        > LPOP l x
        -ERR value is out of range, must be positive
        > LPOP l 1 2
        -ERR wrong number of arguments for 'lpop' command
        > EXISTS l
        :0
        > RPUSH l 1 2 3
        :3
        > RPOPLPUSH l m
        $1
        3
        > RPOPLPUSH none m
        $-1
        > RPOPLPUSH l l
        $1
        2
        > LMOVE l m LEFT RIGHT
        $1
        2
        > LMOVE l m foo RIGHT
        -ERR syntax error
        > LRANGE l 0 -1
        *1
        $1
        1
        > LRANGE m 0 -1
        *2
        $1
        3
        $1
        2
        > SET str 1
        +OK
        > LPUSH str 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > LRANGE str 0 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > RPOPLPUSH l str
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > LRANGE l 0 -1
        *1
        $1
        1
        """#)

    static let sets = Dialogue("sets", #"""
        > SADD s 3 1 2 2
        :3
        > SADD s 3
        :0
        > SMEMBERS s
        *3
        $1
        1
        $1
        2
        $1
        3
        > SADD one only
        :1
        > SMEMBERS one
        *1
        $4
        only
        > SMEMBERS none
        *0
        > SCARD s
        :3
        > SISMEMBER s 1
        :1
        > SISMEMBER s 9
        :0
        > SISMEMBER none 1
        :0
        > SMISMEMBER s 1 9
        *2
        :1
        :0
        > SREM s 1 9
        :1
        > SREM none 1
        :0
        > SADD t 2 3 4
        :3
        > SINTER s t
        *2
        $1
        2
        $1
        3
        > SUNION s t
        *3
        $1
        2
        $1
        3
        $1
        4
        > SDIFF t s
        *1
        $1
        4
        > SINTER s none
        *0
        > SDIFF none s
        *0
        > SUNION none
        *0
        > SPOP one
        $4
        only
        > SPOP one
        $-1
        > SPOP one 2
        *0
        > SPOP s -1
        -ERR value is out of range, must be positive
        > SPOP s 0
        *0
        > SPOP s 1 2
        -ERR syntax error
        > SPOP t 10
        *3
        $1
        2
        $1
        3
        $1
        4
        > EXISTS t
        :0
        > SRANDMEMBER none
        $-1
        > SRANDMEMBER none 2
        *0
        > SRANDMEMBER s x
        -ERR value is not an integer or out of range
        > SADD q 7
        :1
        > SRANDMEMBER q
        $1
        7
        > SRANDMEMBER q 5
        *1
        $1
        7
        > SRANDMEMBER q -2
        *2
        $1
        7
        $1
        7
        > SSCAN q 0
        *2
        $1
        0
        *1
        $1
        7
        > SSCAN q 0 MATCH 8
        *2
        $1
        0
        *0
        > SSCAN q x
        -ERR invalid cursor
        > SET str 1
        +OK
        > SADD str 1
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > SMEMBERS str
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > SINTER str s
        -WRONGTYPE Operation against a key holding the wrong kind of value
        > SUNION s str
        -WRONGTYPE Operation against a key holding the wrong kind of value
        """#)
}
