import HTTPListener
import Processes
import Time
import Wire

/// What all environments share.
struct EnvironmentServices: Sendable {
    var loop: EventLoopThread
    var time: any TimeSource
    var ids: IDSource
    var account: AWSAccount
    var supervisor: ProcessSupervisor
    var logSink: any FunctionLogSink
    var endpointURL: String?
    var settings = EnvironmentSettings()
}

/// How execution environments live here, where that is for the user to say.
package struct EnvironmentSettings: Sendable {
    /// Processes stand still between invocations, as on Lambda.
    package var freezes = true

    package init() {}
}
