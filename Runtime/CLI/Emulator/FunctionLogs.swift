import Lambda
import Logs

/// Where everything goes that functions log: into CloudWatch Logs, and to the console where it is wanted.
struct FunctionLogs: FunctionLogSink {
    let buffer: LogBuffer
    /// `nil` where nothing is printed.
    let printer: FunctionLogPrinter?

    func write(_ event: FunctionLogEvent) {
        buffer.append(
            event.messages,
            at: event.timestamp,
            group: event.logGroup,
            stream: event.logStream,
            isEssential: event.origin == .platform
        )
        printer?.write(event)
    }

    /// Returns when all that was logged is kept and printed.
    func flush(_ console: Console) {
        do {
            try buffer.flush()
        } catch {
            console.warning("the last lines of the functions' logs are not kept: \(error)")
        }
        printer?.flush()
    }
}
