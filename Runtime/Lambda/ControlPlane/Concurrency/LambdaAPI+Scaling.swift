import JSON
import ServiceKit
import Wire

/// What Application Auto Scaling does with provisioned concurrency.
extension LambdaAPI {
    /// How far a change of provisioned concurrency has come.
    package enum ProvisioningProgress: Sendable, Hashable {
        case underWay, done
        /// In the words of `StatusReason`.
        case failed(String)
    }

    /// Whether there is such a version or alias, other than `$LATEST` and what points to it.
    package func canProvision(_ function: String, _ qualifier: String) -> Bool {
        lambda.registry[function]?.configuration(qualifier).map { $0.version != "$LATEST" } ?? false
    }

    /// How much a version or alias is to have; 0 where it is to have none.
    package func requestedConcurrency(_ function: String, _ qualifier: String) -> Int {
        settings[.init(.provisionedConcurrency, function, qualifier)]?["Requested"]?.intValue ?? 0
    }

    /// Does what `PutProvisionedConcurrencyConfig` does, or, for 0, `DeleteProvisionedConcurrencyConfig`. Calls
    /// `completion` once, with what was refused, on whatever thread.
    package func provision(
        _ count: Int,
        _ function: String,
        _ qualifier: String,
        completion: @escaping @Sendable (AWSError?) -> Void
    ) {
        var input = JSON.Object([("FunctionName", .string(function)), ("Qualifier", .string(qualifier))])
        let request = HTTPRequest(method: "PUT", target: "/")
        let answer: @Sendable (Result<[UInt8], any Error>) -> Void = { result in
            switch result {
            case .success: completion(nil)
            case .failure(let error): completion(error as? AWSError ?? .serviceException("\(error)"))
            }
        }
        do throws(AWSError) {
            if count == 0 { return write(try DeleteProvisionedConcurrencyConfig(input, self), answer) }
            input["ProvisionedConcurrentExecutions"] = JSON(count)
            try PutProvisionedConcurrencyConfig(input, self).begin(self, request, nil, answer)
        } catch {
            completion(error)
        }
    }

    /// Whether the environments that a version or alias is to have are there.
    package func provisioningProgress(
        _ function: String,
        _ qualifier: String,
        completion: @escaping @Sendable (ProvisioningProgress) -> Void
    ) {
        let requested = requestedConcurrency(function, qualifier)
        guard let version = lambda.registry[function]?.configuration(qualifier)?.version else {
            return completion(.failed("FUNCTION_NOT_FOUND"))
        }
        lambda.provisioned(of: function) { statuses in
            let status = statuses[version] ?? ProvisionedStatus()
            if status.hasFailed { return completion(.failed(ProvisionedConcurrencyRequest.failureReason)) }
            completion(status.allocated >= requested ? .done : .underWay)
        }
    }

    /// The most invocations at once that wanted provisioned concurrency since this was last asked, those among them that it
    /// did not suffice for.
    package func takeDemand(_ function: String, _ qualifier: String, completion: @escaping @Sendable (Int) -> Void) {
        guard let version = lambda.registry[function]?.configuration(qualifier)?.version else { return completion(0) }
        lambda.takeDemand(of: function, version: version, completion: completion)
    }
}
