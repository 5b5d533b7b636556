import JSON
import ServiceKit
import Time
import Wire

/// Makes a schedule.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
struct CreateSchedule: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("POST", "/schedules/{Name}")
    static let input = Shape.schedule(java: "CreateScheduleInput")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let (name, group) = (call.text("Name") ?? "", call.groupName)
        _ = try documents.group(group, call)
        let arn = call.scheduleARN(name, group)
        let shelf = call.shelf(Kind.schedule)
        let key = Documents.scheduleKey(name, group)
        let present = documents[shelf, key]
        let document = try call.scheduleDocument(arn, after: present)
        if let present {
            guard call["ClientToken"] != nil, present.saysTheSame(as: document) else {
                throw .conflict("Schedule \(name) already exists.")
            }
        } else {
            documents[shelf, key] = document
        }
        return ["ScheduleArn": .string(arn.description)]
    }
}

extension JSON.Object {
    /// Whether two documents of schedules come from the same request.
    fileprivate func saysTheSame(as other: JSON.Object) -> Bool {
        let ofRequests = { (document: JSON.Object) in
            var document = document
            for name in ["Created", "CreationDate", "LastModificationDate", "LastRun", "Completed"] {
                document[name] = nil
            }
            return JSON.object(document)
        }
        return ofRequests(self) == ofRequests(other)
    }
}

extension RegionalCall {
    /// The schedule that a request describes, with what it leaves out. One that was there before with the same times goes
    /// on as it was, even if its start lies long back.
    func scheduleDocument(_ arn: ARN, after former: JSON.Object?) throws(AWSError) -> JSON.Object {
        var document = input.picking(
            "Description",
            "ScheduleExpression",
            "StartDate",
            "EndDate",
            "FlexibleTimeWindow",
            "KmsKeyArn",
            "ClientToken"
        )
        for name in ["StartDate", "EndDate"] {
            document[name] = document[name]?.doubleValue.map { JSON($0.rounded(.down)) }
        }
        document["ScheduleExpressionTimezone"] = self["ScheduleExpressionTimezone"] ?? "UTC"
        document["State"] = self["State"] ?? "ENABLED"
        document["ActionAfterCompletion"] = self["ActionAfterCompletion"] ?? "NONE"
        var target = self["Target"]?.objectValue ?? JSON.Object()
        var policy = target["RetryPolicy"]?.objectValue ?? JSON.Object()
        policy["MaximumEventAgeInSeconds"] = policy["MaximumEventAgeInSeconds"]?.nonNull ?? 86_400
        policy["MaximumRetryAttempts"] = policy["MaximumRetryAttempts"]?.nonNull ?? 185
        target["RetryPolicy"] = .object(policy)
        document["Target"] = .object(target)
        document["CreationDate"] = former?["CreationDate"] ?? timestamp
        document["LastModificationDate"] = timestamp
        document["Created"] = JSON(now.millisecondsSinceEpoch)
        let times = ["ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "EndDate"]
        if let former, times.allSatisfy({ document[$0] == former[$0] }) {
            for name in ["Created", "LastRun", "Completed"] { document[name] = former[name] }
        } else if let start = document["StartDate"]?.doubleValue, start < now.secondsSinceEpoch - 300 {
            throw .validation("The StartDate you specify cannot be earlier than 5 minutes ago.")
        }
        let created = document["Created"]?.intValue.map { Timestamp(millisecondsSinceEpoch: Int64($0)) }
        _ = try Schedule(document, arn: arn, created: created ?? now)
        return document
    }
}
