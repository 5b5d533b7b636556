import JSON
import Processes
import Wire

/// Why an invocation failed although Lambda accepted it: the error document that the caller gets, and what the log says.
struct FunctionFailure: Hashable {
    enum Kind: Hashable {
        /// The runtime reported it; the document is the runtime's own.
        case reported
        case timeout
        case platform
    }

    var kind: Kind
    /// Such as `Runtime.ExitError`.
    var errorType: String
    /// What the log's REPORT line says, which may be more than the caller is told; nothing of errors that a runtime reports
    /// of an invocation.
    var reportedType: String?
    /// What the caller receives.
    var document: [UInt8]
    /// What Lambda writes to the function's log, without the request id.
    var logText: String?

    static func reported(type: String?, document: [UInt8]) -> Self {
        Self(kind: .reported, errorType: Self.checked(type), document: document)
    }

    static func timedOut(requestID: String, after timeout: Duration) -> Self {
        let text = "Task timed out after \(decimals(Double(timeout.components.seconds))) seconds"
        return Self(
            kind: .timeout,
            errorType: "Sandbox.Timedout",
            document: Self.document("Sandbox.Timedout", "RequestId: \(requestID) Error: \(text)"),
            logText: text
        )
    }

    static func exited(requestID: String, _ status: ProcessExit, isOutOfMemory: Bool = false) -> Self {
        var failure = platform("Runtime.ExitError", requestID: requestID, text: status.runtimeExit)
        if isOutOfMemory { failure.reportedType = "Runtime.OutOfMemory" }
        return failure
    }

    static func missingBootstrap(requestID: String) -> Self {
        platform(
            "Runtime.InvalidEntrypoint",
            requestID: requestID,
            text: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
        )
    }

    static func notStarted(requestID: String, reason: String) -> Self {
        platform("Runtime.InvalidEntrypoint", requestID: requestID, text: reason)
    }

    static func truncatedResponse(requestID: String) -> Self {
        platform("Runtime.TruncatedResponse", requestID: requestID, text: "HTTP request detected as truncated")
    }

    static func invalidResponseMode(requestID: String) -> Self {
        platform("Runtime.InvalidResponseModeHeader", requestID: requestID, text: "Invalid function response mode")
    }

    static func responseTooLarge(limit: Int) -> Self {
        let message = "Response payload size exceeded maximum allowed payload size (\(limit) bytes)."
        return Self(
            kind: .platform,
            errorType: "Function.ResponseSizeTooLarge",
            reportedType: "Function.ResponseSizeTooLarge",
            document: JSON.object(
                JSON.Object([("errorMessage", .string(message)), ("errorType", "Function.ResponseSizeTooLarge")])
            ).bytes
        )
    }

    static func platform(_ type: String, requestID: String, text: String) -> Self {
        Self(
            kind: .platform,
            errorType: type,
            reportedType: type,
            document: document(type, "RequestId: \(requestID) Error: \(text)"),
            logText: text
        )
    }

    private static func document(_ type: String, _ message: String) -> [UInt8] {
        JSON.object(JSON.Object([("errorType", .string(type)), ("errorMessage", .string(message))])).bytes
    }

    /// The type that a runtime reported in its header, if it has the form AWS takes:
    /// `(Runtime|Function).` and a word in CamelCase.
    private static func checked(_ type: String?) -> String {
        guard let type else { return "Runtime.Unknown" }
        let parts = type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isValid =
            parts.count == 2 && (parts[0] == "Runtime" || parts[0] == "Function")
            && (parts[1].utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? false)
            && parts[1].utf8.dropFirst().allSatisfy(\.isLetter)
        if isValid { return type }
        return type.hasPrefix("Function.") ? "Function.Unknown" : "Runtime.Unknown"
    }
}

extension ProcessExit {
    /// `exit status 1` or `signal: killed`.
    var short: String {
        switch self {
        case .code(let code): "exit status \(code)"
        case .signal(let number): "signal: \(Self.name(of: number))"
        }
    }

    /// In the words of AWS's runtime interface emulator.
    fileprivate var runtimeExit: String {
        switch self {
        case .code(0): "Runtime exited without providing a reason"
        case .code(let code): "Runtime exited with error: exit status \(code)"
        case .signal(let number): "Runtime exited with error: signal: \(Self.name(of: number))"
        }
    }

    /// As Go's `syscall.Signal` names them.
    private static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            1: "hangup", 2: "interrupt", 3: "quit", 4: "illegal instruction", 5: "trace/breakpoint trap",
            6: "aborted", 7: "bus error", 8: "floating point exception", 9: "killed",
            10: "user defined signal 1", 11: "segmentation fault", 12: "user defined signal 2", 13: "broken pipe",
            14: "alarm clock", 15: "terminated",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}

/// A number with two decimals, as Lambda's log lines write durations.
func decimals(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return String(hundredths / 100) + (fraction < 10 ? ".0" : ".") + String(fraction)
}
