import JSON
import ServiceKit
import ServiceTesting
import Storage
import Testing
import Time
import Wire

@testable import SecretsManager

@Suite struct SecretTests {
    private let client: ServiceClient<SecretsManager>

    init() throws {
        client = try ServiceClient(targetPrefix: "secretsmanager.", migrations: SecretsManager.migrations) {
            SecretsManager($0)
        }
    }

    private static let token = "11111111-1111-1111-1111-111111111111"
    private static let other = "22222222-2222-2222-2222-222222222222"
    private static let third = "33333333-3333-3333-3333-333333333333"

    private func create(_ name: String = "key", _ more: String = "") async throws -> JSON {
        try await client.call(
            "CreateSecret",
            #"{"Name":"\#(name)","SecretString":"one","ClientRequestToken":"\#(Self.token)"\#(more)}"#
        )
    }

    private func value(_ more: String = "") async throws -> String? {
        try await client.call("GetSecretValue", #"{"SecretId":"key"\#(more)}"#)["SecretString"]?.stringValue
    }

    @Test func tellsWhatWasCreated() async throws {
        let made = try await create()
        let arn = try #require(made["ARN"]?.stringValue)
        #expect(arn.hasPrefix("arn:aws:secretsmanager:us-east-1:000000000000:secret:key-"))
        #expect(made["VersionId"]?.stringValue == Self.token)
        let value = try await client.call("GetSecretValue", #"{"SecretId":"\#(arn)"}"#)
        #expect(value["SecretString"] == "one" && value["VersionStages"] == ["AWSCURRENT"])
        let partial = try await client.call("GetSecretValue", #"{"SecretId":"\#(arn.dropLast(7))"}"#)
        #expect(partial["ARN"]?.stringValue == arn)
    }

    @Test func keepsWhatOtherServicesNeed() async throws {
        let service = client.service
        let arn = try #require(ARN("arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection/c/1-AbCdEf"))
        try service.context.database.writeAndWait { try service.keep("one", at: arn, for: "events", $0) }
        let value = try await client.call("GetSecretValue", #"{"SecretId":"\#(arn)"}"#)
        #expect(value["SecretString"] == "one" && value["Name"] == "events!connection/c/1")
        let details = try await client.call("DescribeSecret", #"{"SecretId":"\#(arn)"}"#)
        #expect(details["OwningService"] == "events")
        #expect(details["Tags"] == [["Key": "aws:secretsmanager:owningService", "Value": "events"]])
        try service.context.database.writeAndWait { try service.keep(nil, at: arn, for: "events", $0) }
        #expect(try await client.call("ListSecrets", "{}")["SecretList"] == [])
    }

    @Test func currentBecomesPrevious() async throws {
        _ = try await create()
        try await client.call(
            "PutSecretValue",
            #"{"SecretId":"key","SecretString":"two","ClientRequestToken":"\#(Self.other)"}"#
        )
        #expect(try await value() == "two")
        #expect(try await value(#","VersionStage":"AWSPREVIOUS""#) == "one")
        try await client.call(
            "PutSecretValue",
            #"{"SecretId":"key","SecretString":"three","ClientRequestToken":"\#(Self.third)"}"#
        )
        #expect(try await value(#","VersionStage":"AWSPREVIOUS""#) == "two")
        let labelled = try await client.call("ListSecretVersionIds", #"{"SecretId":"key"}"#)["Versions"]
        #expect(labelled?.arrayValue?.count == 2)
        let all = try await client.call("ListSecretVersionIds", #"{"SecretId":"key","IncludeDeprecated":true}"#)
        #expect(all["Versions"]?.arrayValue?.count == 3)
    }

    @Test func takesARepeatedRequestOnce() async throws {
        let made = try await create()
        #expect(try await create() == made)
        let arn = made["ARN"]?.stringValue ?? ""
        #expect(
            try await client.refusal(
                "PutSecretValue",
                #"{"SecretId":"key","SecretString":"two","ClientRequestToken":"\#(Self.token)"}"#
            )
                == "ResourceExistsException: You can't use ClientRequestToken \(Self.token) because that value is already "
                + "in use for a version of secret \(arn)."
        )
        #expect(
            try await client.refusal(
                "CreateSecret",
                #"{"Name":"key","SecretString":"one","ClientRequestToken":"\#(Self.other)"}"#
            )
                == "ResourceExistsException: The operation failed because the secret key already exists."
        )
    }

    @Test func movesLabels() async throws {
        _ = try await create()
        try await client.call(
            "PutSecretValue",
            #"{"SecretId":"key","SecretString":"two","ClientRequestToken":"\#(Self.other)","VersionStages":["AWSPENDING"]}"#
        )
        #expect(try await value() == "one")
        let move = #"{"SecretId":"key","VersionStage":"AWSCURRENT","MoveToVersionId":"\#(Self.other)""#
        #expect(
            try await client.refusal("UpdateSecretVersionStage", move + "}")
                == "InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label "
                + "AWSCURRENT is currently attached to version \(Self.token), so you must explicitly reference that "
                + "version in RemoveFromVersionId."
        )
        try await client.call("UpdateSecretVersionStage", move + #","RemoveFromVersionId":"\#(Self.token)"}"#)
        #expect(try await value() == "two")
        #expect(try await value(#","VersionStage":"AWSPREVIOUS""#) == "one")
    }

    @Test func waitsForItsDeletionAndCanBeRestored() async throws {
        _ = try await create()
        try await client.call("DeleteSecret", #"{"SecretId":"key","RecoveryWindowInDays":7}"#)
        let marked =
            "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."
        #expect(try await client.refusal("GetSecretValue", #"{"SecretId":"key"}"#) == marked)
        #expect(try await client.call("ListSecrets", "{}")["SecretList"] == [])
        try await client.call("RestoreSecret", #"{"SecretId":"key"}"#)
        #expect(try await value() == "one")
        try await client.call("DeleteSecret", #"{"SecretId":"key","RecoveryWindowInDays":7}"#)
        client.time.advance(by: .seconds(7 * 86_400))
        #expect(
            try await client.refusal("RestoreSecret", #"{"SecretId":"key"}"#)
                == "ResourceNotFoundException: Secrets Manager can't find the specified secret."
        )
        _ = try await create()
        try await client.call("DeleteSecret", #"{"SecretId":"key","ForceDeleteWithoutRecovery":true}"#)
        #expect(try await client.refusal("DescribeSecret", #"{"SecretId":"key"}"#).hasPrefix("ResourceNotFound"))
    }

    @Test func asksForATokenAndAValidName() async throws {
        #expect(
            try await client.refusal("CreateSecret", #"{"Name":"key","SecretString":"one"}"#)
                == "InvalidRequestException: You must provide a ClientRequestToken value. We recommend a UUID-type value."
        )
        #expect(
            try await client.refusal("DescribeSecret", #"{"SecretId":"a key"}"#)
                == "ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any "
                + "of the following: -/_+=.@!"
        )
    }

    @Test func tellsTheDayOfTheLastAccess() async throws {
        _ = try await create()
        #expect(try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)["LastAccessedDate"] == nil)
        _ = try await value()
        let accessed = try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)["LastAccessedDate"]?.intValue
        let now = Int(client.time.now.secondsSinceEpoch)
        #expect(accessed == now - now % 86_400)
    }

    @Test(arguments: [
        (#"{"Key":"name","Values":["prod/"]}"#, ["prod/AppBeta"]),
        (#"{"Key":"description","Values":["the db"]}"#, ["stage"]),
        (#"{"Key":"tag-value","Values":["blue"]}"#, ["stage"]),
        (#"{"Key":"all","Values":["beta"]}"#, ["prod/AppBeta"]),
        (#"{"Key":"all","Values":["eta"]}"#, []),
        (#"{"Key":"name","Values":["!prod"]}"#, ["stage"]),
    ])
    func findsByFilters(_ filter: String, _ found: [String]) async throws {
        _ = try await create("prod/AppBeta")
        _ = try await create("stage", #","Description":"For the DB","Tags":[{"Key":"team","Value":"blue"}]"#)
        let list = try await client.call("ListSecrets", #"{"Filters":[\#(filter)]}"#)["SecretList"]?.arrayValue ?? []
        #expect(list.compactMap { $0["Name"]?.stringValue } == found)
    }

    @Test func splitsWordsAsAWSDoes() {
        #expect(SecretFilter.words("MyTestPhrase") == ["my", "test", "phrase"])
        #expect(SecretFilter.words("COMPANYthings") == ["compan", "ythings"])
        #expect(SecretFilter.words("my/test+x") == ["my", "test", "x"])
    }

    @Test func makesPasswords() async throws {
        let reply = try await client.call(
            "GetRandomPassword",
            #"{"PasswordLength":40,"ExcludePunctuation":true,"ExcludeCharacters":"aB1"}"#
        )
        let password = try #require(reply["RandomPassword"]?.stringValue)
        #expect(password.count == 40 && password.allSatisfy { $0.isLetter || $0.isNumber })
        #expect(!password.contains { "aB1".contains($0) })
        #expect(password.contains(where: \.isNumber) && password.contains(where: \.isUppercase))
    }

    @Test func readsManyAndTellsWhichItCannot() async throws {
        let token = #""ClientRequestToken":"\#(Self.token)""#
        for body in [
            #"{"Name":"one","SecretString":"1",\#(token)}"#, #"{"Name":"none",\#(token)}"#,
            #"{"Name":"gone","SecretString":"2",\#(token)}"#,
        ] { try await client.call("CreateSecret", body) }
        try await client.call("DeleteSecret", #"{"SecretId":"gone"}"#)
        let ids = #"{"SecretIdList":["one","none","gone","nobody"]}"#
        let named = try await client.call("BatchGetSecretValue", ids)
        #expect(named["SecretValues"]?.arrayValue?.map { $0["SecretString"] } == ["1"])
        #expect(
            named["Errors"]?.arrayValue?.map {
                "\($0["SecretId"]?.stringValue ?? "") \($0["ErrorCode"]?.stringValue ?? "")"
            }
                == [
                    "none ResourceNotFoundException", "gone InvalidRequestException",
                    "nobody ResourceNotFoundException",
                ]
        )
        let found = try await client.call(
            "BatchGetSecretValue",
            #"{"Filters":[{"Key":"name","Values":["one","none"]}]}"#
        )
        #expect(found["SecretValues"]?.arrayValue?.count == 1)
        #expect(found["Errors"]?[0]?["SecretId"] == "none" && found["NextToken"] == nil)
        let all = try await client.call(
            "BatchGetSecretValue",
            #"{"Filters":[{"Key":"name","Values":["o"]}],"MaxResults":1}"#
        )
        #expect(all["SecretValues"]?.arrayValue?.count == 1)
    }

    @Test func refusesBadInputAndKeepsWhatIsThere() async throws {
        _ = try await create()
        let secret = #""SecretId":"key""#
        let token = #""ClientRequestToken":"\#(Self.token)""#
        let policy = #"{\#(secret),"ResourcePolicy":"{\"Statement\":[]}"}"#
        try await client.checkBadInput(
            SecretsManager.operations,
            [
                "CreateSecret":
                    #"{"Name":"new","SecretString":"s","AddReplicaRegions":[{"Region":"eu-west-1"}],\#(token),"Tags":[{"Key":"k","Value":"v"}]}"#,
                "UpdateSecret": #"{\#(secret),"Description":"d",\#(token)}"#,
                "PutSecretValue": #"{\#(secret),"SecretString":"s",\#(token)}"#,
                "UpdateSecretVersionStage": #"{\#(secret),"VersionStage":"x","MoveToVersionId":"\#(Self.token)"}"#,
                "GetSecretValue": #"{\#(secret),"VersionId":"\#(Self.token)"}"#,
                "BatchGetSecretValue": #"{"SecretIdList":["key"]}"#,
                "DescribeSecret": "{\(secret)}",
                "ListSecrets": #"{"Filters":[{"Key":"name","Values":["k"]}]}"#,
                "ListSecretVersionIds": "{\(secret)}",
                "DeleteSecret": #"{"SecretId":"none","ForceDeleteWithoutRecovery":true}"#,
                "RestoreSecret": "{\(secret)}",
                "TagResource": #"{\#(secret),"Tags":[{"Key":"k","Value":"v"}]}"#,
                "UntagResource": #"{\#(secret),"TagKeys":["k"]}"#,
                "PutResourcePolicy": policy,
                "GetResourcePolicy": "{\(secret)}",
                "DeleteResourcePolicy": "{\(secret)}",
                "ValidateResourcePolicy": policy,
                "GetRandomPassword": #"{"PasswordLength":20}"#,
                "RotateSecret":
                    #"{\#(secret),\#(token),"RotationLambdaARN":"arn:aws:lambda:us-east-1:1:function:f"}"#,
                "CancelRotateSecret": "{\(secret)}",
                "ReplicateSecretToRegions": #"{\#(secret),"AddReplicaRegions":[{"Region":"eu-west-1"}]}"#,
                "RemoveRegionsFromReplication": #"{\#(secret),"RemoveReplicaRegions":["eu-west-1"]}"#,
                "StopReplicationToReplica": "{\(secret)}",
            ]
        ) {
            try await client.call("ListSecrets", "{}")
        }
    }
}
