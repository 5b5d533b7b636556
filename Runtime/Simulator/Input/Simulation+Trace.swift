import ColdStart

// MARK: - Invocations that come from a trace

extension Simulation {
    /// Adds a function to a simulation that has not begun; what it returns stands for it in `offer`. Throws what Lambda says
    /// to impossible concurrency settings.
    package mutating func add(_ workload: Workload) throws(ConcurrencyError) -> Int {
        if let reserved = workload.reserved {
            let all = functions.compactMap(\.workload.reserved) + [reserved]
            try Fleet.check(reserved: all, limits: scenario.limits)
        }
        append(workload, seed: scenario.seed)
        statistics.addFunction()
        try begin(functions.count - 1)
        return functions.count - 1
    }

    /// An invocation comes at this many seconds, not before any that came earlier; everything up to then happens first.
    /// `duration` is its handler's, in seconds, where the trace tells it.
    package mutating func offer(_ function: Int, at seconds: Double, duration: Double?) {
        let time = max(now, min(Self.nanoseconds(seconds), Self.longest))
        while queue.first.time <= time {
            let event = queue.first
            now = event.time
            events += 1
            perform(event)
        }
        now = time
        events += 1
        givenDuration = duration
        arrive(function)
        givenDuration = nil
    }
}
