import Synchronization
import Time
import Wire

/// The log stream of one execution environment: what its process prints and what Lambda says about it.
final class EnvironmentLog: Sendable {
    /// Such as `2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef`.
    let stream: String
    private let function: FunctionConfiguration
    private let group: String
    private let services: EnvironmentServices
    /// Interpreters' clients write a message of several lines as one, with carriage returns in it.
    private let joinsLines: Bool
    /// Present while the caller of the invocation under way wants the log.
    private let tail = Mutex<LogTail?>(nil)

    init(function: FunctionConfiguration, services: EnvironmentServices) {
        self.function = function
        self.services = services
        group = function.logGroup
        joinsLines = function.managedRuntime != nil
        let day = CalendarTime(services.time.now).date.split(separator: "-").joined(separator: "/")
        stream = "\(day)/[\(function.version)]\(services.ids.hex(32))"
    }

    /// A line that the function printed.
    func write(_ line: [UInt8]) {
        let hasLines = joinsLines && line.contains(0x0D)
        write([hasLines ? line.map { $0 == 0x0D ? 0x0A : $0 } : line], .function)
    }

    /// Where the function logs JSON.
    private var events: PlatformEvents? {
        guard function.logging.format == .json else { return nil }
        return PlatformEvents(level: function.logging.systemLevel, now: services.time.now)
    }

    private func write(_ event: [UInt8]?) { if let event { write([event], .platform) } }

    private func write(_ lines: [String]) { write(lines.map { Array($0.utf8) }, .platform) }

    private func write(_ lines: [[UInt8]], _ origin: FunctionLogEvent.Origin) {
        tail.withLock { tail in for line in lines { tail?.append(line) } }
        services.logSink.write(
            FunctionLogEvent(
                functionName: function.name,
                logGroup: group,
                logStream: stream,
                timestamp: services.time.now,
                origin: origin,
                messages: lines
            )
        )
    }

    /// Nobody reads the platform's lines.
    private var isUnread: Bool { services.logSink.discards && tail.withLock { $0 == nil } }

    func begin(_ pending: PendingInvocation) {
        if pending.request.wantsLogTail { tail.withLock { $0 = LogTail() } }
        if isUnread { return }
        let id = pending.requestID
        if let events { return write(events.start(id, version: function.version)) }
        write([PlatformLines.start(id, version: function.version)], .platform)
    }

    func end(_ report: InvocationReport) {
        if isUnread { return }
        if let events {
            write(events.runtimeDone(report))
            return write(events.report(report))
        }
        write([PlatformLines.end(report.requestID), report.line], .platform)
    }

    /// The last 4 KiB since `begin`, if they were asked for.
    func takeTail() -> [UInt8]? {
        tail.withLock { tail in
            defer { tail = nil }
            return tail?.bytes
        }
    }

    func failed(_ requestID: String, _ failure: FunctionFailure) {
        guard let text = failure.logText else { return }
        if let events { return write(events.failure(requestID, text: text)) }
        let lines =
            failure.kind == .timeout
            ? PlatformLines.timeout(requestID, at: services.time.now, text: text)
            : PlatformLines.failure(requestID, text: text, errorType: failure.errorType)
        write(lines)
    }

    /// An initialization has failed, or one of provisioned concurrency is done.
    func initialized(
        after duration: Duration,
        phase: PlatformLines.InitPhase = .initialization,
        isProvisioned: Bool,
        _ failure: FunctionFailure? = nil
    ) {
        if let events {
            return write(events.initReport(duration, phase: phase, isProvisioned: isProvisioned, failure))
        }
        write([PlatformLines.initReport(duration, phase: phase, failure: failure)])
    }
}
