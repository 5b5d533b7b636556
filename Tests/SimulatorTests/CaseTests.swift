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
        #"[{"name": "a", "kind": "exact/unknown", "expected": {"x": 1}, "tolerance": {"abs": 1}}]"#,
        #"[{"name": "a", "kind": "exact/erlangB", "params": {}, "expected": {"p_rej": 1}, "tolerance": {"abs": 1}}]"#,
        #"[{"name": "a", "kind": "exact/billing", "params": {"duration_ms": 1}, "expected": {"other": 1}, "tolerance": {"abs": 0}}]"#,
    ]) func failWhereNothingCanBeJudged(_ text: String) throws {
        let cases = try OracleCase.read(Array(text.utf8))
        let verdict = CaseRunner(cases).judge(try #require(cases.first))
        #expect(!verdict.passes)
        #expect(verdict.problem != nil)
    }

    @Test(arguments: ["{}", "[{}]", #"[{"name": "a", "kind": "b"}]"#, "["])
    func refuseWhatIsNoCaseFile(_ text: String) {
        #expect(throws: (any Error).self) { try OracleCase.read(Array(text.utf8)) }
    }
}
