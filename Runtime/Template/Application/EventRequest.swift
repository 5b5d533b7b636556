import JSON

extension Application {
    /// What makes a bus, rule, archive, topic, subscription, schedule, log group, filter, alarm, bucket or scalable target of
    /// the template: a request to the service that has it.
    package struct EventRequest: Sendable, Hashable {
        package enum Service: String, Sendable, Hashable {
            case eventBridge, scheduler, sns, logs, cloudWatch, s3, applicationAutoScaling
        }

        package var service: Service
        /// As `PutRule`.
        package var action: String
        package var request: JSON
        /// Where the template asks for it.
        package var path: JSONPath

        /// Those of lower stages are made first: what has others in it, what others name, and what names others.
        package var stage: Int {
            switch action {
            case "CreateEventBus", "CreateScheduleGroup", "CreateTopic", "CreateLogGroup", "CreateConnection",
                "CreateBucket", "RegisterScalableTarget":
                0
            case "PutRule", "CreateApiDestination", "CreateArchive", "SetTopicAttributes": 1
            default: 2
            }
        }

        /// Members that are `nil` are left out.
        init(_ service: Service, _ action: String, _ members: [(String, JSON?)], path: JSONPath) {
            self.service = service
            self.action = action
            request = .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
            self.path = path
        }
    }
}
