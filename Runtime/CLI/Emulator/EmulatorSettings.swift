import ColdStart
import HTTPListener
import Lambda
import Template

/// How a Hearth is to run.
struct EmulatorSettings {
    /// Otherwise there is only what callers make.
    var hasTemplate = true
    var host = "127.0.0.1"
    var gatewayPort = 0
    var endpointPort = 0
    /// Of the first function URL, others follow; 0 for free ones.
    var functionURLPort = 0
    var limits = FleetLimits()
    var environments = EnvironmentSettings()
    var printsLogs = true
    /// By issuer of tokens: where its keys are, a URL or a file.
    var keySets: [String: String] = [:]
    /// For all APIs together; `nil`: no limit.
    var gatewayThrottle: Application.Throttle?
    var allowsReset = false
    /// Whom the AWS endpoint serves beside programs that speak to it by a name of this machine.
    var access = AccessRules()
    /// It stays: programs that change are reloaded, other commands find it, logs go to standard output.
    var isServing = false
    /// The clock runs as the machine's does, and can be moved on.
    var hasVirtualClock = false
}
