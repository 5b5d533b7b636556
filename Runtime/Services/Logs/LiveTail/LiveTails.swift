import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// The sessions of live tails: each gets once a second what has come since, up to 500 events, for three hours.
final class LiveTails: Sendable {
    private static let pause = Duration.seconds(1)
    private static let limit = 500
    private static let length = Duration.seconds(3 * 3_600)

    private struct Session {
        var filter: LiveTailFilter
        var end: Timestamp
        /// Where its events go, once the client has been answered.
        var stream: HTTPBodyStream?
        var events: [JSON] = []
        /// More came than is sent.
        var isSampled = false

        mutating func add(_ new: [JSON]) {
            isSampled = isSampled || events.count + new.count > LiveTails.limit
            events += new.prefix(max(0, LiveTails.limit - events.count))
        }
    }

    private let sessions = Mutex<[String: Session]>([:])
    private let time: any TimeSource

    init(_ time: any TimeSource) { self.time = time }

    func add(_ id: String, _ filter: LiveTailFilter) {
        sessions.withLock { $0[id] = Session(filter: filter, end: time.now + Self.length) }
    }

    func clear() {
        let all = sessions.withLock { sessions in
            defer { sessions = [:] }
            return sessions.values.compactMap(\.stream)
        }
        for stream in all { stream.finish(.complete) }
    }

    var areThere: Bool { sessions.withLock { !$0.isEmpty } }

    /// Follows a batch that has been stored.
    func tell(_ lines: [AppendedBatch.Line], of batch: AppendedBatch) {
        let now = time.now.millisecondsSinceEpoch
        sessions.withLock { sessions in
            for id in sessions.keys {
                guard let events = sessions[id]?.filter.events(lines, of: batch, ingested: now) else { continue }
                sessions[id]?.add(events)
            }
        }
    }

    // MARK: Streams

    /// Answers with the stream of a session in place of what the action has answered.
    func streaming(_ respond: @escaping HTTPResponder) -> HTTPResponder {
        { [self] response in respond(stream(response) ?? response) }
    }

    private func stream(_ response: HTTPResponse) -> HTTPResponse? {
        guard response.status == 200, let id = (try? JSON(parsing: response.body))?["sessionId"]?.stringValue else {
            return nil
        }
        let stream = HTTPBodyStream(onCancel: { [weak self] in self?.remove(id) })
        sessions.withLock { $0[id]?.stream = stream }
        stream.send(Self.message("initial-response", Array("{}".utf8), type: "application/x-amz-json-1.1"))
        stream.send(Self.message("sessionStart", response.body))
        tick(id)
        var streamed = HTTPResponse()
        streamed.headers.add("Content-Type", "application/vnd.amazon.eventstream")
        if let request = response.headers["x-amzn-RequestId"] { streamed.headers.add("x-amzn-RequestId", request) }
        streamed.stream = stream
        return streamed
    }

    private func remove(_ id: String) { sessions.withLock { $0[id] = nil } }

    private func tick(_ id: String) {
        time.schedule(after: Self.pause) { [weak self] in
            guard let self, let session = take(id), let stream = session.stream else { return }
            let metadata: JSON = ["sampled": .bool(session.isSampled)]
            let update: JSON = ["sessionMetadata": metadata, "sessionResults": .array(session.events)]
            stream.send(Self.message("sessionUpdate", update.bytes))
            if time.now < session.end { return tick(id) }
            remove(id)
            stream.send(Self.timeout)
            stream.finish(.complete)
        }
    }

    /// What is to be sent now; the session goes on with nothing.
    private func take(_ id: String) -> Session? {
        sessions.withLock { sessions in
            let session = sessions[id]
            sessions[id]?.events = []
            sessions[id]?.isSampled = false
            return session
        }
    }

    private static func message(_ event: String, _ payload: [UInt8], type: String = "application/json") -> [UInt8] {
        EventStreamMessage(event: event, contentType: type, payload: payload).bytes
    }

    private static var timeout: [UInt8] {
        let payload: JSON = ["message": "Your Live Tail session has timed out."]
        var message = EventStreamMessage(event: "", contentType: "application/json", payload: payload.bytes)
        message.headers = [
            (":exception-type", "SessionTimeoutException"), (":content-type", "application/json"),
            (":message-type", "exception"),
        ]
        return message.bytes
    }
}
