import ColdStart
import Simulator
import Template
import Time

// MARK: - Functions

extension TrafficScenario {
    /// A function with nothing in front of it yet. `qualifier` is the version or alias that is invoked.
    mutating func workload(
        _ name: String,
        _ qualifier: String?,
        _ handler: Distribution
    ) throws(CommandError) -> Workload {
        guard let function = application.function(name) else {
            throw CommandError("the template has no function \(name)")
        }
        let properties = function.path / "Properties"
        var workload = Workload(name: name, arrivals: .trace([]), duration: handler)
        workload.coldStart = .delays(try start(of: function, qualifier, &workload.paysForSnapshots))
        workload.memorySize = function.memorySizeMB
        workload.ephemeralStorage = function.ephemeralStorageMB
        workload.architecture = function.architectures.first == .arm64 ? .arm64 : .x86
        workload.timeout = function.timeout.inSeconds
        workload.reserved = function.reservedConcurrentExecutions
        workload.provisioned = provisionedPlan(function.name, qualifier, fixed: provisioned(function, qualifier))
        if workload.provisioned != nil && function.snapStart == .publishedVersions {
            throw CommandError("\(properties / "SnapStart"): SnapStart is not supported with provisioned concurrency")
        }
        return workload
    }

    /// What takes a version's or an alias's invocations before they go to others.
    private func provisioned(_ function: Application.Function, _ qualifier: String?) -> Int? {
        if qualifier == nil { return nil }
        if qualifier == function.autoPublishAlias { return function.provisionedConcurrentExecutions }
        let alias = application.functionAliases.first { $0.functionName == function.name && $0.name == qualifier }
        let number = alias?.version ?? qualifier
        let version = application.functionVersions.first {
            $0.functionName == function.name && "\($0.number)" == number
        }
        return alias?.provisionedConcurrency ?? version?.provisionedConcurrency
    }

    private mutating func startUp(_ function: Application.Function) throws(CommandError) -> StartUpDelays {
        let runtime = StartUpDelays.PublishedRuntime(lambdaRuntime: function.runtime)
        if runtime == nil, options.runtime == nil, options.initialization == nil {
            let message =
                "no start of \(function.runtime) is published: it starts as Swift does, unless --init tells how long"
            warn(function.path / "Properties" / "Runtime", message)
        }
        do throws(InputError) {
            return try options.startUp(runtime ?? .swift, function.architectures.first == .arm64 ? .arm64 : .x86)
        } catch {
            throw CommandError(error.description)
        }
    }

    /// A version that SnapStart applies to is restored; `$LATEST` is not.
    private mutating func start(
        of function: Application.Function,
        _ qualifier: String?,
        _ paysForSnapshots: inout Bool
    ) throws(CommandError) -> StartUpDelays {
        var delays = try startUp(function)
        let restore = delays.restore
        delays.restore = nil
        guard function.snapStart == .publishedVersions else { return delays }
        let path = function.path / "Properties" / "SnapStart"
        guard qualifier != nil, qualifier != "$LATEST" else {
            warn(path, "\(function.name) is invoked as $LATEST, which never starts from a snapshot")
            return delays
        }
        guard let restore else {
            throw CommandError("\(path): say with --restore how long \(function.name) takes to start from its snapshot")
        }
        paysForSnapshots = !function.runtime.hasPrefix("java")
        delays.restore = restore
        return delays
    }
}
