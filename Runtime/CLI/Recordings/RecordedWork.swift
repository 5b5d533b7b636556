import Recording
import Simulator
import Time

/// What an invocation would have taken if it had always had a processor when it needed one, in seconds.
struct RecordedWork {
    let isCold: Bool
    /// Whether the function's timeout ended it.
    let isOverTime: Bool
    /// What no report shows: from the arrival until the process began to initialize.
    let preparation: Double
    let initialization: Double
    let handler: Double
    /// For how long the process computed, where that is recorded: while it started, and in the handler.
    private let computed: (start: Double, handler: Double)?

    /// Told by what the system has measured; `idle` is what starts wait for besides processors. `nil` for one that has not
    /// ended.
    private init?(_ invocation: RecordedRun.Invocation, idle: Idle) {
        guard let latency = invocation.latency, let completion = invocation.completion else { return nil }
        let overhead = max(0, latency - (completion.milliseconds + (completion.initMilliseconds ?? 0)) / 1_000)
        let queued = completion.processing?.queuedMilliseconds ?? 0
        let handled = max(0, completion.milliseconds - queued) / 1_000
        computed = completion.processing.map {
            ((completion.initProcessing?.milliseconds ?? 0) / 1_000, $0.milliseconds / 1_000)
        }
        (isCold, isOverTime) = (invocation.isCold, invocation.isOverTime)
        preparation = isCold ? idle.preparation : 0
        initialization = completion.initProcessing.map { $0.milliseconds / 1_000 + idle.initialization } ?? 0
        handler = invocation.decision == .warm ? overhead + handled : handled
    }

    /// What starts wait for besides processors. The one that waited least tells it: with the others, Hearth itself may have
    /// had to wait for a processor.
    private struct Idle {
        var preparation = 0.0
        var initialization = 0.0

        init(_ run: RecordedRun) {
            let starts = run.served.compactMap { invocation -> (Double, Double)? in
                guard let latency = invocation.latency, let completion = invocation.completion,
                    let total = completion.initMilliseconds, let processing = completion.initProcessing
                else { return nil }
                let rest = total - processing.milliseconds - processing.queuedMilliseconds
                return (latency - (completion.milliseconds + total) / 1_000, rest / 1_000)
            }
            preparation = max(0, starts.map(\.0).min() ?? 0)
            initialization = max(0, starts.map(\.1).min() ?? 0)
        }
    }

    /// Of all that have ended, told by what the system has measured.
    static func measured(_ run: RecordedRun) -> [RecordedWork] {
        let idle = Idle(run)
        return run.served.compactMap { RecordedWork($0, idle: idle) }
    }

    /// Told by how many were under way. `nil` for one that has not ended.
    init?(_ invocation: RecordedRun.Invocation, _ contention: Contention) {
        guard let ended = invocation.ended, let completion = invocation.completion else { return nil }
        let handled = max(invocation.arrived, ended.advanced(byMilliseconds: -completion.milliseconds))
        let began = max(invocation.arrived, handled.advanced(byMilliseconds: -(completion.initMilliseconds ?? 0)))
        (isCold, isOverTime) = (invocation.isCold, invocation.isOverTime)
        preparation = contention.work(from: invocation.arrived, to: began)
        initialization = contention.work(from: began, to: handled)
        handler = contention.work(from: handled, to: ended)
        computed = nil
    }

    /// Of all of them. Who computes with several threads at once counts as one.
    static func computingShares(_ work: [RecordedWork]) -> ComputingShares {
        func share(_ parts: [(computed: Double, seconds: Double)]) -> Double {
            let (computed, seconds) = parts.reduce((0.0, 0.0)) { ($0.0 + $1.computed, $0.1 + $1.seconds) }
            return seconds > 0 ? min(1, computed / seconds) : 1
        }
        return ComputingShares(
            start: share(
                work.compactMap { one in
                    one.isCold ? one.computed.map { ($0.start, one.preparation + one.initialization) } : nil
                }
            ),
            handler: share(work.compactMap { one in one.computed.map { ($0.handler, one.handler) } })
        )
    }
}

extension Timestamp {
    fileprivate func advanced(byMilliseconds milliseconds: Double) -> Timestamp {
        adding(nanoseconds: Int64((milliseconds * 1e6).rounded()))
    }
}
