import JSON

extension Application {
    /// What makes a bus, rule, archive, topic, subscription or schedule of the template: a request to the service that
    /// has it.
    package struct EventRequest: Sendable, Hashable {
        package enum Service: Sendable, Hashable { case eventBridge, scheduler, sns }

        package var service: Service
        /// As `PutRule`.
        package var action: String
        package var request: JSON
        /// Where the template asks for it.
        package var path: JSONPath

        /// Those of lower stages are made first: what has others in it, what others name, and what names others.
        package var stage: Int {
            switch action {
            case "CreateEventBus", "CreateScheduleGroup", "CreateTopic": 0
            case "PutRule", "CreateArchive", "SetTopicAttributes": 1
            default: 2
            }
        }
    }
}
