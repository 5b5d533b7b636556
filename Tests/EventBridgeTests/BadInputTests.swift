import JSON
import ServiceKit
import ServiceTesting
import Testing
import Wire

@testable import EventBridge

/// Requests of every action in which one member after the other is wrong in every way: each is answered, none breaks
/// anything.
@Suite struct BadInputTests {
    /// A request of each action with as many members as can stand together.
    private static let requests: [String: JSON] = [
        "PutEvents": [
            "Entries": [
                [
                    "Source": "s", "DetailType": "t", "Detail": "{}", "Time": 1, "Resources": ["r"],
                    "EventBusName": "default", "TraceHeader": "t",
                ]
            ], "EndpointId": "a.b",
        ],
        "TestEventPattern": ["EventPattern": "{\"source\":[\"s\"]}", "Event": "{\"source\":\"s\"}"],
        "CreateEventBus": [
            "Name": "b", "Description": "d", "DeadLetterConfig": ["Arn": "a"], "Tags": [["Key": "k", "Value": "v"]],
        ],
        "UpdateEventBus": ["Name": "default", "Description": "d"],
        "DescribeEventBus": ["Name": "default"],
        "ListEventBuses": ["NamePrefix": "d", "Limit": 1, "NextToken": "61"],
        "DeleteEventBus": ["Name": "b"],
        "PutRule": [
            "Name": "r", "EventPattern": "{\"source\":[\"s\"]}", "ScheduleExpression": "rate(1 day)",
            "State": "ENABLED", "Description": "d", "RoleArn": "a", "EventBusName": "default",
            "Tags": [["Key": "k", "Value": "v"]],
        ],
        "DescribeRule": ["Name": "r", "EventBusName": "default"],
        "ListRules": ["NamePrefix": "r", "EventBusName": "default", "Limit": 1, "NextToken": "61"],
        "EnableRule": ["Name": "r"],
        "DisableRule": ["Name": "r"],
        "DeleteRule": ["Name": "r", "Force": true],
        "PutTargets": [
            "Rule": "r", "EventBusName": "default",
            "Targets": [
                [
                    "Id": "t", "Arn": "arn:aws:lambda:us-east-1:123456789012:function:f",
                    "InputTransformer": ["InputPathsMap": ["a": "$.detail"], "InputTemplate": "<a>"],
                    "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:q"],
                    "RetryPolicy": ["MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60],
                    "SqsParameters": ["MessageGroupId": "g"],
                ]
            ],
        ],
        "RemoveTargets": ["Rule": "r", "Ids": ["t"], "Force": true],
        "ListTargetsByRule": ["Rule": "r", "Limit": 1, "NextToken": "61"],
        "ListRuleNamesByTarget": ["TargetArn": "a", "Limit": 1],
        "PutPermission": [
            "EventBusName": "default", "Action": "events:PutEvents", "Principal": "*", "StatementId": "s",
            "Condition": ["Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o"], "Policy": "{}",
        ],
        "RemovePermission": ["StatementId": "s", "EventBusName": "default", "RemoveAllPermissions": false],
        "TagResource": [
            "ResourceARN": "arn:aws:events:us-east-1:123456789012:rule/r", "Tags": [["Key": "k", "Value": "v"]],
        ],
        "UntagResource": ["ResourceARN": "arn:aws:events:us-east-1:123456789012:rule/r", "TagKeys": ["k"]],
        "ListTagsForResource": ["ResourceARN": "arn:aws:events:us-east-1:123456789012:rule/r"],
        "CreateArchive": [
            "ArchiveName": "a", "EventSourceArn": "arn:aws:events:us-east-1:123456789012:event-bus/default",
            "Description": "d", "EventPattern": "{\"source\":[\"s\"]}", "RetentionDays": 1,
        ],
        "DescribeArchive": ["ArchiveName": "a"],
        "UpdateArchive": ["ArchiveName": "a", "RetentionDays": 1],
        "ListArchives": ["NamePrefix": "a", "Limit": 1],
        "DeleteArchive": ["ArchiveName": "a"],
        "StartReplay": [
            "ReplayName": "p", "Description": "d", "EventSourceArn": "arn:aws:events:us-east-1:123456789012:archive/a",
            "EventStartTime": 1, "EventEndTime": 2,
            "Destination": ["Arn": "arn:aws:events:us-east-1:123456789012:event-bus/default", "FilterArns": ["f"]],
        ],
        "DescribeReplay": ["ReplayName": "p"],
        "ListReplays": ["NamePrefix": "p", "Limit": 1],
        "CancelReplay": ["ReplayName": "p"],
        "CreateConnection": [
            "Name": "c", "Description": "d", "AuthorizationType": "API_KEY",
            "AuthParameters": ["ApiKeyAuthParameters": ["ApiKeyName": "n", "ApiKeyValue": "v"]],
        ],
        "DescribeConnection": ["Name": "c"],
        "UpdateConnection": [
            "Name": "c", "AuthParameters": ["ApiKeyAuthParameters": ["ApiKeyName": "n", "ApiKeyValue": "v"]],
        ],
        "ListConnections": ["NamePrefix": "c", "Limit": 1],
        "DeleteConnection": ["Name": "c"],
        "CreateApiDestination": [
            "Name": "d", "ConnectionArn": "arn:aws:events:us-east-1:123456789012:connection/c/0",
            "InvocationEndpoint": "https://x", "HttpMethod": "GET", "InvocationRateLimitPerSecond": 1,
        ],
        "DescribeApiDestination": ["Name": "d"],
        "UpdateApiDestination": ["Name": "d", "HttpMethod": "PUT"],
        "ListApiDestinations": ["NamePrefix": "d", "Limit": 1],
        "DeleteApiDestination": ["Name": "d"],
    ]

    @Test func everyActionHasARequest() {
        #expect(Set(EventBridge.operations.map { $0.name }) == Set(Self.requests.keys))
    }

    @Test(arguments: requests.keys.sorted())
    func isAnswered(_ action: String) throws {
        let service = try Client().service
        let operations: [any Operation<EventBridge>.Type] = EventBridge.operations.map { $0 }
        let rule: JSON = ["Name": "r", "EventPattern": "{\"source\":[\"s\"]}"]
        try service.perform("PutRule", rule, among: operations)
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
