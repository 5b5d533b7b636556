extension Application {
    /// An ElastiCache: `AWS::ElastiCache::CacheCluster`, `ReplicationGroup` or `ServerlessCache`.
    package struct Cache: Sendable, Hashable {
        package enum Engine: String, Sendable {
            case redis, valkey
        }

        package var logicalID: String
        /// `ClusterName`, `ReplicationGroupId` or `ServerlessCacheName`, or the logical id where there is none.
        package var name: String
        package var engine: Engine
        /// What clients must log in with.
        package var authToken: String?
        /// Where the template defines it.
        package var path: JSONPath
    }
}
