import JSON
import ServiceKit
import ServiceTesting
import Testing
import Wire

@testable import SNS

/// Requests of every action in which one member after the other is wrong in every way: each is answered, none breaks
/// anything.
@Suite struct BadInputTests {
    /// A request of each action with as many members as can stand together.
    private static let requests: [String: JSON] = [
        "CreateTopic": ["Name": "n", "Attributes": ["DisplayName": "d"], "Tags": [["Key": "k", "Value": "v"]]],
        "DeleteTopic": ["TopicArn": "arn:aws:sns:us-east-1:123456789012:t"],
        "GetTopicAttributes": ["TopicArn": "arn:aws:sns:us-east-1:123456789012:t"],
        "SetTopicAttributes": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "AttributeName": "DisplayName", "AttributeValue": "v",
        ],
        "ListTopics": ["NextToken": "1"],
        "AddPermission": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Label": "l", "AWSAccountId": ["1"],
            "ActionName": ["Publish"],
        ],
        "RemovePermission": ["TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Label": "l"],
        "Subscribe": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Protocol": "sqs",
            "Endpoint": "arn:aws:sqs:us-east-1:123456789012:q", "Attributes": ["RawMessageDelivery": "true"],
            "ReturnSubscriptionArn": true,
        ],
        "ConfirmSubscription": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Token": "t", "AuthenticateOnUnsubscribe": "true",
        ],
        "Unsubscribe": ["SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:t:1"],
        "GetSubscriptionAttributes": ["SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:t:1"],
        "SetSubscriptionAttributes": [
            "SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:t:1", "AttributeName": "FilterPolicy",
            "AttributeValue": "{}",
        ],
        "ListSubscriptions": ["NextToken": "1"],
        "ListSubscriptionsByTopic": ["TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "NextToken": "1"],
        "Publish": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "TargetArn": "arn:aws:sns:us-east-1:123456789012:t",
            "PhoneNumber": "+15551234567", "Message": "m", "Subject": "s", "MessageStructure": "json",
            "MessageAttributes": ["n": ["DataType": "String", "StringValue": "v", "BinaryValue": "AA=="]],
            "MessageDeduplicationId": "d", "MessageGroupId": "g",
        ],
        "PublishBatch": [
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:t",
            "PublishBatchRequestEntries": [
                [
                    "Id": "i", "Message": "m", "Subject": "s", "MessageStructure": "json",
                    "MessageAttributes": ["n": ["DataType": "String", "StringValue": "v", "BinaryValue": "AA=="]],
                    "MessageDeduplicationId": "d", "MessageGroupId": "g",
                ]
            ],
        ],
        "TagResource": ["ResourceArn": "arn:aws:sns:us-east-1:123456789012:t", "Tags": [["Key": "k", "Value": "v"]]],
        "UntagResource": ["ResourceArn": "arn:aws:sns:us-east-1:123456789012:t", "TagKeys": ["k"]],
        "ListTagsForResource": ["ResourceArn": "arn:aws:sns:us-east-1:123456789012:t"],
        "CreatePlatformApplication": ["Name": "a", "Platform": "GCM", "Attributes": ["k": "v"]],
        "GetPlatformApplicationAttributes": ["PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/a"],
        "SetPlatformApplicationAttributes": [
            "PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/a", "Attributes": ["k": "v"],
        ],
        "ListPlatformApplications": ["NextToken": "1"],
        "DeletePlatformApplication": ["PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/a"],
        "CreatePlatformEndpoint": [
            "PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/a", "Token": "t",
            "CustomUserData": "u", "Attributes": ["Enabled": "true"],
        ],
        "GetEndpointAttributes": ["EndpointArn": "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/a/1"],
        "SetEndpointAttributes": [
            "EndpointArn": "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/a/1", "Attributes": ["k": "v"],
        ],
        "ListEndpointsByPlatformApplication": [
            "PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/a", "NextToken": "1",
        ],
        "DeleteEndpoint": ["EndpointArn": "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/a/1"],
        "GetSMSAttributes": ["attributes": ["a"]],
        "SetSMSAttributes": ["attributes": ["a": "b"]],
        "CheckIfPhoneNumberIsOptedOut": ["phoneNumber": "+15551234567"],
        "ListPhoneNumbersOptedOut": ["nextToken": "1"],
        "OptInPhoneNumber": ["phoneNumber": "+15551234567"],
        "GetSMSSandboxAccountStatus": [:],
    ]

    @Test func everyActionHasARequest() {
        #expect(Set(SNS.operations.map { $0.name }) == Set(Self.requests.keys))
    }

    @Test(arguments: requests.keys.sorted())
    func isAnswered(_ action: String) throws {
        let service = try Client().service
        let operations: [any Operation<SNS>.Type] = SNS.operations.map { $0 }
        try service.perform("CreateTopic", ["Name": "t"], among: operations)
        let request = try #require(Self.requests[action])
        let operation = try #require(operations.first { $0.name == action })
        for bad in BadInput.all(request, operation.input) {
            do {
                try service.perform(action, JSON(parsing: bad.body), among: operations)
                #expect(bad.expectation == .noFailure, "\(action) \(bad.body.prefix(300))")
            } catch let error as AWSError {
                #expect(error.status < 500, "\(action) \(bad.body.prefix(300)): \(error.message)")
            }
        }
    }
}
