import CurlHTTP
import JSON

/// What went wrong between a function and Lambda.
public struct LambdaRuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// `AWS_LAMBDA_RUNTIME_API` is not set.
        case missingRuntimeAPI
        /// The system gave no thread to run on.
        case noThread
        /// The Runtime API cannot be reached.
        case unreachable
        /// The Runtime API cannot be reached any more.
        case connectionLost
        /// Lambda's answer is not what its API promises.
        case invalidAnswer
        /// Lambda refused a request.
        case refused
        /// The response is larger than Lambda takes: 6 MiB, when it is not streamed.
        case responseTooLarge
        /// The response was ended already.
        case responseFinished
        /// The handler could not be set up.
        case initFailed
    }

    public var code: Code
    public var message: String

    public var description: String { message }
}

extension LambdaRuntimeError {
    init(refused request: String, _ response: CurlResponse) {
        let answer = try? JSON(parsing: response.body)
        let reason = answer?["errorMessage"]?.stringValue ?? "status \(response.status)"
        let type = answer?["errorType"]?.stringValue.map { "\($0): " } ?? ""
        code = response.status == 413 ? .responseTooLarge : .refused
        message = "the Runtime API refused \(request): \(type)\(reason)"
    }
}
