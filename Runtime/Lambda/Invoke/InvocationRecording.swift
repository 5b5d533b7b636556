import Processes
import Recording
import Time

extension PendingInvocation {
    /// As a recording keeps it.
    var recorded: RecordedInvocation {
        RecordedInvocation(
            requestID: requestID,
            functionName: request.functionName,
            qualifier: request.qualifier,
            payload: request.payload,
            contentType: request.contentType
        )
    }
}

extension InvocationReport {
    /// As a recording keeps it.
    var recorded: RecordedCompletion {
        var completion = RecordedCompletion(
            requestID: requestID,
            milliseconds: duration.inMilliseconds,
            initMilliseconds: initDuration?.inMilliseconds,
            billedMilliseconds: Int(billedMilliseconds),
            errorType: failure?.errorType,
            result: result
        )
        completion.processing = processing?.recorded
        completion.initProcessing = initProcessing?.recorded
        return completion
    }
}

extension ProcessorTime {
    /// As a recording keeps it.
    fileprivate var recorded: RecordedProcessing {
        RecordedProcessing(milliseconds: computed.inMilliseconds, queuedMilliseconds: queued.inMilliseconds)
    }
}
