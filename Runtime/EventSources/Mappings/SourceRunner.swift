import JSON
import Lambda
import ServiceKit
import Storage
import Time
import Wire

/// What moves the records of a source to a function, as long as its mapping is enabled.
protocol SourceRunner: Sendable {
    func start()
    /// The source may have something new.
    func announced()
    /// Begins nothing new; what is under way goes on.
    func stop()
    /// `LastProcessingResult`; `nil` while there was nothing.
    var lastResult: String? { get }
}

/// What runners work with.
struct RunnerServices: Sendable {
    var context: ServiceContext
    var invoker: any FunctionInvoker
    var note: @Sendable (String) -> Void

    func invoke(
        _ mapping: EventSourceMapping,
        _ payload: [UInt8],
        traceID: String? = nil,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) {
        let parts = mapping.functionNameAndQualifier
        invoker.invoke(
            InvocationRequest(
                functionName: parts.name,
                qualifier: parts.qualifier,
                payload: payload,
                traceID: traceID
            ),
            completion: completion
        )
    }

    /// Tells CloudWatch that a record of failures could not be sent.
    func destinationFailed(_ mapping: EventSourceMapping) {
        FunctionMetrics(mapping.functionNameAndQualifier.name, context.metrics).lost(.destination, at: context.time.now)
    }
}
