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
}
