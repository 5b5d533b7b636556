import ColdStart
import Recording
import Time

/// The pools of one function: one for `$LATEST` and one for each published version, and the aliases that lead to them.
/// Lives on the event loop.
struct FunctionPools {
    let latest: FunctionPool
    private var published: [String: FunctionPool] = [:]
    private var aliases: [String: FunctionAlias] = [:]
    /// For aliases that share out their invocations.
    private let ids: IDSource

    init(of function: RegisteredFunction, _ services: EnvironmentServices, _ model: RecordedFleet) {
        var configuration = function.latest
        configuration.reservedConcurrency = function.reservedConcurrency
        configuration.provisionedConcurrency = function.provisioned(configuration.version)
        latest = FunctionPool(function: configuration, services: services, model: model)
        ids = services.ids
        update(function, services, model)
    }

    var all: [FunctionPool] { [latest] + published.values }

    /// Gives every version what it is to run, new ones a pool, and takes away the pools of versions that are gone.
    mutating func update(_ function: RegisteredFunction, _ services: EnvironmentServices, _ model: RecordedFleet) {
        aliases = Dictionary(function.aliases.map { ($0.name, $0) }) { first, _ in first }
        latest.reserve(function.reservedConcurrency)
        var pools: [String: FunctionPool] = [:]
        for configuration in function.running {
            if let pool = pool(version: configuration.version) {
                pool.update(configuration)
                if pool !== latest { pools[configuration.version] = pool }
            } else {
                pools[configuration.version] = FunctionPool(
                    function: configuration,
                    services: services,
                    model: model,
                    latest: latest
                )
            }
        }
        published = pools
    }

    /// The function is gone: what was reserved and provisioned for it is free again.
    func release(_ model: RecordedFleet) {
        for pool in all { pool.provision(nil) }
        latest.reserve(nil)
    }

    func pool(version: String) -> FunctionPool? { version == "$LATEST" ? latest : published[version] }

    /// The pool that an invocation with this qualifier goes to; `nil` where there is no such version or alias.
    func pool(_ qualifier: String?) -> FunctionPool? {
        guard let qualifier else { return latest }
        guard let alias = aliases[qualifier] else { return pool(version: qualifier) }
        if alias.weights.isEmpty { return pool(version: alias.functionVersion) }
        let draw = Double(ids.next() >> 11) / Double(1 << 53 as UInt64)
        return pool(version: alias.version(draw))
    }

    /// What the model would say to a change, which is not made.
    func check(_ change: ConcurrencyChange, _ model: RecordedFleet) -> Result<Void, ConcurrencyError> {
        var fleet = model.fleet
        do throws(ConcurrencyError) {
            switch change {
            case .reserve(let count): try fleet.reserve(latest.id, count)
            case .provision(let version, let count):
                guard let pool = pool(version: version) else { return .success(()) }
                _ = try fleet.provision(pool.id, count, rate: .immediate, at: Timestamp(nanosecondsSinceEpoch: 0))
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

/// What a caller wants of a function's concurrency.
enum ConcurrencyChange: Sendable {
    case reserve(Int)
    case provision(version: String, Int)
}

/// How far the allocation of provisioned concurrency has come.
struct ProvisionedStatus: Sendable, Hashable {
    var requested = 0
    var allocated = 0
    var available = 0
    /// All that is asked for has been there.
    var isComplete = false
    /// It was given up, because the function does not initialize.
    var hasFailed = false
}
