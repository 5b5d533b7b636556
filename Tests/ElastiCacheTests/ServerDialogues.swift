// swift-format-ignore-file

extension Dialogue {
    static let transactions = Dialogue("transactions", #"""
        > MULTI
        +OK
        > SET a 1
        +QUEUED
        > INCR a
        +QUEUED
        > GET a
        +QUEUED
        > EXEC
        *3
        +OK
        :2
        $1
        2
        > EXEC
        -ERR EXEC without MULTI
        > DISCARD
        -ERR DISCARD without MULTI
        > MULTI
        +OK
        > MULTI
        -ERR MULTI calls can not be nested
        > WATCH a
        -ERR WATCH inside MULTI is not allowed
        > SET a 5
        +QUEUED
        > DISCARD
        +OK
        > GET a
        $1
        2
        > MULTI
        +OK
        > SET a
        -ERR wrong number of arguments for 'set' command
        > SET a 9
        +QUEUED
        > EXEC
        -EXECABORT Transaction discarded because of previous errors.
        > GET a
        $1
        2
        > MULTI
        +OK
        > NOSUCH x y
        -ERR unknown command 'NOSUCH', with args beginning with: 'x' 'y' 
        > EXEC
        -EXECABORT Transaction discarded because of previous errors.
        > MULTI
        +OK
        > LPUSH a x
        +QUEUED
        > INCR a
        +QUEUED
        > EXEC
        *2
        -WRONGTYPE Operation against a key holding the wrong kind of value
        :3
        > MULTI
        +OK
        > EXEC
        *0
        > WATCH a
        +OK
        > SET a 7
        +OK
        > MULTI
        +OK
        > GET a
        +QUEUED
        > EXEC
        *-1
        > WATCH a
        +OK
        > UNWATCH
        +OK
        > SET a 8
        +OK
        > MULTI
        +OK
        > GET a
        +QUEUED
        > EXEC
        *1
        $1
        8
        > WATCH nokey
        +OK
        > SET nokey 1
        +OK
        > DEL nokey
        :1
        > MULTI
        +OK
        > PING
        +QUEUED
        > EXEC
        *-1
        > WATCH w
        +OK
        > DEL w
        :0
        > MULTI
        +OK
        > PING
        +QUEUED
        > EXEC
        *1
        +PONG
        > SADD ws m
        :1
        > WATCH ws
        +OK
        > SREM ws other
        :0
        > MULTI
        +OK
        > PING
        +QUEUED
        > EXEC
        *1
        +PONG
        > MULTI
        +OK
        > SELECT 3
        +QUEUED
        > SET in3 1
        +QUEUED
        > SELECT 0
        +QUEUED
        > EXISTS in3
        +QUEUED
        > EXEC
        *4
        +OK
        +OK
        +OK
        :0
        > SELECT 3
        +OK
        > GET in3
        $1
        1
        > MULTI
        +OK
        > PING
        +QUEUED
        > ECHO hi
        +QUEUED
        > CLIENT GETNAME
        +QUEUED
        > FLUSHALL
        +QUEUED
        > DBSIZE
        +QUEUED
        > EXEC
        *5
        +PONG
        $2
        hi
        $-1
        +OK
        :0
        > UNWATCH
        +OK
        > WATCH
        -ERR wrong number of arguments for 'watch' command
        > EXEC now
        -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
        """#)

    static let connection = Dialogue("connection", #"""
        > PING
        +PONG
        > PING hello
        $5
        hello
        > PING a b
        -ERR wrong number of arguments for 'ping' command
        > ping
        +PONG
        > ECHO hi
        $2
        hi
        > ECHO
        -ERR wrong number of arguments for 'echo' command
        > SELECT 1
        +OK
        > SET a 1
        +OK
        > SELECT 0
        +OK
        > EXISTS a
        :0
        > SELECT 16
        -ERR DB index is out of range
        > SELECT -1
        -ERR DB index is out of range
        > SELECT x
        -ERR value is not an integer or out of range
        > SWAPDB 0 1
        +OK
        > GET a
        $1
        1
        > SWAPDB 0 99
        -ERR DB index is out of range
        > SWAPDB x 1
        -ERR invalid first DB index
        > SWAPDB 0 y
        -ERR invalid second DB index
        > AUTH x
        -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
        > AUTH default x
        +OK
        > AUTH nobody x
        -WRONGPASS invalid username-password pair or user is disabled.
        > AUTH
        -ERR wrong number of arguments for 'auth' command
        > AUTH a b c
        -ERR syntax error
        > CLIENT GETNAME
        $-1
        > CLIENT SETNAME me
        +OK
        > CLIENT GETNAME
        $2
        me
        > CLIENT SETNAME "a b"
        -ERR Client names cannot contain spaces, newlines or special characters.
        > CLIENT SETNAME ""
        +OK
        > CLIENT GETNAME
        $-1
        > CLIENT
        -ERR wrong number of arguments for 'client' command
        > CLIENT FOO
        -ERR unknown subcommand 'FOO'. Try CLIENT HELP.
        > CLIENT SETINFO LIB-NAME x
        -ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.
        > CLIENT SETNAME
        -ERR wrong number of arguments for 'client|setname' command
        > CLIENT ID x
        -ERR wrong number of arguments for 'client|id' command
        > HELLO 4
        -NOPROTO unsupported protocol version
        > HELLO 1
        -NOPROTO unsupported protocol version
        > HELLO x
        -ERR Protocol version is not an integer or out of range
        > HELLO 2 FOO
        -ERR Syntax error in HELLO option 'FOO'
        > HELLO 2 AUTH nobody pw
        -WRONGPASS invalid username-password pair or user is disabled.
        > CONFIG FOO
        -ERR unknown subcommand 'FOO'. Try CONFIG HELP.
        > CONFIG GET
        -ERR wrong number of arguments for 'config|get' command
        > CONFIG
        -ERR wrong number of arguments for 'config' command
        > CONFIG GET nothing-like-this
        *0
        > CONFIG GET MAXMEMORY
        *2
        $9
        MAXMEMORY
        $1
        0
        > CONFIG GET maxmemory-p*
        *2
        $16
        maxmemory-policy
        $12
        volatile-lru
        > CONFIG SET maxmemory x
        -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value
        > CONFIG SET maxmemory 1 port
        -ERR syntax error
        > CONFIG SET maxmemory 100mb
        +OK
        > CONFIG GET maxmemory
        *2
        $9
        maxmemory
        $9
        104857600
        > CONFIG SET maxmemory 1
        +OK
        > SET a 1
        -OOM command not allowed when used memory > 'maxmemory'.
        > GET a
        $1
        1
        > DEL a
        :1
        > LPUSH l 1
        -OOM command not allowed when used memory > 'maxmemory'.
        > INCR n
        -OOM command not allowed when used memory > 'maxmemory'.
        > MULTI
        +OK
        > SET a 1
        -OOM command not allowed when used memory > 'maxmemory'.
        > EXEC
        -EXECABORT Transaction discarded because of previous errors.
        > CONFIG SET maxmemory 0
        +OK
        > SET a 1
        +OK
        > DBSIZE x
        -ERR wrong number of arguments for 'dbsize' command
        > NOSUCH
        -ERR unknown command 'NOSUCH', with args beginning with: 
        > nosuch arg
        -ERR unknown command 'nosuch', with args beginning with: 'arg' 
        > NoSuch "a b" c
        -ERR unknown command 'NoSuch', with args beginning with: 'a b' 'c' 
        > COMMAND FOO
        -ERR unknown subcommand 'FOO'. Try COMMAND HELP.
        > SUBSTR
        -ERR wrong number of arguments for 'substr' command
        > FLUSHALL a b
        -ERR syntax error
        > DBSIZE
        :1
        > RESET
        +RESET
        """#)

    static let versionThree = Dialogue("version three", #"""
        > HELLO 3 AUTH default x
        %7
        $6
        server
        $5
        redis
        $7
        version
        $6
        7.0.15
        $5
        proto
        :3
        $2
        id
        :0
        $4
        mode
        $10
        standalone
        $4
        role
        $6
        master
        $7
        modules
        *0
        > HELLO 3
        %7
        $6
        server
        $5
        redis
        $7
        version
        $6
        7.0.15
        $5
        proto
        :3
        $2
        id
        :0
        $4
        mode
        $10
        standalone
        $4
        role
        $6
        master
        $7
        modules
        *0
        > SET a 1
        +OK
        > GET none
        _
        > HSET h a 1 b 2
        :2
        > HGETALL h
        %2
        $1
        a
        $1
        1
        $1
        b
        $1
        2
        > HGETALL none
        %0
        > SADD s 1 2
        :2
        > SMEMBERS s
        ~2
        $1
        1
        $1
        2
        > SINTER s s
        ~2
        $1
        1
        $1
        2
        > SPOP none
        _
        > SPOP none 2
        ~0
        > SRANDMEMBER none
        _
        > SPOP s 2
        ~2
        $1
        1
        $1
        2
        > ZADD z 1 a 2.5 b
        :2
        > ZSCORE z a
        ,1
        > ZSCORE z none
        _
        > ZMSCORE z a none
        *2
        ,1
        _
        > ZADD z INCR 1 a
        ,2
        > ZADD z NX INCR 1 a
        _
        > ZINCRBY z 0.1 b
        ,2.6000000000000001
        > ZADD z inf i
        :1
        > ZSCORE z i
        ,inf
        > ZRANGE z 0 -1 WITHSCORES
        *3
        *2
        $1
        a
        ,2
        *2
        $1
        b
        ,2.6000000000000001
        *2
        $1
        i
        ,inf
        > ZRANGE z 0 -1
        *3
        $1
        a
        $1
        b
        $1
        i
        > ZRANGEBYSCORE z 1 2 WITHSCORES
        *1
        *2
        $1
        a
        ,2
        > ZPOPMIN z
        *2
        $1
        a
        ,2
        > ZPOPMAX z 2
        *2
        *2
        $1
        i
        ,inf
        *2
        $1
        b
        ,2.6000000000000001
        > ZPOPMIN z
        *0
        > ZPOPMIN z 2
        *0
        > ZSCAN z 0
        *2
        $1
        0
        *0
        > LPOP none
        _
        > LPOP none 2
        _
        > RPOP none
        _
        > MGET a none
        *2
        $1
        1
        _
        > HMGET h a none
        *2
        $1
        1
        _
        > ZRANK none a
        _
        > CONFIG GET maxmemory
        %1
        $9
        maxmemory
        $1
        0
        > INCRBYFLOAT f 1.5
        $3
        1.5
        > HINCRBYFLOAT h f 1.5
        $3
        1.5
        > FLUSHALL
        +OK
        > RANDOMKEY
        _
        > WATCH k
        +OK
        > SET k 1
        +OK
        > MULTI
        +OK
        > PING
        +QUEUED
        > EXEC
        _
        > CLIENT GETNAME
        _
        > NOSUCH
        -ERR unknown command 'NOSUCH', with args beginning with: 
        """#)
}
