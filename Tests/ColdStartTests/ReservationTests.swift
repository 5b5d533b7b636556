import ColdStart
import Testing
import Time

@Suite struct ReservationTests {
    private let now = Timestamp(nanosecondsSinceEpoch: 0)

    @Test func aReservationBindsFromNowOnAndCountsWhatIsUnderWay() throws {
        var fleet = Fleet()
        let function = fleet.add()
        let version = fleet.addVersion(of: function)
        guard case .start(let first) = fleet.arrive(function, at: now) else { return #expect(Bool(false)) }
        try fleet.reserve(version, 1)
        #expect(fleet.arrive(version, at: now) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        _ = fleet.release(first, of: function, at: now)
        #expect(fleet.arrive(function, at: now) == .reuse(first))
        try fleet.reserve(function, 0)
        _ = fleet.release(first, of: function, at: now)
        #expect(fleet.arrive(function, at: now) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        try fleet.reserve(function, nil)
        #expect(fleet.arrive(function, at: now) == .reuse(first))
    }

    @Test func reservationsLeaveTheMinimum() throws {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 200))
        let (function, other) = (fleet.add(), fleet.add())
        try fleet.reserve(function, 100)
        #expect(throws: ConcurrencyError.reservedBelowUnreservedMinimum(100)) { try fleet.reserve(other, 1) }
        try fleet.reserve(other, 0)
        try fleet.reserve(function, 60)
        try fleet.reserve(other, 40)
        try fleet.reserve(function, nil)
        try fleet.reserve(other, 100)
        #expect(throws: ConcurrencyError.negative(-1)) { try fleet.reserve(other, -1) }
    }

    @Test func provisionedConcurrencyMovesAlong() throws {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 200))
        let function = fleet.add()
        _ = try fleet.provision(function, 2, rate: .immediate, at: now)
        #expect(throws: ConcurrencyError.reservedBelowProvisioned(provisioned: 2, asked: 1)) {
            try fleet.reserve(function, 1)
        }
        try fleet.reserve(function, 2)
        #expect(fleet.arrive(function, at: now) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        try fleet.reserve(function, nil)
        guard case .start = fleet.arrive(function, at: now) else { return #expect(Bool(false)) }
        _ = try fleet.provision(function, 100, rate: .immediate, at: now)
        #expect(throws: ConcurrencyError.provisionedBelowUnreservedMinimum(100)) {
            _ = try fleet.provision(function, 101, rate: .immediate, at: now)
        }
    }
}
