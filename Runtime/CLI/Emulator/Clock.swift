import JSON
import Lambda
import Storage
import Synchronization
import Time
import Wire

/// `/_hearth/clock`: tells the time that services go by, and moves a virtual clock on.
final class Clock: Sendable {
    static let path = "/_hearth/clock"
    /// In one step: some 95 years.
    static let longestMove = Duration.seconds(3_000_000_000)

    private let time: any TimeSource
    private let regions: LambdaRegions
    private let services: Services
    private let databases: [Database]
    /// There is one at a time.
    private let move = Mutex<Task<Void, Never>?>(nil)

    init(time: any TimeSource, regions: LambdaRegions, services: Services, databases: [Database]) {
        self.time = time
        self.regions = regions
        self.services = services
        self.databases = databases
    }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        switch request.method {
        case "GET": respond(answer())
        case "POST":
            guard let time = time as? VirtualTime else {
                return respond(
                    Self.refusal(409, "The clock is this machine's: start Hearth with --clock virtual to move it")
                )
            }
            let body = try? JSON(parsing: request.body)
            guard let target = body.flatMap({ target($0) }) else {
                return respond(
                    Self.refusal(400, #"The body must be {"advanceSeconds": 600} or {"set": "2026-11-21T03:04:05Z"}"#)
                )
            }
            guard let task = begin(time, to: target, respond) else {
                return respond(Self.refusal(409, "The clock is being moved already"))
            }
            request.onDeparture { task.cancel() }
        default:
            respond(HTTPResponse(status: 405, headers: ["Allow": "GET, POST"], json: #"{"message":"Use GET or POST"}"#))
        }
    }

    private func target(_ body: JSON) -> Timestamp? {
        if let seconds = body["advanceSeconds"]?.doubleValue, (0...Self.longestMove.inSeconds).contains(seconds) {
            return time.now.adding(nanoseconds: Int64(seconds * 1e9))
        }
        return body["set"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
    }

    /// Ends the move that is under way, at the instant that it has reached, and returns when it has ended.
    func halt() async {
        let task = move.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    /// `nil` while the clock is being moved.
    private func begin(
        _ time: VirtualTime,
        to target: Timestamp,
        _ respond: @escaping HTTPResponder
    ) -> Task<Void, Never>? {
        move.withLock { move in
            guard move == nil else { return nil }
            let task = Task {
                let response = await self.advance(time, to: target)
                self.move.withLock { $0 = nil }
                respond(response)
            }
            move = task
            return task
        }
    }

    private func advance(_ time: VirtualTime, to target: Timestamp) async -> HTTPResponse {
        do {
            return answer(instants: try await time.advance(to: target) { await self.isQuiet() })
        } catch VirtualTime.Refusal.past {
            return Self.refusal(400, "It is \(time.now.iso8601Milliseconds) already: the clock does not go back")
        } catch {
            return Self.refusal(503, "Hearth is stopping: the clock stands at \(time.now.iso8601Milliseconds)")
        }
    }

    private func answer(instants: Int? = nil) -> HTTPResponse {
        var body = JSON.Object([
            ("now", .string(time.now.iso8601Milliseconds)), ("isVirtual", .bool(time is VirtualTime)),
        ])
        body["instants"] = instants.map { JSON($0) }
        return HTTPResponse(json: JSON.object(body).text)
    }

    private static func refusal(_ status: Int, _ message: String) -> HTTPResponse {
        let body: JSON = ["message": .string(message)]
        return HTTPResponse(status: status, json: body.text)
    }

    // MARK: What is under way

    /// Whether no function runs, nothing is being delivered and nothing waits to be written.
    private func isQuiet() async -> Bool {
        guard await !regions.areAtWork(), !services.areDelivering else { return false }
        let busy = databases.filter { !$0.isIdle }
        if busy.isEmpty { return true }
        for database in busy { await Self.passThrough(database) }
        return await !regions.areAtWork() && !services.areDelivering
    }

    /// Returns when all that has been handed in before is written.
    private static func passThrough(_ database: Database) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            database.write { _ in
            } completion: { (_: Result<Void, any Error>) in
                continuation.resume()
            }
        }
    }
}
