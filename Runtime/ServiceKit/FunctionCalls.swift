import Synchronization
import Wire

/// Lets services call functions and wait for their answers, which deliveries do not. Who runs functions is made known to
/// it when all services are there.
package final class FunctionCalls: Sendable {
    /// Answers `nil`, or what the function said when it failed.
    package typealias Call =
        @Sendable (
            _ function: ARN, _ payload: [UInt8], _ completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
        ) -> Void

    private let call = Mutex<Call?>(nil)

    package init() {}

    package func register(_ call: @escaping Call) { self.call.withLock { $0 = call } }

    /// Calls `completion` once, on whatever thread: with success when the function has answered, and failed where it
    /// gives a text.
    package func perform(
        _ function: ARN,
        _ payload: [UInt8],
        completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
    ) {
        guard let call = call.withLock({ $0 }) else {
            return completion(
                .failure(AWSError("ResourceNotFoundException", status: 404, message: "Nothing runs functions here"))
            )
        }
        call(function, payload, completion)
    }
}
