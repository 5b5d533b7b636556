import ColdStart
import Testing
import Time

@Suite struct LifecycleTests {
    @Test func freezesBetweenInvocations() {
        var life = EnvironmentLifecycle()
        #expect(life.initialized(.succeeded, forInvocation: true) == .thaw)
        #expect(life.completed() == .freeze)
        #expect(life.invoke() == .thaw)
        #expect(life.invoke() == .none)
    }

    @Test func initializesAgainWithinTheInvocationAfterACrash() {
        var life = EnvironmentLifecycle(extensions: .external)
        _ = life.initialized(.succeeded, forInvocation: true)
        #expect(life.crashed() == .stop(within: .milliseconds(2_000)))
        #expect(life.stopped() == .none)
        #expect(life.state == .reset)
        #expect(life.invoke() == .initializeWithinInvocation)
        #expect(life.completed() == .freeze)
    }

    @Test(arguments: [EnvironmentLifecycle.InitOutcome.failed, .timedOut])
    func triesInitOnceMoreWithinTheInvocation(_ outcome: EnvironmentLifecycle.InitOutcome) {
        var life = EnvironmentLifecycle()
        #expect(life.initialized(outcome, forInvocation: true) == .retryInitWithinInvocation)
        #expect(life.state == .suppressedInit)
        var prepared = EnvironmentLifecycle()
        #expect(prepared.initialized(outcome, forInvocation: false) == .release)
        var restored = EnvironmentLifecycle(fromSnapshot: true)
        #expect(restored.initialized(outcome, forInvocation: true) == .release)
    }

    @Test func shutsDownWithinItsBudget() {
        let budgets: [(EnvironmentLifecycle.Extensions, Duration)] = [
            (.none, .zero), (.internalOnly, .milliseconds(500)), (.external, .milliseconds(2_000)),
        ]
        for (extensions, budget) in budgets {
            var life = EnvironmentLifecycle(extensions: extensions)
            #expect(life.shutDown() == .stop(within: budget))
            #expect(life.shutDown() == .none)
            #expect(life.stopped() == .release)
        }
    }

    @Test func initMayTakeLongerWhereItIsProvisioned() {
        #expect(EnvironmentLifecycle.initLimit(isProvisioned: false, timeout: .seconds(900)) == .seconds(10))
        #expect(EnvironmentLifecycle.initLimit(isProvisioned: true, timeout: .seconds(3)) == .seconds(130))
        #expect(EnvironmentLifecycle.initLimit(isProvisioned: true, timeout: .seconds(2_000)) == .seconds(900))
    }
}
