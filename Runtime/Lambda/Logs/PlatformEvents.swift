import JSON
import Time
import Wire

/// What Lambda itself writes into the log of a function that logs JSON. Events below the level of the function are `nil`.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html for the records,
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html for their levels.
struct PlatformEvents {
    var level: LoggingConfig.SystemLevel
    var now: Timestamp

    func start(_ requestID: String, version: String) -> [UInt8]? {
        event("start", .info, ["requestId": .string(requestID), "version": .string(version)])
    }

    func runtimeDone(_ report: InvocationReport) -> [UInt8]? {
        var record = JSON.Object([("requestId", .string(report.requestID))])
        add(report.failure, to: &record)
        record["metrics"] = ["durationMs": milliseconds(report.duration)]
        return event("runtimeDone", report.failure == nil ? .debug : .warn, .object(record))
    }

    func report(_ report: InvocationReport) -> [UInt8]? {
        var metrics = JSON.Object([
            ("durationMs", milliseconds(report.duration)), ("billedDurationMs", JSON(Int(report.billedMilliseconds))),
            ("memorySizeMB", JSON(report.memorySize)), ("maxMemoryUsedMB", JSON(report.maxMemoryUsed)),
        ])
        metrics["initDurationMs"] = (report.initDuration ?? report.preparation).map(milliseconds)
        var record = JSON.Object([("requestId", .string(report.requestID)), ("metrics", .object(metrics))])
        add(report.failure, to: &record)
        return event("report", report.failure == nil ? .info : .warn, .object(record))
    }

    func initReport(
        _ duration: Duration,
        phase: PlatformLines.InitPhase,
        isProvisioned: Bool,
        _ failure: FunctionFailure?
    ) -> [UInt8]? {
        var record = JSON.Object([
            ("initializationType", .string(isProvisioned ? "provisioned-concurrency" : "on-demand")),
            ("phase", .string(phase.rawValue)),
        ])
        add(failure, to: &record)
        record["metrics"] = ["durationMs": milliseconds(duration)]
        return event("initReport", failure == nil ? .info : .warn, .object(record))
    }

    /// What is said of a failure besides its kind. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
    func failure(_ requestID: String, text: String) -> [UInt8] {
        JSON.object(
            JSON.Object([
                ("timestamp", .string(now.iso8601Milliseconds)), ("level", "ERROR"), ("requestId", .string(requestID)),
                ("message", .string(text)),
            ])
        ).bytes
    }

    private func event(_ type: String, _ level: LoggingConfig.SystemLevel, _ record: JSON) -> [UInt8]? {
        guard level >= self.level else { return nil }
        return JSON.object(
            JSON.Object([
                ("time", .string(now.iso8601Milliseconds)), ("type", .string("platform.\(type)")), ("record", record),
            ])
        ).bytes
    }

    private func add(_ failure: FunctionFailure?, to record: inout JSON.Object) {
        record["status"] = .string(failure?.status ?? "success")
        if let failure, failure.kind != .timeout {
            record["errorType"] = .string(failure.reportedType ?? failure.errorType)
        }
    }

    /// Thousandths of a millisecond are told.
    private func milliseconds(_ duration: Duration) -> JSON {
        JSON((duration.inMilliseconds * 1_000).rounded() / 1_000)
    }
}

extension FunctionFailure {
    fileprivate var status: String {
        switch kind {
        case .reported: "error"
        case .timeout: "timeout"
        case .platform: "failure"
        }
    }
}
