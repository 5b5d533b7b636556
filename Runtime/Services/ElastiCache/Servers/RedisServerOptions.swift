/// What a cache's server is started with, whatever kind of server it is.
package struct RedisServerOptions: Sendable, Hashable {
    /// In bytes. Beyond it, keys that expire are given up, those used longest ago first, as ElastiCache's own default
    /// `volatile-lru` has it; when there are none, commands that add are refused.
    package var maximumMemory: Int
    /// What clients must log in with, as the user `default`.
    package var password: String?

    package init(maximumMemory: Int = 256 << 20, password: String? = nil) {
        self.maximumMemory = maximumMemory
        self.password = password
    }
}
