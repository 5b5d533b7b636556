import ColdStart
import Processes
import Time

/// What functions and their environments are doing: what `hearth ps` shows.
package struct LambdaStatus: Codable, Sendable {
    /// Invocations under way.
    package var concurrency = 0
    /// By name and version.
    package var functions: [FunctionStatus] = []

    package init(concurrency: Int = 0, functions: [FunctionStatus] = []) {
        self.concurrency = concurrency
        self.functions = functions
    }

    /// Together with another region's.
    package func adding(_ other: LambdaStatus) -> LambdaStatus {
        LambdaStatus(concurrency: concurrency + other.concurrency, functions: functions + other.functions)
    }
}

package struct FunctionStatus: Codable, Sendable {
    package var region: String
    package var name: String
    /// `$LATEST` or a number.
    package var version: String
    /// In MB.
    package var memorySize: Int
    /// Of /tmp, in MB.
    package var ephemeralStorage: Int
    /// `x86_64` or `arm64`.
    package var architecture: String
    package var reservedConcurrency: Int?
    package var provisionedConcurrency: Int?
    package var concurrency: Int
    /// Since the start: invocations that found an environment and those that started one.
    package var warmStarts: Int
    package var coldStarts: Int
    package var errors: Int
    /// By reason.
    package var throttles: [String: Int]
    /// Of the last minute, init included.
    package var p50Milliseconds: Double?
    package var p99Milliseconds: Double?
    /// Since the start.
    package var gigabyteSeconds: Double
    package var provisionedGigabyteSeconds: Double
    package var environments: [EnvironmentStatus]
}

package struct EnvironmentStatus: Codable, Sendable {
    package enum State: String, Codable, Sendable {
        case initializing, idle, frozen, busy, reset, stopping
    }

    /// Counts the environments of all functions of a region from 1.
    package var number: UInt64
    package var state: State
    package var isProvisioned: Bool
    package var ageSeconds: Double
    package var idleSeconds: Double
    package var invocations: Int
    /// Resident now, in KB.
    package var memoryKilobytes: Int
    package var processID: Int?
    package var logStream: String
}

extension ExecutionEnvironment {
    var status: EnvironmentStatus {
        EnvironmentStatus(
            number: id.number,
            state: state,
            isProvisioned: isProvisioned,
            ageSeconds: (now - use.created).inSeconds,
            idleSeconds: state == .busy ? 0 : (now - use.last).inSeconds,
            invocations: use.invocations,
            memoryKilobytes: processes.reduce(0) { $0 + $1.memoryUse.kilobytes },
            processID: process.map { Int($0.pid) },
            logStream: log.stream
        )
    }

    private var state: EnvironmentStatus.State {
        switch phase {
        case .initializing: .initializing
        case .ready: isFrozen ? .frozen : .idle
        case .invoking: .busy
        case .reset, .resetting: .reset
        case .stopping, .stopped: .stopping
        }
    }
}
