import ColdStart

// MARK: - Invocations that come from a trace

extension Simulation {
    /// Adds a function while the simulation runs; what it returns stands for it in `offer`.
    package mutating func add(_ workload: Workload) -> Int {
        let id = fleet.add(reserved: workload.reserved, memorySize: workload.memorySize)
        functions.append(FunctionRun(workload: workload, seed: scenario.seed))
        pulses.append(FunctionPulse(id: id, workload: workload))
        statistics.addFunction()
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
