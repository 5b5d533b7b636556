import ColdStart
import JSON
import Simulator
import Testing

@Suite struct CaseTests {
    /// The contract's cases in the form of a case file, with values from its closed forms.
    private static let text = """
        [{"name": "instant", "kind": "exact/single", "params": {"arrival": ["e", 600.0], "warm_service": ["d", 0],
          "cold_service": ["d", 0], "keep_alive_s": 600}, "expected": {"p_cold": 0.367879, "servers": 0.632121},
          "tolerance": {"sim": {"rel": 0.05}, "formula": {"abs": 1e-06}}},
         {"name": "pool", "kind": "exact/mru", "params": {"arrival": ["e", 1.0], "service": ["e", 1.0],
          "keep_alive_s": 10, "max_concurrency": null}, "expected": {"p_cold": 0.0773738, "servers": 3.27808},
          "tolerance": {"sim": {"rel": 0.05, "or_se": 4}, "formula": {"rel": 1e-05}}},
         {"name": "used", "kind": "measured/keepalive", "params": {"arrival": ["e", 2], "warm_service_mean": 1,
          "cold_service_mean": 1, "keep_alive_s": 20}, "expected": {"utilization": 0.198297},
          "tolerance": {"rel": 0.1}},
         {"name": "blocked", "kind": "exact/erlangB", "params": {"concurrency": 5, "offered_load": 3},
          "expected": {"p_rej": 0.110054}, "tolerance": {"formula": {"rel": 1e-05}, "sim": {"abs": 0.02}}},
         {"name": "waits", "kind": "exact/erlangC", "params": {"concurrency": 5, "arrival_rate": 40,
          "service": ["e", 0.1]}, "expected": {"p_wait": 0.554113, "mean_wait_s": 0.0554113},
          "tolerance": {"formula": {"rel": 1e-05}, "sim": {"rel": 0.15}}},
         {"name": "grows", "kind": "exact/scaling", "params": {"demand": 5000, "rate_per_10s": 1000,
          "account_limit": null}, "expected": {"t0": 1000, "t5": 1500, "t40": 5000}, "tolerance": {"abs": 1}},
         {"name": "shares", "kind": "exact/quota", "params": {"account": 1000, "provisioned": 200, "reserved": 400,
          "concurrent_demand": 500}, "expected": {"warm": 200, "cold_capable": 200, "throttled": 100},
          "tolerance": {"abs": 0}},
         {"name": "bill", "kind": "exact/cost", "params": {"provisioned": 100, "hours": 8, "mb": 1536,
          "pc_requests": 500000, "pc_ms": 100, "od_requests": 2500000, "od_ms": 120, "free_tier": "od only"},
          "expected": {"total": 19.96}, "tolerance": {"usd": 0.01}},
         {"name": "placement_dominance", "kind": "property", "params": {}, "expected": {"statement": "holds"},
          "tolerance": {"violations": 0}}]
        """

    private static func runner(_ cases: [OracleCase]) -> CaseRunner {
        var runner = CaseRunner(cases)
        runner.effort = 0.01
        runner.propertyArrivals = 500
        runner.budget = Simulation.Budget(events: 3_000_000, environments: 100_000)
        return runner
    }

    @Test func holdWhereTheContractIsMet() throws {
        let cases = try OracleCase.read(Array(Self.text.utf8))
        let runner = Self.runner(cases)
        for test in cases {
            let verdict = runner.judge(test)
            #expect(verdict.passes, "\(verdict)")
        }
    }

    @Test func failWhereAFigureIsAnother() throws {
        let changed = Self.text.replacing("0.110054", with: "0.120054").replacing(
            "\"t40\": 5000",
            with: "\"t40\": 4990"
        )
        let cases = try OracleCase.read(Array(changed.utf8))
        let runner = Self.runner(cases)
        let failed = cases.map(runner.judge).filter { !$0.passes }.map(\.name)
        #expect(failed == ["blocked", "grows"])
    }

