import HTTPListener
import Lambda
import ServiceKit
import Synchronization
import Wire

/// Lambda in every region: each is made when it is first spoken of, and shares nothing with the others but the account.
final class LambdaRegions: Sendable {
    /// The one of `--region`, where the template's functions are.
    let home: RegionalLambda
    private let others: Mutex<[String: RegionalLambda]>
    private let make: @Sendable (String) -> RegionalLambda

    /// `others` are those that the store knows of.
    init(home: RegionalLambda, others: [RegionalLambda], make: @escaping @Sendable (String) -> RegionalLambda) {
        self.home = home
        self.others = Mutex(Dictionary(others.map { ($0.account.region, $0) }) { first, _ in first })
        self.make = make
    }

    subscript(region: some StringProtocol) -> RegionalLambda {
        if region.isEmpty || region == home.account.region { return home }
        return others.withLock { others in
            let region = String(region)
            if let known = others[region] { return known }
            let new = make(region)
            others[region] = new
            return new
        }
    }

    /// The one that a request is signed for.
    subscript(request: HTTPRequest) -> RegionalLambda { CredentialScope.region(of: request).map { self[$0] } ?? home }

    /// The one of a function.
    subscript(function: ARN) -> RegionalLambda { self[function.region] }

    /// That of `--region` first, the others by their names.
    var all: [RegionalLambda] {
        [home] + others.withLock { $0.values.sorted { $0.account.region < $1.account.region } }
    }

    // MARK: What is done to all of them

    func status(_ completion: @escaping @Sendable (LambdaStatus) -> Void) {
        status(all[...], LambdaStatus(), completion)
    }

    private func status(
        _ regions: ArraySlice<RegionalLambda>,
        _ before: LambdaStatus,
        _ completion: @escaping @Sendable (LambdaStatus) -> Void
    ) {
        guard let next = regions.first else { return completion(before) }
        next.lambda.status { [self] in status(regions.dropFirst(), before.adding($0), completion) }
    }

    /// Kills the processes of the functions of this name. Calls `completion` with how many there were; `nil` where no
    /// region has such a function.
    func killProcesses(of function: String, completion: @escaping @Sendable (Int?) -> Void) {
        kill(function, all[...], nil, completion)
    }

    private func kill(
        _ function: String,
        _ regions: ArraySlice<RegionalLambda>,
        _ before: Int?,
        _ completion: @escaping @Sendable (Int?) -> Void
    ) {
        guard let next = regions.first else { return completion(before) }
        next.lambda.killProcesses(of: function) { [self] count in
            kill(function, regions.dropFirst(), count.map { $0 + (before ?? 0) } ?? before, completion)
        }
    }

    /// Whether an invocation is under way or waits for an environment.
    func areAtWork() async -> Bool {
        for region in all where await region.lambda.isAtWork() { return true }
        return false
    }

    /// Takes no new invocations, and returns when those under way are done, or after `limit`.
    func drain(within limit: Duration) async {
        await each { await $0.lambda.drain(within: limit) }
    }

    /// Ends every environment.
    func stop() async { await each { await $0.lambda.stop() } }

    private func each(_ body: @escaping @Sendable (RegionalLambda) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for region in all { group.addTask { await body(region) } }
        }
    }
}

extension LambdaRegions: DeliveryReceiver {
    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        self[resource].asynchronous.receive(delivery, at: resource, completion: completion)
    }
}

/// A service of which each region has its own.
struct RegionalService<Service: EndpointService>: EndpointService {
    let regions: LambdaRegions
    let service: @Sendable (RegionalLambda) -> Service

    init(_ regions: LambdaRegions, _ service: @escaping @Sendable (RegionalLambda) -> Service) {
        self.regions = regions
        self.service = service
    }

    func matches(_ request: HTTPRequest) -> Bool { service(regions.home).matches(request) }

    func bodyLimit(of request: HTTPRequest) -> Int { service(regions.home).bodyLimit(of: request) }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        service(regions[request]).handle(request, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        service(regions[request]).handle(request, failure: failure, respond: respond)
    }
}
