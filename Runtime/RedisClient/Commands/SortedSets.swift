/// A member of a sorted set.
public struct RedisScored: Sendable, Hashable {
    public var member: String
    public var score: Double

    public init(_ member: String, _ score: Double) {
        self.member = member
        self.score = score
    }
}

extension RedisCommand {
    public static func zadd(_ key: String, _ members: [RedisScored]) -> RedisCommand {
        RedisCommand("ZADD", arguments: [key] + members.flatMap { [$0.score, $0.member] as [any RedisArgument] })
    }

    public static func zincrby(_ key: String, _ increment: Double, _ member: String) -> RedisCommand {
        RedisCommand("ZINCRBY", key, increment, member)
    }

    public static func zrem(_ key: String, _ members: [String]) -> RedisCommand {
        RedisCommand("ZREM", arguments: [key] + members)
    }

    public static func zcard(_ key: String) -> RedisCommand { RedisCommand("ZCARD", key) }
    public static func zscore(_ key: String, _ member: String) -> RedisCommand { RedisCommand("ZSCORE", key, member) }

    /// Places from 0 for the least score; negative ones count from the end. Both ends belong to the range.
    public static func zrange(_ key: String, _ first: Int, _ last: Int) -> RedisCommand {
        RedisCommand("ZRANGE", key, first, last, "WITHSCORES")
    }

    /// Places from 0 for the greatest score; as `zrange` otherwise.
    public static func zrevrange(_ key: String, _ first: Int, _ last: Int) -> RedisCommand {
        RedisCommand("ZREVRANGE", key, first, last, "WITHSCORES")
    }
}

extension RedisClient {
    /// Sets members' scores and returns how many members are new. https://redis.io/docs/latest/commands/zadd/
    @discardableResult
    public func zadd(_ key: String, _ members: [RedisScored]) async throws(RedisError) -> Int {
        members.isEmpty ? 0 : try await send(.zadd(key, members)).integer()
    }

    /// Members from the least score up, those of one score by name. Places count from 0, negative ones from the end;
    /// both ends belong to the range. https://redis.io/docs/latest/commands/zrange/
    public func zrange(_ key: String, _ first: Int, _ last: Int) async throws(RedisError) -> [RedisScored] {
        try Self.scored(try await send(.zrange(key, first, last)))
    }

    /// As `zrange`, from the greatest score down.
    public func zrevrange(_ key: String, _ first: Int, _ last: Int) async throws(RedisError) -> [RedisScored] {
        try Self.scored(try await send(.zrevrange(key, first, last)))
    }

    /// Adds to the score of a member, which is 0 when it is not there, and returns the sum.
    @discardableResult
    public func zincrby(_ key: String, _ increment: Double, _ member: String) async throws(RedisError) -> Double {
        try await send(.zincrby(key, increment, member)).double() ?? 0
    }

    /// Removes members and returns how many of them were there.
    @discardableResult
    public func zrem(_ key: String, _ members: [String]) async throws(RedisError) -> Int {
        members.isEmpty ? 0 : try await send(.zrem(key, members)).integer()
    }

    public func zcard(_ key: String) async throws(RedisError) -> Int { try await send(.zcard(key)).integer() }

    /// `nil` when there is no such member.
    public func zscore(_ key: String, _ member: String) async throws(RedisError) -> Double? {
        try await send(.zscore(key, member)).double()
    }

    private static func scored(_ reply: RedisValue) throws(RedisError) -> [RedisScored] {
        let parts = try reply.array()
        var members: [RedisScored] = []
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let member = try parts[index].string(), let score = try parts[index + 1].double() else { continue }
            members.append(RedisScored(member, score))
        }
        return members
    }
}
