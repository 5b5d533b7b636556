import ColdStart
import HTTPListener
import Processes
import Recording
import ServiceKit
import Time
import Wire

/// What all environments share.
struct EnvironmentServices: Sendable {
    var loop: EventLoopThread
    var time: any TimeSource
    var ids: IDSource
    var account: AWSAccount
    var supervisor: ProcessSupervisor
    var interpreters: Interpreters
    var store: CodeStore
    var logSink: any FunctionLogSink
    var metrics: any MetricSink = NoMetrics()
    var endpointURL: String?
    var settings = EnvironmentSettings()
    /// Told what users should know and no caller is there to hear.
    var note: @Sendable (String) -> Void = { _ in }
}

extension EnvironmentServices {
    /// The memory size that one CPU goes with, in megabytes.
    /// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
    private static let megabytesPerCPU = 1_769.0

    func cpuGroup(of function: FunctionConfiguration) -> CPUGroup? {
        settings.cpuGroups?.group(cpus: Double(function.memorySize) / Self.megabytesPerCPU)
    }
}

/// How execution environments live here, where that is for the user to say.
package struct EnvironmentSettings: Sendable {
    /// Processes stand still between invocations, as on Lambda.
    package var freezes = true
    package var coldStarts = ColdStarts.measured
    /// Which environments take invocations and how long they are kept. Not with cold starts off.
    package var policy = FleetPolicy()
    /// Gives each environment the CPU time that goes with its memory size; `nil` where all get what there is.
    package var cpuGroups: CPUGroups?
    /// Is told everything that happens to the cold-start model.
    package var recorder: (any EventRecorder)?
    /// Of the delays that are modelled.
    package var seed: UInt64 = 1
    package var credentials = FunctionCredentials.unknown

    package enum ColdStarts: String, Sendable, Hashable, CaseIterable {
        /// What this machine really takes.
        case measured
        /// As long as on Lambda, by the model's delays.
        case modelled
        /// Environments are started ahead and never end.
        case off

        /// How provisioned concurrency is allocated: after a minute and a half where time is to pass as on Lambda.
        var allocation: AllocationRate { self == .modelled ? AllocationRate() : .immediate }
    }

    /// The policy that goes with `coldStarts`.
    var effectivePolicy: FleetPolicy {
        guard coldStarts == .off else { return policy }
        return FleetPolicy(keepAlive: .fixed(.seconds(4_000_000_000)), maximumLife: nil)
    }

    package init() {}
}
