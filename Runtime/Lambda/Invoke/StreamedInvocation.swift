import FoundationEssentials
import JSON
import Wire

/// What `InvokeWithResponseStream` answers: one event for each piece of the response, and one for its end.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
enum StreamedInvocation {
    static func response(_ result: InvocationResult) -> HTTPResponse {
        var response = HTTPResponse()
        response.headers.add("Content-Type", "application/vnd.amazon.eventstream")
        response.headers.add("x-amzn-RequestId", result.requestID)
        response.headers.add("X-Amz-Executed-Version", result.executedVersion)
        response.headers.add("X-Amzn-Trace-Id", result.traceID)
        response.stream =
            result.stream?.map(piece: chunk) { (complete($0), .complete) } ?? whole(result)
        return response
    }

    /// Of a function that does not stream.
    private static func whole(_ result: InvocationResult) -> HTTPBodyStream {
        let failure = result.functionError.map { InvocationEnd.Failure(type: $0, document: result.payload) }
        let payload = failure == nil && !result.payload.isEmpty ? chunk(result.payload) : []
        return HTTPBodyStream(payload + complete(InvocationEnd(error: failure, logTail: result.logTail)), .complete)
    }

    private static func chunk(_ piece: [UInt8]) -> [UInt8] {
        EventStreamMessage(event: "PayloadChunk", contentType: "application/octet-stream", payload: piece).bytes
    }

    private static func complete(_ end: InvocationEnd) -> [UInt8] {
        var members = JSON.Object([])
        if let error = end.error {
            members["ErrorCode"] = .string(error.type)
            members["ErrorDetails"] = .string(String(decoding: error.document, as: UTF8.self))
        }
        if let tail = end.logTail { members["LogResult"] = .string(Data(tail).base64EncodedString()) }
        let payload = JSON.object(members).bytes
        return EventStreamMessage(event: "InvokeComplete", contentType: "application/json", payload: payload).bytes
    }
}
