import JSON
import ServiceKit
import ServiceTesting
import Testing
import Time

@testable import SecretsManager

@Suite struct ReplicationTests {
    private let client: ServiceClient<SecretsManager>
    private let west: ServiceClient<SecretsManager>

    init() throws {
        client = try ServiceClient(targetPrefix: "secretsmanager.", migrations: SecretsManager.migrations) {
            SecretsManager($0)
        }
        var west = client
        west.region = "us-west-2"
        self.west = west
    }

    private static let notHere =
        "InvalidParameterException: Operation not permitted on a replica secret. Call must be made in primary secret's "
        + "region."

    private func create(_ client: ServiceClient<SecretsManager>, _ value: String) async throws {
        let token = client.service.context.ids.uuid()
        try await client.call(
            "CreateSecret",
            #"{"Name":"key","SecretString":"\#(value)","ClientRequestToken":"\#(token)"}"#
        )
    }

    @discardableResult
    private func replicate(_ more: String = "") async throws -> JSON? {
        try await client.call(
            "ReplicateSecretToRegions",
            #"{"SecretId":"key","AddReplicaRegions":[{"Region":"us-west-2"}]\#(more)}"#
        )["ReplicationStatus"]?[0]
    }

    private func value(_ client: ServiceClient<SecretsManager>) async throws -> String? {
        try await client.call("GetSecretValue", #"{"SecretId":"key"}"#)["SecretString"]?.stringValue
    }

    @Test func regionsHaveSecretsOfTheirOwn() async throws {
        try await create(client, "east")
        try await create(west, "west")
        #expect(try await value(client) == "east")
        #expect(try await value(west) == "west")
        #expect(try await replicate()?["Status"] == "Failed")
        #expect(try await value(west) == "west")
        #expect(try await replicate(#","ForceOverwriteReplicaSecret":true"#)?["Status"] == "InSync")
        #expect(try await value(west) == "east")
    }

    @Test func aReplicaFollows() async throws {
        try await create(client, "one")
        try await replicate()
        let token = client.service.context.ids.uuid()
        let change = #"{"SecretId":"key","SecretString":"two","ClientRequestToken":"\#(token)"}"#
        #expect(try await west.refusal("PutSecretValue", change) == Self.notHere)
        try await client.call("PutSecretValue", change)
        #expect(try await value(west) == "two")
        let described = try await west.call("DescribeSecret", #"{"SecretId":"key"}"#)
        #expect(described["PrimaryRegion"] == "us-east-1" && described["ReplicationStatus"] == nil)
        #expect(described["ARN"]?.stringValue?.hasPrefix("arn:aws:secretsmanager:us-west-2:") == true)
    }

    @Test func aReplicaIsRemovedBeforeItsPrimarySecret() async throws {
        try await create(client, "one")
        try await replicate()
        let refusal = try await client.refusal("DeleteSecret", #"{"SecretId":"key"}"#)
        #expect(refusal.hasSuffix("that still has replica regions [us-west-2]"))
        try await client.call(
            "RemoveRegionsFromReplication",
            #"{"SecretId":"key","RemoveReplicaRegions":["us-west-2"]}"#
        )
        #expect(try await west.refusal("DescribeSecret", #"{"SecretId":"key"}"#).hasPrefix("ResourceNotFound"))
        try await client.call("DeleteSecret", #"{"SecretId":"key"}"#)
    }

    @Test func aReplicaCanBecomeIndependent() async throws {
        try await create(client, "one")
        try await replicate()
        try await west.call("StopReplicationToReplica", #"{"SecretId":"key"}"#)
        try await client.call("DeleteSecret", #"{"SecretId":"key"}"#)
        #expect(try await value(west) == "one")
        try await west.call("TagResource", #"{"SecretId":"key","Tags":[{"Key":"k","Value":"v"}]}"#)
    }
}
