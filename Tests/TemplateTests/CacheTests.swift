import Template
import Testing

@Suite struct CacheTests {
    private static let template = """
        Resources:
          Cache:
            Type: AWS::ElastiCache::CacheCluster
            Properties: {ClusterName: books, Engine: redis, CacheNodeType: cache.t4g.micro, NumCacheNodes: 1}
          Group:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties:
              ReplicationGroupDescription: sessions
              Engine: valkey
              AuthToken: a-token-of-sixteen
          Serverless:
            Type: AWS::ElastiCache::ServerlessCache
            Properties: {ServerlessCacheName: pages, Engine: redis}
        Outputs:
          Cluster: {Value: !Sub "redis://${Cache.RedisEndpoint.Address}:${Cache.RedisEndpoint.Port}/1"}
          Group:
            Value: !Join
              - ""
              - - "rediss://:token@"
                - !GetAtt Group.PrimaryEndPoint.Address
                - ":"
                - !GetAtt Group.PrimaryEndPoint.Port
          Reader: {Value: !GetAtt Group.ReaderEndPoint.Port}
          Serverless: {Value: !Sub "rediss://${Serverless.Endpoint.Address}:${Serverless.Endpoint.Port}"}
          Name: {Value: !Ref Cache}
        """

    private func application(_ endpoints: [String: CacheEndpoint]) -> Application {
        var emulator = EmulatorAttributes()
        emulator.cacheEndpoints = endpoints
        return TemplateReader(emulator: emulator).application(parsing: Self.template, format: .yaml)
    }

    @Test func cachesOfEveryKind() {
        let application = application([:])
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(application.caches.map(\.logicalID) == ["Cache", "Group", "Serverless"])
        #expect(application.caches.map(\.name) == ["books", "Group", "pages"])
        #expect(application.caches.map(\.engine) == [.redis, .valkey, .redis])
        #expect(application.caches.map(\.authToken) == [nil, "a-token-of-sixteen", nil])
    }

    @Test func addressesLeadToWhereTheCachesListen() {
        let application = application([
            "Cache": CacheEndpoint(address: "127.0.0.1", port: 4_001),
            "Group": CacheEndpoint(address: "127.0.0.1", port: 4_002),
            "Serverless": CacheEndpoint(address: "127.0.0.1", port: 40_021),
        ])
        #expect(application.output("Cluster") == "redis://127.0.0.1:4001/1")
        #expect(application.output("Group") == "redis://:token@127.0.0.1:4002")
        #expect(application.output("Reader") == "4002" && application.output("Name") == "books")
        #expect(application.output("Serverless") == "redis://127.0.0.1:40021")
    }

    @Test func anotherServerBringsItsSchemeAndPassword() {
        let endpoint = CacheEndpoint(address: "cache.example", port: 6_379, url: "rediss://ann:pw@cache.example:6379")
        let application = application(["Cache": endpoint, "Group": endpoint, "Serverless": endpoint])
        #expect(application.output("Cluster") == "rediss://ann:pw@cache.example:6379/1")
        #expect(application.output("Group") == "rediss://:token@cache.example:6379")
        #expect(application.output("Serverless") == "rediss://ann:pw@cache.example:6379")
    }

    @Test(arguments: [
        ("Engine: memcached", "Engine: Hearth has no memcached: caches are redis or valkey"),
        ("Engine: mongo", "Engine: mongo is not one of redis, valkey"),
        ("NumCacheNodes: 2", "NumCacheNodes: 2 is out of range: from 1 to 1"),
        ("ClusterName: a--b", "ClusterName: must begin with a letter"),
        ("ClusterName: ../x", "ClusterName: must begin with a letter"),
        ("Nodes: 1", "Nodes: unknown property"),
    ])
    func whatCannotBe(_ property: String, _ complaint: String) {
        let name = property.prefix { $0 != ":" }
        let properties =
            ["Engine: redis", "CacheNodeType: cache.t4g.micro", "NumCacheNodes: 1"]
            .filter { !$0.hasPrefix(name) } + [property]
        let application = read(
            """
            Resources:
              Cache:
                Type: AWS::ElastiCache::CacheCluster
                Properties: {\(properties.joined(separator: ", "))}
            """
        )
        let path = "error /Resources/Cache/Properties/"
        #expect(application.lines.contains { $0.hasPrefix(path + complaint) }, "\(application.lines)")
    }

    @Test func whatIsMissingAndWhatIsNotEmulated() {
        let application = read(
            """
            Resources:
              Group:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {NumNodeGroups: 3, AuthToken: short, TransitEncryptionEnabled: true}
              Cache:
                Type: AWS::ElastiCache::CacheCluster
            Outputs:
              None: {Value: !GetAtt Group.ConfigurationEndPoint.Address}
            """
        )
        for line in [
            "warning /Resources/Group/Properties/NumNodeGroups: Hearth does not act on NumNodeGroups",
            "error /Resources/Group/Properties/ReplicationGroupDescription: ReplicationGroupDescription is missing",
            "error /Resources/Group/Properties/AuthToken: must be 16 to 128 printable characters",
            "error /Resources/Cache/Properties/Engine: Engine is missing",
            "error /Outputs/None/Value: AWS::ElastiCache::ReplicationGroup has no attribute ConfigurationEndPoint.Address",
        ] {
            #expect(application.lines.contains { $0.hasPrefix(line) }, "\(line) in \(application.lines)")
        }
    }
}
