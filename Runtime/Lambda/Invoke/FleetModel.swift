import ColdStart
import Time

/// The model that all pools of an account share. Lives on the event loop.
///
/// Everything that happens to it goes through here, so that what it was told and what it decided can be recorded.
final class FleetModel {
    private(set) var fleet: Fleet
    private let time: any TimeSource

    init(limits: FleetLimits, policy: FleetPolicy, time: any TimeSource) {
        fleet = Fleet(limits: limits, policy: policy)
        self.time = time
    }

    func add(reserved: Int?, memorySize: Int) -> FunctionID { fleet.add(reserved: reserved, memorySize: memorySize) }

    func addVersion(of function: FunctionID) -> FunctionID { fleet.addVersion(of: function) }

    /// Gives a function provisioned concurrency; `nil` when the account or the function's reservation has no room for it.
    func provision(_ function: FunctionID, _ count: Int, _ rate: AllocationRate) -> [EnvironmentID]? {
        try? fleet.provision(function, count, rate: rate, at: time.now)
    }

    func arrive(_ function: FunctionID) -> Fleet.Decision { fleet.arrive(function, at: time.now) }

    func overdue(_ function: FunctionID) -> EnvironmentID? { fleet.overdue(function, at: time.now) }

    func answered(_ environment: EnvironmentID, of function: FunctionID) {
        fleet.answered(environment, of: function)
    }

    func release(_ environment: EnvironmentID, of function: FunctionID) -> Fleet.Release {
        fleet.release(environment, of: function, at: time.now)
    }

    func remove(_ environment: EnvironmentID, of function: FunctionID) -> EnvironmentID? {
        fleet.remove(environment, of: function, at: time.now)
    }

    func expire(_ function: FunctionID) -> [EnvironmentID] { fleet.expire(function, at: time.now) }

    func prepare(_ function: FunctionID) -> [EnvironmentID] { fleet.prepare(function, at: time.now) }

    func startAhead(_ function: FunctionID) -> EnvironmentID { fleet.startAhead(function, at: time.now) }

    func initialized(_ environment: EnvironmentID, of function: FunctionID) {
        fleet.initialized(environment, of: function, at: time.now)
    }

    func replace(_ function: FunctionID) -> [EnvironmentID] { fleet.replace(function, at: time.now) }
}
