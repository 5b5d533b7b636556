import JSON

extension Application {
    /// A function that is given what a queue or stream holds: `AWS::Lambda::EventSourceMapping`, or an event of a
    /// function.
    package struct EventSourceMapping: Sendable, Hashable {
        /// For an event, the function's logical id and the event's name in one.
        package var logicalID: String
        /// As a request to `CreateEventSourceMapping` has it.
        package var request: JSON.Object
        package var path: JSONPath
    }

    /// How a function's asynchronous invocations are handled: `AWS::Lambda::EventInvokeConfig`, or the property
    /// `EventInvokeConfig` of a function.
    package struct EventInvokeConfig: Sendable, Hashable {
        /// A name or an ARN.
        package var functionName: String
        package var qualifier: String?
        /// As a request to `PutFunctionEventInvokeConfig` has it.
        package var request: JSON.Object
        package var path: JSONPath
    }
}
