import JSON

extension Application.EventRequest {
    /// What takes back something that a template has asked for, when it asks no longer. It is kept from one start to the
    /// next, so its text must stay the same for the same thing.
    package struct Removal: Sendable, Hashable {
        package var service: Service
        /// As `DeleteRule`.
        package var action: String
        package var request: JSON

        package init(_ service: Service, _ action: String, _ request: JSON) {
            self.service = service
            self.action = action
            self.request = request
        }

        /// Those of lower stages come first: what names others, then what others name.
        package var stage: Int {
            switch action {
            case "DeleteEventBus", "DeleteScheduleGroup", "DeleteTopic", "DeleteConnection",
                "DeregisterScalableTarget":
                2
            case "DeleteRule", "DeleteArchive", "DeleteApiDestination": 1
            default: 0
            }
        }
    }

    /// Nothing for what holds data: a log group stays, as queues, tables and buckets do.
    package var removals: [Removal] {
        switch action {
        case "CreateEventBus": [removal("DeleteEventBus", ["Name"])]
        case "CreateArchive": [removal("DeleteArchive", ["ArchiveName"])]
        case "CreateConnection": [removal("DeleteConnection", ["Name"])]
        case "CreateApiDestination": [removal("DeleteApiDestination", ["Name"])]
        case "PutRule": [removal("DeleteRule", ["Name", "EventBusName"])]
        case "PutTargets": targetRemovals
        case "CreateTopic": [removal("DeleteTopic", ["Name"])]
        case "Subscribe": [removal("Unsubscribe", ["TopicArn", "Protocol", "Endpoint"])]
        case "CreateScheduleGroup": [removal("DeleteScheduleGroup", ["Name"])]
        case "CreateSchedule": [removal("DeleteSchedule", ["Name", "GroupName"])]
        case "PutSubscriptionFilter": [removal("DeleteSubscriptionFilter", ["logGroupName", "filterName"])]
        case "PutBucketNotificationConfiguration": [removal("DeleteBucketNotification", ["Bucket"])]
        case "PutBucketPolicy": [removal("DeleteBucketPolicy", ["Bucket"])]
        case "RegisterScalableTarget": [removal("DeregisterScalableTarget", Self.target)]
        case "PutScalingPolicy": [removal("DeleteScalingPolicy", ["PolicyName"] + Self.target)]
        case "PutScheduledAction": [removal("DeleteScheduledAction", ["ScheduledActionName"] + Self.target)]
        case "PutMetricFilter": [removal("DeleteMetricFilter", ["logGroupName", "filterName"])]
        case "PutMetricAlarm", "PutCompositeAlarm":
            [Removal(service, "DeleteAlarms", ["AlarmNames": [request["AlarmName"] ?? .null]])]
        default: []
        }
    }

    /// What names a scalable target.
    private static let target = ["ServiceNamespace", "ResourceId", "ScalableDimension"]

    /// Each target of a rule by itself: a rule may stay and lose one.
    private var targetRemovals: [Removal] {
        (request["Targets"]?.arrayValue ?? []).map { target in
            var removal = removal("RemoveTargets", ["Rule", "EventBusName"])
            var members = removal.request.objectValue ?? JSON.Object()
            members["Ids"] = [target["Id"] ?? .null]
            removal.request = .object(members)
            return removal
        }
    }

    private func removal(_ action: String, _ members: [String]) -> Removal {
        let present = members.compactMap { name in request[name].map { (name, $0) } }
        return Removal(service, action, .object(JSON.Object(present)))
    }
}