    @Test(arguments: [
        #"[{"name": "a", "kind": "exact/billing", "params": {"duration_ms": 1}, "expected": {"billed_ms": null}, "tolerance": {"abs": 9}}]"#,
        #"[{"name": "a", "kind": "exact/unknown", "expected": {"x": 1}, "tolerance": {"abs": 1}}]"#,
        #"[{"name": "a", "kind": "exact/erlangB", "params": {}, "expected": {"p_rej": 1}, "tolerance": {"abs": 1}}]"#,
        #"[{"name": "a", "kind": "exact/billing", "params": {"duration_ms": 1}, "expected": {"other": 1}, "tolerance": {"abs": 0}}]"#,
    ]) func failWhereNothingCanBeJudged(_ text: String) throws {
        let cases = try OracleCase.read(Array(text.utf8))
        let verdict = CaseRunner(cases).judge(try #require(cases.first))
        #expect(!verdict.passes)
        #expect(verdict.problem != nil)
    }

    @Test(arguments: [
        (#"{"abs": null}"#, "a: tolerance abs: expected a number from 0, not null"),
        (#"{"formula": {"rel": -1}}"#, "a: formula: tolerance rel: expected a number from 0, not -1"),
        ("9", "a: tolerance: expected an object, not 9"),
    ]) func tolerancesAreNumbers(_ tolerance: String, _ message: String) {
        let text = #"[{"name": "a", "kind": "policy", "expected": {"x": 1}, "tolerance": \#(tolerance)}]"#
        #expect {
            try OracleCase.read(Array(text.utf8))
        } throws: { "\($0)" == message }
    }

    /// Kind, parameters, and what a formula says of a figure: there is an answer though nothing can be simulated, or only
    /// little.
    @Test(arguments: [
        ("latency", #""p_cold": 1.0, "handler": ["e", 0.1], "init": ["d", 0.4]"#, #""p50": 0.469315"#),
        ("latency", #""p_cold": 0, "handler": ["e", 0.1], "init": ["d", 0.4]"#, #""p50": 0.0693147"#),
        ("mru", #""arrival": ["e", 1], "service": ["e", 1], "keep_alive_s": 0"#, #""p_cold": 1.0, "servers": 1.0"#),
        (
            "single", #""arrival": ["e", 1], "warm_service": ["d", 0], "cold_service": ["d", 0], "keep_alive_s": 1000"#,
            #""p_cold": 0.0, "servers": 1.0"#
        ),
        (
            "cap1", #""arrival": ["e", 1], "warm_service_mean": 1, "cold_service_mean": 2, "keep_alive_s": 1000"#,
            #""p_cold_accepted": 0.0, "p_rej": 0.5"#
        ),
        ("quantiles", #""offered_load": 1e9"#, #""p50": 1000000000"#),
        (
            "scaling", #""initial": 1000, "demand": 5000, "rate_per_10s": 1000"#,
            #""t0": 2000, "t10": 3000, "t30": 5000"#
        ),
        ("scaling", #""demand": 5000, "rate_per_10s": 1000"#, #""full_at_s": 40"#),
        (
            "scaling", #""arrival_rate": 2000, "service_s": 1, "rate_per_10s": 1000, "retry": false"#,
            #""throttled_per_second": [900, 800, 700, 600, 500, 400, 300, 200, 100, 0], "total": 4500"#
        ),
        (
            "projection", #""rps": 1e6, "handler_ms": 50, "init_ms": 500, "mb": 512, "arch": "arm", "p_cold": 0.01"#,
            #""concurrency": 55000, "gb_s_per_day": 2376000000.0"#
        ),
        ("async", #""max_retries": 2, "max_event_age_s": 100"#, #""attempts": 2, "waits_s": [60]"#),
        ("esm", #""shards": 100, "parallelization_factor": 2"#, #""concurrency": 200"#),
        ("esm", #""max": 1250, "maximum_concurrency": 100"#, #""max_concurrent_invokes": 100"#),
        ("esm", #""mode": "provisioned", "max_pollers": 2"#, #""max_concurrent_invokes": 20"#),
        (
            "quota", #""provisioned": 10, "rps": 150"#,
            #""spill_at_rps": 100, "spill_rps": 50, "spill_fraction": 0.333333"#
        ),
        ("latency", #""p_cold": 0.05, "handler": ["d", 0.1], "init": ["d", 0.4]"#, #""p95": 0.1, "p99": 0.5"#),
        ("latency", #""p_cold": 0.05, "handler": ["e", 0.01], "init": ["d", 10]"#, #""p95": 10"#),
        ("latency", #""p_cold": 1, "handler": ["e", 1], "init": ["e", 1]"#, #""p50": 1.678347"#),
        ("latency", #""p_cold": 1, "handler": ["e", 1], "init": ["e", 2]"#, #""p50": 2.4558943"#),
        ("esm", #""pollers": 10"#, #""max_concurrent_invokes": 100, "throughput_mb_s": 10"#),
        ("esm", #""min_pollers": 2, "max_pollers": 200"#, #""min0": 20, "min1": 1020, "min2": 2000"#),
        ("cost", #""api": "http", "requests": 3e6, "free_tier": true"#, #""total": 2.0"#),
        ("cost", #""provisioned": 1000, "hours": 0.01, "mb": 10240"#, #""pc": 12.5001"#),
        (
            "cost", #""snapstart": true, "mb": 1024, "cache_hours": 1, "restores": 10000"#,
            #""cache": 0.0162497, "restore": 1.397998"#
        ),
        (
            "cost",
            #""provisioned": 1, "hours": 1, "mb": 1024, "pc_requests": 1e6, "pc_ms": 1000, "ephemeral_mb": 1536"#,
            #""ephemeral": 0.0309"#
        ),
        (
            "mg1", #""arrival_rate": 2, "service": ["g", 0.4, 0.3], "queue": "one shard, PF=1, batch 1""#,
            #""mean_wait_s": 1.41427"#
        ),
        (
            "quota", #""account_concurrency": 1000, "rps": 8000, "duration_s": 0.25"#,
            #""throttled_fraction": 0.5, "rps_cap": 10000"#
        ),
        ("quota", #""account_concurrency": 1000, "rps": 20000, "duration_s": 0.01"#, #""throttled_fraction": 0.5"#),
        ("quota", #""account_concurrency": 1000, "rps": 0, "duration_s": 0.01"#, #""throttled_fraction": 0"#),
        (
            "quota", #""account": 1000, "reserved": 10, "rps": 50, "duration_s": 1"#,
            #""throttled_fraction": 0.8, "rps_cap": 100"#
        ),
        ("quota", #""provisioned": 1500"#, #""spill_at_concurrency": 1500, "spill_at_rps": 15000"#),
    ]) func answersWhatHasAnAnswer(_ kind: String, _ parameters: String, _ expected: String) throws {
        let verdict = try Self.judge(kind, parameters, expected, #"{"abs": 1e-4, "rel": 1e-5}"#)
        #expect(verdict.passes, "\(verdict)")
    }

    @Test(arguments: [
        ("mru", #""arrival": ["e", -1], "service": ["e", 1], "keep_alive_s": 1"#, "is no law of times from 0"),
        (
            "single", #""arrival": ["e", 0], "warm_service": ["d", 0], "cold_service": ["d", 0], "keep_alive_s": 1"#,
            "the mean gap must be above 0"
        ),
        ("erlangB", #""concurrency": 5, "offered_load": 3, "retry": true"#, "not known in params: retry"),
        ("cost", #""gb_s": 1, "arch": "sparc""#, "'sparc' is neither x86 nor arm64"),
        ("cost", #""gb_s": 1, "free_tier": "maybe""#, "is neither true, false nor"),
        ("cost", #""gb_s": 1, "ephemeral_mb": 1024"#, "not known in params: ephemeral_mb"),
        ("latency", #""p_cold": 2, "handler": ["e", 0.1], "init": ["d", 0.4]"#, "p_cold must be 0 to 1"),
        ("esm", #""max_pollers": 3, "pollers": 2"#, "pollers and max_pollers are names of one parameter"),
        ("scaling", #""demand": 1e15, "rate_per_10s": 1000"#, "a whole number up to a billion"),
    ]) func saysWhyThereIsNoAnswer(_ kind: String, _ parameters: String, _ problem: String) throws {
        let verdict = try Self.judge(kind, parameters, #""p_cold": 1"#, #"{"abs": 1}"#)
        #expect(!verdict.passes)
        #expect(verdict.problem?.contains(problem) == true, "\(verdict)")
    }

    @Test func timesOfTracesMayBeInMinutes() throws {
        let text = #""policy": "fixed", "keep_alive_s": 590, "trace": "every 10 min, 24h (144 requests)""#
        let verdict = try Self.judge("policy", text, #""cold": 144"#, #"{"abs": 1.5}"#, exact: false)
        #expect(verdict.passes, "\(verdict)")
    }

    @Test func tracesWithoutEndAreRefused() throws {
        let text = #""policy": "fixed", "keep_alive_s": 600, "trace": "one instant invocation every 0 s, 24 h""#
        let verdict = try Self.judge("policy", text, #""p_cold": 1"#, #"{"abs": 0}"#, exact: false)
        #expect(verdict.problem?.contains("has no two times") == true)
    }

    /// Whatever is started is ended when it has become too much.
    @Test func casesThatTakeTooLongFail() throws {
        let service = #""warm_service": ["e", 1], "cold_service": ["e", 1]"#
        let text = #""arrival": ["e", 1e-12], \#(service), "keep_alive_s": 1, "horizon_s": 1000"#
        let verdict = try Self.judge("sim/keepalive", text, #""p_cold": 1"#, #"{"abs": 0}"#, exact: false)
        #expect(verdict.problem?.contains("the simulation was ended after") == true)
    }

    /// A law that the closed form is not about is simulated only.
    @Test func formulasKeepToTheirLaws() throws {
        let law = #""arrival": ["d", 1], "service": ["d", 0.5], "keep_alive_s": 10"#
        let verdict = try Self.judge("mru", law, #""p_cold": 0, "servers": 1"#, #"{"abs": 0.01}"#)
        #expect(verdict.passes, "\(verdict)")
        #expect(verdict.checks.allSatisfy { $0.basis == "simulation" })
        #expect(verdict.notes == ["no closed form for these laws"])
    }

    // MARK: Chance

    /// One cold start in twenty million: that a short simulation sees none is no error.
    @Test func whatIsTooRareToBeSeenIsNotMissed() throws {
        func verdict(_ coldStarts: String) throws -> CaseVerdict {
            let text = """
                [{"name": "rare", "kind": "exact/mru", "params": {"arrival": ["e", 0.25], "service": ["e", 1],
                  "keep_alive_s": 10, "max_concurrency": 3}, "expected": {"p_cold": \(coldStarts)},
                  "tolerance": {"sim": {"rel": 0.015, "or_se": 4}, "formula": {"rel": 1e-05}}}]
                """
            let cases = try OracleCase.read(Array(text.utf8))
            return Self.runner(cases).judge(try #require(cases.first))
        }
        let rare = try verdict("5.20477e-08")
        #expect(rare.passes && rare.checks.last?.got == 0, "\(rare)")
        // Five in a thousand would have been seen.
        #expect(try verdict("0.005").checks.last?.passes == false)
    }

    // MARK: Lists and objects

    private static func greedyDual(_ containers: String, _ expected: String) throws -> CaseVerdict {
        let text = """
            [{"name": "a", "kind": "policy", "params": {"policy": "greedy-dual", "formula": "clock + freq*cost/size",
              "clock": 0, "containers": [\(containers)], "need_mb": 100}, "expected": {\(expected)},
              "tolerance": {"abs": 1e-09}}]
            """
        let cases = try OracleCase.read(Array(text.utf8))
        return runner(cases).judge(try #require(cases.first))
    }

    private static let containers =
        #"{"fn": "a", "freq": 1.5, "cost_s": 2, "mb": 256}, {"fn": "b", "freq": 10, "cost_s": 0.2, "mb": 128}"#

    @Test func containersGoByTheirPriorities() throws {
        let expected = """
            "priority_order_evict_first": ["a", "b"], "evicted": ["a"], "priorities": {"a": 0.01171875, "b": 0.015625},
            "new_clock": 0.01171875
            """
        let verdict = try Self.greedyDual(Self.containers, expected)
        #expect(verdict.passes, "\(verdict)")
        let order = verdict.checks.first { $0.metric == "priority_order_evict_first" }
        #expect(order?.whole?.expected == ["a", "b"] && order?.whole?.got == ["a", "b"])
        #expect(verdict.json["checks"]?[0]?["got"] == ["a", "b"])
    }

    @Test(arguments: [
        (#""evicted": ["b"]"#, #"["a"]"#), (#""evicted": ["a", "b"]"#, #"["a"]"#),
        (#""priorities": {"a": 0.01171875}"#, #"{"a":0.01171875,"b":0.015625}"#),
        (#""priorities": {"a": 0.0117, "b": 0.015625}"#, #"{"a":0.01171875,"b":0.015625}"#),
    ]) func listsThatDifferAreToldWhole(_ expected: String, _ got: String) throws {
        let verdict = try Self.greedyDual(Self.containers, expected)
        #expect(!verdict.passes && verdict.problem == nil, "\(verdict)")
        #expect(verdict.checks.first?.whole?.got.text == got)
    }

    @Test(arguments: [
        (#"{"fn": "a", "freq": 1, "cost": 1, "mb": 128}"#, "containers[0].cost is not known"),
        (#"{"fn": "a", "freq": 1, "cost_s": 1, "mb": 128, "size": 1}"#, "containers[0].size is not known"),
        (#"{"fn": "a", "freq": 1, "mb": 128}"#, "containers[0].cost_s is missing"),
        (
            #"{"fn": "a", "freq": "x", "cost_s": 1, "mb": 128}"#,
            #"containers[0].freq: expected a number from 0, not "x""#
        ),
        (#"{"fn": "a", "freq": 1, "cost_s": 1, "mb": 0.5}"#, "containers[0].mb: expected a whole number"),
        ("3", "containers[0]: expected an object"), ("", "containers: expected a list of objects"),
    ]) func membersOfContainersAreHeldToTheirNames(_ containers: String, _ problem: String) throws {
        let verdict = try Self.greedyDual(containers, #""new_clock": 0"#)
        #expect(verdict.problem?.contains(problem) == true, "\(verdict)")
    }

    // MARK: Properties

    @Test(arguments: [
        (#""any_arrivals": true"#, "holds"), (#""policies": ["lru", "random"]"#, "holds"),
        (#""service_independent_of_cold": true"#, "holds"), ("", "servers == cold rate * mean lifespan"),
        ("", "running == accepted_rate*E[service]"), ("", "alive(t) == max of busy(s) over s in [t-T,t]"),
    ]) func propertiesGoByTheirParameters(_ parameters: String, _ statement: String) throws {
        let verdict = try Self.property(parameters, statement)
        #expect(verdict.passes, "\(verdict)")
    }

    @Test(arguments: [
        ("", "busy is never above alive", "neither params nor name tell which property"),
        (#""any_arrivals": false"#, "holds", "any_arrivals: the property does not hold otherwise"),
        (#""any_arrivals": true, "policies": ["x"]"#, "holds", #"policies: no placement "x" is known"#),
    ]) func propertiesThatAreNotKnownFail(_ parameters: String, _ statement: String, _ problem: String) throws {
        let verdict = try Self.property(parameters, statement)
        #expect(verdict.problem?.contains(problem) == true, "\(verdict)")
    }

    private static func property(_ parameters: String, _ statement: String) throws -> CaseVerdict {
        let text = """
            [{"name": "held", "kind": "property", "params": {\(parameters)}, "expected": {"statement": "\(statement)"},
              "tolerance": {"violations": 0}}]
            """
        let cases = try OracleCase.read(Array(text.utf8))
        var runner = runner(cases)
        runner.effort = 0.1
        return runner.judge(try #require(cases.first))
    }

    private static func judge(
        _ kind: String,
        _ parameters: String,
        _ expected: String,
        _ tolerance: String,
        exact: Bool = true
    ) throws -> CaseVerdict {
        let text = """
            [{"name": "a", "kind": "\(exact ? "exact/" : "")\(kind)", "params": {\(parameters)},
              "expected": {\(expected)}, "tolerance": {"sim": {"rel": 0.1, "abs": 0.2}, "formula": \(tolerance)}}]
            """
        let cases = try OracleCase.read(Array(text.utf8))
        return runner(cases).judge(try #require(cases.first))
    }

    /// A file of six digits rounds 1321528.8 to 1321530.0, and says nothing of the rest.
    @Test(arguments: [("1321530.0", true), ("1321500.0", false), ("1321540.0", false), ("1321530", false)])
    func whatTheFileHasRoundedIsNoError(_ text: String, _ passes: Bool) throws {
        let law = #""arrival": ["e", 60], "warm_service": ["d", 0], "cold_service": ["d", 0], "keep_alive_s": 600"#
        let verdict = try Self.judge("single", law, "\"lifespan\": \(text)", #"{"abs": 1e-6}"#)
        #expect(verdict.passes == passes, "\(verdict)")
    }

    @Test(arguments: ["[]", "{}", "[{}]", #"[{"name": "a", "kind": "b"}]"#, "["])
    func refuseWhatIsNoCaseFile(_ text: String) {
        #expect(throws: (any Error).self) { try OracleCase.read(Array(text.utf8)) }
    }
}
