import Synchronization
import Wire

/// Lets services call functions and wait for their answers, which deliveries do not. Who runs functions is made known to
/// it when all services are there.
package final class FunctionCalls: Sendable {
    /// A service that calls a function, and for what: functions' resource policies name them.
    package struct Caller: Sendable, Hashable {
        /// As `secretsmanager.amazonaws.com`.
        package var principal: String
        /// An ARN.
        package var source: String

        package init(principal: String, source: String) {
            self.principal = principal
            self.source = source
        }
    }

    /// Answers `nil`, or what the function said when it failed.
    package typealias Call =
        @Sendable (
            _ function: ARN, _ caller: Caller, _ payload: [UInt8],
            _ completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
        ) -> Void
    /// Why a caller may not call a function, if so.
    package typealias Refusal = @Sendable (_ function: ARN, _ caller: Caller) -> AWSError?

    private let calls = Mutex<(call: Call, refusal: Refusal)?>(nil)

    package init() {}

    package func register(_ call: @escaping Call, refusal: @escaping Refusal = { _, _ in nil }) {
        calls.withLock { $0 = (call, refusal) }
    }

    /// Tells without a call; `nil` where nothing runs functions.
    package func refusal(_ function: ARN, to caller: Caller) -> AWSError? {
        calls.withLock { $0?.refusal }?(function, caller)
    }

    /// Calls `completion` once, on whatever thread: with success when the function has answered, and failed where it
    /// gives a text.
    package func perform(
        _ function: ARN,
        by caller: Caller,
        _ payload: [UInt8],
        completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
    ) {
        guard let call = calls.withLock({ $0?.call }) else {
            return completion(
                .failure(AWSError("ResourceNotFoundException", status: 404, message: "Nothing runs functions here"))
            )
        }
        call(function, caller, payload, completion)
    }
}
