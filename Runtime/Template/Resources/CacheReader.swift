/// Reads an `AWS::ElastiCache::CacheCluster`, `ReplicationGroup` or `ServerlessCache`.
struct CacheReader: ResourceReader {
    static let types: [String: PropertyTable] = [
        "AWS::ElastiCache::CacheCluster": .cacheCluster,
        "AWS::ElastiCache::ReplicationGroup": .replicationGroup,
        "AWS::ElastiCache::ServerlessCache": .serverlessCache,
    ]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    /// The cache; `nil`, and complaints, when it could not be created.
    func cache() -> Application.Cache? {
        Self.types[resource.type]?.check(fields)
        for name in required where fields[name] == nil { fields.missing(name) }
        if resource.type == "AWS::ElastiCache::CacheCluster" { _ = fields.int("NumCacheNodes", in: 1...1) }
        let (name, engine, token) = (name(), engine(), authToken())
        guard let name, let engine, token.isValid else { return nil }
        return Application.Cache(
            logicalID: resource.logicalID,
            name: name,
            engine: engine,
            authToken: token.value,
            path: resource.path
        )
    }

    private var required: [String] {
        switch resource.type {
        case "AWS::ElastiCache::CacheCluster": ["CacheNodeType", "Engine", "NumCacheNodes"]
        case "AWS::ElastiCache::ReplicationGroup": ["ReplicationGroupDescription"]
        default: ["Engine", "ServerlessCacheName"]
        }
    }

    /// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
    private func name() -> String? {
        guard let property = ResourceKind(type: resource.type).nameProperty, fields[property] != nil else {
            return resource.logicalID
        }
        guard let name = fields.string(property) else { return nil }
        let characters = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        let isValid =
            (1...50).contains(name.utf8.count) && characters && name.first?.isLetter == true
            && !name.hasSuffix("-") && !name.contains("--")
        if isValid { return name }
        resolver.findings.error(
            fields.path(of: property),
            "must begin with a letter, have letters, digits and single hyphens only, at most 50, and not end with a hyphen"
        )
        return nil
    }

    /// `redis` where a replication group does not say.
    private func engine() -> Application.Cache.Engine? {
        guard fields["Engine"] != nil else { return .redis }
        guard let name = fields.string("Engine") else { return nil }
        if let engine = Application.Cache.Engine(rawValue: name.lowercased()) { return engine }
        let isMemcached = name.lowercased() == "memcached"
        resolver.findings.error(
            fields.path(of: "Engine"),
            isMemcached ? "Hearth has no memcached: caches are redis or valkey" : "\(name) is not one of redis, valkey"
        )
        return nil
    }

    /// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
    private func authToken() -> (value: String?, isValid: Bool) {
        guard resource.type == "AWS::ElastiCache::ReplicationGroup", fields["AuthToken"] != nil else {
            return (nil, true)
        }
        guard let token = fields.string("AuthToken") else { return (nil, false) }
        let isPrintable = token.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"@\"/".utf8.contains($0) }
        if (16...128).contains(token.utf8.count), isPrintable { return (token, true) }
        resolver.findings.error(
            fields.path(of: "AuthToken"),
            "must be 16 to 128 printable characters without blanks, @, \" and /"
        )
        return (nil, false)
    }
}

// MARK: - Properties

private let noNetwork = "caches listen on this machine alone"
private let noSnapshots = "no snapshots are made"
private let oneNode = "one server on this machine is all of a cache"

extension PropertyTable {
    private static let commonCache: [String: String] = [
        "AutoMinorVersionUpgrade": "the server is the one that is installed",
        "EngineVersion": "the server is the one that is installed",
        "CacheNodeType": "every cache may take 256 MB",
        "CacheSubnetGroupName": noNetwork,
        "CacheSecurityGroupNames": noNetwork,
        "IpDiscovery": noNetwork,
        "NetworkType": noNetwork,
        "Port": "caches listen on free ports: take Fn::GetAtt",
        "TransitEncryptionEnabled":
            "caches are reached without TLS: a rediss:// address in front of theirs becomes redis://",
        "NotificationTopicArn": "nothing is notified",
        "PreferredMaintenanceWindow": "there is no maintenance",
        "LogDeliveryConfigurations": "the server's log is in its folder",
        "SnapshotRetentionLimit": noSnapshots,
        "SnapshotWindow": noSnapshots,
        "Tags": "nothing asks for a cache's tags",
    ]

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-cachecluster.html
    static let cacheCluster = PropertyTable(
        acted: ["ClusterName", "Engine", "NumCacheNodes"],
        kept: commonCache.merging([
            "AZMode": oneNode,
            "PreferredAvailabilityZone": oneNode,
            "PreferredAvailabilityZones": oneNode,
            "VpcSecurityGroupIds": noNetwork,
        ]) { $1 },
        ignored: ["CacheParameterGroupName", "SnapshotArns", "SnapshotName"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html
    static let replicationGroup = PropertyTable(
        acted: ["ReplicationGroupId", "ReplicationGroupDescription", "Engine", "AuthToken"],
        kept: commonCache.merging([
            "AtRestEncryptionEnabled": "nothing is encrypted at rest",
            "KmsKeyId": "nothing is encrypted at rest",
            "AutomaticFailoverEnabled": oneNode,
            "MultiAZEnabled": oneNode,
            "NumCacheClusters": oneNode,
            "PreferredCacheClusterAZs": oneNode,
            "ReplicasPerNodeGroup": oneNode,
            "DataTieringEnabled": "all data are in memory",
            "SecurityGroupIds": noNetwork,
            "SnapshottingClusterId": noSnapshots,
            "TransitEncryptionMode": "caches are reached without TLS",
        ]) { $1 },
        ignored: [
            "CacheParameterGroupName", "ClusterMode", "GlobalReplicationGroupId", "NodeGroupConfiguration",
            "NumNodeGroups", "PrimaryClusterId", "SnapshotArns", "SnapshotName", "UserGroupIds",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-serverlesscache.html
    static let serverlessCache = PropertyTable(
        acted: ["ServerlessCacheName", "Engine"],
        kept: [
            "CacheUsageLimits": "every cache may take 256 MB",
            "DailySnapshotTime": noSnapshots,
            "Description": "nothing asks for a cache's description",
            "FinalSnapshotName": noSnapshots,
            "KmsKeyId": "nothing is encrypted at rest",
            "MajorEngineVersion": "the server is the one that is installed",
            "NetworkType": noNetwork,
            "SecurityGroupIds": noNetwork,
            "SnapshotRetentionLimit": noSnapshots,
            "SubnetIds": noNetwork,
            "Tags": "nothing asks for a cache's tags",
        ],
        ignored: ["SnapshotArnsToRestore", "UserGroupId"]
    )
}
