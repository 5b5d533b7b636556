import JSON
import Lambda
import Wire

/// What a function's answer says of the batch that it was given.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
enum BatchReply {
    /// `items` are the identifiers of the batch: ids of messages or sequence numbers.
    static func outcome(
        _ result: Result<InvocationResult, AWSError>,
        reportsItemFailures: Bool,
        of items: [String]
    ) -> BatchOutcome {
        switch result {
        case .failure: .refused
        case .success(let result) where result.functionError != nil: .failure
        case .success(let result): reportsItemFailures ? outcome(result.payload, items) : .success
        }
    }

    private static func outcome(_ payload: [UInt8], _ items: [String]) -> BatchOutcome {
        if payload.isEmpty { return .success }
        guard let reply = try? JSON(parsing: payload) else { return .failure }
        // An empty list is taken for an empty reply.
        if reply.isNull || reply == [] { return .success }
        guard case .object(let object) = reply else { return .failure }
        guard let failures = object["batchItemFailures"]?.nonNull else { return .success }
        guard let list = failures.arrayValue else { return .failure }
        if list.isEmpty { return .success }
        let failed = list.compactMap { $0["itemIdentifier"]?.stringValue }
        guard failed.count == list.count, Set(failed).isSubset(of: items) else { return .failure }
        return .partial(Set(failed))
    }
}
