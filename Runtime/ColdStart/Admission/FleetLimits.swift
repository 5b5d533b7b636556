/// What an account and this machine allow (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html).
package struct FleetLimits: Sendable, Hashable {
    /// Invocations under way at once, over all functions. AWS's default is 1,000.
    package var accountConcurrency: Int
    /// What reservations must leave to the functions that have none.
    package var unreservedMinimum = 100
    /// Requests a second for each unit of concurrency, of the account, of a reservation and of provisioned concurrency;
    /// `nil` is no limit.
    package var requestsPerConcurrency: Int? = 10
    /// How fast one function may grow; `nil` is no limit.
    package var scalingRate: ScalingRate? = .lambda
    /// Environments of one function on this machine; what comes when all are busy waits for one. Not a limit of
    /// Lambda's, so there is none unless the user sets it.
    package var environmentsPerFunction: Int?

    package init(accountConcurrency: Int = 1_000, environmentsPerFunction: Int? = nil) {
        self.accountConcurrency = accountConcurrency
        self.environmentsPerFunction = environmentsPerFunction
    }

    /// Nothing is ever throttled.
    package static var unlimited: FleetLimits {
        var limits = FleetLimits(accountConcurrency: .max)
        limits.requestsPerConcurrency = nil
        limits.scalingRate = nil
        return limits
    }

    /// The most that all reservations together may take.
    package var maximumReservable: Int { max(0, accountConcurrency - unreservedMinimum) }

    /// The most requests a second that so much concurrency takes; `nil` is no limit.
    package func requestRate(forConcurrency concurrency: Int) -> Double? {
        requestsPerConcurrency.map { Double($0) * Double(concurrency) }
    }

    /// The account concurrency to ask AWS for: what the work occupies or what its request rate needs, whichever is more.
    package func requiredConcurrency(requestsPerSecond: Double, durationInSeconds: Double) -> Double {
        let byRate = requestsPerConcurrency.map { requestsPerSecond / Double($0) } ?? 0
        return max(requestsPerSecond * durationInSeconds, byRate).rounded(.up)
    }

    func requestBucket(forConcurrency concurrency: Int) -> TokenBucket? {
        requestRate(forConcurrency: concurrency).map { TokenBucket(capacity: $0, refillPerSecond: $0) }
    }
}

/// A concurrency setting that Lambda refuses, in its words.
package enum ConcurrencyError: Error, Sendable, Hashable, CustomStringConvertible {
    case reservedBelowUnreservedMinimum(Int)
    case provisionedBelowUnreservedMinimum(Int)
    case provisionedAboveUnreserved(Int)
    case provisionedAboveReserved(reserved: Int)
    /// Reserved concurrency cannot shrink below what the versions have provisioned.
    case reservedBelowProvisioned(provisioned: Int, asked: Int)
    case negative(Int)

    package var description: String {
        switch self {
        case .reservedBelowUnreservedMinimum(let minimum):
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                + "below its minimum value of [\(minimum)]."
        case .provisionedBelowUnreservedMinimum(let minimum):
            "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                + "below its minimum value of [\(minimum)]."
        case .provisionedAboveUnreserved(let unreserved):
            "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency "
                + "[\(unreserved)]."
        case .provisionedAboveReserved(let reserved):
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution "
                + "for function, which is \(reserved)"
        case .reservedBelowProvisioned(let provisioned, let asked):
            " ReservedConcurrentExecutions  \(asked) should not be lower than function's total provisioned "
                + "concurrency [\(provisioned)]."
        case .negative(let count): "Concurrency must be at least 0, not \(count)"
        }
    }
}
