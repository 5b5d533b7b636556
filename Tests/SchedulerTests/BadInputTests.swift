import JSON
import ServiceKit
import ServiceTesting
import Testing
import Wire

@testable import Scheduler

/// Requests of every action in which one member after the other is wrong in every way: each is answered, none breaks
/// anything.
@Suite struct BadInputTests {
    /// A request of each action with as many members as can stand together.
    private static let requests: [String: JSON] = [
        "CreateSchedule": [
            "Name": "s", "GroupName": "default", "Description": "d", "ScheduleExpression": "rate(1 day)",
            "ScheduleExpressionTimezone": "Europe/Madrid", "StartDate": 1700000100, "EndDate": 1800000000,
            "State": "ENABLED", "ActionAfterCompletion": "NONE", "ClientToken": "t",
            "FlexibleTimeWindow": ["Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5],
            "Target": [
                "Arn": "arn:aws:sqs:us-east-1:123456789012:q.fifo", "RoleArn": "arn:aws:iam::123456789012:role/r",
                "Input": "i", "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:d"],
                "RetryPolicy": ["MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 1],
                "SqsParameters": ["MessageGroupId": "g"], "EventBridgeParameters": ["DetailType": "t", "Source": "s"],
            ],
        ],
        "UpdateSchedule": [
            "Name": "s", "GroupName": "default", "Description": "d", "ScheduleExpression": "rate(1 day)",
            "ScheduleExpressionTimezone": "Europe/Madrid", "StartDate": 1700000100, "EndDate": 1800000000,
            "State": "ENABLED", "ActionAfterCompletion": "NONE", "ClientToken": "t",
            "FlexibleTimeWindow": ["Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5],
            "Target": [
                "Arn": "arn:aws:sqs:us-east-1:123456789012:q.fifo", "RoleArn": "arn:aws:iam::123456789012:role/r",
                "Input": "i", "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:d"],
                "RetryPolicy": ["MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 1],
                "SqsParameters": ["MessageGroupId": "g"], "EventBridgeParameters": ["DetailType": "t", "Source": "s"],
            ],
        ],
        "GetSchedule": ["Name": "s", "GroupName": "default"],
        "DeleteSchedule": ["Name": "s", "GroupName": "default", "ClientToken": "t"],
        "ListSchedules": [
            "GroupName": "default", "State": "ENABLED", "NamePrefix": "s", "NextToken": "61", "MaxResults": 1,
        ],
        "CreateScheduleGroup": ["Name": "h", "ClientToken": "t", "Tags": [["Key": "k", "Value": "v"]]],
        "GetScheduleGroup": ["Name": "g"],
        "DeleteScheduleGroup": ["Name": "g", "ClientToken": "t"],
        "ListScheduleGroups": ["NamePrefix": "g", "NextToken": "61", "MaxResults": 1],
        "TagResource": [
            "ResourceArn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/g",
            "Tags": [["Key": "k", "Value": "v"]],
        ],
        "UntagResource": [
            "ResourceArn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/g", "TagKeys": ["k"],
        ],
        "ListTagsForResource": ["ResourceArn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/g"],
    ]

    @Test func everyActionHasARequest() {
        #expect(Set(Scheduler.operations.map { $0.name }) == Set(Self.requests.keys))
    }

    @Test(arguments: requests.keys.sorted())
    func isAnswered(_ action: String) throws {
        let service = try Client().service
        let operations: [any Operation<Scheduler>.Type] = Scheduler.operations.map { $0 }
        try service.perform("CreateScheduleGroup", ["Name": "g"], among: operations)
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
